"""Users, codes and settings from the command line."""


def test_the_first_user_is_the_administrator_and_the_next_an_editor(crmtui):
    crmtui("--user", "anne", "users")
    crmtui("--user", "Bob", "users")
    users = crmtui("--user", "anne", "users", "list", "--format", "json").json
    assert [(u["login"], u["role"]) for u in users] == [
        ("anne", "administrator"),
        ("bob", "editor"),
    ]


def test_a_user_who_is_not_active_may_not_enter(crmtui):
    crmtui("--user", "anne", "users", "add", "login=carl", "role=reader")
    assert crmtui("--user", "anne", "users", "edit", "carl", "active=no").status == 0
    refused = crmtui("--user", "carl", "list", "customers")
    assert (refused.status, refused.out) == (1, "")
    assert crmtui("--user", "anne", "users", "edit", "anne", "role=reader").status == 1
    assert crmtui("--user", "anne", "users", "delete", "carl").status == 0
    assert crmtui("--user", "anne", "users", "delete", "carl").status == 1


def test_a_code_is_added_used_and_not_deleted_while_in_use(shop):
    made = shop("codes", "add", "contacttype", "code=gold", "description_fr=Or")
    assert made.out == "GOLD\n"
    assert shop("edit", "contacts", 1, "groupings=gold vip").status == 0
    assert shop("delete", "contacts", 2).status == 0
    assert shop("codes", "delete", "contacttype", "GOLD").status == 1
    assert shop("codes", "edit", "contacttype", "gold", "description_en=Gold").status == 0
    assert "GOLD (Gold)" in shop("show", "contacts", 1).out
    listed = shop("list", "contacts", "--grouping", "gold", "--format", "json").json
    assert [c["id"] for c in listed] == [1]
    assert "gold" not in shop("codes", "list", "province").out.lower()


def test_holidays_are_a_table_like_the_others(crmtui):
    listed = crmtui("codes", "list", "holiday", "--format", "json").json
    assert {"code": "THANKS", "rule": "10-MO2"}.items() <= listed[8].items()
    made = crmtui("codes", "add", "holiday", "code=office", "rule=lu<02-01", "description_fr=Nous")
    assert made.out == "OFFICE\n"
    assert "MO<02-01" in crmtui("codes", "list", "holiday").out
    for fields in (("code=x",), ("code=x", "rule=13-01"), ("code=x", "rule=demain")):
        assert crmtui("codes", "add", "holiday", *fields).status == 1
    assert crmtui("codes", "edit", "holiday", "BOXING", "active=no").status == 0
    assert crmtui("codes", "delete", "holiday", "OFFICE").status == 0


def test_codes_and_tables_that_are_not_there(crmtui):
    for arguments in (
        ("codes", "list", "colours"),
        ("codes", "add", "colours", "code=X"),
        ("codes", "add", "unit"),
        ("codes", "add", "unit", "code=EA"),
        ("codes", "edit", "unit", "NOPE", "active=no"),
        ("codes", "edit", "unit", "EA", "table=terms"),
        ("codes", "delete", "unit", "NOPE"),
    ):
        assert crmtui(*arguments).status in (1, 2)
    assert len(crmtui("codes").out.splitlines()) == 14


def test_settings_are_changed_all_or_none(crmtui):
    refused = crmtui("settings", "edit", "WeekStart=monday", "CompanyEmail=x", "Nope=1")
    assert refused.status == 1
    assert '"Nope"' in refused.err

    def value(name):
        listed = crmtui("settings", "list", "--format", "json").json
        return next(s["value"] for s in listed if s["name"] == name)

    assert value("WeekStart") == "sunday"
    assert crmtui("settings", "edit", "weekstart=monday", "EnterSavesForm=non").status == 0
    assert (value("WeekStart"), value("EnterSavesForm")) == ("monday", False)
    assert crmtui("settings", "edit", "BusinessTimeZone=Mars/Olympus").status == 1


def test_a_default_province_that_is_no_code_is_refused_and_blocks_no_customer(crmtui):
    refused = crmtui("settings", "edit", "DefaultProvince=ZZ")
    assert refused.status == 1 and '"ZZ" is not in the list' in refused.err
    crmtui("codes", "edit", "province", "QC", "active=no")
    refused = crmtui("settings", "edit", "DefaultProvince=QC")
    assert refused.status == 1 and '"QC" is not offered any more' in refused.err
    assert crmtui("add", "customers", "code=NEW", "name=New").status == 0
    assert crmtui("show", "customers", "NEW", "--format", "json").json["province"] == ""


def test_a_code_in_use_is_not_deleted_wherever_it_is_used(crmtui):
    crmtui("codes", "add", "province", "code=NEW", "description_en=New")
    crmtui("add", "mailings", "name=Hiver", "province=NEW")
    refused = crmtui("codes", "delete", "province", "NEW")
    assert refused.err == "1 mailing refers to it: deactivate it instead\n"
    assert crmtui("codes", "delete", "province", "NB").err == (
        "1 code refers to it: deactivate it instead\n"
    )
    assert crmtui("codes", "delete", "priority", "NORMAL").status == 1
    assert crmtui("codes", "delete", "country", "CA").err == (
        "1 setting refers to it: deactivate it instead\n"
    )


def test_a_code_needs_a_description_in_one_language(crmtui):
    refused = crmtui("codes", "add", "unit", "code=NEW")
    assert refused.status == 1
    assert "a description in one language or the other is required" in refused.err
    assert crmtui("codes", "add", "unit", "code=NEW", "description_en=New").status == 0
