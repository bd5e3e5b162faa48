"""Ask for a date, typed in any of the usual ways; what is understood is told as it is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from crmtui.i18n import t
from crmtui.messages import sentence
from crmtui.typed_dates import typed_day
from crmtui.values import long_date
from models.rules import RuleBroken
from screens.commands.command import key_name
from screens.dialogs.base import Dialog


class TypeDay(Dialog[dt.date]):
    """A date from today on; the one proposed is typed over."""

    HEIGHT = 5
    BINDINGS = [Binding("enter,f2", "take", show=False, priority=True)]

    def __init__(self, title: str, proposed: dt.date, today: dt.date) -> None:
        super().__init__(title)
        self.proposed = proposed
        self.today = today

    def body(self) -> Iterator[Widget]:
        """The field."""
        field = Input(str(self.proposed), compact=True, select_on_focus=True)
        field.cursor_blink = False
        yield field

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        return ((key_name("enter"), t("choose.choose")), ("Esc", t("command.leave")))

    async def on_mount(self) -> None:
        """Put the focus in the field, what is proposed selected."""
        await super().on_mount()
        self.set_focus(self.query_one(Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is understood of what is typed."""
        try:
            self.say(long_date(self._day(event.value)))
        except RuleBroken:
            self.say("")

    def action_take(self) -> None:
        """Answer with the date, if it is one."""
        try:
            self.dismiss(self._day(self.query_one(Input).value))
        except RuleBroken as broken:
            self.say(sentence(broken), error=True)

    def _day(self, text: str) -> dt.date:
        day = typed_day(text, self.today)
        if day < self.today:
            raise RuleBroken("rule.snooze_past", day=day)
        return day
