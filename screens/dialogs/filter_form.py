"""Filters asked in a small form: taken by F2, or by Enter in the last field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.messages import sentence
from models.entity import Entity, Values
from models.rules import RuleBroken
from screens.dialogs.base import Dialog
from screens.dialogs.choose import Option
from screens.prompts import prompt
from screens.widgets.form import Form
from screens.widgets.layout import Place


class FilterForm(Dialog[Values]):
    """Filters in a form; `usual` are those that F6 takes.

    `check` gives the values as they are meant, on the database's thread; it raises `RuleBroken`.
    """

    HEIGHT = 10
    BINDINGS = [
        Binding("f2,ctrl+s", "take", show=False, priority=True),
        Binding("f4,ctrl+o", "prompt", show=False, priority=True),
        Binding("f6", "clear", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        entity: Entity,
        places: Sequence[Place],
        values: Mapping[str, Any],
        usual: Mapping[str, Any],
        check: Callable[[Values], Values],
    ) -> None:
        super().__init__(title)
        self.entity: Entity = entity
        self.places = tuple(places)
        self.values = dict(values)
        self.usual = dict(usual)
        self.check = check

    def body(self) -> Iterator[Widget]:
        """The form."""
        form = Form(
            self.entity, self.places, self.values, ask=self.ask, today=self.host.today, new=False
        )
        form.styles.height = self.HEIGHT - 4
        yield form

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        return (
            ("F2", t("lookup.take")),
            ("F4", t("command.prompt")),
            ("F6", t("lookup.clear")),
            ("Esc", t("command.leave")),
        )

    async def on_mount(self) -> None:
        """Put the focus on the first field."""
        await super().on_mount()
        self.form.widgets[self.places[0].name].focus()

    def on_form_understood(self, event: Form.Understood) -> None:
        """Say what was understood."""
        self.say(event.text)

    @work
    async def on_form_finished(self) -> None:
        """Enter in the last field takes the filters."""
        await self._take()

    @work
    async def action_take(self) -> None:
        """Take the filters."""
        await self._take()

    async def _take(self) -> None:
        try:
            values = await self.ask(self.check, self.values | self.form.collect())
        except RuleBroken as broken:
            self.form.show_problems(broken)
            self.say(sentence(broken, self.entity), error=True)
            return
        self.dismiss(values)

    def action_clear(self) -> None:
        """Take the usual filters."""
        self.dismiss(self.usual)

    async def options(self, name: str) -> list[Option] | None:
        """What a field without a list of its own offers, or nothing."""
        return None

    def on_form_field_asked(self) -> None:
        """A question mark alone asks for the field's list."""
        self.action_prompt()

    @work
    async def action_prompt(self) -> None:
        """Choose the focused field's value."""
        name = self.form.focused_name
        if name is not None:
            text = self.form.widgets[name].text
            chosen = await prompt(self, self.entity, name, text, await self.options(name))
            if chosen is not None:
                self.form.set_text(name, chosen)
