"""The settings « configurations » in one form (spec 12.3)."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t
from models.columns import LinesColumn, YesNoColumn
from models.entity import Entity, Field, Values
from models.rules import Saved
from models.setting import DEFINITIONS, all_settings, change_settings
from screens.base import CrmScreen
from screens.record_form import Editing, RecordForm
from screens.widgets.layout import Place

SETTINGS = Entity(
    "setting",
    "settings",
    None,
    tuple(
        Field(d.column, name=d.name, kept=False, default=d.default, check=d.check)
        for d in DEFINITIONS
    ),
    {},
)


def _place(field: Field) -> Place:
    if isinstance(field.column, LinesColumn):
        return Place(field.name, 50, first=True, height=2)
    width = 0 if isinstance(field.column, YesNoColumn) else 40
    return Place(field.name, width, first=True)


def read_settings(key: int = 1) -> Values:
    """All settings, as a form's values."""
    found = all_settings()
    # Settings have no version of their own: what they were is as good.
    return found | {"id": key, "version": found}


def save_settings(key: int | None, values: Values, version: Any) -> Saved:
    """Set those that were edited, in one transaction. Raises `RuleBroken`."""
    change_settings(values, version)
    return Saved(1)


class SettingsScreen(CrmScreen):
    """Reads the settings, then shows their form in its place."""

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t("go.settings"),)

    async def on_mount(self) -> None:
        """Show the form."""
        await super().on_mount()
        values: dict[str, Any] = await self.ask(read_settings)
        self.app.switch_screen(RecordForm(settings_editing(values)))


def settings_editing(values: Values) -> Editing:
    """What the form of the settings edits."""
    return Editing(
        entity=SETTINGS,
        places=tuple(_place(field) for field in SETTINGS),
        values=values,
        save=save_settings,
        read=read_settings,
        path=(),
        title=lambda _: t("go.settings"),
        key=1,
    )
