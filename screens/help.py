"""Help on the field and the screen, its keys made from the commands themselves (spec 17.2)."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from crmtui.i18n import has, t
from screens.base import CrmScreen
from screens.commands import everywhere
from screens.commands.command import Command, key_name, key_names
from screens.widgets.paint import cells

# The narrowest column of text that is still read.
LEAST_ROOM = 20


class HelpScreen(CrmScreen):
    """What the field holds, what the screen is for, and every key that acts there."""

    OFFERS: ClassVar[tuple[Command, ...]] = ()
    BINDINGS = [
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(18)", show=False),
        Binding("pageup", "scroll(-18)", show=False),
        Binding("q,enter", "leave", show=False),
    ]

    def __init__(self, about: Any) -> None:
        super().__init__()
        self.about = about

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t("help.title"),)

    def body(self) -> Iterator[Widget]:
        """The text."""
        with VerticalScroll(can_focus=False) as room:
            room.styles.scrollbar_size_vertical = 0
            yield Static("\n".join(self.lines()), markup=False)

    async def on_mount(self) -> None:
        """Say how to leave."""
        await super().on_mount()
        self.show_keys()
        self.say(t("help.hint", keys=key_name(everywhere.HELP.keys.partition(",")[0])))

    def lines(self) -> list[str]:
        """The help, line by line."""
        made = [*self._field_lines(), *self._screen_lines()]
        commands = list(self.about.commands())
        width = max(cells(self._keys(c)) for c in commands) + 2
        made += ["", f" {t('help.keys')}"]
        for command in commands:
            keys = self._keys(command)
            blank = " " * (width - cells(keys))
            words = command.help if has(command.help) else self.about.footer_label(command)
            made += self._wrapped(f"   {keys}{blank}", t(words))
        return made

    def _wrapped(self, start: str, text: str) -> list[str]:
        """A text after its start, the lines that follow beginning below its first word."""
        below = " " * cells(start)
        room = max(LEAST_ROOM, self.app.size.width - len(below) - 1)
        first, *more = wrap(text, room) or [""]
        return [start + first, *(below + line for line in more)]

    def _keys(self, command: Command) -> str:
        return key_names(command.keys)

    def _field_lines(self) -> Iterator[str]:
        form: Any = getattr(self.about, "form", None)
        name = form.focused_name if form is not None else None
        if name is not None:
            key = form.entity.label_key(name)
            yield f" {t(key)}"
            yield from self._wrapped("   ", t(f"{key}.help"))
            yield ""

    def _screen_lines(self) -> Iterator[str]:
        key = f"help.{type(self.about).__name__}"
        if has(key):
            yield f" {t('help.screen')}"
            yield from self._wrapped("   ", t(key).replace("\n", " "))

    def action_scroll(self, lines: int) -> None:
        """Move through the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_help(self) -> None:
        """Show instead the whole of what was said where help was asked for."""
        if self.about.messages():
            self.dismiss(True)
        else:
            self.say(t("message.none"))

    def action_whole_message(self) -> None:
        """Show it as help asked for twice does."""
        self.action_help()
