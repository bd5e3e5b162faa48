"""What an act on a series will do, or did, in words: on screen and on the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crmtui.i18n import t
from crmtui.values import long_date
from models.rules import Notice, Saved
from models.series_plan import Plan


def plan_words(planned: Plan) -> str:
    """What an act will do: `change 14 dates, du … au …, garde 2 exceptions`."""
    return ", ".join(_parts(planned, "will"))


def done_words(planned: Plan) -> str:
    """What an act has done, told afterwards."""
    text = ", ".join(_parts(planned, "did"))
    return f"{text[:1].upper()}{text[1:]}."


def beside(saved: Saved) -> tuple[Notice, ...]:
    """What there is to tell of a save beside what its plan says."""
    return tuple(notice for notice in saved.notices if notice.key != "activity.own")


def _parts(planned: Plan, when: str) -> Iterator[str]:
    yield from _touched(planned, f"activity.{when}.{planned.act}")
    for fate in ("gone", "added"):
        n = getattr(planned, fate)
        if n:
            yield t(f"activity.dates_{fate}", n=n)
    if planned.completed:
        yield t("activity.dates_completed", n=planned.completed)
    own = "activity.history_own" if planned.act == "delete" else "activity.exceptions_own"
    for words, n in (
        ("activity.exceptions_partly", planned.partly),
        ("activity.exceptions_kept", planned.kept),
        (own, planned.own),
        ("activity.exceptions_dropped", planned.dropped),
    ):
        if n:
            yield t(words, n=n)
    if planned.until is not None:
        yield t("activity.open_after", day=long_date(planned.until))


def _touched(planned: Plan, words: str) -> Iterator[str]:
    """How many dates it is, from which to which; unless all that happens is told by other words."""
    if planned.endless and planned.first is not None:
        yield t(f"{words}_endless", first=long_date(planned.first))
    elif planned.n or not (planned.gone or planned.added):
        yield t(words, n=planned.n)
        if planned.first is not None and planned.last is not None:
            yield _between(planned.first, planned.last)


def _between(first: dt.datetime, last: dt.datetime) -> str:
    if first.date() == last.date():
        return t("activity.on_date", day=long_date(first))
    return t("activity.between", first=long_date(first), last=long_date(last))
