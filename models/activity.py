"""Activities: what is to be done when, once or again and again, and what came of it (spec 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import peewee as pw

from models import activity_exception as exceptions
from models import series_fates
from models.activity_exception import COMPLETION
from models.activity_settled import meant, settled
from models.activity_times import Times
from models.checks import sort_key, typed_words, words
from models.columns import (
    ChoiceColumn,
    CodeColumn,
    DurationColumn,
    LineColumn,
    LinesColumn,
    MomentColumn,
    NumberColumn,
    PartyCodeColumn,
    UserColumn,
    YesNoColumn,
)
from models.contact import Contact
from models.database import rows
from models.entity import Entity, Field, Values
from models.journal import Change, actor, change
from models.listing import Listing
from models.occurrence import crosses_midnight, ends_before
from models.party import Party
from models.private import Private
from models.recurrence import last, parse
from models.recurrence_rule import canonical
from models.removal import Counted
from models.rules import Missing, Notice, RuleBroken, Saved
from models.setting import now, setting
from models.user import User

STATUSES = ("open", "done", "cancelled")
ENDLESS = "9999-12-31T23:59"

_moment = MomentColumn()


class Activity(Private):
    """Something to do at a time, with a contact or without; a series where it recurs."""

    contact = NumberColumn(1, 2**62, column_name="contact_id", null=True)
    type = CodeColumn("activitytype")
    priority = CodeColumn("priority")
    subject = LineColumn(max_length=80)
    detail = LinesColumn()
    location = LineColumn(max_length=80)
    start = MomentColumn()
    end = MomentColumn()
    all_day = YesNoColumn()
    status = ChoiceColumn(STATUSES)
    completion_note = LinesColumn()
    completed_on = MomentColumn(null=True)
    completed_by = UserColumn(User, column_name="completed_by_id", null=True)
    rrule = LineColumn(max_length=500)
    ends_before = pw.TextField()
    series_over = pw.TextField()
    overnight = pw.IntegerField()
    subject_key = pw.TextField()

    class Meta:
        table_name = "activity"

    # How it is made and changed.

    @classmethod
    def blank(cls, **context: Any) -> Values:
        """What a new one starts with: the user's own, in the next full hour."""
        hour = now().replace(minute=0) + dt.timedelta(hours=1)
        given = {"start": hour, "owner": User.login_of(actor() or 0), **context}
        return settled(cls.entity.blank() | given, frozenset(given))

    @classmethod
    def _complete(cls, values: Mapping[str, Any], lenient: bool) -> Values:
        named = frozenset(name for name, value in values.items() if value not in ("", None))
        whole = settled(super()._complete(values, lenient), named)
        if whole["rrule"] and whole["status"] != "open" and not lenient:
            raise RuleBroken("rule.series_of_done", field="rrule")
        return whole

    @classmethod
    def whole(cls, start: Values, tidied: Values) -> Values:
        """A new activity's values: those tidied over those it starts with. Raises `RuleBroken`."""
        named = frozenset(name for name, value in tidied.items() if value not in ("", None))
        return settled(super().whole(start, tidied), named)

    @classmethod
    def alter(
        cls,
        key: int,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
        lenient: bool = False,
    ) -> Saved:
        """Change an activity, or a whole series; its exceptions go along with its dates.

        Completing a series completes its dates till today.
        """
        tidied = cls.entity.tidy(values)
        with change("activity.alter") as tx:
            old = cls.values_of(key)
            mine = _differing(old, tidied)
            cls.refuse_strangers(old, mine)
            series_fates.refuse_history(old, mine)
            if old["rrule"] and mine.get("status") == "done":
                return cls._complete_series(tx, key, mine, version)
            whole = cls.changed_to(old, tidied)
            mine = {n: v for n, v in whole.items() if n in cls.entity.by_name}
            mine = {n: v for n, v in mine.items() if old[n] != v and n != "duration"}
            return super().alter(key, mine, version=version, lenient=lenient)

    @classmethod
    def changed_to(cls, old: Values, tidied: Values) -> Values:
        """An activity's values once some are changed, and what follows from those."""
        mine = _differing(old, tidied)
        return settled(old | mine, meant(tidied, old), old) if mine else old

    @classmethod
    def _complete_series(cls, tx: Change, key: int, mine: Values, version: int | None) -> Saved:
        """Change a series, then complete its dates till today."""
        rest = {n: v for n, v in mine.items() if n not in COMPLETION}
        saved = cls.alter(key, rest, version=version) if rest else Saved(key)
        cls.complete_dates(tx, key, None, mine)
        return saved

    @classmethod
    def complete_dates(
        cls, tx: Change, key: int, since: dt.datetime | None, mine: Mapping[str, Any]
    ) -> None:
        """Complete the dates of a series till today, from a moment on. Raises `RuleBroken`."""
        said = {n: mine[n] for n in COMPLETION if n in mine}
        series = cls.unguarded(key)
        done = settled(series | said, frozenset(said), series)
        if series["rrule"]:
            series_fates.complete_dates(tx, series, since, done)
        else:
            super().alter(key, {n: done[n] for n in COMPLETION})

    @classmethod
    def complete(cls, key: int, note: str = "") -> Saved:
        """Say that it is done, and what came of it (spec 7.4)."""
        return cls.alter(key, {"status": "done", "completion_note": note})

    @classmethod
    def reopen(cls, key: int) -> Saved:
        """Say that it is still to be done."""
        return cls.alter(key, {"status": "open"})

    # What records ask of their kind.

    @classmethod
    def derive(cls, values: Values) -> dict[str, Any]:
        """When it is over, whether it is under way on the day after, what it is searched by."""
        times = values["start"], values["end"], values["all_day"]
        after = ends_before(*times)
        over = _moment.stored(after)
        if values["rrule"]:
            end = last(parse(values["rrule"]), values["start"])
            over = _moment.stored(end + (after - values["start"])) if end else ENDLESS
        return {
            "ends_before": _moment.stored(after),
            "series_over": over,
            "overnight": int(crosses_midnight(*times)),
            "subject_key": " ".join(words(values["subject"])),
        }

    @classmethod
    def check(cls, values: Values, key: int | None) -> None:
        """Its contact is there, it belongs to somebody, and is no secret that others make."""
        cls.check_contact(values)
        if not values["owner"]:
            raise RuleBroken("rule.required", field="owner")
        if key is None:
            cls.refuse_private_of_others(values)

    @classmethod
    def check_contact(cls, values: Values) -> None:
        """Refuse a contact that is not there. Raises `Missing`."""
        contact = values["contact"]
        if contact and not rows("SELECT 1 FROM contact WHERE id = ?", (contact,)):
            raise Missing("rule.no_such_id", field="contact", text=str(contact))

    @classmethod
    def others_all(cls, found: Mapping[int, Mapping[str, Any]]) -> dict[int, Values]:
        """The party's code, and how many minutes it takes."""
        codes = _party_codes({c["contact_id"] for c in found.values() if c["contact_id"]})
        return {
            key: {"party": codes.get(columns["contact_id"], ""), "duration": _minutes(columns)}
            for key, columns in found.items()
        }

    @classmethod
    def write_others(
        cls, tx: Change, key: int, values: Values, old: Values | None
    ) -> Sequence[Notice]:
        """Take the exceptions along where a series is another now."""
        if old is None or not old["rrule"]:
            return ()
        found = exceptions.exceptions_of(key)
        own = series_fates.take_along(tx, found, old, key, values, cls.insert_whole)
        return series_fates.told_own(own)

    @classmethod
    def whole_of(cls, values: Mapping[str, Any]) -> Values:
        """The values of a new activity that takes another's place. Raises `RuleBroken`."""
        whole = cls._complete(values, lenient=True)
        cls.check_contact(whole)
        return whole

    @classmethod
    def insert_whole(cls, tx: Change, many: Sequence[Values]) -> list[int]:
        """Insert activities of values that follow from others', and so are judged already."""
        return tx.insert_all(cls.table(), [cls._columns(v) | cls.derive(v) for v in many])

    @classmethod
    def referrers(cls, key: int) -> Counted:
        """Its documents."""
        found = rows("SELECT count(*) FROM document WHERE activity_id = ?", (key,))
        return [("entity.documents", found[0][0])]

    @classmethod
    def remove_others(cls, tx: Change, key: int) -> None:
        """A series' exceptions go with it; what is history, or others' own, stays by itself."""
        series = cls.unguarded(key)
        series_fates.refuse_history(series, {})
        found = exceptions.exceptions_of(key)
        series_fates.leave_alone(tx, found, series, cls.insert_whole)

    @classmethod
    def alike(
        cls, wanted: Sequence[tuple[int | None, dt.datetime, str]]
    ) -> list[list[tuple[int, str]]]:
        """For each of some hundreds of (contact, start, subject): ids of those, and subjects.

        Others' private ones are not among them.
        """
        return _alike(wanted)

    @classmethod
    def listing(
        cls,
        *,
        contact: int | None = None,
        party: int | None = None,
        owner: int | None = None,
        status: str = "",
        since: dt.date | None = None,
        until: dt.date | None = None,
        search: str = "",
        descending: bool = True,
    ) -> Listing:
        """Activities by their first start, the latest first; a series is there once."""
        query = (
            cls.select()
            .join(Contact, pw.JOIN.LEFT_OUTER, on=(Contact.id == cls.contact))
            .join(Party, pw.JOIN.LEFT_OUTER, on=(Party.id == Contact.party_id))
            .where(cls.visible())
        )
        if contact is not None:
            query = query.where(cls.contact == contact)
        if party is not None:
            query = query.where(Contact.party_id == party)
        if owner is not None:
            query = query.where(cls.owner == owner)
        if status:
            query = query.where(cls.status == status)
        if since is not None:
            query = query.where(cls.start >= since.isoformat())
        if until is not None:
            query = query.where(cls.start < (until + dt.timedelta(days=1)).isoformat())
        for word in typed_words(search):
            query = query.where(cls.subject_key.contains(word))
        own = (
            cls.start,
            cls.end,
            cls.all_day,
            cls.type,
            cls.subject,
            cls.status,
            cls.rrule,
            cls.priority,
            cls.public,
        )
        columns = (*own, Contact.first_name, Contact.last_name, Party.code, cls.owner)
        names = (*(c.name for c in own), "first_name", "last_name", "party", "owner")
        return Listing(query, cls.id, names, columns, (cls.start, cls.id), descending)


