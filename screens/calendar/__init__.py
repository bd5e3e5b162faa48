"""The calendars: a month, a week, a day."""
