"""Compiles the message catalogues: every `.po` of a language into its one `.mo` (needs Babel)."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent.parent / "data" / "locale"


def merged(folder: Path) -> Catalog:
    """One catalogue of all the parts of a language. Raises `ValueError` on a key said twice."""
    whole = Catalog(locale=folder.name, fuzzy=False)
    seen: dict[str, str] = {}
    for part in sorted(folder.glob("*.po")):
        with part.open("rb") as file:
            catalogue = read_po(file, locale=folder.name)
        for message in catalogue:
            key = message.id if isinstance(message.id, str) else message.id[0]
            if not key:
                continue
            if key in seen:
                raise ValueError(f"{key} is in {seen[key]} and in {part.name}")
            seen[key] = part.name
            whole.add(message.id, message.string)
    return whole


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Write each language's catalogue, and return the files."""
    made = []
    for folder in sorted(p for p in locale.iterdir() if p.is_dir()):
        target = folder / "LC_MESSAGES" / "crmtui.mo"
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, merged(folder))
        made.append(target)
    return made


if __name__ == "__main__":
    for path in compile_all():
        sys.stdout.write(f"{path.relative_to(LOCALE)}\n")
