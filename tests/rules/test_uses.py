"""Codes in use, found from what the tables declare; codes that are deactivated (spec 12.1)."""

import datetime as dt
from typing import Any

import pytest
from sample_mailings import mailing
from sample_records import contact, count, party

from models import series
from models.activity import Activity
from models.catalogue import ENTITIES
from models.code import TABLES, Code
from models.columns import CodeColumn, CodesColumn
from models.contact import Contact
from models.copying import copy_into, preview
from models.database import rows
from models.item import Item
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.rules import RuleBroken
from models.sale_line import LINE_COLUMNS
from models.setting import DEFINITIONS, change_setting, setting
from models.uses import all_uses, codes_of_the_program

pytestmark = pytest.mark.usefixtures("database")


def key_of(table: str, code: str) -> int:
    return Code.key_of(code, table=table)


def deactivate(table: str, code: str) -> None:
    Code.alter(key_of(table, code), {"active": False})


def refused(call: Any, *args: Any, **named: Any) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as caught:
        call(*args, **named)
    return caught.value.key, caught.value.field


def test_every_column_that_holds_codes_counts_by_itself() -> None:
    """A column called as one that holds codes is one, in whatever table it is."""
    coded = [field for entity in ENTITIES for field in entity.coded]
    columns = [field.column for field in coded] + list(LINE_COLUMNS.values())
    names = {field.column_name for field in coded if field.kept} | {"unit"}
    tables = {c.table for c in columns if isinstance(c, CodeColumn | CodesColumn)}
    counted = {(use.table, use.name) for use in all_uses()}
    found = set()
    for (table,) in rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for _, name, *_ in rows(f'PRAGMA table_info("{table}")'):
            if name in names and (table, name) not in {("document", "type")}:
                found.add((table, name))
    assert found - counted == set()
    assert {"contact_grouping", "quote_tax"} <= {table for table, _ in counted}
    held = {use.column.table for use in all_uses() if isinstance(use.column, CodeColumn)}
    assert tables <= held and held == set(TABLES) - {"holiday"}


def test_a_province_that_a_mailing_filters_by_is_not_deleted() -> None:
    mailing(province="NB")
    assert refused(Code.remove, key_of("province", "NB")) == ("rule.referred", None)


def test_a_type_of_one_date_of_a_series_is_not_deleted() -> None:
    key = Activity.make({"subject": "x", "start": "2026-11-02T09:00", "rrule": "FREQ=WEEKLY"}).id
    start = Activity.values_of(key)["start"]
    series.change(key, start + dt.timedelta(weeks=1), "this", {"type": "VISIT"})
    assert count("activity_exception") == 1
    assert refused(Code.remove, key_of("activitytype", "VISIT")) == ("rule.referred", None)


def test_a_date_of_a_series_takes_no_code_that_its_table_does_not_offer() -> None:
    key = Activity.make({"subject": "x", "start": "2026-11-02T09:00", "rrule": "FREQ=WEEKLY"}).id
    second = Activity.values_of(key)["start"] + dt.timedelta(weeks=1)
    deactivate("activitytype", "VISIT")
    for scope in ("this", "following", "all"):
        for code, why in (("VISIT", "rule.inactive_code"), ("NOPE", "rule.unknown_code")):
            assert refused(series.change, key, second, scope, {"type": code}) == (why, "type")


@pytest.mark.parametrize(("table", "code"), [("priority", "NORMAL"), ("stage", "WON")])
def test_what_the_program_itself_stores_is_not_deleted(table: str, code: str) -> None:
    assert code in codes_of_the_program(table)
    assert refused(Code.remove, key_of(table, code)) == ("rule.stays", None)
    assert refused(Code.alter, key_of(table, code), {"code": "OTHER"})[0] == "rule.code_in_use"


def test_a_code_that_a_setting_names_is_not_deleted() -> None:
    Code.make({"table": "province", "code": "NEW", "description_en": "New"})
    for name in ("DefaultProvince", "CompanyProvince"):
        change_setting(name, "NEW")
        assert refused(Code.remove, key_of("province", "NEW")) == ("rule.referred", None)
        change_setting(name, "QC")
    Code.remove(key_of("province", "NEW"))


def test_a_province_that_a_tax_holds_for_is_not_deleted() -> None:
    Code.make({"table": "province", "code": "NEW", "description_en": "New"})
    said = {"table": "tax", "code": "NEW", "description_en": "New", "rate": 1}
    tax = Code.make(said | {"provinces": ["ON", "NEW"]}).id
    assert refused(Code.remove, key_of("province", "NEW")) == ("rule.referred", None)
    Code.alter(tax, {"provinces": ["ON"]})
    Code.remove(key_of("province", "NEW"))


def test_new_activities_have_no_priority_where_the_usual_one_is_deactivated() -> None:
    deactivate("priority", "NORMAL")
    assert Activity.blank()["priority"] == ""
    key = Activity.make({"subject": "x", "start": "2026-11-02T09:00"}).id
    assert Activity.values_of(key)["priority"] == ""


