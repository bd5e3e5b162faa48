"""The demo company's activities fit its people and its days, and are written as planned."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from crmtui import demo_database
from crmtui.demo import ActivityRow, ContactRow, diary, users, world
from crmtui.demo.stock import read_csv
from models.activity import Activity
from models.agenda import of_contact, window
from models.database import rows
from models.journal import actor
from models.recurrence import expand, parse
from models.user import User
from tests.files.test_demo_world import ENGLISH, FRENCH, codes

TODAY = date(2026, 1, 15)
NOW = datetime(2026, 1, 15)
OVERDUE_SINCE = datetime(2026, 1, 4)
SIZE = 1000


@pytest.fixture(scope="module")
def people() -> list[ContactRow]:
    return [contact for party in world(SIZE, TODAY) for contact in party["contacts"]]


@pytest.fixture(scope="module")
def planned(people: list[ContactRow]) -> list[ActivityRow]:
    return [row for contact in people for row in contact["activities"]] + diary(TODAY)


@pytest.fixture
def filled(database: object) -> Iterator[dict[str, int]]:
    """The demo company's database, small; its users' ids by login."""
    demo_database.fill(300, day=TODAY)
    yield User.all()


def start(row: ActivityRow) -> datetime:
    return datetime.fromisoformat(row["start"])


def end(row: ActivityRow) -> datetime:
    return datetime.fromisoformat(row["end"])


def once(planned: list[ActivityRow]) -> list[ActivityRow]:
    return [row for row in planned if not row["rrule"]]


def test_the_rest_of_the_world_is_the_same_without_activities() -> None:
    for with_them, without in zip(
        world(500, TODAY), world(500, TODAY, activities=False), strict=True
    ):
        for contact, bare in zip(with_them["contacts"], without["contacts"], strict=True):
            assert {**contact, "activities": []} == {**bare, "activities": []}


def test_a_text_is_finished_and_fits(planned: list[ActivityRow]) -> None:
    for row in planned:
        assert 0 < len(row["subject"]) <= 80
        assert len(row["location"]) <= 80
        told = [row["subject"], row["detail"], row["location"], row["completion_note"]]
        for text in told + row["gone_by"]:
            assert not re.search(r"[{}|_]|  |None", text), text
            assert text == text.strip(), text


def test_times_are_in_order_and_all_day_ones_are_whole_days(planned: list[ActivityRow]) -> None:
    for row in planned:
        assert start(row) <= end(row), row
        if row["all_day"]:
            assert row["start"].endswith("T00:00") and row["end"].endswith("T00:00"), row


def test_what_is_done_is_past_and_says_by_whom(planned: list[ActivityRow]) -> None:
    for row in planned:
        assert (row["status"] == "done") == (row["completed_on"] is not None)
        assert (row["status"] == "done") == (row["completed_by"] != "")
        if row["status"] == "done":
            assert start(row) < NOW + timedelta(hours=9), row
            assert row["completed_on"] and row["completed_on"] >= row["start"]


def test_most_of_what_is_past_is_done_and_told(planned: list[ActivityRow]) -> None:
    past = [row for row in once(planned) if end(row) < OVERDUE_SINCE]
    done = [row for row in past if row["status"] == "done"]
    assert len(done) > 0.9 * len(past)
    assert len([row for row in done if row["completion_note"]]) > 0.7 * len(done)


@pytest.mark.parametrize("user", [user["login"] for user in users()])
def test_everybody_has_something_to_do_in_the_coming_days(
    planned: list[ActivityRow], user: str
) -> None:
    mine = [row for row in planned if row["owner"] == user]
    days = Counter((moment.date() - TODAY).days for row in mine for moment in _dates(row))
    assert days[0] >= 2
    working = [n for n in range(15) if (TODAY + timedelta(days=n)).weekday() < 5]
    assert len([n for n in working if days[n]]) >= 9
    assert max(days.values()) < 25
    late = [row for row in once(mine) if row["status"] == "open" and end(row) < NOW]
    assert 1 <= len(late) < 25


def _dates(row: ActivityRow) -> list[datetime]:
    if not row["rrule"]:
        return [start(row)] if row["status"] == "open" else []
    return expand(parse(row["rrule"]), start(row), NOW, NOW + timedelta(days=15))


def test_days_have_what_calendars_must_show(planned: list[ActivityRow]) -> None:
    ahead = [r for r in once(planned) if NOW <= start(r) < NOW + timedelta(days=15)]
    assert any(row["all_day"] and row["start"] == row["end"] for row in ahead)
    assert any(row["all_day"] and row["start"] < row["end"] for row in ahead)
    assert any(not row["all_day"] and end(row).date() > start(row).date() for row in ahead)
    assert any(row["status"] == "cancelled" for row in ahead)
    assert any(not row["public"] for row in ahead)
    timed = [row for row in ahead if not row["all_day"]]
    assert any(
        a is not b and a["owner"] == b["owner"] and a["start"] < b["end"] and b["start"] < a["end"]
        for a in timed
        for b in timed
    )


def test_priorities_and_types_are_those_of_their_tables(planned: list[ActivityRow]) -> None:
    assert {row["type"] for row in planned} == codes("activitytype")
    assert {row["priority"] for row in planned} == codes("priority")


def test_owners_work_here_and_readers_have_no_customers(
    people: list[ContactRow], planned: list[ActivityRow]
) -> None:
    everybody = {user["login"] for user in users()}
    assert {row["owner"] for row in planned} == everybody
    readers = {user["login"] for user in users() if user["role"] == "reader"}
    with_contact = {row["owner"] for contact in people for row in contact["activities"]}
    assert with_contact == everybody - readers


def test_series_of_all_shapes(planned: list[ActivityRow]) -> None:
    rules = {row["rrule"] for row in planned}
    for pattern in (
        r"FREQ=WEEKLY;BYDAY=MO",
        r"FREQ=WEEKLY;INTERVAL=2;BYDAY=..",
        r"FREQ=WEEKLY;COUNT=\d+;BYDAY=MO,TU,WE,TH,FR",
        r"FREQ=WEEKLY;UNTIL=\d{8};BYDAY=MO,TU,WE,TH,FR",
        r"FREQ=MONTHLY;BYDAY=-1FR",
        r"FREQ=MONTHLY;BYMONTHDAY=31",
        r"FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        r"FREQ=MONTHLY;BYMONTHDAY=-1",
        r"FREQ=MONTHLY;INTERVAL=3;BYDAY=\d..",
        r"FREQ=YEARLY;BYMONTH=\d+;BYMONTHDAY=\d+",
    ):
        assert any(re.fullmatch(pattern, rule) for rule in rules), pattern


def test_nobody_keeps_up_more_series_the_larger_the_company() -> None:
    owners = Counter(
        row["owner"]
        for party in world(5000, TODAY)
        for contact in party["contacts"]
        for row in contact["activities"]
        if row["rrule"]
    )
    assert max(owners.values()) < 20


def test_activities_are_in_the_language_of_their_contact(people: list[ContactRow]) -> None:
    dictionaries = set(FRENCH.split()), set(ENGLISH.split())
    heard = {"fr": [0, 0], "en": [0, 0]}
    for contact in people:
        for row in contact["activities"]:
            words = re.findall(r"\w+", f"{row['subject']} {row['detail']}".lower())
            for place, known in enumerate(dictionaries):
                heard[contact["language"]][place] += sum(word in known for word in words)
    # « on » and « à », « a » are words of both.
    assert heard["fr"][0] > 3 * heard["fr"][1]
    assert heard["en"][1] > 3 * heard["en"][0]


def test_both_languages_have_the_same_stock() -> None:
    french, english = (read_csv(f"activities_{language}.csv") for language in ("fr", "en"))
    assert len({row["subject"] for row in french}) >= 50
    kinds = ("kinds", "who", "months", "type", "minutes", "when", "private", "rule")
    for fr, en in zip(french, english, strict=True):
        assert [fr[k] for k in kinds] == [en[k] for k in kinds]
        assert fr["subject"] != en["subject"]
        fields = [set(re.findall(r"{(\w+)}", row["subject"] + row["detail"])) for row in (fr, en)]
        plain = [{name.removeprefix("the_").lower() for name in found} for found in fields]
        assert plain[0] - {"il"} == plain[1] - {"he", "him", "his"}, fr["subject"]


def test_marie_roy_is_called_tomorrow_at_ten() -> None:
    marie = next(world(1, TODAY))["contacts"][0]
    assert (marie["first_name"], marie["last_name"]) == ("Marie", "Roy")
    tomorrow = [row for row in marie["activities"] if row["start"] == "2026-01-16T10:00"]
    assert [row["type"] for row in tomorrow] == ["CALL"]
    assert any(row["rrule"] for row in marie["activities"])
    assert any(row["status"] == "done" and row["completion_note"] for row in marie["activities"])


# As they are written.


def test_a_series_gone_by_is_done_date_by_date(filled: dict[str, int]) -> None:
    head = filled["lgauthier"]
    seen = window(TODAY - timedelta(days=60), TODAY, viewer=head, owner=head, completed=True)
    team = [o for o in seen if o.subject == "Réunion d'équipe" and o.start < NOW]
    assert len(team) == 9
    assert {o.status for o in team} == {"done"}
    assert len({o.completion_note for o in team}) > 3


def test_dates_of_series_are_moved_removed_and_renamed(filled: dict[str, int]) -> None:
    head = filled["lgauthier"]
    ahead = window(TODAY, TODAY + timedelta(days=50), viewer=head, owner=head)
    team = [o for o in ahead if o.subject.startswith("Réunion d'équipe")]
    assert [o.start.strftime("%a %d") for o in team] == [
        "Mon 19",
        "Tue 27",
        "Mon 02",
        "Mon 09",
        "Mon 16",
        "Mon 02",
    ]
    assert [o.subject for o in team].index("Réunion d'équipe : préparer l'inventaire") == 2


def test_every_exception_is_of_a_date_that_its_series_has(filled: dict[str, int]) -> None:
    found = rows(
        "SELECT a.rrule, a.start, e.original FROM activity_exception e"
        " JOIN activity a ON a.id = e.activity_id"
    )
    assert len(found) > 50
    for rule, begin, original in found:
        moment = datetime.fromisoformat(original)
        dates = expand(parse(rule), datetime.fromisoformat(begin), moment, moment + _MINUTE)
        assert dates == [moment], (rule, begin, original)


_MINUTE = timedelta(minutes=1)


def test_what_is_written_says_who_did_it(filled: dict[str, int]) -> None:
    for owner, by, on, status in rows(
        "SELECT owner_id, completed_by_id, completed_on, status FROM activity"
    ):
        assert by == (owner if status == "done" else None)
        assert (on is not None) == (status == "done")


def test_private_ones_are_busy_to_others(filled: dict[str, int]) -> None:
    span = TODAY, TODAY + timedelta(days=14)
    head, other = filled["lgauthier"], filled["jtran"]
    mine = {o.key for o in window(*span, viewer=head, owner=head) if not o.public}
    seen = {o.key: o for o in window(*span, viewer=other, owner=head)}
    assert mine
    assert all(seen[key].busy and not seen[key].subject for key in mine)


def test_the_contact_s_tab_of_the_showcase_is_full(filled: dict[str, int]) -> None:
    contact = rows("SELECT id FROM contact WHERE last_name = 'Roy' ORDER BY id LIMIT 1")[0][0]
    seen = of_contact(
        contact,
        TODAY - timedelta(days=120),
        TODAY + timedelta(days=30),
        viewer=actor() or 0,
        completed=True,
    )
    assert {o.status for o in seen} == {"open", "done", "cancelled"}
    assert {o.recurs for o in seen} == {True, False}
    assert Activity.listing(contact=contact).after(None, 50)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 7, 4)])
def test_any_day_will_do(database: object, day: date) -> None:
    demo_database.fill(60, day=day)
    head = User.all()["lgauthier"]
    assert window(day, day, viewer=head, owner=head)
