"""Moved: see `crmtui.failures`."""

from crmtui.failures import refused

__all__ = ["refused"]
