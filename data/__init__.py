"""What ships beside the code: message catalogues, code tables, the demo company, templates."""
