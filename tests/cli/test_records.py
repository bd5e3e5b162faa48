"""Records made, shown, changed and deleted from the command line."""

import pytest


def test_a_customer_is_made_with_a_code_from_its_name(crmtui):
    made = crmtui("add", "customers", "name=Boulangerie Côté", "phone=5145550142")
    assert (made.status, made.out, made.err) == (0, "BOULAN01\n", "")
    shown = crmtui("show", "customers", "boulan01", "--format", "json").json
    assert shown["name"] == "Boulangerie Côté"
    assert shown["phone"] == "514 555-0142"
    assert (shown["province"], shown["country"], shown["language"]) == ("QC", "CA", "fr")


def test_a_contact_is_filled_from_its_party_and_never_over_what_was_said(crmtui):
    crmtui("add", "customers", "code=A1", "name=A", "city=Laval", "phone=514 555-0100")
    made = crmtui("add", "contacts", "party=a1", "last_name=Roy", "city=Lévis")
    assert (made.out, made.err) == ("1\n", "")
    contact = crmtui("show", "contacts", 1, "--format", "json").json
    assert (contact["city"], contact["phone"], contact["party"]) == ("Lévis", "514 555-0100", "A1")


def test_a_contact_of_a_supplier_needs_no_kind_where_the_code_is_its_own(crmtui):
    crmtui("add", "suppliers", "code=S1", "name=S")
    assert crmtui("add", "contacts", "party=S1", "last_name=Roy").status == 0
    crmtui("add", "customers", "code=S1", "name=C")
    ambiguous = crmtui("add", "contacts", "party=S1", "last_name=Roy")
    assert (ambiguous.status, ambiguous.out) == (1, "")
    made = crmtui("add", "contacts", "party=S1", "party_kind=customer", "last_name=Roy")
    assert made.status == 0


def test_a_rank_that_is_taken_pushes_its_holder_and_says_so(shop):
    shop("edit", "contacts", 1, "purchasing_rank=1")
    pushed = shop("edit", "contacts", 2, "purchasing=yes", "purchasing_rank=1")
    assert pushed.status == 0
    assert pushed.err == "Zoé Côté's rank 1 has become 2.\n"
    listed = shop("list", "contacts", "--type", "purchasing", "--format", "json").json
    assert [(c["first_name"], c["purchasing_rank"]) for c in listed] == [("Luc", 1), ("Zoé", 2)]


def test_a_possible_duplicate_is_told_and_kept(shop):
    again = shop("add", "contacts", "party=TREMB01", "first_name=zoe", "last_name=cote")
    assert (again.status, again.out) == (0, "3\n")
    assert "Zoé Côté" in again.err


def test_the_same_phone_and_extension_may_be_the_same_person(shop):
    shop("edit", "contacts", 1, "phone=418 555-0142", "extension=12")
    again = shop("add", "contacts", "party=TREMB01", "last_name=Abel", "phone=(418) 555-0142")
    assert again.err == ""
    again = shop("edit", "contacts", 2, "phone=(418) 555-0142", "extension=p. 12")
    assert again.err == "Possible duplicate: Zoé Côté (TREMB01) has this phone number.\n"


def test_what_is_outside_the_filter_of_find_is_told(shop):
    shop("users", "add", "login=luc")
    shop("edit", "customers", "TREMB01", "salesperson=luc")
    shop("edit", "contacts", 1, "city=Lévis")
    mine = shop("find", "tremb01", "--salesperson", "luc")
    assert (len(mine.out.splitlines()), mine.err) == (4, "")
    shop("users", "add", "login=eva")
    found = shop("find", "tremb01", "--salesperson", "eva", "--format", "json")
    assert (found.json, found.err) == ([], "3 outside the filter.\n")
    found = shop("find", "tremb01", "--city", "levis", "--format", "json")
    assert [hit["name"] for hit in found.json] == ["Zoé Côté"]
    assert found.err == "2 outside the filter.\n"
    assert shop("find", "zoe", "--city", "québec").err == "Nothing found.\n1 outside the filter.\n"
    refused = shop("find", "zoe", "--salesperson", "nobody")
    assert (refused.status, "nobody" in refused.err) == (1, True)
    assert shop("find", "zoe", "--grouping", "NONE").status == 1


