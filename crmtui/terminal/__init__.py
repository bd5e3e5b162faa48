"""What the terminal is, what reaches it, what comes from it, and what ends a session."""
