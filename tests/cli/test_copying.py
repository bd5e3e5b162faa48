"""`copy` and `convert` on the command line (spec 1.2, 1.5, 5)."""

import pytest


@pytest.fixture
def targets(shop):
    """The shop, and a target of each kind."""
    for kind in ("customers", "suppliers", "prospects", "groups"):
        assert shop("add", kind, "code=CIBLE", f"name=Cible {kind}").status == 0
    return shop


@pytest.mark.parametrize("kind", ["customer", "suppliers", "prospects", "group"])
def test_a_contact_is_copied_into_each_kind_and_the_copys_id_printed(targets, kind) -> None:
    copied = targets("copy", 1, kind, "cible")
    assert (copied.status, copied.err) == (0, "")
    shown = targets("show", "contacts", copied.out.strip(), "--format", "json").json
    assert (shown["party"], shown["party_kind"]) == ("CIBLE", kind.removesuffix("s"))
    assert (shown["first_name"], shown["purchasing"]) == ("Zoé", False)


def test_types_come_along_if_asked(targets) -> None:
    key = targets("copy", 1, "groups", "CIBLE", "--roles").out.strip()
    assert targets("show", "contacts", key, "--format", "json").json["purchasing"] is True


def test_a_second_copy_is_refused_unless_said_so(targets) -> None:
    targets("copy", 1, "groups", "CIBLE")
    again = targets("copy", 1, "groups", "CIBLE")
    assert (again.status, again.out) == (1, "")
    assert "Zoé Côté was copied into CIBLE on" in again.err and "--again" in again.err
    assert targets("copy", 1, "groups", "CIBLE", "--again").status == 0


def test_somebody_who_looks_the_same_is_named_with_the_reason(targets) -> None:
    targets(
        "add", "contacts", "party=CIBLE", "party_kind=supplier", "first_name=ZOE", "last_name=Cote"
    )
    refused = targets("copy", 1, "suppliers", "CIBLE")
    assert refused.status == 1
    assert "ZOE Cote of CIBLE has the same name" in refused.err


def test_the_target_is_made_on_the_spot(shop) -> None:
    assert shop("copy", 1, "groups", "NOEL").status == 1
    assert shop("copy", 1, "groups", "NOEL", "--name", "Vœux").status == 0
    assert shop("show", "groups", "NOEL", "--format", "json").json["name"] == "Vœux"


def test_a_target_made_for_a_copy_that_is_refused_is_not_there(shop) -> None:
    assert shop("copy", 99, "groups", "NOEL", "--name", "Vœux").status == 1
    assert shop("copy", 1, "groups", "PAS UN CODE", "--name", "Vœux").status == 1
    assert shop("list", "groups", "--format", "json").json == []


def test_a_groups_members_by_reference_are_listed_with_its_copies(targets) -> None:
    assert targets("copy", 1, "groups", "CIBLE", "--reference").out == "1\n"
    targets("copy", 2, "groups", "CIBLE")
    found = targets("list", "contacts", "--party", "CIBLE", "--kind", "group", "--format", "json")
    assert [(c["last_name"], c["party"]) for c in found.json] == [
        ("Côté", "TREMB01"),
        ("Roy", "CIBLE"),
    ]
    refused = targets("copy", 1, "groups", "CIBLE", "--reference")
    assert (refused.status, refused.err) == (1, "Zoé Côté is in the group CIBLE already\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("copy", 1, "customers", "TREMB01", "--reference"),
        ("copy", 1, "contacts", "TREMB01"),
        ("copy", 1, "groups"),
        ("copy", 1, "groups", "CIBLE", "--reference", "--roles"),
        ("convert", "suppliers", "TREMB01"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(targets, arguments) -> None:
    wrong = targets(*arguments)
    assert (wrong.status, wrong.out) == (2, "")
    assert "Traceback" not in wrong.err


def test_a_contact_tells_where_it_came_from_and_where_its_copies_are(targets) -> None:
    key = targets("copy", 1, "groups", "CIBLE").out.strip()
    targets("copy", 1, "groups", "AUTRE", "--name", "Autre", "--reference")
    assert "Zoé Côté (CIBLE)" in targets("show", "contacts", 1).out
    assert f"(contact {key})" in targets("show", "contacts", 1).out
    assert "AUTRE Autre" in targets("show", "contacts", 1).out
    assert "Zoé Côté (TREMB01)" in targets("show", "contacts", key).out
    targets("delete", "contacts", 1)
    assert "Zoé Côté (TREMB01)" in targets("show", "contacts", key).out


def test_a_prospect_becomes_a_customer_and_back(shop) -> None:
    shop("add", "prospects", "code=NEUF", "name=Neuf")
    assert shop("convert", "customers", "neuf").out == "NEUF\n"
    assert shop("show", "customers", "NEUF").status == 0
    assert shop("convert", "prospect", "NEUF").out == "NEUF\n"
    assert shop("show", "prospects", "NEUF").status == 0


def test_a_code_that_is_taken_is_said_and_another_taken_instead(shop) -> None:
    shop("add", "prospects", "code=TREMB01", "name=Autre Tremblay")
    refused = shop("convert", "customers", "TREMB01")
    assert refused.status == 1 and "TREMB01" in refused.err and "Épicerie Tremblay" in refused.err
    assert shop("convert", "customers", "TREMB01", "--code", "tremb02").out == "TREMB02\n"


def test_what_is_a_customer_already_is_said(shop) -> None:
    assert shop("convert", "customers", "TREMB01").err == "TREMB01 is a customer already\n"
    assert shop("convert", "customers", "NULLE").status == 1
