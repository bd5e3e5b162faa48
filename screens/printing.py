"""Where a print goes, asked and done: on the screen, to a file, to a printer (spec 8.4, 10.3)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from crmtui.i18n import t
from crmtui.printing.destinations import (
    refuse_terminal_printer,
    refuse_without_lp,
    send_to_printer,
    terminal_job,
    write_file,
)
from crmtui.printing.pdf import CHARSET, refuse_without_reportlab
from crmtui.settings import Settings
from crmtui.user_files import user_path
from models.rules import RuleBroken
from screens.dialogs.choose import Choose, Option
from screens.dialogs.confirm import confirmed
from screens.dialogs.type_text import TypeText
from screens.letters import LETTERS
from screens.sales.print_sheet import PrintSheet

# How many letters the status line has room for.
_MOST_TOLD = 12

SHOW, TEXT, PDF, PRINTER, TERMINAL = WAYS = ("show", "text", "pdf", "printer", "terminal")


@dataclass(frozen=True)
class Made:
    """A print as it is handed over, and the letters of it that its charset has not."""

    data: bytes
    replaced: str = ""


@dataclass(frozen=True)
class Job:
    """Something to print: what it is called, the file proposed, how its pages are made.

    `text` makes it for a charset; both run on a thread of their own and may raise `RuleBroken`.
    """

    name: str
    stem: str
    text: Callable[[str], Made]
    pdf: Callable[[], Made]


async def choose_way(
    screen: Any,
    name: str,
    ways: Sequence[str] = WAYS,
    *,
    before: str = "",
    facts: Mapping[str, Mapping[str, Any]] | None = None,
) -> str:
    """Where to print, or nothing where that was left; what can't be done here says why."""
    problems = _problems(screen.host.session.settings)
    letters = {way: LETTERS[way] for way in ways}
    options = []
    for way, letter in letters.items():
        broken = problems.get(way)
        why = (
            t(f"print.short.{broken.key.removeprefix('print.')}", **broken.facts) if broken else ""
        )
        said = (facts or {}).get(way, {})
        options.append(Option(letter, t(f"print.choice.{way}", **said), why))
    title = t("print.heading", name=name)
    dialog = Choose(title, options, letters=True, chosen=letters.get(before, ""))
    answer = await screen.app.push_screen_wait(dialog)
    return next((way for way, letter in letters.items() if letter == answer), "")


async def print_to(screen: Any, job: Job, way: str) -> bool:
    """Take a print where it was chosen to go; whether it went there. Raises `RuleBroken`."""
    return await _Printing(screen, job).to(way)


def _problems(settings: Settings) -> dict[str, RuleBroken]:
    """What can't be done here, and why."""
    checks: dict[str, Callable[[], Any]] = {
        PDF: refuse_without_reportlab,
        PRINTER: refuse_without_lp,
        TERMINAL: lambda: refuse_terminal_printer(settings),
    }
    found = {}
    for name, check in checks.items():
        try:
            check()
        except RuleBroken as broken:
            found[name] = broken
    return found


class _Printing:
    """A print on its way out."""

    def __init__(self, screen: Any, job: Job) -> None:
        self.screen = screen
        self.job = job
        self.settings: Settings = screen.host.session.settings
        self.charset = "ascii" if self.settings.ascii else "utf-8"

    async def to(self, way: str) -> bool:
        """Take it there. Raises `RuleBroken`."""
        problem = _problems(self.settings).get(way)
        if problem:
            raise problem
        if way == SHOW:
            text = (await self._text(self.charset)).data.decode(self.charset)
            await self.screen.app.push_screen_wait(PrintSheet(self.job.name, text))
        elif way == PRINTER:
            await self._to_printer()
        elif way == TERMINAL:
            await self._to_terminal()
        else:
            return await self._to_file(way)
        return True

    async def _text(self, charset: str) -> Made:
        return await asyncio.to_thread(self.job.text, charset)

    async def _to_file(self, form: str) -> bool:
        path = await self._path("pdf" if form == PDF else "txt")
        if path is None:
            return False
        if form == PDF:
            made = await asyncio.to_thread(self.job.pdf)
        else:
            made = await self._text(self.charset)
        written = await asyncio.to_thread(write_file, str(user_path(path)), made.data)
        self._say("written", made, path=written.absolute())
        return True

    async def _path(self, ending: str) -> str | None:
        """The file that the user names, which may be one that is there if that is meant."""
        name = f"{_folder()}{self.job.stem}.{ending}"
        dialog = TypeText(t("print.file"), partial(_named, ending), name)
        path: str | None = await self.screen.app.push_screen_wait(dialog)
        if path is None or not _is_there(path):
            return path
        question = t("print.exists", path=path)
        sure = await confirmed(self.screen, t("print.file"), question, t("print.replace"))
        return path if sure else None

    async def _to_printer(self) -> None:
        made = await self._text(self.charset)
        queue = self.settings.printer
        await asyncio.to_thread(send_to_printer, made.data, self.job.name, queue)
        self._say("handed", made)

    async def _to_terminal(self) -> None:
        charset = self.settings.printer_charset
        made = await self._text(charset)
        text = made.data.decode(charset, "replace")
        self.screen.app.send_to_printer(terminal_job(text, charset))
        self._say("sent", made)

    def _say(self, what: str, made: Made, **facts: Any) -> None:
        said = [t(f"print.{what}", name=self.job.name, **facts)]
        if made.replaced:
            said.insert(0, t("print.replaced", letters=made.replaced[:_MOST_TOLD]))
        # After what the screen says of itself once a dialog over it has gone.
        self.screen.call_later(self.screen.say, " · ".join(said))


def _named(ending: str, text: str) -> str:
    """The file that a text names, always with its ending. Raises `RuleBroken`.

    Who has this program and no shell must write nothing that another program obeys.
    """
    path = text.strip()
    if not path or path.endswith("/"):
        raise RuleBroken("print.no_path")
    return path if path.lower().endswith(f".{ending}") else f"{path}.{ending}"


def _folder() -> str:
    """Where a file is proposed: here, else at home, as where a login starts in a folder of root."""
    return "" if os.access(os.curdir, os.W_OK) else "~/"


def _is_there(path: str) -> bool:
    try:
        return user_path(path).is_file()
    except (OSError, ValueError, RuleBroken):
        return False


__all__ = ["CHARSET", "PDF", "WAYS", "Job", "Made", "choose_way", "print_to"]
