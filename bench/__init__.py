"""Figures of speed, bytes and memory, each against its baseline in the same run."""
