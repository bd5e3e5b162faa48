"""How this run is set up: the configuration file, then the environment, then the options."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crmtui import paths
from crmtui.i18n import LANGUAGES
from models.rules import Notice

THEMES = ("ansi", "light", "dark", "mono")
KEYMAPS = ("default", "mc", "vim")
CHARSETS = ("utf-8", "cp850", "cp1252", "ascii")
LONGEST_ESCAPE_DELAY = 2000

# A file of another kind, named by mistake, is not read whole.
_MOST_BYTES = 1 << 18

# What is never shown, neither where it holds nor where it is wrong.
SECRETS = frozenset({"smtp_password"})
_READ_BY_OTHERS = 0o044

_ENVIRONMENT = {
    "CRMTUI_DATABASE": "database",
    "CRMTUI_USER": "user",
    "CRMTUI_LANG": "language",
    "CRMTUI_SMTP_PASSWORD": "smtp_password",
    "CRMTUI_FILES_FOLDER": "files_folder",
}


@dataclass(frozen=True)
class Settings:
    """What holds for this run; `origins` says for each name where its value comes from."""

    database: str = ""
    user: str = ""
    language: str = ""
    theme: str = "ansi"
    ascii: bool = False
    mouse: bool = False
    keymap: str = "default"
    escape_delay: int = 0
    printer: str = ""
    terminal_printer: bool = False
    printer_charset: str = "utf-8"
    files_folder: str = ""
    smtp_password: str = field(default="", repr=False)
    keys: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None
    origins: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()

    @property
    def url(self) -> str:
        """The database to open: the one named, else the one in the data folder."""
        return self.database or str(paths.database())

    @property
    def login(self) -> str:
        """The login to work as: the one named, else that of the operating system."""
        return self.user or system_login()


def system_login() -> str:
    """The login under which this process runs, whatever the environment says."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        import getpass

        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return "user"


def load(
    options: Mapping[str, Any] | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Read the configuration; what is wrong in it is left out and told in `warnings`."""
    named = environ.get("CRMTUI_CONFIG", "")
    file = Path(named).expanduser() if named else paths.configuration()
    values, warnings = read_file(file, needed=bool(named))
    origins = dict.fromkeys(values, "file")
    for variable, name in _ENVIRONMENT.items():
        text = environ.get(variable, "")
        if not text:
            continue
        if _CHECKS[name](text):
            values[name] = text
            origins[name] = variable
        else:
            warnings.append(_wrong("config.wrong_variable", name, text, variable=variable))
    for name, value in (options or {}).items():
        if value is not None:
            values[name] = value
            origins[name] = "option"
    return Settings(**values, file=file, origins=origins, warnings=tuple(warnings))


def read_file(file: Path, *, needed: bool = False) -> tuple[dict[str, Any], list[Notice]]:
    """The values of a configuration file, and the warnings about what is wrong in it."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(_MOST_BYTES)
    except FileNotFoundError:
        return {}, [Notice("config.missing", {"path": str(file)})] if needed else []
    except (OSError, ValueError):
        return {}, [Notice("config.unreadable", {"path": str(file)})]
    import tomllib

    try:
        text = raw.decode("utf-8-sig")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        facts = {"path": str(file), "line": int(line[1]) if line else len(text.splitlines())}
        return {}, [Notice("config.not_toml", facts)]
    except (UnicodeDecodeError, RecursionError):
        return {}, [Notice("config.not_text", {"path": str(file)})]
    return _checked(table, text)


def exposed(settings: Settings) -> Notice | None:
    """A warning where the configuration has a secret and others than its owner may read it."""
    if settings.file is None:
        return None
    values, _ = read_file(settings.file)
    try:
        mode = settings.file.stat().st_mode
    except OSError:
        return None
    if not SECRETS & values.keys() or not mode & _READ_BY_OTHERS:
        return None
    facts = {"path": str(settings.file), "name": ", ".join(SECRETS & values.keys())}
    return Notice("config.exposed", facts)


def _checked(table: Mapping[str, Any], text: str) -> tuple[dict[str, Any], list[Notice]]:
    values: dict[str, Any] = {}
    warnings: list[Notice] = []
    for name, value in table.items():
        line = line_of(text, name)
        if name == "keys" and isinstance(value, dict):
            values["keys"] = _keys(value, text, warnings)
        elif name not in _CHECKS:
            warnings.append(Notice("config.unknown", {"line": line, "name": name}))
        elif _CHECKS[name](value):
            values[name] = value
        else:
            warnings.append(_wrong("config.wrong", name, value, line=line))
    return values, warnings


def _keys(table: Mapping[str, Any], text: str, warnings: list[Notice]) -> dict[str, str]:
    keys = {}
    for name, value in table.items():
        if isinstance(value, str):
            keys[name] = value
        else:
            facts = {"line": line_of(text, name, "keys"), "name": f"keys.{name}"}
            warnings.append(Notice("config.wrong_key", facts))
    return keys


def _wrong(key: str, name: str, value: Any, **facts: Any) -> Notice:
    choices = _CHOICES.get(name, ())
    shown = "…" if name in SECRETS else str(value)[:40]
    facts |= {"name": name, "value": shown, "choices": ", ".join(choices)}
    return Notice(key if choices else f"{key}_value", facts)


def line_of(text: str, name: str, table: str = "") -> int:
    """The line of a TOML text on which a name of a table is given; 1 where it can't be told."""
    inside = ""
    wanted = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*[=.]""")
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]*?)\s*\]", line):
            inside = header[1].strip("\"'")
            if not table and inside.split(".")[0] == name:
                return number
        elif inside == table and wanted.match(line):
            return number
    return 1


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_queue(value: Any) -> bool:
    # What begins with a dash is an option of `lp` to whoever reads it.
    return _is_text(value) and not value.startswith("-")


def _is_yes_no(value: Any) -> bool:
    return isinstance(value, bool)


def _is_delay(value: Any) -> bool:
    return type(value) is int and 1 <= value <= LONGEST_ESCAPE_DELAY


def _one_of(choices: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in choices


_CHOICES = {
    "language": LANGUAGES,
    "theme": THEMES,
    "keymap": KEYMAPS,
    "ascii": ("true", "false"),
    "mouse": ("true", "false"),
    "escape_delay": (f"1-{LONGEST_ESCAPE_DELAY}",),
    "terminal_printer": ("true", "false"),
    "printer_charset": CHARSETS,
}
_CHECKS: dict[str, Callable[[Any], bool]] = {
    "database": _is_text,
    "user": _is_text,
    "language": _one_of(LANGUAGES),
    "theme": _one_of(THEMES),
    "keymap": _one_of(KEYMAPS),
    "ascii": _is_yes_no,
    "mouse": _is_yes_no,
    "escape_delay": _is_delay,
    "printer": _is_queue,
    "terminal_printer": _is_yes_no,
    "printer_charset": _one_of(CHARSETS),
    "files_folder": _is_text,
    "smtp_password": _is_text,
}
NAMES = tuple(_CHECKS)
