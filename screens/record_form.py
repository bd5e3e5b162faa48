"""The screen of a form: one record, saved by F2, left only when nothing would be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.messages import sentence
from crmtui.values import show
from models.columns import LinesColumn
from models.entity import Entity, Values
from models.rules import Conflict, DatabaseUnusable, RuleBroken, Saved
from screens.base import tells
from screens.commands import records
from screens.commands.command import Command
from screens.dialogs.confirm import unsaved
from screens.enter_saves import EnterSaves
from screens.paged_form import FormBody, HasFormPages
from screens.prompts import prompt
from screens.widgets.bars import StatusLine, Tabs
from screens.widgets.fields import FormField
from screens.widgets.form import Form
from screens.widgets.layout import Place


@dataclass
class Editing:
    """What a form edits: the record's values, and how they are saved and read again.

    `pages` are its pages where it has several: the letter that leads there after ctrl+g, and
    the key of its name.
    """

    entity: Entity
    places: Sequence[Place]
    values: Values
    save: Callable[[int | None, Values, int | None], Saved]
    read: Callable[[int], Values]
    path: tuple[str, ...]
    title: Callable[[Mapping[str, Any]], str]
    key: int | None = None
    followed: Callable[[Mapping[str, Any]], frozenset[str]] | None = None
    made: frozenset[str] = frozenset()
    pages: tuple[tuple[str, str], ...] = ()


class RecordForm(HasFormPages, EnterSaves):
    """One record in a form. The screen's answer is the record's id, if it was saved."""

    OFFERS: ClassVar[tuple[Command, ...]] = (records.SAVE, records.PROMPT, records.CANCEL)

    def __init__(self, editing: Editing) -> None:
        super().__init__()
        self.editing = editing
        self.entity = editing.entity
        self.saved_key = editing.key if editing.key is not None else None
        self._was_saved = False
        self._told_saved = ""
        last = [place.name for place in editing.places if not place.aside][-1]
        self.ends_in_text = isinstance(editing.entity.field(last).column, LinesColumn)

    def body(self) -> Iterator[Widget]:
        """The form, below the names of its pages."""
        if self.editing.pages:
            yield Tabs()
        with FormBody():
            yield self._make_form()

    def _make_form(self) -> Form:
        editing = self.editing
        return Form(
            editing.entity,
            editing.places,
            editing.values,
            ask=self.ask,
            today=self.host.today,
            new=editing.key is None,
            followed=editing.followed,
            made=editing.made,
            memory=self.host.memory,
        )

    @property
    def form_pages(self) -> tuple[tuple[str, str], ...]:
        """The pages of what is edited."""
        return self.editing.pages

    async def on_mount(self) -> None:
        """Put the focus where hands expect it."""
        await super().on_mount()
        self.begin()
        self.show_page()
        await self.ask_whether_enter_saves()
        self.show_keys()

    def begin(self) -> None:
        """Put the focus where one begins."""
        self.form.start()

    @property
    def dirty(self) -> bool:
        """Whether anything was edited."""
        return self.form.is_mounted and self.form.dirty

    def path(self) -> tuple[str, ...]:
        """Where one is, with a star once something was edited."""
        title = self.editing.title(self.editing.values)
        star = " *" if self.dirty else ""
        return (*self.editing.path, (title or t("form.new")) + star)

    def show_path(self) -> None:
        """Write the top line; what was saved is said no more once something was edited since."""
        super().show_path()
        if self.dirty and self._told_saved == self.query_one(StatusLine).text:
            self.say("")

    def on_form_changed(self, event: Form.Changed) -> None:
        """Show that something was edited."""
        self.show_path()
        if any(place.hangs_on(event.name) for place in self.editing.places):
            # Another field may be the last one now.
            self.show_keys()
        self.edited(event.name)

    def edited(self, name: str) -> None:
        """What follows in a screen once a field was edited."""

    def on_form_understood(self, event: Form.Understood) -> None:
        """Say what was understood of the field being typed."""
        self.say(self.understood(event.name, event.text))

    def understood(self, name: str, text: str) -> str:
        """What is said of a field, of which the form understood `text`."""
        return text

    # Saving.

    @work
    async def action_save(self) -> None:
        """Save and stay."""
        await self.save()

    async def save(self) -> bool:
        """Save what was edited; whether it is saved now."""
        new = self.editing.key is None
        try:
            values = self.collected(new)
            if not values and not new:
                self.say(t("form.nothing"))
                return True
            if not await self.before_saving(values):
                return False
            version = None if new else self.editing.values["version"]
            saved = await self.ask(self.editing.save, self.editing.key, values, version)
            fresh = await self.ask(self.editing.read, saved.id)
        except RuleBroken as broken:
            self.refused(broken)
            return False
        self.editing.key = self.saved_key = saved.id
        self.editing.values = fresh
        self._was_saved = True
        self.form.accept(fresh)
        self.show_path()
        self.tell(t("form.saved"), saved.notices)
        self._told_saved = self.query_one(StatusLine).text
        await self.after_saving(saved)
        return True

    def collected(self, new: bool) -> Values:
        """The values to save: those edited, or all of a new record. Raises `Invalid`."""
        return self.form.collect(everything=new)

    async def before_saving(self, values: Values) -> bool:
        """Ask what must be asked before saving; whether to go on."""
        return True

    async def after_saving(self, saved: Saved) -> None:
        """What a screen shows anew once the record is saved."""

    def refused(self, broken: RuleBroken) -> None:
        """Show what forbids it, under the fields and in the status line."""
        if isinstance(broken, Conflict):
            theirs = ", ".join(self._told(name, value) for name, value in broken.theirs.items())
            self.say(t("form.conflict", fields=theirs), error=True)
            return
        self.form.show_problems(broken)
        self.say(_why(broken, self.entity), error=True)

    def _told(self, name: str, value: Any) -> str:
        """A field's label with what another made of it."""
        text = show(self.editing.entity.field(name).column, value)
        return t("problem.at_field", field=t(self.entity_label(name)), problem=text)

    def entity_label(self, name: str) -> str:
        """The key of a field's label."""
        return self.editing.entity.label_key(name)

    @tells
    async def action_refresh(self) -> None:
        """Read the record again; what was edited stays, now over what others made of it."""
        if self.editing.key is None:
            self.say(t("form.save_first"))
            return
        edited = self.dirty
        self.editing.values = await self.ask(self.editing.read, self.editing.key)
        self.form.accept(self.editing.values, keep_edited=True)
        self.show_path()
        self.say(t("form.kept" if edited else "form.read_again"))

    # Leaving.

    async def may_leave(self) -> bool:
        """Whether nothing would be lost; asks to save, discard or go on."""
        if not self.dirty:
            return True
        name = self.editing.title(self.editing.values) if self.editing.key is not None else ""
        answer = await self.app.push_screen_wait(unsaved(name))
        if answer != t("ask.save_letter"):
            return bool(answer == t("ask.discard_letter"))
        saved = await self.save()
        if not saved:
            self._come_forward()
        return saved and not self.dirty

    def _come_forward(self) -> None:
        """Leave what stands above the form, so that what forbids to save it is seen."""
        stack = self.app.screen_stack
        for above in reversed(stack[stack.index(self) + 1 :] if self in stack else ()):
            above.dismiss(None)

    @work
    async def action_leave(self) -> None:
        """Go back, once nothing would be lost."""
        if await self.may_leave():
            self.dismiss(self.saved_key if self._was_saved else None)

    def action_cancel(self) -> None:
        """Go back without saving; asks where something would be lost."""
        self.action_leave()

    # Choosing what a field holds.

    def on_form_field_asked(self, event: FormField.Asked) -> None:
        """A question mark alone asks for the field's list, a letter for records that have it."""
        self.action_prompt(event.typed)

    @work
    async def action_prompt(self, typed: str = "") -> None:
        """Choose the focused field's value from a list or a calendar."""
        name = self.form.focused_name
        if name is None:
            return
        chosen = await self.choose(name, self.form.widgets[name].text, typed)
        if chosen is not None:
            self.form.set_text(name, chosen)

    async def choose(self, name: str, text: str, typed: str) -> str | None:
        """The text chosen for a field that holds `text`, or nothing; `typed` is to look for."""
        return await prompt(self, self.editing.entity, name, text, typed=typed)


def _why(broken: RuleBroken, entity: Entity | None) -> str:
    """What forbids it; where that is no fault of what was typed, that it is still there."""
    text = sentence(broken, entity)
    return t("form.kept", problem=text) if isinstance(broken, DatabaseUnusable) else text
