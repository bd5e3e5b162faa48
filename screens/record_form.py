"""The screen of a form: one record, saved by F2, left only when nothing would be lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from models.columns import LinesColumn
from models.setting import setting
from screens.base import tells
from screens.commands import records
from screens.commands.command import Command
from screens.dialogs.confirm import unsaved
from screens.editing import Editing as Editing
from screens.letters import LETTERS
from screens.paged_form import FormBody
from screens.prompts import prompt
from screens.saving import SavesForm
from screens.widgets.bars import StatusLine, Tabs
from screens.widgets.fields import FormField
from screens.widgets.form import Form


class RecordForm(SavesForm):
    """One record in a form. The screen's answer is the record's id, if it was saved."""

    OFFERS: ClassVar[tuple[Command, ...]] = (records.SAVE, records.PROMPT, records.CANCEL)

    def __init__(self, editing: Editing) -> None:
        super().__init__(editing)
        self.enter_saves = False
        last = [place.name for place in editing.places if not place.aside][-1]
        # In a text of several lines Enter makes a line.
        self._ends_in_text = isinstance(editing.entity.field(last).column, LinesColumn)

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
        self.query_one(StatusLine).unsay()
        self.show_path()
        if any(place.hangs_on(event.name) for place in self.editing.places):
            # Another field may be the last one now.
            self.show_keys()
        self.edited(event.name)

    def edited(self, name: str) -> None:
        """What follows in a screen once a field was edited."""

    def on_form_understood(self, event: Form.Understood) -> None:
        """Say what was understood of the field being typed."""
        self.query_one(StatusLine).say_for_now(self.understood(event.name, event.text))

    def understood(self, name: str, text: str) -> str:
        """What is said of a field, of which the form understood `text`."""
        return text

    # Saving by Enter.

    @property
    def saves_by_enter(self) -> bool:
        """Whether Enter would save here and now."""
        return self.enter_saves and self.form.is_mounted and self.form.at_end

    async def enter_may_save(self) -> bool:
        """Whether the setting, as it is now, lets Enter save."""
        self.enter_saves = bool(await self.ask(setting, "EnterSavesForm"))
        return self.enter_saves

    @tells
    async def ask_whether_enter_saves(self) -> None:
        """Know it beforehand; a database that doesn't answer keeps no form from being shown."""
        await self.enter_may_save()

    def commands(self) -> tuple[Command, ...]:
        """Every command of the screen; first that Enter saves, which is said before it does."""
        own = () if self._ends_in_text else (records.ENTER_SAVES,)
        return (*own, *super().commands())

    def acts(self, command: Command) -> bool:
        """Enter saves where a form ends."""
        return super().acts(command) and (command is not records.ENTER_SAVES or self.saves_by_enter)

    @tells
    async def on_form_finished(self) -> None:
        """Enter in the last field finishes the form."""
        await self.finish()

    async def finish(self) -> None:
        """Save, where the setting says that Enter in the last field does."""
        if await self.enter_may_save():
            self.action_save()

    # Leaving.

    async def may_leave(self) -> bool:
        """Whether nothing would be lost; asks to save, discard or go on."""
        if not self.dirty:
            return True
        name = self.editing.title(self.editing.values) if self.editing.key is not None else ""
        answer = await self.app.push_screen_wait(unsaved(name))
        if answer != LETTERS["save"]:
            return bool(answer == LETTERS["discard"])
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
