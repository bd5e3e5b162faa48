"""The lookup's filters: each means the same, by words, among the recent ones and in lists."""

from dataclasses import asdict

import pytest
from sample_records import contact, party

from models.code import Code
from models.contact import Contact
from models.database import rows
from models.party import KINDS, Party
from models.search import (
    Filters,
    cities,
    find,
    index_is_true,
    recent,
)
from models.user import User, remember_opened

pytestmark = pytest.mark.usefixtures("database")
ANY = Filters(kind="")


def found(text: str, filters: Filters = ANY) -> list[str]:
    """The names of what is found, in order."""
    return [row.cells[2] for row in find(text, filters).after(None, 99)]


def test_filters_narrow() -> None:
    User.enter("luc")
    User.enter("marie")
    party("A", name="Roy a", city="Laval", salesperson="luc", grouping="VIP")
    party("B", name="Roy b", city="Laval-Ouest", salesperson="marie")
    party("C", "prospect", name="Roy c", city="laval")
    gone = party("D", name="Roy d")
    contact(gone, "Royer")
    Party.alter(gone, {"active": False})
    assert found("roy") == ["Roy a", "Roy b", "Roy c"]
    assert found("roy", Filters()) == ["Roy a", "Roy b"]
    assert found("roy", Filters(inactive=True)) == ["Roy a", "Roy b", "Roy d", "Royer"]
    assert found("roy", Filters(kind="", city="LAVAL")) == ["Roy a", "Roy c"]
    assert found("roy", Filters(salesperson="luc")) == ["Roy a"]
    assert found("roy", Filters(grouping="vip")) == ["Roy a"]
    assert found("c", Filters(kind="customer")) == []


@pytest.mark.parametrize("code", ["A-B", "A_B", "-", "A1", "AB-"])
def test_a_grouping_of_any_code_can_be_filtered_by(code: str) -> None:
    for other in ("A-B", "A_B", "-", "A1", "AB-", "AB"):
        Code.make({"table": "contacttype", "code": other, "description_en": other})
    one = party("A", name="Roy a", grouping=code)
    party("B", name="Roy b", grouping="AB")
    contact(one, "Royer")
    contact(2, "Royal", groupings=[code])
    assert found("roy", Filters(grouping=code)) == ["Roy a", "Royal"]
    assert [r.key for r in Party.listing("customer", grouping=code).after(None, 9)] == [one]


def everywhere(filters: Filters, text: str) -> dict[str, list[str]]:
    """The names of those within filters, by each way to find them: all have the text in them."""
    marie = User.id_of("marie")
    asked = asdict(filters)
    kind = asked.pop("kind")
    people = Contact.listing(kind=kind, search=text, **asked).after(None, 99)
    kinds = (kind,) if kind else KINDS
    parties = [r for k in kinds for r in Party.listing(k, search=text, **asked).after(None, 99)]
    names = [f"{r.cells[0]} {r.cells[1]}".strip() for r in people] + [r.cells[1] for r in parties]
    return {
        "words": sorted(found(text, filters)),
        "recent": sorted(r.cells[2] for r in recent(marie, filters).after(None, 99)),
        "lists": sorted(names),
    }


