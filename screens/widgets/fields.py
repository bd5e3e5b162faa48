"""The fields of a form: one line of text, a box to tick, text of several lines."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from models.columns import (
    ChoiceColumn,
    CodeColumn,
    DayColumn,
    NumberColumn,
    PartialDateColumn,
    UserColumn,
)
from models.entity import Field

# What is typed anew rather than mended, so the focus selects it whole.
REPLACED = (ChoiceColumn, CodeColumn, DayColumn, NumberColumn, PartialDateColumn, UserColumn)


class FormField:
    """What every field of a form is: the field it shows, its text, its way to tell of a change."""

    field: Field

    class Edited(Message):
        """The field's text has changed."""

        def __init__(self, widget: Any) -> None:
            super().__init__()
            self.widget = widget

    class Passed(Message):
        """Enter was pressed: on to the next field."""

        def __init__(self, widget: Any) -> None:
            super().__init__()
            self.widget = widget

    @property
    def text(self) -> str:
        """What is typed."""
        raise NotImplementedError

    @text.setter
    def text(self, text: str) -> None:
        raise NotImplementedError


class LineField(FormField, Input):
    """One line of text; what it holds is checked by the field it shows."""

    BINDINGS = [Binding("enter", "pass_on", show=False)]

    def __init__(self, field: Field, text: str) -> None:
        super().__init__(text, compact=True, select_on_focus=isinstance(field.column, REPLACED))
        self.field = field
        self.cursor_blink = False
        self._told = text

    @property
    def text(self) -> str:
        return self.value

    @text.setter
    def text(self, text: str) -> None:
        self._told = text
        if self.value != text:
            self.value = text

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the form, once for each text: the first one comes from the record itself."""
        event.stop()
        if event.value != self._told:
            self._told = event.value
            self.post_message(self.Edited(self))

    def action_pass_on(self) -> None:
        """Go on to the next field."""
        self.post_message(self.Passed(self))


class TickField(FormField, Widget, can_focus=True):
    """A box to tick with the space bar."""

    DEFAULT_CSS = "TickField { height: 1; width: 3; }"

    BINDINGS = [
        Binding("space", "tick", show=False),
        Binding("enter", "pass_on", show=False),
    ]

    def __init__(self, field: Field, text: str) -> None:
        super().__init__()
        self.field = field
        self.ticked = text == "true"

    @property
    def text(self) -> str:
        return "true" if self.ticked else "false"

    @text.setter
    def text(self, text: str) -> None:
        self.ticked = text == "true"
        self.refresh()

    def action_tick(self) -> None:
        """Tick or untick."""
        self.ticked = not self.ticked
        self.refresh()
        self.post_message(self.Edited(self))

    def action_pass_on(self) -> None:
        """Go on to the next field."""
        self.post_message(self.Passed(self))

    def on_focus(self) -> None:
        """Show the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the focus is elsewhere."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the box."""
        style = Style(reverse=self.has_focus)
        return Strip([Segment("[x]" if self.ticked else "[ ]", style)], 3)


def lines_field(field: Field, text: str) -> Any:
    """A field of several lines; its widget is imported only where a form has one."""
    from screens.widgets.lines_field import LinesField

    return LinesField(field, text)
