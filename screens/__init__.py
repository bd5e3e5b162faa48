"""Everything that is drawn: screens, dialogs and widgets."""