@pytest.fixture
def mixed(database: object) -> None:
    """Parties and contacts called Roy of all sorts, each opened once by marie."""
    User.enter("luc")
    User.enter("marie")
    laval = party("A", name="Roy a", city="Laval", salesperson="luc", grouping="VIP")
    levis = party("B", name="Roy b", city="Lévis", salesperson="marie")
    supplier = party("C", "supplier", name="Roy c", city="Laval", salesperson="luc")
    gone = party("D", name="Roy d", city="Laval", salesperson="luc", active=False)
    for of, last, values in (
        (laval, "Roy Laval", {}),
        (laval, "Roy Lévis", {"city": "Lévis", "groupings": ["VIP"]}),
        (levis, "Roy Laval-Ouest", {"city": "Laval-Ouest"}),
        (supplier, "Roy Fourni", {"groupings": ["VIP"]}),
        (gone, "Roy Parti", {}),
        (laval, "Roy Inactif", {"active": False}),
    ):
        contact(of, last, **values)
    marie = User.id_of("marie")
    for of, someone in rows("SELECT party_id, id FROM contact UNION SELECT id, 0 FROM party"):
        remember_opened(marie, of, someone)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), ["Roy Laval", "Roy Laval-Ouest", "Roy Lévis", "Roy a", "Roy b"]),
        (Filters(kind="supplier"), ["Roy Fourni", "Roy c"]),
        (Filters(kind="", city="LAVAL"), ["Roy Fourni", "Roy Laval", "Roy a", "Roy c"]),
        (Filters(city="laval ouest"), ["Roy Laval-Ouest"]),
        (Filters(city="lavalouest"), []),
        (Filters(city="levis"), ["Roy Lévis", "Roy b"]),
        (Filters(kind="", grouping="VIP"), ["Roy Fourni", "Roy Lévis", "Roy a"]),
        (Filters(salesperson="luc"), ["Roy Laval", "Roy Lévis", "Roy a"]),
        (
            Filters(salesperson="luc", city="Laval", inactive=True),
            ["Roy Inactif", "Roy Laval", "Roy Parti", "Roy a", "Roy d"],
        ),
        (Filters(city="---"), []),
    ],
)
@pytest.mark.usefixtures("mixed")
def test_a_filter_means_the_same_however_one_finds(
    filters: Filters, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert everywhere(filters, "roy") == dict.fromkeys(("words", "recent", "lists"), names)
    monkeypatch.setattr("models.narrowing.MOST_SORTED", 0)
    assert everywhere(filters, "roy")["lists"] == names
    hits = find("roy", filters)
    assert (hits.outside, hits.more_outside) == (10 - len(names), False)
    assert recent(User.id_of("marie"), filters).outside == 10 - len(names)


@pytest.mark.usefixtures("mixed")
def test_filters_follow_what_becomes_of_the_party() -> None:
    assert found("roy", Filters(salesperson="luc")) == ["Roy a", "Roy Laval", "Roy Lévis"]
    Party.alter(1, {"salesperson": "marie"})
    assert found("roy", Filters(salesperson="luc")) == []
    Party.alter(1, {"active": False})
    everybody = everywhere(Filters(), "roy")
    assert everybody == dict.fromkeys(everybody, ["Roy Laval-Ouest", "Roy b"])
    # Whoever looks within one party has chosen it.
    assert [r.cells[1] for r in Contact.of_type(1).after(None, 9)] == ["Roy Laval", "Roy Lévis"]
    Party.alter_with_followers(2, {"city": "Laval"})
    assert found("roy", Filters(city="Laval")) == ["Roy b"]
    assert index_is_true()


@pytest.mark.parametrize(
    "filters", [Filters(salesperson="marie"), Filters(city="Lévis"), Filters(grouping="VIP")]
)
def test_an_exact_code_of_somebody_elses_customer_is_outside_the_filter(filters: Filters) -> None:
    User.enter("luc")
    User.enter("marie")
    party("A1", name="Acme", salesperson="luc", city="Laval")
    hits = find("A1", filters)
    assert (len(hits), hits.outside, hits.more_outside) == (0, 1, False)


def test_cities_to_filter_by() -> None:
    for code, city in (("A", "Québec"), ("B", "québec"), ("C", "Quaqtaq"), ("D", "Laval")):
        party(code, city=city)
    assert [c.lower() for c in cities("qu", "customer")] == ["quaqtaq", "québec"]
    assert cities("qu", "supplier") == []


def test_the_cities_to_filter_by_are_those_of_contacts_too() -> None:
    one, two = party("A", city="Laval"), party("B", "supplier")
    contact(one, "Roy", city="laval")
    contact(one, "Abel", city="Île-Perrot")
    contact(two, "Tran", city="Alma")
    assert cities("", "customer") == ["Île-Perrot", "Laval"]
    assert cities("", "") == ["Alma", "Île-Perrot", "Laval"]
    assert cities("a", "supplier") == ["Alma"]
