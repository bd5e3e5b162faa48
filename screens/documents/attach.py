"""Attach files by their paths, one after another."""

from __future__ import annotations

from collections.abc import Iterator

from textual import work
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from crmtui import documents
from crmtui.i18n import t
from models.document import Document
from models.entity import Values
from models.rules import RuleBroken
from screens.base import tells
from screens.commands.command import key_name
from screens.dialogs.base import Dialog
from screens.documents.words import size_words


class AttachDialog(Dialog[list[Values]]):
    """A path; what it names is attached and another may be typed. The answer is what was."""

    HEIGHT = 6
    BINDINGS = [Binding("enter,f2", "take", show=False, priority=True)]

    def __init__(self, of: str, key: int) -> None:
        super().__init__(t("documents.attach_title"))
        self.of = of
        self.key = key
        self.attached: list[Values] = []

    def body(self) -> Iterator[Widget]:
        """The field."""
        field = Input(compact=True, select_on_focus=False, placeholder=t("documents.path"))
        field.cursor_blink = False
        yield field

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        return (
            (key_name("enter"), t("command.document-attach")),
            ("Esc", t("documents.finish" if self.attached else "command.leave")),
        )

    async def on_mount(self) -> None:
        """Put the focus in the field."""
        await super().on_mount()
        self.set_focus(self.query_one(Input))

    @work
    @tells
    async def action_take(self) -> None:
        """Attach the file, and clear the field for the next."""
        field = self.query_one(Input)
        path = field.value.strip()
        if not path:
            if self.attached:
                self.action_leave()
                return
            raise RuleBroken("documents.no_path")
        self.say(t("documents.attaching"))
        values = await self.ask(_attach, self.of, self.key, path)
        self.attached.append(values)
        field.value = ""
        self.show_keys()
        self.say(attached_words(self.attached[-1:]))

    def show_keys(self) -> None:
        """Write the footer."""
        from screens.widgets.bars import KeyLine

        self.query_one(KeyLine).show_keys(self.keys())

    def action_leave(self) -> None:
        """Answer with what was attached, whatever is still typed."""
        self.dismiss(self.attached)


def _attach(of: str, key: int, path: str) -> Values:
    return Document.values_of(documents.attach(of, key, path).id)


def attached_words(attached: list[Values]) -> str:
    """What was attached: one by its name and size, several by how many they are."""
    if len(attached) > 1:
        size = sum(values["size"] for values in attached)
        return t("documents.attached_several", n=len(attached), size=size_words(size))
    return t("documents.attached", name=attached[0]["name"], size=size_words(attached[0]["size"]))
