"""Printing an opportunity or a quote: on the screen, to a file, to a printer (spec 8.4, 9.4)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from crmtui.i18n import LANGUAGES, t
from crmtui.printing.destinations import (
    refuse_terminal_printer,
    refuse_without_lp,
    send_to_printer,
    terminal_job,
    write_file,
)
from crmtui.printing.document import Document, document_of
from crmtui.printing.letters import replaced
from crmtui.printing.pdf import CHARSET, as_pdf, refuse_without_reportlab
from crmtui.printing.text import as_text
from crmtui.settings import Settings
from models.rules import RuleBroken
from screens.dialogs.choose import Choose, Option
from screens.dialogs.confirm import confirmed
from screens.dialogs.type_text import TypeText
from screens.sales.print_sheet import PrintSheet

# How many letters the status line has room for.
_MOST_TOLD = 12

SHOW, TEXT, PDF, PRINTER, TERMINAL, LANGUAGE = CHOICES = (
    "show",
    "text",
    "pdf",
    "printer",
    "terminal",
    "language",
)


async def print_record(screen: Any, kind: str, key: int) -> None:
    """Ask where to print a record, in which language, and do it. Raises `RuleBroken`."""
    language = ""
    chosen = LANGUAGE
    while chosen == LANGUAGE:
        document = await screen.ask(document_of, kind, key, language)
        chosen = await _choose(screen, document, chosen if language else "")
        language = _other(document.language)
    job = _Print(screen, document)
    if chosen:
        try:
            await job.to(chosen)
        except RuleBroken as broken:
            screen.call_later(screen.problem, broken)


def _other(language: str) -> str:
    return next(other for other in LANGUAGES if other != language)


async def _choose(screen: Any, document: Document, before: str) -> str:
    """What to do with a document; what can't be done here says why."""
    problems = _problems(screen.host.session.settings)
    spoken = t(f"choice.{document.language}")
    letters = {name: t(f"print.choice.{name}.letter") for name in CHOICES}
    options = []
    for name, letter in letters.items():
        facts = {"language": spoken} if name == LANGUAGE else {}
        broken = problems.get(name)
        why = (
            t(f"print.short.{broken.key.removeprefix('print.')}", **broken.facts) if broken else ""
        )
        options.append(Option(letter, t(f"print.choice.{name}", **facts), why))
    title = t("print.heading", name=document.name)
    dialog = Choose(title, options, letters=True, chosen=letters.get(before, ""))
    answer = await screen.app.push_screen_wait(dialog)
    return next((name for name, letter in letters.items() if letter == answer), "")


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


class _Print:
    """A document on its way out."""

    def __init__(self, screen: Any, document: Document) -> None:
        self.screen = screen
        self.document = document
        self.settings: Settings = screen.host.session.settings
        self.charset = "ascii" if self.settings.ascii else "utf-8"

    async def to(self, where: str) -> None:
        """Take it there. Raises `RuleBroken`."""
        problem = _problems(self.settings).get(where)
        if problem:
            raise problem
        if where == SHOW:
            text = as_text(self.document, self.charset)
            await self.screen.app.push_screen_wait(PrintSheet(self.document.name, text))
        elif where == PRINTER:
            await self._to_printer()
        elif where == TERMINAL:
            self._to_terminal()
        else:
            await self._to_file(where)

    async def _to_file(self, form: str) -> None:
        path = await self._path("pdf" if form == PDF else "txt")
        if path is None:
            return
        if form == PDF:
            data = await asyncio.to_thread(as_pdf, self.document)
        else:
            data = as_text(self.document, self.charset).encode()
        written = await asyncio.to_thread(write_file, path, data)
        self._say("written", CHARSET if form == PDF else self.charset, path=written.absolute())

    async def _path(self, ending: str) -> str | None:
        """The file that the user names, which may be one that is there if that is meant."""
        name = f"{_folder()}{self.document.title}-{self.document.number}.{ending}"
        dialog = TypeText(t("print.file"), partial(_named, ending), name)
        path: str | None = await self.screen.app.push_screen_wait(dialog)
        if path is None or not _is_there(path):
            return path
        question = t("print.exists", path=path)
        sure = await confirmed(self.screen, t("print.file"), question, t("print.replace"))
        return path if sure else None

    async def _to_printer(self) -> None:
        data = as_text(self.document, self.charset).encode()
        queue = self.settings.printer
        await asyncio.to_thread(send_to_printer, data, self.document.name, queue)
        self._say("handed", self.charset)

    def _to_terminal(self) -> None:
        charset = self.settings.printer_charset
        self.screen.app.send_to_printer(terminal_job(as_text(self.document, charset), charset))
        self._say("sent", charset)

    def _say(self, what: str, charset: str, **facts: Any) -> None:
        said = [t(f"print.{what}", name=self.document.name, **facts)]
        letters = replaced(self.document.texts, charset)
        if letters:
            said.insert(0, t("print.replaced", letters=letters[:_MOST_TOLD]))
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
        return Path(path).expanduser().is_file()
    except (OSError, ValueError, RuntimeError):
        return False
