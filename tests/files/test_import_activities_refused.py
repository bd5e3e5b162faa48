"""Rows of activities that are refused, each with its reason, and what is nobody else's business."""

import json

import pytest
from activity_rows import activities, as_bob, exported, reasons
from sample_imports import counts, take

from crmtui.messages import sentence, told
from models.activity import Activity
from models.rules import RuleBroken
from models.user import User

pytestmark = pytest.mark.usefixtures("database")

CANARY = "Zyzomys"


# Bad rows.

BAD = [
    ("2026-11-25T10:00,2026-11-25T09:00,,,", "rule.ends_before_start"),
    ("2026-11-25T10:00,2026-11-25T11:00,30,,", "rule.end_and_duration"),
    ("2026-11-25T10:00,2028-11-25T11:00,,,", "rule.too_long_activity"),
    ("2026-02-30,,,,", "rule.moment"),
    ("2026-11-25T10:00:00Z,,,,", "rule.moment"),
    ("demain,,,,", "rule.moment"),
    ("9999-12-31T23:59,,,,", "rule.too_late"),
    ("2026-11-25T25:00,,,,", "rule.moment"),
    (",,,,", "rule.required"),
    ("2026-11-25T10:00,,soon,,", "rule.duration"),
    ("2026-11-25T10:00,,,juggling,", "rule.unknown_code"),
    ("2026-11-25T10:00,,,,FREQ=DAILY;COUNT=1000000000", "rule.rrule_range"),
    ("2026-11-25T10:00,,,,FREQ=SECONDLY", "rule.rrule_freq"),
    ("2026-11-25T10:00,,,,every other day", "rule.rrule_unreadable"),
    ("2026-11-25T10:00,,,,FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rule.rrule_never"),
    ("2026-11-25T10:00,,,,FREQ=DAILY;UNTIL=20200101", "rule.rrule_never"),
    ('2026-11-25T10:00,,,,"FREQ=DAILY;BYMONTH=' + "1," * 50_000 + '1"', "rule.too_long"),
    ('2026-11-25T10:00,,,,"RDATE:20261125,20261126"', "rule.rrule_unreadable"),
    ('2026-11-25T10:00,,,,"DTSTART:20261125\nRRULE:FREQ=DAILY"', "rule.rrule_part"),
]


@pytest.mark.parametrize(("cells", "reason"), BAD)
def test_a_bad_row_is_rejected_with_its_reason_and_the_others_are_taken(
    cells: str, reason: str
) -> None:
    text = f"subject,start,end,duration,type,rrule\nX,{cells}\nY,2026-11-25T10:00,,,,\n"
    report = take("activities", text)
    assert counts(report) == {"created": 1, "rejected": 1}
    assert reasons(report) == [reason]
    assert sentence(report.rejects[0].reason, Activity.entity)


def test_where_public_and_private_disagree_it_stays_private() -> None:
    take("activities", "subject,start,public,private\nA,2026-11-25T09:00,yes,yes\n")
    assert activities()[0]["public"] is False


@pytest.mark.parametrize("key", ["id", "party"])
def test_what_is_said_of_a_key_names_it(key: str) -> None:
    try:
        report = take("activities", "id,subject\n,x\n", key=key)
        broken = report.rejects[0].reason
    except RuleBroken as refused:
        broken = refused
    assert broken is not None
    assert key in sentence(broken, Activity.entity) and "{" not in sentence(broken, Activity.entity)


def test_markup_and_escapes_stay_text() -> None:
    subject = "[red]x[/] {name} %s \x1b[31m"
    take("activities", json.dumps([{"subject": subject, "start": "2026-11-25"}]), fmt="json")
    assert activities()[0]["subject"] == "[red]x[/] {name} %s [31m"


# Privacy.


def test_what_is_private_is_found_by_no_row_and_told_by_none() -> None:
    User.enter("bob")
    secret = Activity.make(
        {"subject": CANARY, "start": "2026-11-25T09:00", "public": False, "detail": CANARY}
    ).id
    User.enter("marie")
    assert CANARY not in exported() + exported("json")
    row = f"{secret},{CANARY},2026-11-25T09:00"
    gone = f"{secret + 50},{CANARY},2026-11-25T09:00"
    for options in ({"key": "id", "mode": "update"}, {"key": "subject", "mode": "update"}):
        for dry_run in (True, False):
            text = f"id,subject,start\n{row}\n"
            hidden = take("activities", text, dry_run=dry_run, **options)
            missing = take("activities", text.replace(row, gone), dry_run=dry_run, **options)
            assert counts(hidden) == counts(missing) == {"skipped": 1}
            assert hidden.summary() == missing.summary()
    # Without a key, her own of the same name is another.
    assert counts(take("activities", f"subject,start\n{CANARY},2026-11-25T09:00\n")) == {
        "created": 1
    }
    User.enter("bob")
    assert Activity.values_of(secret)["detail"] == CANARY
    assert counts(take("activities", f"subject,start\n{CANARY},2026-11-25T09:00\n")) == {
        "unchanged": 1
    }


def test_only_its_owner_makes_an_activity_private() -> None:
    assert counts(as_bob("subject,start\nA,2026-11-25T09:00\n")) == {"created": 1}
    text = "subject,start,owner,private\nB,2026-11-25T09:00,bob,yes\n"
    report = take("activities", text)
    assert reasons(report) == ["rule.private_of_other"]
    assert "bob" in sentence(report.rejects[0].reason, Activity.entity)
    User.make({"login": "claire", "role": "editor"})
    User.enter("claire")
    for wanted, why in (("private\nA", "private_of_other"), ("owner\nA", "owner_of_other")):
        heading, name = wanted.split("\n")
        cell = "yes" if heading == "private" else "claire"
        report = take("activities", f"subject,start,{heading}\n{name},2026-11-25T09:00,{cell}\n")
        assert reasons(report) == [f"rule.{why}"]
    User.enter("marie")
    assert counts(as_bob(text)) == {"created": 1}
    assert [told(n) for n in take("activities", text.replace("yes", "no")).summary()] == [
        "1 rangée créée"
    ]
