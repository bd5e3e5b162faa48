"""Where the fields of a form stand: lines filled from left to right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from crmtui.i18n import t
from models.code import Code
from models.columns import YesNoColumn
from models.entity import Entity
from screens.widgets.paint import cells, fit, strip

# The room for labels that begin a line: where each field has its own line, long ones cost nothing.
MOST_LEAD, MOST_LEAD_ALONE = 12, 26


@dataclass(frozen=True)
class Place:
    """Where a field stands: its page, its width, whether it begins a line.

    `when` says what must hold for it to be shown: a tick (`payable`), the lack of one
    (`!all_day`), a choice (`repeats=weekly|monthly`), all of several (`a & b=c`), or what is on
    either side of a `;`. Enter passes by what is `aside`, the arrows and Tab reach it.
    """

    name: str
    width: int = 0
    first: bool = False
    height: int = 1
    when: str = ""
    page: int = 0
    aside: bool = False

    def hangs_on(self, name: str) -> bool:
        """Whether it is shown or not as another field says."""
        return any(name == asked for either in self._conditions() for asked, _ in either)

    def is_met(self, value: Callable[[str], str]) -> bool:
        """Whether it is shown with the values of the form's fields."""
        either = [all(value(n) in wanted for n, wanted in each) for each in self._conditions()]
        return any(either) if either else True

    def _conditions(self) -> Iterator[list[tuple[str, tuple[str, ...]]]]:
        for either in self.when.split(";") if self.when else ():
            yield [_condition(part.strip()) for part in either.split("&")]


def _condition(text: str) -> tuple[str, tuple[str, ...]]:
    """A field and the values of it that meet a condition."""
    name, chosen, options = text.partition("=")
    if chosen:
        return name, tuple(options.split("|"))
    return name.lstrip("!"), ("",) if name.startswith("!") else ("true",)


@dataclass
class Spot:
    """Where a place came to be: its label and its field, in cells."""

    place: Place
    label: str
    x: int
    field_x: int
    width: int
    ticks: bool = False
    y: int = 0


class Layout:
    """The places of a form in a width."""

    def __init__(self, entity: Entity, places: Sequence[Place], width: int) -> None:
        self.entity = entity
        self.places = places
        self.width = width
        self.lead = self._lead()

    def lines(self) -> Iterator[list[Spot]]:
        """The fields in lines, each filled from left to right."""
        line: list[Spot] = []
        x = 1
        for place in self.places:
            label = self._label(place)
            room = self._room(place, label)
            if line and (place.first or x + cells(label) + room + 2 > self.width):
                yield line
                line, x = [], 1
            ahead = cells(label) if line else max(cells(label), self.lead)
            line.append(self._spot(place, label, x, ahead, room))
            x = self._end(line[-1]) + 2
        if line:
            yield line

    def _label(self, place: Place) -> str:
        return t(self.entity.label_key(place.name))

    def _lead(self) -> int:
        """The width of the labels that begin a line, so that their fields stand in a column."""
        first = [p for p in self.places if p.first and not self._ticks(p)]
        most = MOST_LEAD_ALONE if len(first) >= len(self.places) - 2 else MOST_LEAD
        return min(most, max((cells(self._label(p)) for p in first), default=0))

    def _room(self, place: Place, label: str) -> int:
        if self._ticks(place):
            return 3
        room = self.width - max(self.lead, cells(label)) - 3
        return min(place.width, room) if place.width else room

    def _spot(self, place: Place, label: str, x: int, ahead: int, room: int) -> Spot:
        if self._ticks(place):
            return Spot(place, label, x + 5, x + 1, 3, ticks=True)
        return Spot(place, label, x, x + ahead + 1, room)

    def _ticks(self, place: Place) -> bool:
        return isinstance(self.entity.field(place.name).column, YesNoColumn)

    def _end(self, spot: Spot) -> int:
        return spot.x + cells(spot.label) if spot.ticks else spot.field_x + spot.width


def described(table: str, text: str, spoken: str) -> str:
    """What a code stands for, or what a description's code is."""
    code = Code.guess(table, text) if text else None
    if code is None:
        return ""
    return f"{code} · {Code.table_of(table)[code].text(spoken)}"


def pieces_strip(pieces: list[tuple[int, str, Style]], width: int) -> Strip:
    """Pieces of text at their cells, blanks between them."""
    segments: list[Segment] = []
    at = 0
    for x, text, style in sorted(pieces, key=lambda piece: piece[0]):
        if x > at:
            segments.append(Segment(" " * (x - at)))
            at = x
        shown = fit(text, min(cells(text), max(0, width - at)))
        segments.append(Segment(shown, style))
        at += cells(shown)
    return strip(segments, width)
