"""Ask before what can't be taken back, or what to do with unsaved changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from textual import events
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Static

from crmtui.i18n import t
from crmtui.safe_text import visible
from screens.dialogs.base import Dialog
from screens.letters import LETTERS


class Ask(Dialog[str]):
    """A question with a few answers, each chosen by its letter; Enter is never one of them."""

    BINDINGS = [Binding("enter", "nothing", show=False, priority=True)]
    is_of_unsaved = False

    def __init__(
        self, title: str, text: str, answers: Sequence[tuple[str, str]], back: str = "command.leave"
    ) -> None:
        """Ask; `back` is the key of what Esc does instead of answering."""
        super().__init__(title)
        self.back = back
        self.text = text
        self.answers = tuple(answers)
        self.HEIGHT = min(20, 5 + len(text) // 55 + text.count("\n"))

    def body(self) -> Iterator[Widget]:
        """The question."""
        yield Static(visible(self.text, multiline=True), markup=False)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The answers, each with its letter."""
        return (*((letter, text) for letter, text in self.answers), ("Esc", t(self.back)))

    def on_key(self, event: events.Key) -> None:
        """A letter answers."""
        for letter, _ in self.answers:
            if event.character and event.character.lower() == letter:
                event.stop()
                self.dismiss(letter)

    def action_nothing(self) -> None:
        """Enter answers nothing, so that a habit deletes nothing."""
        self.say(t("ask.letter"))


def unsaved(name: str) -> Ask:
    """The question what becomes of a record's changes, `name` being empty for a new one."""
    question = Ask(
        t("ask.unsaved"),
        t("ask.unsaved_of", name=name) if name else t("ask.unsaved_text"),
        [
            (LETTERS["save"], t("ask.save")),
            (LETTERS["discard"], t("ask.discard")),
        ],
        back="ask.go_on",
    )
    question.is_of_unsaved = True
    return question


async def confirmed(screen: Any, title: str, text: str, act: str) -> bool:
    """Whether the user agrees to something, by its own letter."""
    letter = t("ask.yes_letter")
    answer = await screen.app.push_screen_wait(Ask(title, text, [(letter, act)]))
    return bool(answer == letter)
