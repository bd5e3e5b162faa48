"""Sales: items, opportunities, quotes, the pipeline (spec 8, 9, 12.2)."""
