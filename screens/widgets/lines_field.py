"""A field of several lines."""

from __future__ import annotations

from textual.widgets import TextArea

from models.entity import Field
from screens.widgets.fields import FormField


class LinesField(TextArea, FormField):
    """Text of several lines: Enter makes a line, Tab goes on."""

    DEFAULT_CSS = "LinesField { height: 3; border: none; padding: 0; }"

    def __init__(self, field: Field, text: str) -> None:
        super().__init__(
            text, compact=True, tab_behavior="focus", show_line_numbers=False, soft_wrap=True
        )
        self.field = field
        self.cursor_blink = False
        self._told = text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the form, once for each text: the first one comes from the record itself."""
        event.stop()
        if self.text != self._told:
            self._told = self.text
            self.post_message(self.Edited(self))

    @property
    def pages(self) -> bool:
        """Whether there is more text than room, so that it is turned page by page."""
        return int(self.wrapped_document.height) > self.size.height
