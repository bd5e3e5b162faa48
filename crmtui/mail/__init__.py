"""Mailings on their way out: mails, letters, labels."""
