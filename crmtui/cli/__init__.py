"""The command line: every command a thin face of the models."""
