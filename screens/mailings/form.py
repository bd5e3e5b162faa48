"""The form of a mailing: what it is, whom it is for, its texts with a preview (spec 10.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import work
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Input, TextArea

from crmtui.i18n import t
from models.entity import Values
from models.mailing import Mailing
from models.rules import RuleBroken, Saved
from screens.base import tells
from screens.commands import mailings, records
from screens.commands.command import Command
from screens.dialogs.choose import Choose
from screens.mailings import acts
from screens.mailings.fields import (
    PAGES,
    PLACES,
    TEMPLATES,
    insertions,
)
from screens.mailings.preview import Preview
from screens.mailings.previewing import Previews
from screens.mailings.words import status_words
from screens.paged_form import FormBody
from screens.record_form import Editing, RecordForm
from screens.widgets.bars import Tabs


class MailingForm(Previews, RecordForm):
    """A mailing that is being written, or one that is produced and only read."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        records.SAVE,
        records.PROMPT,
        records.NEXT_PAGE,
        records.PREVIOUS_PAGE,
        mailings.PREVIEW_PREVIOUS,
        mailings.PREVIEW_NEXT,
        mailings.PREVIEW_UP,
        mailings.PREVIEW_DOWN,
        records.ACTIONS,
        records.CANCEL,
    )

    def __init__(self, values: Values) -> None:
        super().__init__(
            Editing(
                entity=Mailing.entity,
                places=PLACES,
                values=values,
                save=_save,
                read=Mailing.values_of,
                path=(t("go.mailings"),),
                title=lambda v: str(v.get("name") or ""),
                key=values.get("id"),
                pages=PAGES,
            )
        )

    def body(self) -> Iterator[Widget]:
        """The form, and below or beside it the preview of its text."""
        yield Tabs()
        with Container(id="halves") as halves:
            halves.styles.height = "1fr"
            with FormBody():
                yield self._make_form()
            yield Preview()

    async def on_mount(self) -> None:
        """Let what is produced be read only."""
        if self.closed:
            for widget in self.form.widgets.values():
                widget.disabled = True
            self.call_later(self.say, self._closed_words())

    @property
    def closed(self) -> bool:
        """Whether it is no draft any more."""
        return bool(self.editing.values["status"] != "draft")

    def _closed_words(self) -> str:
        values = self.editing.values
        status = status_words(values["status"])
        return t("mailings.closed", name=values["name"], state=status)

    # Which keys count.

    def in_form(self) -> bool:
        """A produced one has keys too, though none of its fields takes the focus."""
        return super().in_form() or self.closed

    def acts(self, command: Command) -> bool:
        """The keys of the preview are those of the pages that have one."""
        if command in mailings.PREVIEW:
            return bool(self.language) and super().acts(command)
        if command in (records.SAVE, records.PROMPT) and self.closed:
            return False
        return super().acts(command)

    def footer_label(self, command: Command) -> str:
        """F4 in a text puts fields into it."""
        in_text = self.form.is_mounted and self.form.focused_name in TEMPLATES
        return "mailings.fields" if command is records.PROMPT and in_text else command.label

    # Pages and room.

    def action_turn_page(self, step: int) -> None:
        """Show the next page, or the one before; where nothing takes the focus as well."""
        if not self.closed:
            super().action_turn_page(step)
            return
        page = self.form.page + step
        if 0 <= page < len(PAGES):
            self.form._show(page)

    async def go_to_tab(self, letter: str) -> None:
        """Show the page of a letter."""
        page = [each for each, _ in PAGES].index(letter)
        self.action_turn_page(page - self.form.page)

    def on_resize(self) -> None:
        """Share the room anew between text and preview."""
        self.share_room()

    def show_page(self) -> None:
        """Show the preview where there is a text, for whom there is now."""
        super().show_page()
        self.share_room()
        self.begin_preview()
        self.show_keys()

    # What F4 offers.

    async def choose(self, name: str, text: str, typed: str) -> str | None:
        """A field to put into a text, a group by its code; all else as everywhere."""
        if name in TEMPLATES:
            await self._insert(self.form.widgets[name])
            return None
        if name != "group_code":
            return await super().choose(name, text, typed)
        from screens.mailings.find_group import FindGroup, group_code

        chosen = await self.app.push_screen_wait(FindGroup(t("mailing.group_code"), typed))
        return None if chosen is None else await self.ask(group_code, int(chosen))

    async def _insert(self, widget: Any) -> None:
        dialog = Choose(t("mailings.insert"), insertions(), codes=False)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is None:
            return
        if isinstance(widget, TextArea):
            widget.insert(chosen)
        elif isinstance(widget, Input):
            widget.insert_text_at_cursor(chosen)

    # Saving and acting.

    async def save(self) -> bool:
        """Save a draft; what is produced is saved no more."""
        if self.closed:
            self.say(self._closed_words(), error=True)
            return False
        return await super().save()

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with the mailing, once what was edited is saved."""
        key = self.editing.key
        if key is None:
            self.say(t("form.save_first"))
        elif self.dirty:
            self.say(t("form.unsaved"), error=True)
        else:
            chosen = await acts.mailing_actions(self, key, self.editing.values, here="open")
            if chosen in ("delete", "produce", "cancel"):
                await self._read_meanwhile(key)

    async def on_screen_resume(self) -> None:
        """Show what has become of it meanwhile: it may be produced."""
        if self.editing.key is not None and self.form.is_mounted and not self.dirty:
            await self._read_meanwhile(self.editing.key)

    async def _read_meanwhile(self, key: int) -> None:
        """Leave where the mailing is gone; once it is produced it is read only."""
        try:
            values = await self.ask(Mailing.values_of, key)
        except RuleBroken:
            self.dismiss(None)
            return
        if values["version"] != self.editing.values["version"]:
            self.editing.values = values
            self.form.accept(values)
            for widget in self.form.widgets.values():
                widget.disabled = self.closed
            self.show_path()
            self.show_keys()
            if self.closed:
                self.say(self._closed_words())


def _save(key: int | None, values: Values, version: int | None) -> Saved:
    return Mailing.make(values) if key is None else Mailing.alter(key, values, version=version)