def test_the_contacts_of_what_is_inactive_are_in_neither_list_nor_find(shop):
    shop("edit", "customers", "TREMB01", "active=no")
    assert shop("list", "contacts", "--format", "json").json == []
    assert shop("find", "cote", "--format", "json").json == []
    for how in (["list", "contacts"], ["find", "tremb", "--kind", "customer"]):
        assert "Luc" in shop(*how, "--all").out
    told = shop("list", "contacts", "--all").out
    assert [line.split()[-1] for line in told.splitlines()[1:]] == ["no", "no"]
    # Whoever names the party wants its contacts.
    assert len(shop("list", "contacts", "--party", "TREMB01", "--format", "json").json) == 2


def test_contacts_are_listed_by_their_own_city_and_their_partys_kind_and_salesperson(shop):
    shop("add", "suppliers", "code=S1", "name=S", "city=Laval")
    shop("add", "contacts", "party=S1", "last_name=Abel")
    shop("edit", "contacts", 2, "city=Laval")
    shop("users", "add", "login=luc")
    shop("edit", "customers", "TREMB01", "salesperson=luc")

    def names(*filters):
        listed = shop("list", "contacts", *filters, "--format", "json").json
        return [contact["last_name"] for contact in listed]

    assert names("--city", "LAVAL") == ["Abel", "Roy"]
    assert names("--kind", "supplier") == ["Abel"]
    assert names("--salesperson", "luc") == ["Côté", "Roy"]
    assert names("--salesperson", "luc", "--city", "laval", "--search", "ro") == ["Roy"]


def test_contacts_follow_their_party_only_when_asked(shop):
    stays = shop("edit", "customers", "TREMB01", "city=Lévis")
    assert stays.status == 0
    assert "2 contacts" in stays.err and "--follow" in stays.err
    assert shop("show", "contacts", 1, "--format", "json").json["city"] == "Québec"
    shop("edit", "customers", "TREMB01", "city=Québec")
    assert shop("edit", "customers", "TREMB01", "city=Lévis", "--follow").err == ""
    assert shop("show", "contacts", 1, "--format", "json").json["city"] == "Lévis"


def test_notes_are_dated_today_and_listed_newest_first(shop):
    shop("add", "notes", "contact=1", "subject=Vieux", "date=2020-01-31")
    shop("add", "notes", "contact=1", "subject=Neuf", "remind_on=+3d")
    listed = shop("list", "notes", "--format", "json").json
    assert [n["subject"] for n in listed] == ["Neuf", "Vieux"]
    assert listed[0]["reminder_state"] == "pending"
    old = shop("list", "notes", "--contact", 1, "--to", "2020-12-31", "--format", "json").json
    assert [n["subject"] for n in old] == ["Vieux"]
    assert shop("list", "notes", "--party", "TREMB01", "--from", "2100-01-01").out == ""


def test_what_is_referred_to_is_not_deleted(shop):
    refused = shop("delete", "customers", "TREMB01")
    assert refused.status == 1
    assert len(refused.err.splitlines()) == 1
    assert shop("delete", "contacts", 1).status == 0
    assert shop("delete", "contacts", 2).status == 0
    assert shop("delete", "customers", "TREMB01").status == 0
    assert shop("list", "customers", "--format", "json").json == []


def test_json_is_whole_records_and_nothing_else(shop):
    listed = shop("list", "contacts", "--format", "json")
    assert listed.err == ""
    assert " ".join(listed.json[0]) == (
        "id party party_kind salutation first_name last_name job_title department address1"
        " address2 city province country postal_code phone extension mobile fax email language"
        " birth_date anniversary groupings payable payable_rank purchasing purchasing_rank"
        " in_mailing opted_out opted_out_reason active remarks"
    )
    assert listed.json[0]["purchasing"] is True


def test_csv_has_a_heading_and_canonical_values(shop):
    lines = shop("list", "customers", "--format", "csv").out.splitlines()
    assert lines[0].startswith("id,kind,code,name,")
    assert lines[1].startswith("1,customer,TREMB01,Épicerie Tremblay,")
    assert lines[1].endswith(",yes")


