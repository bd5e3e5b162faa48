"""What the demo company's world is made of, read once from `data/demo`."""

import csv
import io
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from crmtui.demo.dice import plain, slug, spread


class Name(NamedTuple):
    """A first or last name, and how it looks in an e-mail address."""

    text: str
    slug: str


class Names(NamedTuple):
    """The names of one language or community; the frequent ones stand there often."""

    last: tuple[Name, ...]
    female: tuple[Name, ...]
    male: tuple[Name, ...]


class Place(NamedTuple):
    """A city, with its area codes, the prefixes of its postal codes and who lives there."""

    city: str
    province: str
    country: str
    french: float
    mix: float
    areas: tuple[str, ...]
    prefixes: tuple[str, ...]
    seller: str


class Job(NamedTuple):
    """A job, in the words of both languages and genders; `role` is buy, pay, both or nothing."""

    group: str
    role: str
    title_m: str
    title_f: str
    title_en: str
    department_fr: str
    department_en: str


class Sector(NamedTuple):
    """A trade: how its parties are called, by language or country, and the jobs people have."""

    key: str
    trade: str
    grouping: str
    patterns: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    lead: tuple[Job, ...]
    jobs: tuple[Job, ...]


def read_toml(name: str) -> dict[str, Any]:
    """Read one of the demo's TOML files."""
    return tomllib.loads(files("data").joinpath("demo", name).read_text(encoding="utf-8"))


def read_csv(name: str) -> list[dict[str, str]]:
    """Read one of the demo's CSV files; texts may have several lines."""
    text = files("data").joinpath("demo", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def parts(text: str) -> tuple[str, ...]:
    """Cut a list that is written with bars; lines may break after a bar."""
    return tuple(part for piece in text.split("|") if (part := " ".join(piece.split())))


def _ranked(text: str, size: int) -> tuple[Name, ...]:
    # The square root falls off as family names do in Québec: the tenth is about half as
    # frequent as the first, the hundredth a sixth.
    words = [word.replace("_", " ") for word in text.split()]
    weighted = ((Name(word, slug(word)), (rank + 3) ** -0.5) for rank, word in enumerate(words))
    return spread(weighted, size)


def _names(table: dict[str, str], size: int) -> Names:
    return Names(*(_ranked(table[part], size) for part in ("last", "female", "male")))


@cache
def names() -> dict[str, Names]:
    """Give the names of the two languages, by `fr` and `en`."""
    table = read_toml("names.toml")
    return {language: _names(table[language], 3000) for language in ("fr", "en")}


@cache
def communities() -> tuple[Names, ...]:
    """Give the names of the other communities, each as often as its share."""
    table = read_toml("names.toml")["communities"]
    return spread(((_names(part, 200), part["share"]) for part in table.values()), 200)


@cache
def places() -> tuple[Place, ...]:
    """Give the cities, each as often as its weight."""
    sellers = {
        region: user["login"]
        for user in read_toml("company.toml")["users"]
        for region in user.get("regions", ())
    }
    return spread(((_place(row, sellers), float(row["weight"])) for row in _cities()), 1500)


def _cities() -> list[dict[str, str]]:
    return read_csv("cities.csv")


def _place(row: dict[str, str], sellers: dict[str, str]) -> Place:
    return Place(
        row["city"],
        row["province"],
        row["country"],
        int(row["french"]) / 100,
        int(row["mix"]) / 100,
        tuple(row["areas"].split("/")),
        tuple(row["prefixes"].split()),
        sellers[row["region"]],
    )


def _jobs() -> dict[str, tuple[Job, ...]]:
    groups: dict[str, list[tuple[Job, float]]] = {}
    for row in read_csv("jobs.csv"):
        weight = float(row.pop("weight"))
        groups.setdefault(row["group"], []).append((Job(**row), weight))
    return {group: spread(jobs, 60) for group, jobs in groups.items()}


@cache
def sectors() -> dict[str, tuple[Sector, ...]]:
    """Give the trades by the kind of party, each as often as its weight."""
    jobs = _jobs()
    rows = read_toml("sectors.toml")["sector"]
    made = [_sector(row, jobs) for row in rows]
    return {
        kind: spread(((sector, row[kind]) for sector, row in zip(made, rows, strict=True)), 200)
        for kind in ("customer", "prospect", "supplier")
    }


def _sector(row: dict[str, Any], jobs: dict[str, tuple[Job, ...]]) -> Sector:
    return Sector(
        row["key"],
        row["trade"],
        row["grouping"],
        _patterns(row),
        {language: parts(row[f"words_{language}"]) for language in ("fr", "en")},
        # The first group named is the likeliest.
        sum((jobs[group] * max(1, 3 - i) for i, group in enumerate(row["lead"])), ()),
        sum((jobs[group] * max(1, 3 - i) for i, group in enumerate(row["jobs"])), ()),
    )


def _patterns(row: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    every = {language: parts(row[language]) for language in ("fr", "en")}
    return {
        "FR": tuple(pattern for pattern in every["fr"] if not pattern.startswith("@")),
        **{language: tuple(p.removeprefix("@") for p in every[language]) for language in every},
    }


@cache
def name_places() -> dict[str, tuple[str, ...]]:
    """Give the places that parties are named after, by language."""
    table = read_toml("sectors.toml")
    return {language: parts(table[f"places_{language}"]) for language in ("fr", "en")}


@cache
def generic_words() -> frozenset[str]:
    """Give the words that no code is made of: articles, and what a trade is called."""
    words = "le la les l du de des d et au aux a chez inc ltee enr fils freres cie the of and co"
    found = set(words.upper().split())
    for row in read_toml("sectors.toml")["sector"]:
        for pattern in parts(row["fr"]) + parts(row["en"]):
            bare = pattern.removeprefix("@").replace("-", " ").split()
            found.update(plain(word).upper() for word in bare if "{" not in word)
    return frozenset(found)


@cache
def texts() -> dict[str, tuple[str, ...]]:
    """Give the short texts, by section and key: `streets.fr`, `remarks.party_en`."""
    table = read_toml("texts.toml")
    return {
        f"{section}.{key}": parts(text)
        for section, entries in table.items()
        for key, text in entries.items()
    }


@cache
def goods() -> dict[str, tuple[dict[str, str], ...]]:
    """Give the products that are talked about, by group."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in read_csv("products.csv"):
        found.setdefault(row["group"], []).append(row)
    return {group: tuple(rows) for group, rows in found.items()}