def test_a_deactivated_code_is_chosen_for_nothing_new() -> None:
    acme = party()
    deactivate("salutation", "MME")
    deactivate("contacttype", "VIP")
    deactivate("province", "ON")
    assert refused(contact, acme, salutation="MME") == ("rule.inactive_code", "salutation")
    assert refused(contact, acme, groupings="VIP") == ("rule.inactive_code", "groupings")
    assert refused(party, "NEW", province="Ontario") == ("rule.inactive_code", "province")
    someone = contact(acme)
    assert refused(Contact.alter, someone, {"salutation": "MME"})[0] == "rule.inactive_code"


def test_a_record_that_has_a_deactivated_code_is_changed_otherwise_as_ever() -> None:
    acme = party(province="ON")
    someone = contact(acme, salutation="MME", groupings="VIP")
    for table, code in (("salutation", "MME"), ("contacttype", "VIP"), ("province", "ON")):
        deactivate(table, code)
    values = Contact.values_of(someone)
    Contact.alter(someone, {**{n: values[n] for n in Contact.entity.by_name}, "city": "Laval"})
    Code.make({"table": "contacttype", "code": "NEW", "description_en": "New"})
    Contact.alter(someone, {"groupings": ["VIP", "NEW"]})
    assert Contact.values_of(someone)["salutation"] == "MME"


def test_what_is_copied_from_an_old_record_keeps_its_deactivated_codes() -> None:
    acme = party(province="ON")
    someone = contact(acme, salutation="MME")
    deactivate("salutation", "MME")
    deactivate("province", "ON")
    other = party("OTHER")
    copied = copy_into(someone, other, preview(someone, other)).id
    assert Contact.values_of(copied)["salutation"] == "MME"
    chosen = preview(someone, other) | {"salutation": "M"}
    deactivate("salutation", "M")
    assert refused(copy_into, someone, other, chosen) == ("rule.inactive_code", "salutation")
    # A new contact is filled from its party as it is.
    assert Contact.values_of(contact(acme, "New"))["province"] == "ON"


def test_a_new_contact_of_a_party_with_a_province_of_no_list_is_made() -> None:
    values = {"kind": "customer", "code": "X", "name": "X", "province": "Bayern"}
    key = Party.make(values, lenient=True).id
    assert Contact.values_of(contact(key))["province"] == "Bayern"


def test_lines_take_no_deactivated_unit_but_that_of_their_item_or_source() -> None:
    someone = contact(party())
    Item.make({"code": "OLD", "description_en": "Old", "unit": "BOX"})
    line = {"description": "x", "unit": "BOX"}
    key = Opportunity.make({"contact": someone, "description": "x", "lines": [line]}).id
    deactivate("unit", "BOX")
    assert refused(Quote.make, {"bill_to": "ACME", "lines": [line]}) == ("rule.in_line", "lines")
    Quote.make({"bill_to": "ACME", "lines": [{"item": "OLD"}]})
    quote = Quote.make({"opportunity": key}).id
    Quote.alter(quote, {"lines": [*Quote.values_of(quote)["lines"], {"description": "y"}]})
    Quote.revise(quote)


def test_a_code_has_a_description_in_one_language_at_least() -> None:
    assert refused(Code.make, {"table": "unit", "code": "NEW"})[0] == "rule.code_words"
    key = Code.make({"table": "unit", "code": "NEW", "description_en": "New"}).id
    assert Code.table_of("unit")["NEW"].text("fr") == "New"
    assert refused(Code.alter, key, {"description_en": ""})[0] == "rule.code_words"
    rows("UPDATE code SET description_en = '' WHERE id = ? RETURNING id", (key,))
    Code.alter(key, {"active": False})


@pytest.mark.parametrize("text", ["ZZ", "ON"])
def test_a_default_province_is_one_that_its_table_offers(text: str) -> None:
    deactivate("province", "ON")
    key, field = refused(change_setting, "DefaultProvince", text)
    assert key in ("rule.unknown_code", "rule.inactive_code") and field == "DefaultProvince"
    assert setting("DefaultProvince") == "QC"
    assert change_setting("DefaultProvince", "québec") == "QC"
    assert change_setting("DefaultProvince", "") == ""


def test_a_wrong_default_province_blocks_no_new_customer() -> None:
    change_setting("DefaultProvince", "NB")
    rows("UPDATE setting SET value = 'ZZ' WHERE name = 'DefaultProvince' RETURNING id")
    from models.database import forget_cached

    forget_cached()
    key = Party.make(Party.blank("customer") | {"code": "NEW", "name": "New"}).id
    assert Party.values_of(key)["province"] == ""


def test_every_setting_that_holds_a_code_is_checked() -> None:
    coded = [d for d in DEFINITIONS if isinstance(d.column, CodeColumn)]
    assert coded
    for definition in coded:
        assert refused(definition.tidy, "ZZZ")[0] == "rule.unknown_code"
