"""The fields of a form: one line of text, a box to tick, text of several lines."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from crmtui.safe_text import visible
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    CodesColumn,
    DayColumn,
    DurationColumn,
    MomentColumn,
    NumberColumn,
    PartialDateColumn,
    TimeColumn,
    UserColumn,
)
from models.decimals import DecimalColumn
from models.entity import Field
from models.holiday_rule import HolidayRuleColumn

# What has a list or a calendar to choose from.
CHOOSABLE = (CodeColumn, CodesColumn, ChoiceColumn, UserColumn, DayColumn, PartialDateColumn)

# What is typed in many ways, so that it is said in words what was understood.
TOLD = (*CHOOSABLE, TimeColumn, MomentColumn, DurationColumn, HolidayRuleColumn)

# What is typed anew rather than mended, so the focus selects it whole.
REPLACED = (
    *(ChoiceColumn, CodeColumn, DayColumn, NumberColumn, PartialDateColumn, UserColumn),
    *(TimeColumn, MomentColumn, DurationColumn, HolidayRuleColumn, DecimalColumn),
)


PASSING: list[BindingType] = [
    Binding("enter", "pass_on", show=False),
    Binding("down", "pass(1)", show=False),
    Binding("up", "pass(-1)", show=False),
]


class FormField:
    """What every field of a form is: the field it shows, its text, its way to tell of a change."""

    field: Field

    class Edited(Message):
        """The field's text has changed."""

        def __init__(self, widget: Any) -> None:
            super().__init__()
            self.widget = widget

    class Passed(Message):
        """On to the next field (1) or back to the one before (-1); `ends` after the last."""

        def __init__(self, widget: Any, step: int = 1, *, ends: bool = False) -> None:
            super().__init__()
            self.widget = widget
            self.step = step
            self.ends = ends

    class Asked(Message):
        """A question mark was typed into an empty field that has a list; or what to look for."""

        def __init__(self, widget: Any, typed: str = "") -> None:
            super().__init__()
            self.widget = widget
            self.typed = typed

    @property
    def text(self) -> str:
        """What is typed."""
        raise NotImplementedError

    @text.setter
    def text(self, text: str) -> None:
        raise NotImplementedError

    def action_pass_on(self) -> None:
        """Enter: on to the next field, or the end of the form."""
        self.post_message(self.Passed(self, ends=True))

    def action_pass(self, step: int) -> None:
        """Up or down: to the field before or after."""
        self.post_message(self.Passed(self, step))

    def post_message(self, message: Message) -> bool:
        """What every widget does with a message."""
        raise NotImplementedError


class LineField(Input, FormField):
    """One line of text; what it holds is checked by the field it shows."""

    BINDINGS = PASSING

    def __init__(self, field: Field, text: str) -> None:
        self.replaced = isinstance(field.column, REPLACED)
        super().__init__(text, compact=True, select_on_focus=self.replaced)
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

    def begin_at_end(self) -> None:
        """Take the focus with nothing selected, this once."""
        self.select_on_focus = False
        self.cursor_position = len(self.value)

    def on_blur(self) -> None:
        """Select as usual from the next time on."""
        self.select_on_focus = self.replaced

    async def _on_key(self, event: events.Key) -> None:
        """Take a question mark alone for a question, where the field has an answer."""
        alone = not self.value or len(self.selected_text) == len(self.value)
        if event.character == "?" and alone and isinstance(self.field.column, CHOOSABLE):
            event.stop()
            event.prevent_default()
            self.post_message(self.Asked(self))
            return
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        """Take several lines as one, so that none of what was pasted is lost."""
        event.text = visible(event.text.strip("\r\n"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the form, once for each text: the first one comes from the record itself."""
        event.stop()
        if event.value != self._told:
            self._told = event.value
            self.post_message(self.Edited(self))


class TickField(Widget, FormField, can_focus=True):
    """A box to tick with the space bar."""

    DEFAULT_CSS = "TickField { height: 1; width: 3; }"

    BINDINGS = [Binding("space", "tick", show=False), *PASSING]

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
