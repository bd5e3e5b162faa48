"""What the lookup is narrowed by, asked in a small form (spec 2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.messages import sentence
from crmtui.values import parse
from models.columns import ChoiceColumn, CodeColumn, LineColumn, UserColumn, YesNoColumn
from models.entity import Entity, Field
from models.party import KINDS
from models.rules import RuleBroken
from models.search import Filters, cities
from models.user import User
from screens.dialogs.base import Dialog
from screens.dialogs.choose import Option
from screens.prompts import prompt
from screens.widgets.form import Form
from screens.widgets.layout import Place


def _field(column: Any, name: str) -> Field:
    return Field(column, name=name, kept=False)


FILTERS = Entity(
    "filter",
    "filters",
    None,
    (
        _field(ChoiceColumn(KINDS), "kind"),
        _field(YesNoColumn(), "inactive"),
        _field(UserColumn(User), "salesperson"),
        _field(LineColumn(max_length=40), "city"),
        _field(CodeColumn("contacttype"), "grouping"),
    ),
    {},
)

PLACES = (
    Place("kind", 20, first=True),
    Place("salesperson", 20, first=True),
    Place("city", 30, first=True),
    Place("grouping", 14, first=True),
    Place("inactive", first=True),
)


class FilterDialog(Dialog[Filters]):
    """The lookup's filters in a form; Enter in the last field or F2 takes them."""

    HEIGHT = 10
    BINDINGS = [
        Binding("f2,ctrl+s", "take", show=False, priority=True),
        Binding("f4,ctrl+o", "prompt", show=False, priority=True),
        Binding("f6", "clear", show=False, priority=True),
    ]

    def __init__(self, filters: Filters) -> None:
        super().__init__(t("lookup.filters"))
        self.filters = filters

    def body(self) -> Iterator[Widget]:
        """The form."""
        form = Form(
            FILTERS, PLACES, asdict(self.filters), ask=self.ask, today=self.host.today, new=False
        )
        form.styles.height = 6
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
        self.form.widgets["kind"].focus()

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
            values = asdict(self.filters) | self.form.collect()
            if values["salesperson"]:
                await self.ask(User.id_of, values["salesperson"])
        except RuleBroken as broken:
            self.form.show_problems(broken)
            self.say(sentence(broken, FILTERS), error=True)
            return
        self.dismiss(Filters(**values))

    def action_clear(self) -> None:
        """Take the usual filters."""
        self.dismiss(Filters())

    async def _cities(self) -> list[Option]:
        """The cities that parties of the kind chosen have."""
        typed = str(self.form.widgets["kind"].text)
        kind = parse(FILTERS.field("kind").column, typed, self.host.today)
        return [Option(city, city) for city in await self.ask(cities, "", kind)]

    def on_form_field_asked(self) -> None:
        """A question mark alone asks for the field's list."""
        self.action_prompt()

    @work
    async def action_prompt(self) -> None:
        """Choose the focused field's value."""
        name = self.form.focused_name
        if name is not None:
            text = self.form.widgets[name].text
            options = await self._cities() if name == "city" else None
            chosen = await prompt(self, FILTERS, name, text, options)
            if chosen is not None:
                self.form.set_text(name, chosen)


async def ask_filters(screen: Any, filters: Filters) -> Filters | None:
    """The filters chosen, or nothing where the dialog was left."""
    chosen: Filters | None = await screen.app.push_screen_wait(FilterDialog(filters))
    return chosen
