"""The part of a mailing's form that checks its texts at each key and shows who reads them how."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crmtui.i18n import t
from crmtui.messages import sentence
from models.entity import Values
from models.rules import RuleBroken
from screens.mailings.fields import FILTERS, LANGUAGE_OF_PAGE, TEMPLATES
from screens.mailings.preview import Preview, Readers, checked_sample, heading, written
from screens.widgets.bars import StatusLine
from screens.widgets.paint import PLAIN

# From this width on the preview stands beside the text.
BESIDE = 110
# The lines that are not the body's: path, pages, status, keys.
_CONSTANT = 4
_LEAST_TEXT = 3


class Previews:
    """A form with pages that hold a text, and a preview of it on somebody of the audience."""

    form: Any
    app: Any
    editing: Any
    entity: Any
    ask: Any
    say: Any
    query_one: Any
    run_worker: Any

    readers: Readers | None = None
    reader = 0
    _wanted = _shown = 0
    _checking = False
    _told_problem = ""

    @property
    def preview(self) -> Preview:
        """The preview."""
        found: Preview = self.query_one(Preview)
        return found

    @property
    def language(self) -> str:
        """The language whose text is shown, if one is."""
        return LANGUAGE_OF_PAGE.get(self.form.page, "") if self.form.is_mounted else ""

    def begin_preview(self) -> None:
        """Begin with the first of those who read what is shown now."""
        self.readers, self.reader = None, 0
        if self.language:
            self._check()

    def share_room(self) -> None:
        """Give text and preview their parts of the room, below or beside one another."""
        if not self.form.is_mounted:
            return
        room = max(1, self.app.size.height - _CONSTANT)
        beside = self.app.size.width >= BESIDE
        text = max(_LEAST_TEXT, room - 3 if beside else (room - 2) // 2)
        self.preview.display = bool(self.language)
        self.preview.beside = beside
        self.preview.styles.height = "1fr" if beside else max(1, room - text - 2)
        self.query_one("#halves").styles.layout = "horizontal" if beside else "vertical"
        form = self.form
        form.places = tuple(
            replace(place, height=text) if place.name in ("text_fr", "text_en") else place
            for place in form.places
        )
        form.lay_out()

    # The preview, and what is wrong with the text.

    def edited(self, name: str) -> None:
        """Check a text at each key, one check at a time, whatever is typed meanwhile."""
        if name in TEMPLATES:
            self._check()

    def _check(self) -> None:
        self._wanted += 1
        if not self._checking:
            self._checking = True
            self.run_worker(self._checks(), group="preview")

    async def _checks(self) -> None:
        try:
            while self._shown != self._wanted:
                self._shown = self._wanted
                await self._check_once()
        finally:
            self._checking = False

    async def _check_once(self) -> None:
        language = self.language
        if not language:
            return
        values = self._typed()
        try:
            reader = await self._reader(values, language)
            judged = await self.ask(checked_sample, values, language, reader and reader.contact)
        except RuleBroken as broken:
            self._told_problem = sentence(broken, self.entity)
            self.say(self._told_problem, error=True)
            return
        if self._told_problem and self.query_one(StatusLine).text == self._told_problem:
            self.say("")
        if reader is None or judged is None:
            self.preview.show(t("mailings.preview_none"), [(t("mailings.preview_nobody"), PLAIN)])
        else:
            self.preview.show(heading(reader), written(judged, values["channel"] == "email"))

    def _typed(self) -> Values:
        """What is typed, over what is kept where it can't be understood; texts as they are."""
        values = dict(self.editing.values)
        for name in FILTERS:
            try:
                values[name] = self.form.value(name)
            except RuleBroken:
                continue
        values |= {name: self.form.widgets[name].text for name in TEMPLATES}
        return values

    async def _reader(self, values: Values, language: str) -> Any:
        if self.readers is None:
            self.readers = await self.ask(Readers, values, language)
        readers = self.readers
        while readers.at(self.reader) is None and not readers.ended:
            await self.ask(readers.look_further)
        if readers.at(self.reader) is None:
            self.reader = max(0, len(readers.found or readers.others) - 1)
        return readers.at(self.reader)

    async def action_preview(self, step: int) -> None:
        """Show the preview for the next one of the audience, or the one before."""
        before = self.reader
        self.reader = max(0, self.reader + step)
        self.preview.top = 0
        await self._check_once()
        if self.reader == before:
            self.say(t("walk.end" if step > 0 else "walk.start"))

    def action_scroll_preview(self, lines: int) -> None:
        """Move through a preview that is longer than its room."""
        self.preview.scroll(lines)
