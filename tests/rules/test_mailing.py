"""Mailings as drafts, their audience with reasons, their subscriptions (spec 10.1, 10.2, 10.4)."""

from typing import Any

import pytest
from sample_mailings import everybody, mailing, person, reasons

from models.contact import Contact
from models.database import execute, rows
from models.mailing import Mailing
from models.mailing_audience import REASONS, Audience, sample
from models.party import Party
from models.rules import Missing, RuleBroken
from models.subscription import Subscription

pytestmark = pytest.mark.usefixtures("database")


def refused(call: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        call(*args, **named)
    problems = getattr(broken.value, "problems", [broken.value])
    return str(problems[0].key)


# Drafts.


def test_a_faulty_text_is_no_text_to_save() -> None:
    assert refused(mailing, text_fr="{{ ''.__class__ }}") == "template.expression"
    assert refused(mailing, subject_fr="{{ 'a' * 10**9 }}") == "template.expression"
    key = mailing(text_fr="Bonjour")
    assert refused(Mailing.alter, key, {"text_en": "{{ nope }}"}) == "template.no_field"
    assert Mailing.values_of(key)["text_en"] == ""


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028"])
def test_a_line_break_in_a_subject_or_a_name_is_refused(end: str) -> None:
    assert refused(mailing, subject_fr=f"Bonjour{end}Bcc: x@y.example") == "rule.header_break"
    assert refused(mailing, name=f"Été{end}X: y") == "rule.header_break"


def test_a_mailing_is_found_by_its_name_whatever_case_and_accents() -> None:
    key = mailing(name="Été à Québec")
    assert Mailing.key_of("ete a quebec") == Mailing.key_of(str(key)) == key
    with pytest.raises(Missing):
        Mailing.key_of("hiver")
    assert refused(mailing, name="ETE A QUEBEC") == "rule.mailing_name_taken"


def test_what_does_not_go_together_is_refused() -> None:
    assert refused(mailing, rank=1) == "rule.rank_of_type"
    assert refused(mailing, subscribers_only=True) == "rule.subscribers_of_type"
    assert refused(mailing, group_code="NONE") == "rule.no_such_code"
    assert refused(mailing, channel="fax") == "rule.choice"


def test_a_list_is_narrowed_by_words_within_what_an_apostrophe_joins() -> None:
    key = mailing(name="Nouvelles d'été")
    assert [row.key for row in Mailing.listing(search="ete").after(None, 5)] == [key]
    assert Mailing.listing(search="hiver").after(None, 5) == []


def test_without_a_salutation_the_formal_name_is_the_whole_name() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    person(acme, "Luc", last_name="Roy", email="luc@a.example")
    person(acme, "Zoé", last_name="Abel", email="zoe@a.example", salutation="MME")
    key = mailing(text_fr="{{ contact.formal_name }}")
    assert [judged.body for judged in everybody(key)] == ["Mme Abel", "Luc Roy"]


def test_its_status_is_its_own() -> None:
    key = mailing(status="done")
    Mailing.alter(key, {"status": "done", "name": "Autre"})
    assert Mailing.values_of(key)["status"] == "draft"


# The audience.


def test_each_reason() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    person(acme, "Zoé", email="zoe@acme.example")
    person(acme, "Annie", email="ANNIE@acme.example")
    person(acme, "Yves", email="annie@acme.example")
    person(acme, "Parti", email="parti@acme.example", opted_out="2026-01-01")
    person(acme, "Ami", email="parti@acme.example")
    person(acme, "Non", email="non@acme.example", in_mailing=False)
    person(acme, "Rien", phone="514 555-0142")
    execute(
        "UPDATE contact SET email = 'é@acme.example', email_key = 'é@acme.example' WHERE id = ?",
        (person(acme, "Émile"),),
    )
    out = person(acme, "Main", email="main@acme.example")
    key = mailing(text_fr="Bonjour {{ contact.first_name }}")
    Mailing.leave_out(key, out)
    Contact.make(Contact.blank_for(acme) | {"last_name": "Seul", "email": "seul@acme.example"})
    assert reasons(key) == {
        "Zoé": "",
        "Annie": "",
        "Yves": "same_address",
        "Parti": "opted_out",
        "Ami": "address_opted_out",
        "Non": "not_included",
        "Rien": "no_address",
        "Émile": "bad_address",
        "Main": "left_out",
        "Seul": "field_empty",
    }
    told = {judged.name: judged.detail for judged in everybody(key)}
    assert told["Yves"] == "Annie" and told["Seul"] == "contact.first_name"


def test_consent_wins_over_hands() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    gone = person(acme, "Parti", email="p@acme.example", opted_out="2026-01-01")
    non = person(acme, "Non", email="n@acme.example", in_mailing=False)
    old = person(acme, "Vieux", email="v@acme.example", active=False)
    key = mailing()
    for contact in (gone, non, old):
        Mailing.take_in(key, contact)
    assert reasons(key) == {"Parti": "opted_out", "Non": "not_included", "Vieux": "inactive"}


def test_filters_and_hands() -> None:
    key = mailing(city="montreal", language="fr")
    acme = Party.make(Party.blank("customer") | {"name": "Acme", "city": "Montréal"}).id
    person(acme, "Ici", email="1@acme.example")
    person(acme, "Ailleurs", email="2@acme.example", city="Laval")
    person(acme, "English", email="3@acme.example", language="en")
    other = person(acme, "Autre", email="4@acme.example", city="Laval")
    assert set(reasons(key)) == {"Ici"}
    Mailing.take_in(key, other)
    assert reasons(key) == {"Ici": "", "Autre": ""}
    Mailing.as_filtered(key, other)
    assert set(reasons(key)) == {"Ici"}
    assert Mailing.choices(key) == {}


def test_types_ranks_groupings_and_salesperson() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme", "salesperson": "marie"}).id
    person(acme, "Un", email="1@a.example", purchasing=True, purchasing_rank=1)
    person(acme, "Deux", email="2@a.example", purchasing=True, purchasing_rank=2)
    person(acme, "Sans", email="3@a.example", purchasing=True)
    person(acme, "Vip", email="4@a.example", groupings=["VIP"])
    vip = Party.make(Party.blank("customer") | {"name": "Grand", "grouping": "VIP"}).id
    person(vip, "Grand", email="5@a.example")
    buyers = {"contact_type": "purchasing"}
    assert set(reasons(mailing(name="a", **buyers))) == {"Un", "Deux", "Sans"}
    assert set(reasons(mailing(name="b", rank=1, **buyers))) == {"Un"}
    assert set(reasons(mailing(name="c", grouping="VIP"))) == {"Vip", "Grand"}
    assert "Grand" not in reasons(mailing(name="d", salesperson="marie"))


def test_groups_have_members_copied_and_by_reference() -> None:
    acme = Party.make(Party.blank("supplier") | {"name": "Acme"}).id
    friend = person(acme, "Ami", email="ami@a.example")
    group = Party.make(Party.blank("group") | {"name": "Club", "code": "CLUB"}).id
    person(group, "Copie", email="copie@a.example")
    other = Party.make(Party.blank("group") | {"name": "Autre", "code": "AUTRE"}).id
    person(other, "Loin", email="loin@a.example")
    execute(
        "INSERT INTO group_member (group_id, contact_id, at) VALUES (?, ?, '')", (group, friend)
    )
    groups = {"to_customers": False, "to_groups": True}
    assert set(reasons(mailing(name="a", **groups))) == {"Ami", "Copie", "Loin"}
    assert set(reasons(mailing(name="b", group_code="CLUB", **groups))) == {"Ami", "Copie"}


def test_subscriptions_and_their_dates() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    now, then, none, named = (person(acme, n, email=f"{n}@a.example") for n in "abcd")
    key = mailing(mailing_type="NEWSLETTER", subscribers_only=True)
    past = {"mailing_type": "NEWSLETTER", "ends_on": "2020-01-01"}
    for contact, given in (
        (now, past),
        (now, {"mailing_type": "NEWSLETTER", "starts_on": "2020-01-01"}),
        (then, past),
        (none, {"mailing_type": "CALENDAR"}),
        (named, {"mailing": "Bulletin"}),
    ):
        Subscription.make({"contact": contact, **given})
    assert reasons(key) == {"a": "", "b": "subscription_dates", "d": ""}


def test_whoever_subscribes_by_name_is_asked_beyond_the_filters() -> None:
    supplier = Party.make(Party.blank("supplier") | {"name": "Loin"}).id
    asked = person(supplier, "Demande", email="d@a.example")
    over = person(supplier, "Fini", email="f@a.example")
    key = mailing()
    Subscription.make({"contact": asked, "mailing": "bulletin"})
    Subscription.make({"contact": over, "mailing": "bulletin", "ends_on": "2020-01-01"})
    assert reasons(key) == {"Demande": ""}


def test_letters_go_to_the_contact_or_else_to_the_party() -> None:
    acme = Party.make(
        Party.blank("customer")
        | {"name": "Acme", "address1": "1, rue Haute", "city": "Laval", "postal_code": "h7a1a1"}
    ).id
    person(acme, "Roy", salutation="MME")
    person(acme, "Abel", address1="", city="")
    bare = Party.make(Party.blank("customer") | {"name": "Nue"}).id
    person(bare, "Nul")
    found = {judged.name: judged for judged in everybody(mailing(channel="postal"))}
    assert found["Roy"].address.split("\n") == [
        "Mme Roy",
        "Acme",
        "1, rue Haute",
        "Laval QC  H7A 1A1",
    ]
    assert found["Abel"].address.startswith("Abel\nAcme\n1, rue Haute")
    assert found["Nul"].reason == "no_address"


def test_each_is_written_to_in_their_language_where_there_is_a_text_in_it() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    person(acme, "Fr", email="fr@a.example", language="fr")
    person(acme, "En", email="en@a.example", language="en")
    both = mailing(name="a", subject_en="Hello", text_en="Good day", subject_fr="Allo")
    assert {j.name: (j.language, j.subject) for j in everybody(both)} == {
        "Fr": ("fr", "Allo"),
        "En": ("en", "Hello"),
    }
    assert {j.language for j in everybody(mailing(name="b"))} == {"fr"}


def test_a_mailing_without_a_text_is_for_nobody() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    person(acme, "Fr", email="fr@a.example")
    assert reasons(mailing(name="a", text_fr="")) == {"Fr": "no_text"}
    assert reasons(mailing(name="b", subject_fr="")) == {"Fr": "no_text"}


def test_one_person_whose_text_gets_too_long_stops_nobody_else() -> None:
    long = Party.make(Party.blank("customer") | {"name": "x" * 80}).id
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    person(long, "Long", email="long@a.example")
    person(acme, "Court", email="court@a.example")
    key = mailing(subject_fr="x" * 150 + " {{ party.name }}")
    assert reasons(key) == {"Long": "too_long", "Court": ""}


def test_an_empty_text_is_no_mail() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme", "phone": ""}).id
    person(acme, "Sans", email="1@a.example")
    person(acme, "Avec", email="2@a.example", phone="514 555-0142")
    only = "{% if contact.phone %}Appelez{% endif %}"
    assert reasons(mailing(name="a", text_fr=only)) == {"Sans": "no_text", "Avec": ""}
    assert reasons(mailing(name="b", subject_fr=only)) == {"Sans": "no_text", "Avec": ""}


def test_whoever_has_no_language_speaks_the_companys_for_the_filter_too() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    silent = person(acme, "Muet", email="m@a.example", language="")
    execute("UPDATE party SET language = '' WHERE id = ?", (acme,))
    execute("UPDATE contact SET language = '' WHERE id = ?", (silent,))
    assert reasons(mailing(name="a", language="fr")) == {"Muet": ""}
    assert reasons(mailing(name="b", language="en")) == {}


def test_people_are_judged_some_at_a_time_with_the_same_result() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    for n in range(25):
        person(acme, f"n{n:02}", email=f"{n % 20}@a.example")
    key = mailing()
    audience = Audience(key)
    found = []
    while some := audience.next(4):
        found += some
    assert found == everybody(key) and audience.judged == audience.total == 25
    assert (audience.n_in, audience.n_out, dict(audience.reasons)) == (20, 5, {"same_address": 5})


def test_a_sample_is_what_the_text_being_typed_says() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    zoe = person(acme, "Zoé", email="zoe@a.example")
    values = Mailing.values_of(mailing()) | {"text_fr": "À {{ party.name }}"}
    assert sample(values, zoe).body == "À Acme"
    assert refused(sample, values | {"text_fr": "{{ x }}"}, zoe) == "template.no_field"


def test_every_reason_is_among_those_told() -> None:
    from crmtui.i18n import LANGUAGES, said_in

    for reason in (*REASONS, "unsure", "refused", "turned_away"):
        for language in LANGUAGES:
            assert said_in(language, f"mailing.reason.{reason}") != f"mailing.reason.{reason}"


# Subscriptions.


def test_a_subscription_is_a_type_or_a_mailing_within_its_dates() -> None:
    acme = Party.make(Party.blank("customer") | {"name": "Acme"}).id
    zoe = person(acme, "Zoé")
    mailing()
    assert refused(Subscription.make, {"contact": zoe}) == "rule.subscription_what"
    both = {"contact": zoe, "mailing_type": "CALENDAR", "mailing": "Bulletin"}
    assert refused(Subscription.make, both) == "rule.subscription_both"
    assert refused(Subscription.make, both | {"contact": 999}) == "rule.no_such_id"
    unknown = {"contact": zoe, "mailing": "rien"}
    assert refused(Subscription.make, unknown) == "rule.no_such_mailing"
    dates = {"starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    assert refused(Subscription.make, {"contact": zoe, "mailing_type": "CALENDAR"} | dates) == (
        "rule.ends_before"
    )
    twice = [Subscription.make({"contact": zoe, "mailing_type": "CALENDAR"}).id for _ in "ab"]
    assert len(Subscription.listing(zoe).after(None, 5)) == len(set(twice)) == 2
    named = Subscription.make({"contact": zoe, "mailing": "bulletin"}).id
    assert Subscription.values_of(named)["mailing"] == "Bulletin"
    Subscription.alter(named, {"mailing": "", "mailing_type": "CALENDAR"})
    assert rows("SELECT mailing_id FROM subscription WHERE id = ?", (named,)) == [(None,)]
