"""The text of a mailing as somebody of its audience would read it, painted beside the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from rich.cells import chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.safe_text import visible
from models.mailing_audience import Audience, Judged, sample
from models.rules import RuleBroken
from models.template import Template
from screens.mailings.words import reason_words
from screens.symbols import sign
from screens.widgets.paint import BOLD, DIM, ERROR, PLAIN, cells, fit, strip

Told = Sequence[tuple[str, Style]]


class Preview(Widget):
    """A heading and below it a text, wrapped to the room there is."""

    DEFAULT_CSS = "Preview { width: 1fr; height: 1fr; }"

    beside = False
    """Whether it stands beside the text, not below."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = ""
        self.told: Told = ()
        self.top = 0

    def show(self, heading: str, told: Told) -> None:
        """Show other lines, as far down as one was."""
        self.heading, self.told = heading, told
        self._move(0)

    def scroll(self, lines: int) -> None:
        """Move by lines."""
        self._move(lines)

    def _move(self, lines: int) -> None:
        most = len(self._lines(self._room)) - (self.size.height - 1)
        self.top = max(0, min(self.top + lines, most))
        self.refresh()

    @property
    def _room(self) -> int:
        return max(10, self.size.width - 3)

    def render_line(self, y: int) -> Strip:
        """Paint the heading in a rule, or one line of the text."""
        width = self.size.width
        edge = f"{sign('bar')} " if self.beside else " "
        if y == 0:
            rule = sign("rule")
            room = max(0, width - 6)
            title = fit(f" {visible(self.heading)} ", min(room, cells(visible(self.heading)) + 2))
            start = " " if not self.beside else ""
            rest = rule * max(0, width - cells(title) - 4)
            return strip([Segment(start + rule * 2), Segment(title, BOLD), Segment(rest)], width)
        lines = self._lines(self._room)
        at = y - 1 + self.top
        text, style = lines[at] if at < len(lines) else ("", PLAIN)
        more = y == self.size.height - 1 and at < len(lines) - 1
        return strip([Segment(edge), Segment(sign("more") if more else text, style)], width)

    def _lines(self, room: int) -> list[tuple[str, Style]]:
        found = []
        for text, style in self.told:
            for paragraph in visible(text, multiline=True).expandtabs(4).split("\n"):
                for line in wrap(paragraph, room, drop_whitespace=False) or [""]:
                    # Wide letters take two cells, which wrapping does not know.
                    parts = chop_cells(line, room) if cells(line) > room else [line]
                    found += [(part, style) for part in parts]
        return found


def written(judged: Judged, by_email: bool) -> Told:
    """What somebody reads, or why nothing is written to them."""
    if judged.reason:
        return [(f"! {reason_words(judged.reason, judged.detail)}", ERROR)]
    to = judged.address if by_email else judged.address.split("\n")[0]
    first: Told = [(to, DIM)]
    subject: Told = [(judged.subject, BOLD)] if judged.subject else []
    return [*first, *subject, ("", PLAIN), (judged.body, PLAIN)]


def heading(judged: Judged) -> str:
    """Whose preview it is."""
    language = t(f"choice.{judged.language}")
    who = f"{judged.name} ({judged.party})" if judged.party else judged.name
    return t("mailings.preview", name=who, language=language)


# A template that is no text yet: whoever has written the subject alone sees it all the same.
_NOTHING_YET = "{{ '' }}"


def checked_sample(values: Mapping[str, Any], language: str, contact: int | None) -> Judged | None:
    """What one contact reads of the texts in a language; on the database's thread.

    Raises `RuleBroken`, naming the text that can't be, whichever it is.
    """
    for spoken in ("fr", "en"):
        for name, header in ((f"subject_{spoken}", True), (f"text_{spoken}", False)):
            try:
                Template.of(values[name], header=header)
            except RuleBroken as broken:
                raise broken.at(name) from None
    if contact is None:
        return None
    # The text of the other language is left out, so that whoever it is reads the one shown.
    alone = dict(values) | {f"text_{'en' if language == 'fr' else 'fr'}": ""}
    for name in (f"subject_{language}", f"text_{language}"):
        alone[name] = values[name] if values[name].strip() else _NOTHING_YET
    return sample(alone, contact)


class Readers:
    """Those of an audience who read a mailing in a language, found as far as one looks."""

    def __init__(self, values: Mapping[str, Any], language: str) -> None:
        """Begin with a mailing's values as they are typed; on the database's thread."""
        other = "en" if language == "fr" else "fr"
        self.language = language
        self.alone = not values[f"text_{other}"].strip()
        # Without texts nobody is out for what a text that is half typed lacks.
        texts = {f"{part}_{spoken}": "" for part in ("subject", "text") for spoken in ("fr", "en")}
        self.audience = Audience({**values, **texts})
        self.found: list[Judged] = []
        self.others: list[Judged] = []
        self.ended = False

    def look_further(self) -> None:
        """Judge some more; on the database's thread."""
        judged = self.audience.next()
        self.ended = not judged
        for each in judged:
            if each.reason == "no_text":
                fits = self.alone or each.language == self.language
                (self.found if fits else self.others).append(each)

    def at(self, index: int) -> Judged | None:
        """The reader of an index; where nobody reads this language, anybody of the audience."""
        among = self.found or (self.others if self.ended else [])
        return among[index] if 0 <= index < len(among) else None
