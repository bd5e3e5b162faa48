"""The questions of calendars, of the Today screen and of activities' lists; rules expanded."""

from __future__ import annotations

import calendar
import datetime as dt
import gc
import random
from collections.abc import Iterator, Sequence
from statistics import median

from dateutil.rrule import rrulestr

from bench.activities import LOGIN, rules
from bench.data import DAY
from bench.figures import Call, Figure, milliseconds, timed
from bench.queries import PAGE, SEED, asked, ids
from models.activity import Activity
from models.agenda import of_contact, window
from models.database import rows
from models.due import due
from models.journal import act_as
from models.listing import Listing
from models.recurrence import expand, parse
from models.user import User

SERIES = 5000
YEARS = 5
QUARTER = dt.timedelta(days=91)

Month = tuple[dt.date, dt.date]


def calendars(samples: int, rounds: int) -> Iterator[Figure]:
    """One user's calendar and what is due; everybody's for want of a target."""
    user = _user()
    months = [_month(n * (120 // samples) - 60) for n in range(samples)]
    near = [_month(n % 5 - 2) for n in range(samples)]
    for name, of, completed, target in (
        ("a month of one's calendar", months, True, 15),
        ("... the months about today's", near, True, 15),
        ("... without what is done", near, False, 15),
    ):
        asks = [_window(month, user, user, completed) for month in of]
        yield timed(name, asks, target, rounds)
    yield timed("a day of one's calendar", _days(near, user, user), 15, rounds)
    few = near[:3]
    yield timed("a day of everybody's calendar", _days(few, user, None), None, min(rounds, 2))
    asks = [_window(month, user, None, True) for month in few]
    yield timed("a month of everybody's calendar", asks, None, 1)
    yield timed("what is due", [asked(due, user, DAY) for _ in range(samples)], 15, rounds)


def _user() -> int:
    user = User.all()[LOGIN]
    act_as(user)
    return user


def _month(distance: int) -> Month:
    """The first and the last day of the month so far from today's."""
    years, month = divmod(DAY.month - 1 + distance, 12)
    first = dt.date(DAY.year + years, month + 1, 1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _window(span: Month, viewer: int, owner: int | None, completed: bool) -> Call:
    return lambda: window(*span, viewer=viewer, owner=owner, completed=completed)


def _days(months: Sequence[Month], viewer: int, owner: int | None) -> list[Call]:
    days = [first + dt.timedelta(days=n % 28) for n, (first, _) in enumerate(months)]
    return [_window((day, day), viewer, owner, True) for day in days]


def activities(samples: int, rounds: int) -> Iterator[Figure]:
    """A contact's tab, and pages of the lists, anywhere in them and both ways."""
    user = _user()
    contacts = ids("contact", samples)
    for name, since in (("since a quarter", DAY - QUARTER), ("all", None)):
        tabs = [
            asked(lambda c, s: of_contact(c, s, None, viewer=user, completed=True), contact, since)
            for contact in contacts
        ]
        yield timed(f"a contact's tab of activities, {name}", tabs, 10, rounds)
    chosen = random.Random(SEED)
    starts = [_month(chosen.randrange(-60, 60))[0] for _ in contacts]
    party = [p for (p,) in rows("SELECT party_id FROM contact_role LIMIT ?", (samples,))]
    for name, listings in (
        ("activities", [Activity.listing(descending=down) for down in (True, False)]),
        ("one's activities", [Activity.listing(owner=user)]),
        ("open activities", [Activity.listing(status="open")]),
        ("one's open activities", [Activity.listing(owner=user, status="open")]),
        ("a contact's activities", [Activity.listing(contact=c) for c in contacts[:20]]),
        ("a party's activities", [Activity.listing(party=p) for p in party[:20]]),
        ("a quarter of activities", [_quarter(start) for start in starts[:20]]),
        ("activities narrowed to many", [Activity.listing(search="camion")]),
    ):
        calls = [call for listing in listings for call in _pages(listing, starts)]
        yield timed(f"page of {name}", calls, 10, rounds)
    rare = Activity.listing(search="zzqx")
    yield timed("page of activities narrowed to none", [asked(rare.after, None, PAGE)], 10, 1)


def _quarter(start: dt.date) -> Listing:
    return Activity.listing(since=start, until=start + QUARTER)


def _pages(listing: Listing, starts: Sequence[dt.date]) -> Iterator[Call]:
    places = [None, *((day.isoformat(), 0) for day in starts[:4])]
    for how in (listing.after, listing.before):
        for place in places:
            yield asked(how, place, PAGE)


def series(samples: int, rounds: int) -> Iterator[Figure]:
    """A month of thousands of series, against dateutil's walk from each start."""
    found = list(rules(min(SERIES, samples * 100), DAY, YEARS))
    since = dt.datetime.combine(DAY.replace(day=1), dt.time())
    until = since + dt.timedelta(days=30)
    ours, theirs = _ours(found, since, until), _theirs(found, since, until)
    assert ours == theirs, "a rule has other dates than dateutil's"
    pairs = [
        (
            _apart(lambda: _theirs(found, since, until)),
            _apart(lambda: _ours(found, since, until)),
        )
        for _ in range(rounds)
    ]
    between, mine = (median(times) for times in zip(*pairs, strict=True))
    beside = f"{mine:.0f} ms; {between:,.0f} ms; {sum(map(len, ours)):,} dates, all equal"
    ratio = median(a / b for a, b in pairs)
    yield Figure(
        f"a month of {len(found):,} series against dateutil", ratio, 30, "x", beside, least=True
    )


Rules = Sequence[tuple[str, dt.datetime]]
Dates = list[list[dt.datetime]]


def _apart(call: Call) -> float:
    """How long a call takes, without the rubbish of those before it."""
    gc.collect()
    return milliseconds(call)


def _ours(found: Rules, since: dt.datetime, until: dt.datetime) -> Dates:
    # Each rule is read anew, as dateutil reads it.
    parse.cache_clear()
    return [expand(parse(text), start, since, until) for text, start in found]


def _theirs(found: Rules, since: dt.datetime, until: dt.datetime) -> Dates:
    last = until - dt.timedelta(minutes=1)
    return [
        rrulestr(_whole_day(text), dtstart=start).between(since, last, inc=True)
        for text, start in found
    ]


def _whole_day(text: str) -> str:
    """A rule whose last day is meant whole: dateutil takes its first moment."""
    parts = text.split(";")
    return ";".join(f"{p}T235959" if p.startswith("UNTIL=") and len(p) == 14 else p for p in parts)
