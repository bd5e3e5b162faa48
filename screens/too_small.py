"""What is shown while the window is too small to work in."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from crmtui.i18n import t


class TooSmall(ModalScreen[None]):
    """One sentence; it goes by itself once the window is larger."""

    is_too_small_notice = True
    DEFAULT_CSS = "TooSmall { background: $background; overflow: hidden; }"

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Static(t("too_small.text"), markup=False)

    def on_key(self, event: Any) -> None:
        """Keys do nothing to what can't be seen."""
        event.stop()
