"""Files in and out: one file for each format, and the report of an import."""
