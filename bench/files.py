"""Files in, against SQLite's own speed; the lookup as a command."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.data import DAY
from bench.figures import Figure, milliseconds
from bench.pty import crmtui, environment
from crmtui.demo import world
from crmtui.interchange.importing import import_file
from crmtui.opening import ship_codes
from models.contact import Contact
from models.database import close_database, database, execute_many, open_database, rows
from models.journal import now
from models.party import Party

COLUMNS = ("party", "first_name", "last_name", "job_title", "email", "phone", "mobile", "city")


def imports(people: int, rounds: int) -> Iterator[Figure]:
    """People read from a CSV file, against the same rows written by executemany."""
    text = _csv(people)
    pairs = [(_speed(people, _import, text), _speed(people, _raw, text)) for _ in range(rounds)]
    ours, raw = (median(speeds) for speeds in zip(*pairs, strict=True))
    beside = f"{ours:,.0f} rows/s; raw {raw:,.0f} rows/s"
    ratio = median(a / b for a, b in pairs)
    yield Figure("CSV import against executemany", ratio, 0.4, "x", beside, least=True)


def _csv(people: int) -> str:
    made = chain.from_iterable(
        ({**contact, "party": party["name"]} for contact in party["contacts"])
        for party in world(people, DAY)
    )
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(islice(made, people))
    return file.getvalue()


def _speed(people: int, write: Any, text: str) -> float:
    with TemporaryDirectory(prefix="crmtui-bench-") as folder:
        open_database(str(Path(folder) / "import.db"), make=True)
        try:
            ship_codes()
            taken = milliseconds(lambda: write(text))
            written = rows("SELECT count(*) FROM contact")[0][0]
        finally:
            close_database()
    assert written >= people * 0.9, f"only {written} of {people} people came in"
    return float(written / taken * 1000)


def _import(text: str) -> None:
    import_file("contacts", io.BytesIO(text.encode()))


def _raw(text: str) -> None:
    """Parse, fold and write as little as makes the same people found in the same way."""
    parties: dict[str, int] = {}
    people = []
    for row in csv.DictReader(io.StringIO(text, newline="")):
        of = parties.setdefault(row["party"], len(parties) + 1)
        values = Contact.entity.blank(**{n: row[n] for n in COLUMNS if n != "party"})
        people.append(Contact.derive(values | {"party_id": of}) | _plain(row))
    named = [
        Party.derive(Party.entity.blank(kind="customer", name=name, code=f"C{key}"))
        | {"id": key, "kind": "customer", "name": name, "code": f"C{key}"}
        for name, key in parties.items()
    ]
    with database.atomic("IMMEDIATE"):
        _insert("party", named)
        _insert("contact", people)


def _plain(row: dict[str, str]) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS if name != "party"}


def _insert(table: str, many: list[dict[str, Any]]) -> None:
    stamp = now()
    stamped = [{**columns, "created_at": stamp, "changed_at": stamp} for columns in many]
    names = list(stamped[0])
    marks = ", ".join("?" * len(names))
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    execute_many(sql, [tuple(columns.values()) for columns in stamped])


def finds(path: Path, rounds: int) -> Iterator[Figure]:
    """`crmtui find` as a whole process, against a Python that does nothing."""
    command = crmtui("--database", str(path), "--user", "bench", "--lang", "en", "find", "tremb")
    times = [(_process(command), _process([sys.executable, "-c", "pass"])) for _ in range(rounds)]
    ours, bare = (median(ms) for ms in zip(*times, strict=True))
    yield Figure("crmtui find, the whole process", ours, None, beside=f"python {bare:.0f} ms")


def _process(command: list[str]) -> float:
    def run() -> None:
        nowhere = subprocess.DEVNULL
        subprocess.run(command, check=True, stdout=nowhere, stderr=nowhere, env=environment())

    return milliseconds(run)
