"""Contact management of an ERP's CRM, in a terminal."""

__version__ = "0.1.0"
