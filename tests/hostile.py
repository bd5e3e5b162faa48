"""Texts that a program may trip over, and what must never reach a terminal."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

MARKUP = [
    "[/b] Côté",
    "[@click=app.quit]x[/]",
    "[red]",
    "[/]",
    "[/b",
    "[/nope]",
    "[link=file:/etc/passwd]x[/link]",
    "[#zz]x",
    "[$error]",
    "ACME [EU] Ltd",
    "\\[x]",
    ":smile: &amp; <b>x</b>",
    "**gras** `code` # titre",
]
SEQUENCES = [
    "\x1b[31mrouge\x1b[0m",
    "\x1b[2J\x1b[H",
    "\x1b[21t",
    "\x1b[6n",
    "\x1b]0;titre\x07",
    "\x1b]52;c;aGFja2Vk\x07",
    "\x1b]52;c;aGFja2Vk\x1b\\",
    "\x1b]8;;http://example.test\x1b\\lien\x1b]8;;\x1b\\",
    "\x1bP$q\x1b\\",
    "\x1bc",
    "\x9b31m",
    "\x9d52;c;aGFja2Vk\x9c",
    "nul\0nul",
    "\x05\x0e\x0f\x7f",
    "\x07\x08\x0b\x0c",
    "tab\tligne\r\nautre",
]
HIDDEN = [
    "\u202egpj.exe",
    "a\u2066b\u2069c",
    "\ufeffBOM",
    "\u2028ligne\u2029",
    "x\U000e0041\U000e007f",
    "\u200bnul\u200b",
    "\ufff9a\ufffab\ufffb",
]
QUERIES = [
    "'; DROP TABLE party; --",
    '" OR ""="',
    "a%_b",
    "NEAR(a b)",
    "name : x*",
    "AND OR NOT",
    "^x -y +z",
    '"',
    "*",
    "(((",
]
FORMATS = [
    "{0.__class__}",
    "{name!r:>99999}",
    "{}",
    "%s%n%99999d",
    "{{ contact }}",
    "${HOME} $(id) `id`",
]
FORMULAS = ["=cmd|' /C calc'!A1", "+1+1", "-2", "@SUM(A1)"]
PATHS = ["../../etc/passwd", "C:\\Temp\\x", "~root", "-rf", "file://x"]
WRITINGS = [
    "e\u0301 a\u0308 " + "n" + "\u0303" * 30,
    "👩‍👩‍👧 🇨🇦 🤷🏽",
    "漢字かな 한글",
    "עברית עם English",
    "العربية",
    "ﬁﬂ œ Œ ß İ ı",
    "𝕿𝖊𝖝𝖙",
    "\u00a0\u2007\u202f",
    "?",
    " ",
]
LONG = ["x" * 5_000, "é" * 79, "mot " * 400]
SURROGATE = "\ud800x"

# What any keyboard, file or database may hold; only Python's own text can hold the last one.
STORED = [*MARKUP, *SEQUENCES, *HIDDEN, *QUERIES, *FORMATS, *FORMULAS, *PATHS, *WRITINGS, *LONG]
HOSTILE = [*STORED, SURROGATE]

# What a terminal obeys or hides: in no text that is shown.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\U000e0000-\U000e007f]"
)

PARTY = ("name", "address1", "address2", "city", "province", "country", "postal_code", "phone")
PARTY += ("fax", "email", "web", "grouping", "remarks")
CONTACT = ("first_name", "last_name", "job_title", "department", "address1", "city", "phone")
CONTACT += ("extension", "mobile", "email", "salutation", "remarks", "opted_out_reason")


def spoil(path: Path, texts: list[str]) -> None:
    """Put texts where no rule has seen them, as another program or an older one might have."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("DELETE FROM recent")
        contact = base.execute("SELECT id FROM contact WHERE last_name = 'Roy'").fetchone()[0]
        for n, text in enumerate(texts):
            base.execute(
                "INSERT INTO party (kind, code, name, name_key, created_at, changed_at)"
                " VALUES ('customer', ?, 'x', ?, '2026-11-20', '2026-11-20')",
                (f"Z{n:03}", f"zz{n:03}"),
            )
            _fill(base, "party", PARTY, "code = ?", f"Z{n:03}", text)
            base.execute(
                "INSERT INTO note (contact_id, subject, detail, date, created_at, changed_at)"
                " VALUES (?, ?, ?, '2026-11-20', '2026-11-20', '2026-11-20')",
                (contact, text, text),
            )
            _spoil_sales(base, contact, n, text)
        _fill(base, "contact", CONTACT, "last_name = ?", "Abel", texts[0])
        _fill(base, "code", ("description_fr", "description_en"), "active = ?", 1, texts[1])
        _fill(base, "user", ("name",), "login = ?", "marie", texts[2])


def _spoil_sales(base: sqlite3.Connection, contact: int, n: int, text: str) -> None:
    made = {"created_at": "2026-11-20", "changed_at": "2026-11-20"}
    item = {"code": f"Z{n:03}", "fr_key": f"zz{n:03}", "en_key": f"zz{n:03}", "search_text": "x"}
    item |= {"description_fr": text, "description_en": text, "unit": text}
    opportunity = {"contact_id": contact, "description": text, "description_key": f"zz{n:03}"}
    opportunity |= {"stage": text, "opened_on": "2026-11-20", "closes_key": "2026-11-21"}
    opportunity |= {"closes_on": "2026-11-21", "owner_id": 1, "note": text, "search_text": "x"}
    quote = {"year": 2026, "serial": 500 + n, "number": f"Q2026-{500 + n:05}", "bill_to_id": 1}
    quote |= {"contact_id": contact, "date": "2026-11-20", "valid_until": "2026-11-21"}
    quote |= {"reference": text, "note": text, "salesperson_id": 1, "terms": text}
    quote |= {"bill_to_key": f"zz{n:03}", "search_text": "x"}
    for table, values in (("item", item), ("opportunity", opportunity), ("quote", quote)):
        names = ", ".join(f'"{name}"' for name in (made | values))
        marks = ", ".join("?" * len(made | values))
        base.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", (*(made | values).values(),)
        )


def _fill(
    base: sqlite3.Connection, table: str, names: tuple[str, ...], where: str, what: Any, text: str
) -> None:
    given = ", ".join(f'"{name}" = ?' for name in names)
    base.execute(f"UPDATE {table} SET {given} WHERE {where}", (*[text] * len(names), what))
