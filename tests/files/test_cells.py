"""What cells mean, and which field a heading is."""

from typing import Any

import pytest

from crmtui.cli.parser import IMPORTED
from crmtui.i18n import set_language
from crmtui.interchange.cells import as_text_cell, converter, plain, split_name
from crmtui.interchange.headings import plan
from models.catalogue import entity_of
from models.columns import DurationColumn, MomentColumn, TimeColumn
from models.contact import Contact
from models.party import Party
from models.rules import RuleBroken

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Maria Anders", "Maria", "Anders"),
        ("Cher", "", "Cher"),
        ("Jean de la Fontaine", "Jean", "de la Fontaine"),
        ("Louis St-Laurent", "Louis", "St-Laurent"),
        ("Louis St. Laurent", "Louis", "St. Laurent"),
        ("Antonio del Valle Saavedra ", "Antonio del Valle", "Saavedra"),
        ("De Niro", "De", "Niro"),
        ("Vincent Van Gogh", "Vincent", "Van Gogh"),
        ("Tremblay, Marie-Ève", "Marie-Ève", "Tremblay"),
        ("van der Berg, Anna  Maria", "Anna Maria", "van der Berg"),
        ("Roy,", "", "Roy"),
        (", Roy", "", "Roy"),
    ],
)
def test_a_name_in_one_column_is_split(name: str, first: str, last: str) -> None:
    assert split_name(name) == (first, last)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\rx", "'=1", "''@", "'+"])
def test_a_cell_that_looks_a_formula_comes_back_as_it_was(text: str) -> None:
    assert as_text_cell(text) == f"'{text}"
    assert plain(as_text_cell(text)) == text


@pytest.mark.parametrize("text", ["'s-Hertogenbosch", "a=b", "'", "''", "1-2", "d'accord"])
def test_other_cells_are_left_alone(text: str) -> None:
    assert as_text_cell(text) == text
    assert plain(text) == text


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        (MomentColumn(), "2026-11-24 14:00:00.000", "2026-11-24T14:00"),
        (MomentColumn(), " 2026-11-24T14:00 ", "2026-11-24T14:00"),
        (MomentColumn(), "2026/11/24 9:05", "2026-11-24T09:05"),
        (MomentColumn(), "2026-11-24 2:30:00 PM", "2026-11-24T14:30"),
        (MomentColumn(), "2026-11-24", "2026-11-24T00:00"),
        (MomentColumn(), "2026/11/24", "2026-11-24T00:00"),
        (MomentColumn(), "0/0/00", None),
        (MomentColumn(), "", None),
        (TimeColumn(), "9:00:00 AM", "09:00"),
        (TimeColumn(), "14h30", "14:30"),
        (DurationColumn(), "90", 90),
        (DurationColumn(), "1:30:00", 90),
        (DurationColumn(), "1 h 30", 90),
    ],
)
def test_times_are_read_as_files_write_them(column: Any, cell: str, kept: object) -> None:
    convert = converter(column)
    assert convert
    assert column.stored(column.tidy(convert(cell))) == kept


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (MomentColumn(), "2026-11-24T14:00Z"),
        (MomentColumn(), "2026-11-24T14:00-05:00"),
        (MomentColumn(), "24/11/2026 14:00"),
        (MomentColumn(), "2026-11-24 25:00"),
        (TimeColumn(), "14:00Z"),
        (DurationColumn(), "a while"),
    ],
)
def test_times_that_are_not_understood_are_refused_not_guessed(column: Any, cell: str) -> None:
    convert = converter(column)
    assert convert
    with pytest.raises(RuleBroken):
        column.tidy(convert(cell))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1996-07-04 00:00:00.000", "1996-07-04"),
        ("1996-07-04T12:30:00Z", "1996-07-04"),
        ("1996/07/04", "1996-07-04"),
        ("--03-14", "--03-14"),
        ("0/0/00", ""),
        ("04/07/1996", "04/07/1996"),
    ],
)
def test_dates_are_cut_to_the_day_and_never_guessed(cell: str, value: str) -> None:
    convert = converter(Contact.entity.field("birth_date").column)
    assert convert is not None
    assert convert(cell) == value


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("province", "québec", "QC"),
        ("province", "Nouvelle-Ecosse", "NS"),
        ("province", "Bavière", "Bavière"),
        ("country", "UK", "GB"),
        ("country", "États-Unis d'Amérique", "US"),
        ("country", "Allemagne", "DE"),
        ("country", "gb", "GB"),
        ("language", "Anglais", "en"),
        ("language", "fr-CA", "fr"),
        ("active", "VRAI", True),
        ("active", "oui", "oui"),
        ("web", "text#http://a.example#part#tip", "http://a.example"),
        ("web", "http://a.example/#part", "http://a.example/#part"),
    ],
)
def test_cells_become_values(field: str, cell: str, value: object) -> None:
    convert = converter(Party.entity.field(field).column)
    assert convert is not None
    assert convert(cell) == value


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("plural", IMPORTED)
def test_every_label_of_a_form_is_a_heading_that_is_known(plural: str, language: str) -> None:
    from crmtui.i18n import t

    set_language(language)
    entity = entity_of(plural)
    labels = {f.name: t(entity.label_key(f)) for f in entity}
    set_language("en" if language == "fr" else "fr")
    for name, label in labels.items():
        # A rank stands beside its type there, and these two words mean more in files.
        if not name.endswith("_rank") and label not in ("Nom", "Title"):
            assert plan(entity, [label]).fields == (name,), label


def test_northwinds_headings() -> None:
    headings = (
        "CustomerID CompanyName ContactName ContactTitle Region PostalCode Phone Fax HomePage"
    )
    assert plan(entity_of("customers"), headings.split()).fields == (
        "code",
        "name",
        "contact.full_name",
        "contact.job_title",
        "province",
        "postal_code",
        "phone",
        "fax",
        "web",
    )


def test_a_name_beside_a_first_name_is_the_last_name() -> None:
    contacts = entity_of("contacts")
    assert plan(contacts, ["Nom", "Prénom"]).fields == ("last_name", "first_name")
    assert plan(contacts, ["Nom", "Ville"]).fields == ("full_name", "city")
    assert plan(contacts, ["Name", "Given Name", "Family Name"]).fields == (
        "",
        "first_name",
        "last_name",
    )
    assert plan(contacts, ["Title", "Job Title"]).fields == ("salutation", "job_title")