def _differing(old: Values, tidied: Values) -> Values:
    return {n: v for n, v in tidied.items() if old[n] != v and n != "party"}


def _party_codes(contacts: Iterable[int]) -> dict[int, str]:
    """The code of each contact's party."""
    wanted = sorted(contacts)
    marks = ", ".join("?" * len(wanted))
    return dict(
        rows(
            "SELECT c.id, p.code FROM contact c JOIN party p ON p.id = c.party_id"
            f" WHERE c.id IN ({marks})",
            tuple(wanted),
        )
    )


def _minutes(columns: Mapping[str, Any]) -> int:
    start, end = _moment.read(columns["start"]), _moment.read(columns["end"])
    assert start is not None and end is not None
    return Times(start, end, bool(columns["all_day"])).minutes


def _alike(wanted: Sequence[tuple[int | None, dt.datetime, str]]) -> list[list[tuple[int, str]]]:
    found: list[list[tuple[int, str]]] = [[] for _ in wanted]
    if wanted:
        marks = ", ".join(["(?, ?, ?)"] * len(wanted))
        params = [
            (n, contact or 0, _moment.stored(start)) for n, (contact, start, _) in enumerate(wanted)
        ]
        for n, key, subject in rows(
            f"WITH wanted(n, contact, start) AS (VALUES {marks})"
            " SELECT wanted.n, activity.id, activity.subject FROM wanted JOIN activity"
            " ON activity.start = wanted.start"
            " AND coalesce(activity.contact_id, 0) = wanted.contact"
            " WHERE public OR owner_id = ? ORDER BY activity.id",
            (*(param for each in params for param in each), actor() or 0),
        ):
            if sort_key(subject) == sort_key(wanted[n][2]):
                found[n].append((key, subject))
    return found


def _rule(text: str) -> str:
    """A rule as it is kept. Raises `RuleBroken`."""
    return canonical(text, str(setting("BusinessTimeZone"))) if text else ""


Activity.entity = Entity(
    "activity",
    "activities",
    Activity,
    (
        Field(Activity.contact),
        Field(PartyCodeColumn(max_length=10), name="party", kept=False, read_only=True),
        Field(Activity.type),
        Field(Activity.priority, default="NORMAL"),
        Field(Activity.subject, required=True),
        Field(Activity.detail),
        Field(Activity.location),
        Field(Activity.start, required=True),
        Field(Activity.end),
        Field(DurationColumn(null=True), name="duration", kept=False),
        Field(Activity.all_day),
        Field(Activity.public, default=True),
        Field(Activity.status, default="open"),
        Field(Activity.completion_note),
        Field(Activity.completed_on),
        Field(Activity.completed_by, read_only=True),
        Field(Activity.owner),
        Field(Activity.rrule, check=_rule),
    ),
    {},
)
