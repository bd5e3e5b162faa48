"""How a form is saved and read again, and what becomes of what others change meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from textual import work

from crmtui.i18n import t
from crmtui.messages import sentence
from crmtui.values import show
from models.entity import Entity, Values
from models.rules import Conflict, DatabaseUnusable, RuleBroken, Saved
from screens.base import tells
from screens.clash import THEIRS, clashing, told, which_to_keep
from screens.editing import Editing
from screens.paged_form import HasFormPages
from screens.widgets.bars import StatusLine


class SavesForm(HasFormPages):
    """The part of a form's screen that saves what was edited and reads what others made of it."""

    def __init__(self, editing: Editing) -> None:
        super().__init__()
        self.editing = editing
        self.entity = editing.entity
        self.saved_key = editing.key if editing.key is not None else None
        self._was_saved = False
        self._told_saved = ""
        self._undecided: set[str] = set()
        self.sent: dict[str, Any] = {}

    @property
    def dirty(self) -> bool:
        """Whether anything was edited."""
        return self.form.is_mounted and self.form.dirty

    @work
    async def action_save(self) -> None:
        """Save and stay."""
        await self.save()

    async def save(self) -> bool:
        """Save what was edited; whether it is saved now."""
        try:
            return await self._save_typed()
        except Conflict as clash:
            return await self._save_decided(clash)
        except RuleBroken as broken:
            self.refused(broken)
            return False

    async def _save_typed(self) -> bool:
        new = self.editing.key is None
        values, self.sent = self.collected(new), self.typed()
        if not values and not new:
            self.query_one(StatusLine).say_for_now(t("form.nothing"))
            return True
        if not await self.before_saving(values):
            return False
        version = None if new else self.editing.values["version"]
        saved = await self.ask(self.editing.save, self.editing.key, values, version)
        fresh = await self.ask(self.editing.read, saved.id)
        self.editing.key = self.saved_key = saved.id
        self.editing.values = fresh
        self._was_saved = True
        self._undecided.clear()
        self.form.accept(fresh, kept=self.form.typed_since(self.sent))
        self.show_path()
        self.tell(t("form.saved"), saved.notices)
        await self.after_saving(saved)
        if self.dirty:
            # Keys go on while a save waits for another writer.
            self.tell(t("form.saved_but"), saved.notices)
        self._told_saved = self.query_one(StatusLine).text
        return True

    async def _save_decided(self, clash: Conflict) -> bool:
        """Save what the user keeps of what another changed as well; whether it is saved now."""
        answer = await which_to_keep(self, clash)
        if answer is None:
            theirs = told(self, self.own_fields(clash.theirs))
            self.say(t("form.conflict", fields=theirs), error=True)
            return False
        theirs_too = self.places_of(clash.theirs) if answer == THEIRS else set()
        try:
            await self.read_under(decided=True, given_up=theirs_too)
        except RuleBroken as broken:
            self.refused(broken)
            return False
        if self.dirty:
            return await self.save()
        self.show_path()
        self.say(t("form.theirs_taken"))
        return True

    def typed(self) -> dict[str, Any]:
        """What is typed, by field, so that what was typed since can be told."""
        return self.form.texts()

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
        self.form.show_problems(broken)
        self.say(_why(broken, self.entity), error=True)

    # What others do meanwhile.

    def edited_names(self) -> set[str]:
        """The fields that were edited."""
        return self.form.edited_names()

    def own_fields(self, theirs: Values) -> Values:
        """Of what another changed, what is told: fields that follow from others are not."""
        return theirs

    def places_of(self, theirs: Values) -> set[str]:
        """The fields of the form that show what another changed."""
        return set(theirs)

    def content(self, name: str, value: Any) -> str:
        """A field's value in words."""
        return show(self.editing.entity.field(name).column, value)

    async def read_under(
        self, *, decided: bool = False, given_up: Collection[str] = ()
    ) -> Mapping[str, Any]:
        """Read the record again under what is typed, but for what is given up.

        Where another changed what is edited here, the version stays the one that was read
        before, so that nothing is written over until the user has `decided`. Returns the
        values of such fields.
        """
        fresh = await self.ask(self.editing.read, self.editing.key or 0)
        before, edited = self.editing.values, self.edited_names() - set(given_up)
        self._undecided = set() if decided else clashing(before, fresh, edited, self._undecided)
        self.form.accept(fresh, kept=edited)
        self.editing.values = dict(fresh)
        self.take_under("lines" in edited)
        self._undecided &= self.edited_names()
        if self._undecided:
            self.editing.values["version"] = before["version"]
        return {name: fresh[name] for name in self._undecided}

    def take_under(self, lines_typed: bool) -> None:
        """What a screen shows anew once a record was read again."""

    def entity_label(self, name: str) -> str:
        """The key of a field's label."""
        return self.editing.entity.label_key(name)

    @tells
    async def action_refresh(self) -> None:
        """Read the record again; what was edited stays, now over what others made of it."""
        if self.editing.key is None:
            self.say(t("form.save_first"))
            return
        theirs = await self.read_under()
        self.show_path()
        if theirs:
            self.say(t("form.read_clash", fields=told(self, dict(theirs))), error=True)
        else:
            self.say(t("form.kept" if self.dirty else "form.read_again"))


def _why(broken: RuleBroken, entity: Entity | None) -> str:
    """What forbids it; where that is no fault of what was typed, that it is still there."""
    text = sentence(broken, entity)
    unusable = isinstance(broken, DatabaseUnusable)
    return t("form.typed_stays", problem=text) if unusable else text
