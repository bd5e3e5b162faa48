"""Documents of a record: the list, attaching, showing, saving a copy."""
