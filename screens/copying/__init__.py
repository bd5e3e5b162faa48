"""Copying contacts into other parties, converting parties, the members of groups."""
