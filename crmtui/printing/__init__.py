"""Opportunities and quotes on paper: as text of 80 columns, as PDF, and where they go."""
