"""Ask for one line of text, checked before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from crmtui.i18n import t
from crmtui.messages import sentence
from models.rules import RuleBroken
from screens.commands.command import key_name
from screens.dialogs.base import Dialog


class TypeText(Dialog[str]):
    """One line of text; what `check` gives for it is the answer."""

    HEIGHT = 5
    BINDINGS = [Binding("enter,f2", "take", show=False, priority=True)]

    def __init__(
        self,
        title: str,
        check: Callable[[str], str] = str,
        text: str = "",
        wrong: RuleBroken | None = None,
    ) -> None:
        """Ask for a text, `wrong` telling what came of the one that is there."""
        super().__init__(title)
        self.check = check
        self.text = text
        self.wrong = wrong

    def body(self) -> Iterator[Widget]:
        """The field."""
        field = Input(self.text, compact=True, select_on_focus=False)
        field.cursor_blink = False
        yield field

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        return ((key_name("enter"), t("choose.choose")), ("Esc", t("command.leave")))

    async def on_mount(self) -> None:
        """Put the focus in the field."""
        await super().on_mount()
        self.set_focus(self.query_one(Input))
        if self.wrong is not None:
            self.say(sentence(self.wrong), error=True)

    def action_take(self) -> None:
        """Answer with the text, if it passes."""
        try:
            self.dismiss(self.check(self.query_one(Input).value))
        except RuleBroken as broken:
            self.say(sentence(broken), error=True)
