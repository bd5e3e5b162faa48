"""The first minutes on an empty database: language, company, one's name (spec 17.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget
from textual.widgets import Static

from crmtui.i18n import set_language, t
from crmtui.messages import sentence
from models.columns import ChoiceColumn, LineColumn
from models.entity import Entity, Field, Values
from models.rules import RuleBroken
from models.setting import change_setting
from models.user import LANGUAGES, User
from screens.base import CrmScreen
from screens.commands import everywhere, records
from screens.commands.command import Command
from screens.prompts import prompt
from screens.widgets.form import Form
from screens.widgets.layout import Place

FIRST_RUN = Entity(
    "first_run",
    "first_runs",
    None,
    tuple(
        Field(column, name=name, kept=False)
        for column, name in (
            (ChoiceColumn(LANGUAGES), "language"),
            (LineColumn(max_length=80), "company"),
            (LineColumn(max_length=80), "name"),
        )
    ),
    {},
)

PLACES = (
    Place("language", 14, first=True),
    Place("company", 50, first=True),
    Place("name", 50, first=True),
)


class FirstRun(CrmScreen):
    """Three questions, each of which may stay empty."""

    OFFERS: ClassVar[tuple[Command, ...]] = (everywhere.BEGIN, records.PROMPT, everywhere.SKIP)

    def body(self) -> Iterator[Widget]:
        """A word of welcome, and the questions."""
        yield Static(t("first_run.welcome"), markup=False)
        yield Form(
            FIRST_RUN,
            PLACES,
            {"language": self.host.user["language"] or t("first_run.language_code")},
            ask=self.ask,
            today=self.host.today,
            new=True,
        )

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t("first_run.title"),)

    def commands(self) -> tuple[Command, ...]:
        """Only these: there is nowhere else to go yet."""
        return (*self.OFFERS, everywhere.HELP, everywhere.REDRAW, *everywhere.OUT)

    @property
    def form(self) -> Form:
        """The questions."""
        return self.query_one(Form)

    async def on_mount(self) -> None:
        """Put the focus on the first question."""
        await super().on_mount()
        self.form.widgets["language"].focus()
        self.show_keys()

    def on_form_understood(self, event: Form.Understood) -> None:
        """Say what was understood."""
        self.say(event.text)

    @work
    async def on_form_finished(self) -> None:
        """Enter in the last answer begins."""
        await self._begin()

    @work
    async def action_begin(self) -> None:
        """Keep the answers and begin."""
        await self._begin()

    async def _begin(self) -> None:
        try:
            values = self.form.collect(everything=True)
            self.host.user = await self.ask(_keep, self.host.user["id"], values)
        except RuleBroken as broken:
            self.form.show_problems(broken)
            self.say(sentence(broken, FIRST_RUN), error=True)
            return
        set_language(self.host.user["language"])
        self.dismiss(None)

    async def action_skip(self) -> None:
        """Begin without answers."""
        self.dismiss(None)

    @work
    async def action_leave(self) -> None:
        """The same as to skip."""
        self.dismiss(None)

    def on_form_field_asked(self) -> None:
        """A question mark alone asks for the field's list."""
        self.action_prompt()

    @work
    async def action_prompt(self) -> None:
        """Choose the language from its list."""
        name: Any = self.form.focused_name
        if name is not None:
            chosen = await prompt(self, FIRST_RUN, name, self.form.widgets[name].text)
            if chosen is not None:
                self.form.set_text(name, chosen)


def _keep(user_id: int, values: Values) -> Values:
    """Keep the answers given; the language is the company's default too."""
    own = {n: values[n] for n in ("language", "name") if values.get(n)}
    if own:
        User.alter(user_id, own)
    if values.get("language"):
        change_setting("DefaultLanguage", values["language"])
    if values.get("company"):
        change_setting("CompanyName", values["company"])
    return User.values_of(user_id)
