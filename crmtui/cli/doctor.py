"""`doctor`: what the terminal can do, and where everything is."""

from __future__ import annotations

import argparse
import platform
import stat
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crmtui import __version__, paths
from crmtui.cli.output import write_pairs
from crmtui.failures import DONE, say
from crmtui.i18n import language, t
from crmtui.messages import sentence, told
from crmtui.printing.destinations import refuse_terminal_printer, refuse_without_lp
from crmtui.printing.pdf import refuse_without_reportlab
from crmtui.settings import Settings, exposed
from crmtui.terminal.environment import facts
from crmtui.values import number
from models.database import SCHEMA_VERSION, path_of
from models.rules import DatabaseUnusable, RuleBroken
from models.upkeep import schema_of, sqlite_version

_PACKAGES = ("textual", "rich", "peewee", "babel")
_PRIVATE = 0o077


def doctor(args: argparse.Namespace) -> int:
    """Tell what is there; nothing is opened, made or changed."""
    settings: Settings = args.settings
    for n, (title, pairs) in enumerate(_sections(settings)):
        print(("\n" if n else "") + t(title))
        write_pairs([(f"  {label}", text) for label, text in pairs])
    return DONE


Pairs = list[tuple[str, str]]


def _sections(settings: Settings) -> Iterator[tuple[str, Pairs]]:
    yield "cli.doctor.terminal", _terminal(settings)
    yield "cli.doctor.versions", list(_versions())
    yield "cli.doctor.database", _database(settings)
    yield "cli.doctor.printing", list(_printing(settings))
    yield "cli.doctor.files", list(_files(settings))


def _terminal(settings: Settings) -> Pairs:
    return [
        (t(f"terminal.fact.{name}"), t(f"value.{text}") if text in ("yes", "no") else text)
        for name, text in facts(mouse=settings.mouse).items()
    ]


def _versions() -> Iterator[tuple[str, str]]:
    yield "crmtui", __version__
    yield "Python", f"{platform.python_version()} ({platform.system()})"
    yield "SQLite", sqlite_version()
    for name in _PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, t("cli.doctor.missing")


def _database(settings: Settings) -> Pairs:
    try:
        path = path_of(settings.url)
        pairs = [(t("cli.doctor.path"), path)]
        if path == ":memory:" or not Path(path).exists():
            return [*pairs, (t("cli.doctor.size"), t("cli.doctor.missing"))]
        pairs += [
            (t("cli.doctor.size"), _size(Path(path))),
            (t("cli.doctor.wal"), _size(Path(f"{path}-wal"))),
            (t("cli.doctor.permissions"), _permissions(Path(path))),
        ]
        known = t("cli.doctor.schema_known", found=schema_of(path), known=SCHEMA_VERSION)
        return [*pairs, (t("cli.doctor.schema"), known)]
    except DatabaseUnusable as unusable:
        say(sentence(unusable))
        return [(t("cli.doctor.path"), settings.url)]


def _files(settings: Settings) -> Iterator[tuple[str, str]]:
    file = settings.file
    if file is not None:
        there = file.exists()
        yield t("cli.doctor.configuration"), str(file) if there else f"{file} ({_missing()})"
        if there:
            yield t("cli.doctor.permissions"), _permissions(file)
        secret = exposed(settings)
        if secret is not None:
            yield t("cli.doctor.secret"), told(secret)
    yield t("cli.doctor.warnings"), str(len(settings.warnings))
    yield t("cli.doctor.log"), str(paths.log_folder())
    yield t("cli.doctor.language"), language()
    yield t("cli.doctor.login"), settings.login


def _printing(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "PDF", _or_why(refuse_without_reportlab) or f"reportlab {version('reportlab')}"
    yield "lp", _or_why(refuse_without_lp) or str(refuse_without_lp())
    yield t("cli.doctor.queue"), settings.printer or t("cli.doctor.default_queue")
    why = _or_why(lambda: refuse_terminal_printer(settings))
    yield t("cli.doctor.terminal_printer"), why or settings.printer_charset


def _or_why(check: Callable[[], object]) -> str:
    """Why something can't be done here, or nothing where it can."""
    try:
        check()
    except RuleBroken as broken:
        return sentence(broken)
    return ""


def _missing() -> str:
    return t("cli.doctor.missing")


def _size(path: Path) -> str:
    try:
        return t("cli.doctor.bytes", size=number(path.stat().st_size))
    except OSError:
        return _missing()


def _permissions(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except OSError:
        return _missing()
    shown = stat.filemode(mode)
    return t("cli.doctor.readable", mode=shown) if mode & _PRIVATE else shown
