"""The form that all forms use: labels beside fields, errors under them, keys to go through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from crmtui import values as text_values
from crmtui.i18n import language
from crmtui.messages import reason
from models.columns import CodeColumn, LinesColumn, YesNoColumn
from models.entity import Entity, Field, Values
from models.rules import RuleBroken
from screens.symbols import sign
from screens.widgets.fields import CHOOSABLE, TOLD, FormField, LineField, TickField, lines_field
from screens.widgets.form_pages import HasPages
from screens.widgets.form_values import HoldsValues
from screens.widgets.layout import Layout, Place, Spot, described, pieces_strip
from screens.widgets.paint import BOLD, DIM, ERROR, PLAIN, cells, gist
from screens.widgets.record_field import RecordColumn, RecordField


class Form(HasPages, HoldsValues, Widget):
    """Fields of one record, laid out in lines that are filled from left to right.

    Those in `made` may stay empty in a new record: its rules make them. Of several pages one is
    shown.
    """

    DEFAULT_CSS = """
    Form { height: auto; width: 1fr; layout: vertical; }
    Form > * { position: absolute; }
    """

    BINDINGS = [
        Binding("tab", "cross(1)", show=False),
        Binding("shift+tab", "cross(-1)", show=False),
    ]

    class Changed(Message):
        """A field was edited."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Paged(Message):
        """Another page is shown."""

    class Finished(Message):
        """Enter was pressed in the last field."""

    class Understood(Message):
        """What was understood of the field being typed, in words."""

        def __init__(self, text: str, name: str) -> None:
            super().__init__()
            self.text = text
            self.name = name

    def __init__(
        self,
        entity: Entity,
        places: Sequence[Place],
        values: Mapping[str, Any],
        *,
        ask: Callable[..., Awaitable[Any]],
        today: Any,
        new: bool,
        followed: Callable[[Mapping[str, Any]], frozenset[str]] | None = None,
        made: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self.entity = entity
        self.places = tuple(places)
        self.new = new
        self.ask = ask
        self.today = today
        self.followed = followed
        self.made = made
        self.values: Values = dict(values)
        self.errors: dict[str, str] = {}
        self.spots: list[Spot] = []
        self._errors_at: dict[str, tuple[int, int]] = {}
        self.widgets: dict[str, Any] = {}
        self._start: dict[str, str] = {}
        self._chosen: dict[str, str] = {}
        self._left_at: dict[int, str] = {}

    # Making and laying out.

    def compose(self) -> ComposeResult:
        """The fields, in the order in which keys go through them."""
        for place in self.places:
            field = self.entity.field(place.name)
            text = self._text(field)
            widget = self._widget(field, text)
            self.widgets[place.name] = widget
            self._start[place.name] = widget.text
            yield widget

    def _widget(self, field: Field, text: str) -> Any:
        if isinstance(field.column, RecordColumn):
            return RecordField(field, text)
        if isinstance(field.column, YesNoColumn):
            return TickField(field, text)
        if isinstance(field.column, LinesColumn):
            return lines_field(field, text)
        return LineField(field, text)

    def on_mount(self) -> None:
        """Lay out."""
        self.lay_out()

    def on_resize(self) -> None:
        """Lay out anew in the new width."""
        self.lay_out()

    def lay_out(self) -> None:
        """Give each field its place, line by line, and each error a line under its field."""
        width = self.size.width or self.app.size.width
        self.spots = []
        self._errors_at = {}
        y = 0
        for line in Layout(self.entity, self.shown_places(), width).lines():
            for spot in line:
                spot.y = y
            y += max(spot.place.height for spot in line)
            y += self._place_errors(line, y, width)
            self.spots += line
        self.styles.height = max(1, y)
        self._place_widgets()
        self.refresh()

    def _place_errors(self, line: list[Spot], y: int, width: int) -> int:
        """Write the errors of a line of fields below it; returns how many lines they take."""
        ends: list[int] = []
        for spot in line:
            name = spot.place.name
            if name in self.errors:
                taken = cells(self.errors[name]) + 2
                x = max(0, min(spot.field_x - 2, width - taken - 1))
                down = next((i for i, end in enumerate(ends) if end < x), len(ends))
                ends[down : down + 1] = [x + taken]
                self._errors_at[name] = (x, y + down)
        return len(ends)

    def _place_widgets(self) -> None:
        shown = {spot.place.name: spot for spot in self.spots}
        for name, widget in self.widgets.items():
            spot = shown.get(name)
            widget.display = spot is not None
            if spot is not None:
                sign_room = 1 if self._choosable(name) else 0
                widget.styles.offset = (spot.field_x, spot.y)
                widget.styles.width = max(1, spot.width - sign_room)
                widget.styles.height = spot.place.height

    def _choosable(self, name: str) -> bool:
        return isinstance(self.entity.field(name).column, (*CHOOSABLE, RecordColumn))

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Paint the labels of a line, and the errors under the fields of the one before."""
        width = self.size.width
        pieces: list[tuple[int, str, Style]] = []
        follows = self.followed(self._typed_values()) if self.followed else frozenset()
        for spot in self.spots:
            if spot.y == y:
                name = spot.place.name
                focused = self.widgets[name].has_focus
                mark = "=" if name in follows else " "
                at = spot.x if spot.ticks else spot.x - 1
                text = spot.label if spot.ticks else mark + spot.label
                pieces.append((at, text, BOLD if focused else PLAIN))
                if self._choosable(name):
                    pieces.append((spot.field_x + spot.width - 1, sign("choice"), DIM))
        for name, (error_x, error_y) in self._errors_at.items():
            if error_y == y:
                key = cast(Any, self.screen).whole_key()
                pieces.append(
                    (error_x, gist(f"! {self.errors[name]}", width - error_x, key), ERROR)
                )
        return pieces_strip(pieces, width)

    # Keys.

    def start(self) -> None:
        """Put the focus on what a new record needs first; in an old one always on its first field.

        There nothing is selected, so that a stray letter replaces nothing.
        """
        within = self.within_reach()
        wanted = None
        if self.new:
            wanted = next((n for n in within if self._wanted(n) and not self._text_of(n)), None)
        # Every record is shown from its first page on.
        on_first = [place.name for place in self.shown_places()]
        # In a field that looks records up a letter would begin to look for another one.
        usual = next(n for n in within if not isinstance(self.widgets[n], RecordField))
        self.focus_on(wanted if wanted in on_first else usual)
        if not self.new and isinstance(self.widgets[usual], LineField):
            self.widgets[usual].begin_at_end()

    def _wanted(self, name: str) -> bool:
        return self.entity.field(name).required or name in ("first_name", "subject")

    async def on_form_field_edited(self, event: FormField.Edited) -> None:
        """Say what is understood; show what hangs on it."""
        event.stop()
        await self._was_edited(event.widget.field.name)

    async def _was_edited(self, name: str) -> None:
        if name in self.errors:
            del self.errors[name]
            self.lay_out()
        elif any(place.hangs_on(name) for place in self.places):
            self.lay_out()
        self.post_message(self.Changed(name))
        if self.followed is not None:
            self.refresh()
        await self._understand(name)

    async def _understand(self, name: str) -> None:
        column = self.entity.field(name).column
        if not isinstance(column, TOLD):
            return
        try:
            value = text_values.parse(column, self.widgets[name].text, self.today)
            if isinstance(column, CodeColumn):
                text = await self.ask(described, column.table, value, language())
            else:
                text = text_values.understood(column, value)
        except RuleBroken as broken:
            text = reason(broken)
        self.post_message(self.Understood(text, name))

    def on_form_field_passed(self, event: FormField.Passed) -> None:
        """Go to the next field or the one before; Enter in the last one finishes the form."""
        event.stop()
        name = event.widget.field.name
        to = self.onward(name) if event.ends else self.beside(name, event.step)
        if to is not None:
            self.focus_on(to)
        elif event.ends:
            self.post_message(self.Finished())

    async def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show which field has the focus, and what it holds in words."""
        self.refresh()
        name = self.focused_name
        if name and name not in self.errors:
            await self._understand(name)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Tidy what was typed, or say under the field what is wrong with it."""
        self.refresh()
        for name, widget in self.widgets.items():
            if widget is event.widget and self._text_of(name) != self._start[name]:
                self._check(name)

    def set_text(self, name: str, text: str) -> None:
        """Put a chosen text into a field."""
        self.widgets[name].text = text
        self.run_worker(self._was_edited(name), exclusive=True, group="understand")