def test_a_list_is_sorted_limited_and_filtered(crmtui):
    for code, city in (("A", "Québec"), ("B", "Laval"), ("C", "Québec")):
        crmtui("add", "customers", f"code={code}", f"name=N{code}", f"city={city}")
    crmtui("edit", "customers", "C", "active=no")

    def codes(*options):
        listed = crmtui("list", "customers", "--format", "json", *options).json
        return [c["code"] for c in listed]

    assert codes() == ["A", "B"]
    assert codes("--all", "--sort=-code") == ["C", "B", "A"]
    assert codes("--all", "--city", "quebec") == ["A", "C"]
    assert codes("--sort", "city", "--limit", "1") == ["B"]
    assert codes("--search", "lav") == ["B"]


def test_the_lookup_finds_all_kinds_in_its_own_order(shop):
    shop("add", "suppliers", "code=COTE", "name=Autre")
    found = shop("find", "cote", "--format", "json").json
    assert [(h["code"], h["contact_id"]) for h in found] == [("COTE", None), ("TREMB01", 1)]
    only = shop("find", "cote", "--kind", "customer", "--format", "json").json
    assert [(h["contact_id"], h["purchasing"], h["payable"]) for h in only] == [(1, True, False)]
    assert only[0]["purchasing_rank"] is None
    assert "Zoé Côté" in shop("find", "trem", "zo").out
    assert shop("find", "zzz").err == "Nothing found.\n"
    assert shop("find", "zzz", "--format", "json").json == []


def test_hostile_text_reaches_the_terminal_as_text_only(crmtui):
    hostile = "\x1b]0;x\x07\x9b31m\u202eabc{0}{x}%s[bold]"
    assert crmtui("add", "customers", "code=X", f"name={hostile}").status == 0
    for arguments in (
        ("list", "customers"),
        ("list", "customers", "--format", "json"),
        ("show", "customers", "X"),
        ("find", "abc"),
        ("edit", "customers", "X", f"province={hostile}"),
        ("show", "customers", hostile),
        ("show", hostile, "1"),
    ):
        done = crmtui(*arguments)
        for sign in "\x1b\x07\x9b\u202e":
            assert sign not in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("add", "customers", "code=TOOLONGCODE1", "name=x"), 1),
        (("add", "customers", "code=TREMB01", "name=x"), 1),
        (("add", "customers", "code=a b", "name=x"), 1),
        (("add", "customers", "code=N1", "name="), 1),
        (("add", "customers", "city=Laval"), 1),
        (("add", "customers", "name=" + "x" * 81), 1),
        (("add", "customers", "name=x", "province=ZZ"), 1),
        (("add", "customers", "name=x", "email=a@@b"), 1),
        (("add", "customers", "name=x", "kind=supplier"), 1),
        (("add", "customers", "name=x", "salesperson=nobody"), 1),
        (("add", "customers", "name=x", "colour=red"), 1),
        (("add", "customers", "name"), 2),
        (("add", "customers", "=x"), 2),
        (("add", "customers"), 2),
        (("add", "contacts", "last_name=x"), 1),
        (("add", "contacts", "party=NOPE", "last_name=x"), 1),
        (("add", "contacts", "party=TREMB01"), 1),
        (("add", "contacts", "party=TREMB01", "last_name=x", "purchasing_rank=0"), 1),
        (("add", "contacts", "party=TREMB01", "last_name=x", "purchasing_rank=1000"), 1),
        (("add", "contacts", "party=TREMB01", "last_name=x", "birth_date=31/02"), 1),
        (("add", "contacts", "party=TREMB01", "last_name=x", "groupings=NOPE"), 1),
        (("add", "contacts", "party=TREMB01", "last_name=x", "active=maybe"), 1),
        (("add", "notes", "contact=1"), 1),
        (("add", "notes", "contact=99", "subject=x"), 1),
        (("add", "notes", "contact=1", "subject=x", "date=hier"), 1),
        (("edit", "contacts", "1", "party=OTHER"), 1),
        (("edit", "contacts", "1", "city=x", "--follow"), 2),
        (("edit", "contacts", "99", "city=x"), 1),
        (("edit", "contacts", "1", "first_name=", "last_name="), 1),
        (("show", "customers", "NOPE"), 1),
        (("show", "contacts", "one"), 1),
        (("show", "contacts", "9" * 30), 1),
        (("delete", "notes", "1"), 1),
        (("list", "widgets"), 2),
        (("list", "customers", "--contact", "1"), 2),
        (("list", "customers", "--sort", "colour"), 1),
        (("list", "contacts", "--sort", "city"), 1),
        (("list", "contacts", "--grouping", "NOPE"), 1),
        (("list", "contacts", "--party", "NOPE"), 1),
        (("list", "customers", "--salesperson", "nobody"), 1),
        (("list", "notes", "--from", "31/02"), 1),
        (("list", "customers", "--limit", "0"), 2),
        (("list", "customers", "--limit", "many"), 2),
        (("list", "customers", "--format", "xml"), 2),
        (("list", "customers", "--part", "A"), 2),
        (("frobnicate",), 2),
        (("--frobnicate",), 2),
        (("--lang", "de", "list", "customers"), 2),
    ],
)
def test_bad_input_is_one_clear_line(shop, arguments, status):
    refused = shop(*arguments)
    assert (refused.status, refused.out) == (status, "")
    assert len(refused.err.splitlines()) == 1
    assert "rule." not in refused.err and "cli." not in refused.err


