"""The command palette: any command by its words, in either language, without accents."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import LANGUAGES, said_in, t
from screens.commands.command import Command, key_names
from screens.dialogs.choose import Choose, Option
from screens.go_to import PLACES, go


async def run_palette(screen: Any) -> None:
    """Ask for a command and run it where one is."""
    commands = [c for c in screen.commands() if c.run and _runs(screen, c)]
    options = [_command_option(i, screen, c) for i, c in enumerate(commands)]
    options += [_place_option(letter, name) for letter, name in PLACES]
    dialog = Choose(t("command.palette"), options)
    chosen = await screen.app.push_screen_wait(dialog)
    if chosen is None:
        return
    if chosen.startswith("^G"):
        await go(screen, dict(PLACES)[chosen[-1]])
        return
    command = next(c for c in commands if _value(c) == chosen)
    await screen.run_action(_call(command))


def _runs(screen: Any, command: Command) -> bool:
    return bool(screen.acts(command)) and not command.id.endswith("-here")


def _call(command: Command) -> str:
    return command.run if "(" in command.run else f"{command.run}()"


def _value(command: Command) -> str:
    return key_names(command.keys).partition(" ")[0]


def _command_option(index: int, screen: Any, command: Command) -> Option:
    words = " ".join(
        f"{said_in(spoken, command.label)} {said_in(spoken, command.help)}" for spoken in LANGUAGES
    )
    return Option(_value(command), t(screen.footer_label(command)), words=words)


def _place_option(letter: str, name: str) -> Option:
    words = " ".join(said_in(spoken, f"go.{name}") for spoken in LANGUAGES)
    return Option(f"^G {letter}", t("palette.go", place=t(f"go.{name}")), words=words)
