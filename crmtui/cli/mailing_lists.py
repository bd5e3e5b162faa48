"""What the lists of mailings and of subscriptions show on the command line."""

from __future__ import annotations

# The columns, what those that are no fields are called, and those of numbers.
COLUMNS = {
    "mailing": (
        "id",
        "name",
        "channel",
        "mailing_type",
        "status",
        "produced_on",
        "waiting",
        "sent",
        "failed",
    ),
    "subscription": ("id", "contact", "mailing_type", "mailing", "starts_on", "ends_on"),
}
HEADINGS = {
    "mailing": {name: f"cli.mailing.column.{name}" for name in ("waiting", "sent", "failed")},
}
NUMBERS = frozenset({"waiting", "sent", "failed"})
