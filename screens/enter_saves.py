"""Saving by Enter where a form ends: said beforehand, and turned off by a setting."""

from __future__ import annotations

from typing import Any

from models.setting import setting
from screens.base import CrmScreen, tells
from screens.commands import records
from screens.commands.command import Command


class EnterSaves(CrmScreen):
    """A form's screen that saves at Enter in the last field, where the setting says so."""

    form: Any

    def __init__(self) -> None:
        super().__init__()
        self.enter_saves = False
        self.ends_in_text = False

    async def save(self) -> bool:
        """Save what was edited; whether it is saved now."""
        raise NotImplementedError

    @property
    def saves_by_enter(self) -> bool:
        """Whether Enter would save here and now."""
        return bool(self.enter_saves and self.form.is_mounted and self.form.at_end)

    async def enter_may_save(self) -> bool:
        """Whether the setting, as it is now, lets Enter save."""
        self.enter_saves = await self.ask(setting, "EnterSavesForm")
        return self.enter_saves

    @tells
    async def ask_whether_enter_saves(self) -> None:
        """Know it beforehand; a database that doesn't answer keeps no form from being shown."""
        await self.enter_may_save()

    def commands(self) -> tuple[Command, ...]:
        """Every command of the screen; first that Enter saves, which is said before it does.

        In a text of several lines it makes a line, so a form that ends in one is never saved by it.
        """
        own = () if self.ends_in_text else (records.ENTER_SAVES,)
        return (*own, *super().commands())

    def acts(self, command: Command) -> bool:
        """Enter saves where a form ends."""
        return super().acts(command) and (command is not records.ENTER_SAVES or self.saves_by_enter)

    @tells
    async def on_form_finished(self) -> None:
        """Enter in the last field finishes the form."""
        await self.finish()

    async def finish(self) -> None:
        """Save, where the setting says that Enter in the last field does."""
        if await self.enter_may_save():
            await self.save()
