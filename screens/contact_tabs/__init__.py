"""The lists below a contact's form, each a tab: its notes, its activities (spec 4.1, 7.1)."""