def test_every_problem_is_told_at_once(shop):
    refused = shop("add", "customers", "name=", "email=x", "language=de")
    assert refused.status == 1
    for part in ("required", '"x"', '"de"'):
        assert part in refused.err


def test_a_contact_added_with_only_a_street_takes_no_city_from_its_customer(shop):
    made = shop("add", "contacts", "party=TREMB01", "last_name=Lee", "address1=9 rue Sud")
    lee = shop("show", "contacts", made.out.strip(), "--format", "json").json
    assert (lee["address1"], lee["city"], lee["country"]) == ("9 rue Sud", "", "")
    whole = shop("add", "contacts", "party=TREMB01", "last_name=Tran")
    tran = shop("show", "contacts", whole.out.strip(), "--format", "json").json
    assert (tran["address1"], tran["city"]) == ("", "Québec")


def test_what_goes_along_with_a_deletion_is_told(shop):
    shop("add", "groups", "code=CLUB", "name=Club")
    shop("edit", "contacts", 1, "groupings=VIP,DECIDER")
    gone = shop("delete", "contacts", 1)
    assert (gone.status, gone.out) == (0, "")
    assert gone.err == "Also deleted: 1 type and 2 groupings.\n"
    shop("edit", "contacts", 2, "payable=no")
    assert shop("delete", "contacts", 2).err == ""


def test_a_private_activity_of_another_is_not_told_by_refusing_to_delete_its_contact(shop):
    shop("--user", "anne", "add", "activities", "contact=1", "subject=S", "start=t", "public=no")
    refused = shop("--user", "benoit", "delete", "contacts", 1)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err == "It stays, for what is recorded with it: deactivate it instead\n"
    # The very words of a code that nobody has, since the program itself stores it.
    shop("--user", "anne", "edit", "activities", 1, "priority=LOW")
    assert shop("codes", "delete", "priority", "NORMAL").err == refused.err
    assert shop("--user", "benoit", "codes", "delete", "priority", "LOW").err == refused.err


def test_nobody_is_told_to_deactivate_what_can_not_be(shop):
    shop("add", "opportunities", "contact=1", "description=Machine")
    shop("add", "quotes", "opportunity=1", 'lines=[{"description": "Machine"}]')
    assert shop("delete", "opportunities", 1).err == "1 quote refers to it\n"
    assert shop("delete", "contacts", 1).err == (
        "1 opportunity and 1 quote refer to it: deactivate it instead\n"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("contacts", "purchasing=no", "purchasing_rank=2"), '"Purchasing" is not ticked'),
        (("contacts", "birth_date=2999-01-01"), "Birth: 2999-01-01 is yet to come"),
        (("contacts", "opted_out=2999-01-01"), "2999-01-01 is yet to come"),
        (("contacts", "opted_out_reason=by phone"), "a reason for opting out needs the day"),
        (("contacts", "salutation=XX"), "not offered any more"),
        (("notes", "subject=x", "reminder_state=done"), "the note has no reminder date"),
    ],
)
def test_what_contradicts_itself_is_refused_and_nothing_is_dropped(shop, arguments, told):
    shop("codes", "add", "salutation", "code=XX", "description_en=Mx", "active=no")
    kind, *fields = arguments
    whose = ["contact=1"] if kind == "notes" else ["party=TREMB01", "last_name=Neuf"]
    made = shop("add", kind, *whose, *fields)
    assert made.status == 1 and told in made.err
    if kind == "contacts":
        edited = shop("edit", kind, 2, *fields)
        assert edited.status == 1 and told in edited.err
        assert len(shop("list", kind, "--format", "json").json) == 2
