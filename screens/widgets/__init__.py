"""Widgets that know nothing of the records they show."""
