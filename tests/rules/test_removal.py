"""What keeps a record from being deleted, and what is told to go along with it (spec 1.4, 7.3)."""

from typing import Any

import pytest
from sample_mailings import mailing, person
from sample_records import contact, count, party

from crmtui.i18n import set_language
from crmtui.messages import sentence
from models import mailing_outbox as outbox
from models.activity import Activity
from models.catalogue import ENTITIES
from models.code import Code
from models.contact import Contact
from models.copying import copy_into
from models.database import rows
from models.group_member import add_member
from models.journal import act_as
from models.mailing import Mailing
from models.note import Note
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.removal import refuse_referred
from models.rules import RuleBroken
from models.subscription import Subscription
from models.user import User

pytestmark = pytest.mark.usefixtures("database")
LINES = [{"description": "Service"}]
WEEKLY = {"subject": "Café", "start": "2026-11-02T09:00", "rrule": "FREQ=WEEKLY;COUNT=5"}


@pytest.fixture(autouse=True)
def english(database: object) -> None:
    set_language("en")


def refusal(record: Any, key: int) -> str:
    with pytest.raises(RuleBroken) as caught:
        record.remove(key)
    return sentence(caught.value)


def as_another() -> int:
    key = User.make({"login": "benoit", "name": "Benoît"}).id
    act_as(key)
    return key


def test_a_private_activity_of_another_is_not_told_by_the_refusal_to_delete_its_contact() -> None:
    acme = party()
    left_out, hidden = person(acme, "Rien"), contact(acme, "Roy")
    person(acme, "Zoé", email="zoe@acme.example")
    key = mailing()
    Mailing.leave_out(key, hidden)
    outbox.produce(key)
    contact_of_hidden = contact(acme, "Morin")
    Activity.make({**WEEKLY, "rrule": "", "contact": contact_of_hidden, "public": False})
    as_another()
    innocent = refusal(Contact, left_out)
    assert refusal(Contact, contact_of_hidden) == innocent
    assert innocent == "It stays, for what is recorded with it: deactivate it instead"
    assert rows("SELECT count(*) FROM contact WHERE id = ?", (contact_of_hidden,)) == [(1,)]


@pytest.mark.parametrize("hidden", [0, 3])
def test_the_words_of_a_refusal_are_the_same_whatever_is_hidden(hidden: int) -> None:
    someone = contact(party())
    Note.make({"contact": someone, "subject": "x"})
    for _ in range(hidden):
        Activity.make({**WEEKLY, "contact": someone, "public": False})
    as_another()
    assert refusal(Contact, someone) == "1 note refers to it: deactivate it instead"


def test_a_code_that_only_others_private_dates_have_is_refused_as_one_of_the_program_is() -> None:
    Activity.make({**WEEKLY, "type": "VISIT", "priority": "URGENT", "public": False})
    as_another()
    keys = [Code.key_of(code, table="priority") for code in ("NORMAL", "URGENT")]
    keys.append(Code.key_of("VISIT", table="activitytype"))
    assert len({refusal(Code, key) for key in keys}) == 1


def test_every_kind_that_refers_to_it_is_named_with_its_number() -> None:
    someone = contact(party("TREMB01"))
    for subject in "ab":
        Note.make({"contact": someone, "subject": subject})
    Activity.make({**WEEKLY, "contact": someone})
    Quote.make({"bill_to": "TREMB01", "contact": someone, "lines": LINES})
    told = "2 notes, 1 quote and 1 activity refer to it: deactivate it instead"
    assert refusal(Contact, someone) == told
    set_language("fr")
    assert refusal(Contact, someone) == (
        "2 notes, 1 soumission et 1 activité en dépendent : désactivez plutôt"
    )


def test_one_contact_refers_and_two_refer() -> None:
    acme = party()
    contact(acme)
    assert refusal(Party, acme) == "1 contact refers to it: deactivate it instead"
    contact(acme)
    assert refusal(Party, acme) == "2 contacts refer to it: deactivate it instead"
    set_language("fr")
    assert refusal(Party, acme) == "2 contacts en dépendent : désactivez plutôt"


def test_nobody_is_told_to_deactivate_what_can_not_be() -> None:
    someone = contact(party())
    key = Opportunity.make({"contact": someone, "description": "Machine"}).id
    Quote.make({"opportunity": key, "lines": LINES})
    assert refusal(Opportunity, key) == "1 quote refers to it"
    with pytest.raises(RuleBroken) as caught:
        Party.alter(1, {"kind": "supplier"})
    assert "deactivate" not in sentence(caught.value)
    for entity in ENTITIES:
        with pytest.raises(RuleBroken) as caught:
            refuse_referred([("entity.notes", 1)], instead="active" in entity.by_name)
        assert ("deactivate" in sentence(caught.value)) == ("active" in entity.by_name)


def test_what_goes_along_with_a_contact_is_what_was_told_beforehand() -> None:
    acme, group = party(), party("GROUP", "group")
    source = contact(acme, "Source")
    someone = copy_into(source, party("OTHER")).id
    Contact.alter(someone, {"groupings": "VIP", "payable": True, "purchasing": True})
    add_member(group, someone)
    for day in ("2026-01-01", "2027-01-01"):
        Subscription.make({"contact": someone, "mailing_type": "NEWSLETTER", "starts_on": day})
    Mailing.take_in(mailing(), someone)
    tables = ("group_member", "subscription", "mailing_choice", "contact_role")
    before = {table: count(table) for table in (*tables, "contact_grouping", "contact_copy")}
    told = dict(Contact.along([someone]))
    assert told == {
        "entity.memberships": 1,
        "entity.subscriptions": 2,
        "entity.mailing_choices": 1,
        "entity.contact_types": 2,
        "entity.groupings": 1,
        "entity.origins": 1,
    }
    assert dict(Contact.remove_all([someone])) == told
    gone = sum(n - count(table) for table, n in before.items())
    assert gone == sum(told.values())


def test_what_goes_along_with_several_is_told_in_total() -> None:
    acme = party()
    several = [contact(acme, name, groupings="VIP") for name in "AB"]
    assert Contact.along(several) == [("entity.groupings", 2)]
    assert Contact.along([contact(acme)]) == []


def test_a_group_that_a_mailing_is_for_is_not_deleted() -> None:
    group = party("CLUB", "group")
    mailing(to_groups=True, group_code="CLUB")
    assert refusal(Party, group) == "1 mailing refers to it: deactivate it instead"


def test_a_user_whom_a_mailing_filters_by_is_deactivated_not_deleted() -> None:
    benoit = User.make({"login": "benoit"}).id
    mailing(salesperson="benoit")
    assert refusal(User, benoit) == "1 mailing refers to it: deactivate it instead"


def test_every_child_table_goes_with_its_record_or_holds_it_back() -> None:
    """A row that names a record is a part of it, or refers to it: the key holds in any case."""
    someone = contact(party(), groupings="VIP")
    key = Opportunity.make({"contact": someone, "description": "x", "lines": "[]"}).id
    Opportunity.remove(key)
    Contact.remove(someone)
    assert rows("PRAGMA foreign_key_check") == []
