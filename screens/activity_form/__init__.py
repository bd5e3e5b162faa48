"""The form of an activity: when and what on one page, how it recurs on another (spec 7)."""
