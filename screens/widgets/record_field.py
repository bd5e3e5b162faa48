"""A field that names another record: it is looked up, never typed."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.strip import Strip
from textual.widget import Widget

from crmtui.safe_text import visible
from models.columns import NumberColumn
from models.entity import Field
from screens.widgets.fields import PASSING, FormField
from screens.widgets.paint import fit, strip

# More than any name has.
MOST_PASTED = 200


class RecordColumn(NumberColumn):
    """A record of a table by its id, or nothing."""

    def __init__(self, table: str) -> None:
        super().__init__(1, 2**62, null=True)
        self.table = table


class RecordField(Widget, FormField, can_focus=True):
    """What a record is called; a letter begins to look another up, Delete takes it away."""

    DEFAULT_CSS = "RecordField { height: 1; }"

    BINDINGS = [Binding("delete,backspace", "empty", show=False), *PASSING]

    def __init__(self, field: Field, text: str) -> None:
        super().__init__()
        self.field = field
        self.record = text
        self.words = ""

    @property
    def text(self) -> str:
        return self.record

    @text.setter
    def text(self, text: str) -> None:
        self.record = text
        self.refresh()

    def name_it(self, words: str) -> None:
        """Show what the record is called."""
        self.words = words
        self.refresh()

    def action_empty(self) -> None:
        """Name no record."""
        if self.record:
            self.record = self.words = ""
            self.refresh()
            self.post_message(self.Edited(self))

    def on_key(self, event: events.Key) -> None:
        """Look up what begins with the letter typed."""
        if event.character and event.is_printable:
            event.stop()
            event.prevent_default()
            self.post_message(self.Asked(self, event.character.strip().lstrip("?")))

    def on_paste(self, event: events.Paste) -> None:
        """Look up what is pasted, such as a code."""
        event.stop()
        words = visible(" ".join(event.text.split()))[:MOST_PASTED]
        if words:
            self.post_message(self.Asked(self, words))

    def on_focus(self) -> None:
        """Show the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the focus is elsewhere."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the record's name."""
        width = self.size.width
        shown = visible(self.words) if self.record else ""
        style = Style(reverse=self.has_focus)
        return strip([Segment(fit(shown, width), style)], width)
