"""The screen of an activity, or of one date of a series (spec 7.2 to 7.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.messages import reason
from crmtui.plan_words import beside, done_words
from crmtui.values import moment_words, show
from models import series
from models.activity import Activity
from models.entity import Values
from models.rules import Invalid, Missing, RuleBroken, Saved
from models.series_plan import plan
from screens.activity_form.coming import Coming, refused, rule_told, series_told
from screens.activity_form.fields import ACTIVITY_FORM, GENERAL, PAGES, RECURRENCE, RULE, TIMES
from screens.activity_form.following import Following
from screens.activity_form.joining import (
    activity_values,
    contact_words,
    form_field,
    read_activity,
    rule_typed,
    times_typed,
)
from screens.base import CrmScreen
from screens.commands import records
from screens.commands.command import Command
from screens.dialogs.scope import Chosen, ask_scope
from screens.record_form import Editing, RecordForm
from screens.widgets.bars import StatusLine
from screens.widgets.paint import PLAIN
from screens.widgets.record_field import RecordField


class ActivityForm(RecordForm):
    """When and what on one page, how it recurs on another; one save for both."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        records.SAVE,
        records.PROMPT,
        records.NEXT_PAGE,
        records.PREVIOUS_PAGE,
        records.ACTIONS,
        records.CANCEL,
    )

    def __init__(self, values: Values, path: tuple[str, ...]) -> None:
        readable = values["readable"]
        super().__init__(
            Editing(
                entity=ACTIVITY_FORM,
                places=(*GENERAL, *RECURRENCE) if readable else GENERAL,
                values=values,
                save=self._save,
                read=self._read,
                path=path,
                title=lambda v: str(v.get("subject") or ""),
                key=values.get("id"),
                pages=PAGES if readable else (),
            )
        )
        self.original: dt.datetime | None = values["original"]
        self.following = Following(values)
        self._chosen: Chosen | None = None
        self._own_rule = False

    def body(self) -> Iterator[Widget]:
        """The form, and below it what the rule means."""
        yield from super().body()
        yield Coming()

    async def on_mount(self) -> None:
        """Show who the contact is, and the rule."""
        self._show_kept()

    def _show_kept(self) -> None:
        """Show what follows from the values as they are kept."""
        values = self.editing.values
        self.following.begin(values)
        self._own_rule = False
        if "contact" not in self.edited_names():
            self._contact_field.name_it(values["contact_words"])
        self._show_rule()

    @property
    def _contact_field(self) -> RecordField:
        field: RecordField = self.form.widgets["contact"]
        return field

    # What follows from what is edited.

    def edited(self, name: str) -> None:
        """Let the others follow the field that was edited."""
        self.following.edited(self.form, name)
        self._own_rule = self._own_rule or name in RULE
        if name == "contact":
            self.run_worker(self._name_contact(), exclusive=True, group="contact")
        elif name in TIMES or name in RULE:
            self._show_rule()

    async def _name_contact(self) -> None:
        text = self._contact_field.text
        self._contact_field.name_it(await self.ask(contact_words, int(text) if text else None))

    def understood(self, name: str, text: str) -> str:
        """What was understood of a field; what is wrong or odd about the times comes first."""
        odd = self.following.trouble or self.following.clock_words(name)
        return f"{text} · {odd}" if text and odd else odd or text

    def show_page(self) -> None:
        """Show the rule where it is edited, and wherever there is one."""
        super().show_page()
        self._show_rule()

    def _show_rule(self) -> None:
        coming = self.query_one(Coming)
        told = [(text, PLAIN) for text in self._completed_words()]
        try:
            rule = self._rule_told()
        except RuleBroken as broken:
            rule = refused(reason(broken))
        recurs = self.form.page == 1 or self.form.chosen("repeats") != "none"
        coming.show(*told, *(rule if recurs or self.editing.values["rrule"] else ()))
        coming.display = bool(coming.told)

    def _completed_words(self) -> Iterator[str]:
        values = self.editing.values
        if values["status"] == "done" and values["completed_on"]:
            yield t(
                "activity.done_by",
                when=moment_words(values["completed_on"]),
                login=values["completed_by"],
            )

    def _rule_told(self) -> Any:
        """The rule as it is typed, else as it is kept, with its next dates."""
        kept = self.editing.values
        rrule, begins = kept["rrule"], kept["series_start"] or kept["start"]
        if rrule and not self._own_rule and self.original is not None:
            return rule_told(rrule, begins, self.original, kept["removed"])
        typed = self._typed()
        times = times_typed(typed)
        start = times.start
        if not rrule or self._own_rule:
            rrule = rule_typed(typed, start.date())
            if self.original is not None and rrule:
                return rule_told(rrule, start, start)
            return series_told(rrule, times)
        if start == begins:
            today = dt.datetime.combine(self.host.today, dt.time())
            return rule_told(rrule, start, max(start, today), kept["removed"])
        # The whole series goes where its first date goes.
        return series_told(rrule, times, begins)

    def _typed(self) -> Values:
        """The times and choices as they are typed, over what is kept. Raises `RuleBroken`."""
        within = [name for name in self.form.within_reach() if name in (*TIMES, *RULE)]
        return {**self.editing.values, **{name: self.form.value(name) for name in within}}

    # Saving.

    def collected(self, new: bool) -> Values:
        """The activity's values that were edited, or all of a new one's. Raises `Invalid`."""
        edited = self.form.collect(everything=new)
        names = set(edited) - (set() if new or self._own_rule else set(RULE))
        values = activity_values({**self.editing.values, **edited}, names)
        kept = self.editing.values
        return {n: v for n, v in values.items() if new or kept[n] != v}

    async def before_saving(self, values: Values) -> bool:
        """Ask which dates of a series are meant (spec 7.7); whether to go on."""
        self._chosen = None
        key = self.editing.key
        if key is None or not self.editing.values["rrule"]:
            return True
        if self.original is None:
            # A series that is opened whole is meant whole.
            planned = await self.ask(plan, key, None, "all", "change", values)
            self._chosen = Chosen("all", planned)
            return True
        alone = not any(name in values for name in series.OF_SERIES)
        scopes = series.SCOPES if alone else series.SCOPES[1:]
        self._chosen = await ask_scope(self, key, self.original, "change", values, scopes=scopes)
        if self._chosen is None:
            self.say(t("activity.not_saved"))
        return self._chosen is not None

    def _save(self, key: int | None, values: Values, version: int | None) -> Saved:
        if key is None:
            return Activity.make(values)
        scope = self._chosen.scope if self._chosen else "all"
        saved = series.change(key, self.original, scope, values, version)
        if self.original is not None and scope != "this" and "start" in values:
            self.original += values["start"] - self.editing.values["start"]
        return saved

    def _read(self, key: int) -> Values:
        """The same date again; the whole where its series has that date no longer."""
        try:
            return read_activity(key, self.original)
        except Missing:
            self.original = None
            return read_activity(key, None)

    async def after_saving(self, saved: Saved) -> None:
        """Tell how many dates were changed."""
        self.take_under(lines_typed=False)
        if self._chosen is not None:
            done = done_words(self._chosen.plan)
            whole = self.original is None
            self.tell(f"{t('form.saved')} {done}" if whole else done, beside(saved))

    def take_under(self, lines_typed: bool) -> None:
        """Show what follows from the activity as it is kept; a rule that was typed stays."""
        own_rule = self._own_rule and bool(self.edited_names() & set(RULE))
        self._show_kept()
        self._own_rule = own_rule
        self._show_rule()

    def refused(self, broken: RuleBroken) -> None:
        """Show what forbids it under the fields of the form."""
        whole = self.form.chosen("all_day") == "true"
        for problem in broken.problems if isinstance(broken, Invalid) else [broken]:
            problem.field = form_field(problem.field, whole)
        super().refused(broken)

    def content(self, name: str, value: Any) -> str:
        """A value of the activity, or a field of its form, in words."""
        known = self.entity if self.entity is not None and name in self.entity.by_name else None
        return show((known or Activity.entity).field(name).column, value)

    def places_of(self, theirs: Values) -> set[str]:
        """The fields of the form that show what another changed of the activity."""
        shown = {"start": TIMES, "end": TIMES, "all_day": TIMES, "rrule": RULE}
        return {place for name in theirs for place in shown.get(name, (name,))}

    # Actions.

    @work
    async def action_actions(self) -> None:
        """Choose what to do with the activity."""
        from screens import occurrences

        if self.editing.key is None:
            self.say(t("form.save_first"))
        elif self.form.dirty:
            self.say(t("form.unsaved"), error=True)
        elif await occurrences.actions_in_form(self):
            await self._read_after_action(self.editing.key)

    async def _read_after_action(self, key: int) -> None:
        """Show the activity after what was done to it, or leave where it is gone."""
        try:
            self.editing.values = await self.ask(read_activity, key, self.original)
        except Missing:
            below, text = self.app.screen_stack[-2], self.query_one(StatusLine).text
            self.dismiss(None)
            if isinstance(below, CrmScreen):
                below.call_after_refresh(below.say, text)
            return
        self.form.accept(self.editing.values)
        self._show_kept()
