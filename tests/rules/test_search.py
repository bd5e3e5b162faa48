"""The lookup: what one types finds whom one means, and the index says what the tables say."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_records import contact, party

from models.code import Code
from models.contact import Contact
from models.database import execute, execute_many, rows
from models.note import Note
from models.party import Party
from models.rules import RuleBroken
from models.search import (
    CONTACT_OFFSET,
    MOST_HITS,
    Filters,
    find,
    index_is_true,
    rebuild,
    recent,
)
from models.user import User, remember_opened

pytestmark = pytest.mark.usefixtures("database")
ANY = Filters(kind="")


def found(text: str, filters: Filters = ANY) -> list[str]:
    """The names of what is found, in order."""
    return [row.cells[2] for row in find(text, filters).after(None, 99)]


@pytest.fixture
def shop(database: object) -> None:
    one = party(
        "TREMB01",
        name="Épicerie Tremblay & fils",
        city="Trois-Rivières",
        phone="(514) 555-0199",
        email="info@epicerie-tremblay.example",
    )
    contact(one, "Côté", first_name="Zoé", mobile="+1 819 555 0142", email="zoe.cote@a.example")
    two = party("OEUVRE", name="L'Œuvre de Straße", city="Québec")
    contact(two, "O'Brien", first_name="Jean-François", phone="418 555-0100 poste 12")
    party("REG", "supplier", name="Régulière ltée", city="Sept-Îles")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tremblay", "Épicerie Tremblay & fils"),
        ("fils epi", "Épicerie Tremblay & fils"),
        ("EPICERIE", "Épicerie Tremblay & fils"),
        ("épi trois-riv", "Épicerie Tremblay & fils"),
        ("trois riv", "Épicerie Tremblay & fils"),
        ("514 555", "Épicerie Tremblay & fils"),
        ("5145550199", "Épicerie Tremblay & fils"),
        ("555-0199", "Épicerie Tremblay & fils"),
        ("0199", "Épicerie Tremblay & fils"),
        ("info@epicerie", "Épicerie Tremblay & fils"),
        ("tremb01", "Épicerie Tremblay & fils"),
        ("cote", "Zoé Côté"),
        ("CÔTÉ zo", "Zoé Côté"),
        ("cote tremblay", "Zoé Côté"),
        ("zoe.cote@a", "Zoé Côté"),
        ("819 555", "Zoé Côté"),
        ("0142", "Zoé Côté"),
        ("oeuvre", "L'Œuvre de Straße"),
        ("œuvre", "L'Œuvre de Straße"),
        ("strasse", "L'Œuvre de Straße"),
        ("loeuvre", "L'Œuvre de Straße"),
        ("l'oeuv", "L'Œuvre de Straße"),
        ("obrien", "Jean-François O'Brien"),
        ("o'brien", "Jean-François O'Brien"),
        ("o’brien", "Jean-François O'Brien"),
        ("brien", "Jean-François O'Brien"),
        ("jean fra", "Jean-François O'Brien"),
        ("reguliere", "Régulière ltée"),
        ("sept iles", "Régulière ltée"),
    ],
)
@pytest.mark.usefixtures("shop")
def test_what_one_types_finds_whom_one_means(text: str, first: str) -> None:
    assert found(text)[0] == first


@pytest.mark.parametrize("text", ["", "  ", "---", "xyz", "remblay", "cote xyz", "\0", "'"])
@pytest.mark.usefixtures("shop")
def test_what_nobody_is_called_finds_nobody(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '"', "*", "a OR b", "NOT a", "(", "NEAR(a b)", "text:a", "^a", "a*", "+kcustomer",
        "=epicerie", "~cote", "+i", "';DROP TABLE party;--", "%", "_", "a" * 5_000, "é " * 900,
    ],
)  # fmt: skip
@pytest.mark.usefixtures("shop")
def test_no_text_is_an_operator(text: str) -> None:
    find(text, ANY)
    Party.listing("customer", search=text).after(None, 5)
    Contact.listing(search=text).after(None, 5)
    assert index_is_true()


def test_the_exact_code_is_first_then_names_that_begin_so_then_the_rest() -> None:
    party("A1", name="Zed", remarks="")
    party("B1", name="Roy et fils")
    party("C1", name="Roy")
    party("D1", name="Garage Roy")
    acme = party("ROY", name="Zeta")
    contact(acme, "Royer", first_name="Al")
    contact(acme, "Dion", first_name="Roy")
    names = found("roy", Filters())
    assert names[:3] == ["Zeta", "Roy", "Roy et fils"]
    assert names.index("Garage Roy") > names.index("Al Royer")
    assert set(names) == {"Zeta", "Roy", "Roy et fils", "Garage Roy", "Al Royer", "Roy Dion"}
    assert found("roy", Filters(kind="supplier")) == []


@pytest.mark.usefixtures("shop")
def test_a_contact_is_found_by_its_partys_words_too() -> None:
    assert found("zoe epicerie") == ["Zoé Côté"]
    Party.alter(1, {"name": "Boulangerie", "email": ""})
    assert found("zoe epicerie") == []
    assert found("zoe boulang") == ["Zoé Côté"]


def many(n: int) -> None:
    execute_many(
        "INSERT INTO party (kind, code, name, name_key, search_text, created_at, changed_at)"
        " VALUES ('customer', ?, ?, ?, ?, '', '')",
        [
            (f"C{i}", f"Garage {i:04}", f"garage {i:04}", f"=garage c{i} garage {i:04} +kcustomer")
            for i in range(n)
        ],
    )


@pytest.mark.parametrize(
    ("n", "filters", "outside", "more"),
    [
        (MOST_HITS, Filters(kind="supplier"), MOST_HITS, False),
        (MOST_HITS + 1, Filters(kind="supplier"), MOST_HITS, True),
        (MOST_HITS + 1, Filters(), 0, True),
        (MOST_HITS, Filters(kind="", inactive=True), 0, False),
    ],
)
def test_no_more_than_five_hundred_outside_are_counted(
    n: int, filters: Filters, outside: int, more: bool
) -> None:
    many(n)
    hits = find("garage", filters)
    assert (hits.outside, hits.more_outside) == (outside, more)


def test_of_very_many_those_outside_before_the_last_shown_are_counted() -> None:
    party("S1", "supplier", name="Garage fournisseur")
    many(MOST_HITS + 1)
    party("S2", "supplier", name="Garage autre")
    hits = find("garage", Filters())
    assert (len(hits), hits.outside, hits.more_outside) == (MOST_HITS, 1, True)


@pytest.mark.parametrize(("n", "more"), [(MOST_HITS, False), (MOST_HITS + 1, True)])
def test_no_more_than_five_hundred_are_looked_for(n: int, more: bool) -> None:
    many(n)
    hits = find("garage", Filters())
    assert (len(hits), hits.more) == (MOST_HITS, more)
    first = hits.after(None, 10)
    assert [r.cells[2] for r in first] == [f"Garage {i:04}" for i in range(10)]
    assert hits.after(first[-1].position, 1)[0].cells[2] == "Garage 0010"
    assert [r.key for r in hits.before(hits.after(first[-1].position, 1)[0].position, 10)] == [
        r.key for r in first
    ]
    assert len(hits.before(None, 7)) == 7
    assert hits.at(first[3].position, 1) == [first[3]]


def test_a_hit_that_went_meanwhile_is_left_out() -> None:
    one, _ = party("A", name="Roy a"), party("B", name="Roy b")
    hits = find("roy", ANY)
    Party.remove(one)
    assert [r.cells[2] for r in hits.after(None, 9)] == ["Roy b"]


def test_what_was_opened_last_comes_first() -> None:
    marie = User.id_of("marie")
    acme, other = party("A", name="Acme"), party("B", "supplier", name="Other")
    someone = contact(acme, "Roy")
    for i, (p, c) in enumerate(((acme, 0), (other, 0), (acme, someone))):
        remember_opened(marie, p, c)
        execute(
            "UPDATE recent SET opened_at = ? WHERE party_id = ? AND contact_id = ?",
            (f"2026-01-0{i + 1}", p, c),
        )

    def names(filters: Filters) -> list[str]:
        return [r.cells[2] for r in recent(marie, filters).after(None, 9)]

    assert names(ANY) == ["Roy", "Other", "Acme"]
    assert names(Filters()) == ["Roy", "Acme"]
    Contact.remove(someone)
    assert names(ANY) == ["Other", "Acme"]
    assert recent(User.enter("luc")["id"], ANY).after(None, 9) == []


def test_a_damaged_index_is_noticed_and_made_anew() -> None:
    party(name="Roy")
    execute("INSERT INTO search(search) VALUES ('delete-all')")
    assert not index_is_true()
    assert found("roy") == []
    rebuild()
    assert index_is_true()
    assert found("roy") == ["Roy"]


def test_ids_of_contacts_are_above_those_of_parties() -> None:
    contact(party(name="Roy"), "Roy")
    assert sorted(find("roy", ANY).keys) == [1, 1 + CONTACT_OFFSET]


@pytest.mark.parametrize("text", ["roy", "ro la", "514", "zo", "cote", "", "=", "nobody"])
def test_a_list_is_narrowed_alike_whether_few_or_many_are_found(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    laval = party("LAVAL", name="Roy et Côté", city="Laval", phone="514 555-0142")
    contact(laval, "Tremblay", first_name="Zoé")
    contact(party("LEVIS", name="Garage Zo", city="Lévis"), "Roy", city="Laval")

    def found() -> list[list[int]]:
        listings = (Party.listing("customer", search=text), Contact.listing(search=text))
        return [[row.key for row in listing.after(None, 10)] for listing in listings]

    few = found()
    monkeypatch.setattr("models.narrowing.MOST_SORTED", 0)
    assert found() == few


WORDS = ["Roy", "Côté", "O'Brien", "Œuf", "514 555-0142", "a@b.ca", "Laval", "-", "=x +kfoo ~y"]
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["party", "contact", "alter", "follow", "alter contact", "remove", "remove contact"]
        ),
        st.integers(0, 5),
        TEXT,
        st.booleans(),
    ),
    max_size=15,
)


def edit(what: str, which: int, text: str, yes: bool) -> None:
    parties = [k for (k,) in rows("SELECT id FROM party ORDER BY id")]
    people = [k for (k,) in rows("SELECT id FROM contact ORDER BY id")]
    if what == "party":
        party(f"P{which}", "customer" if yes else "supplier", name=text, city=text[:40])
    elif what == "contact" and parties:
        groupings = ["VIP"] if yes else []
        contact(parties[which % len(parties)], text[:40], phone=text[:30], groupings=groupings)
    elif what == "alter" and parties:
        Party.alter(parties[which % len(parties)], {"name": text, "active": yes})
    elif what == "follow" and parties:
        values = {"city": text[:40], "phone": text[:30]}
        Party.alter_with_followers(parties[which % len(parties)], values)
    elif what == "alter contact" and people:
        Contact.alter(people[which % len(people)], {"first_name": text[:40], "active": yes})
    elif what == "remove" and parties:
        Party.remove(parties[which % len(parties)])
    elif what == "remove contact" and people:
        Contact.remove(people[which % len(people)])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS)
def test_the_index_is_true_after_any_edits(edits: list[Any]) -> None:
    for table in ("contact_role", "contact_grouping", "contact", "party"):
        execute(f"DELETE FROM {table}")
    for one in edits:
        try:
            edit(*one)
        except RuleBroken:
            assert one[0] in ("party", "remove")
    assert index_is_true()
    # Every party is found by each whole word of its name.
    for key, name in rows("SELECT id, name FROM party WHERE active"):
        assert key in find(name, ANY).keys or not any(c.isalnum() for c in name)


def test_the_index_is_true_after_a_change_of_the_party_of_a_contact() -> None:
    one, two = party("A", name="Alpha"), party("B", name="Beta")
    someone = contact(one, "Roy")
    execute("UPDATE contact SET party_id = ? WHERE id = ?", (two, someone))
    assert index_is_true()
    assert found("roy beta") == ["Roy"]
    assert found("roy alpha") == []


def test_other_writes_leave_the_index_true() -> None:
    someone = contact(party())
    Note.make({"contact": someone, "subject": "x"})
    Code.make({"table": "unit", "code": "NEW", "description_en": "New"})
    assert index_is_true()
