"""Rows of activities, with a contact or without; the same activity is never made twice.

Without a key, an activity is the same where its contact, start and subject are. Others' private
ones are not seen: their ids are those of nothing (spec 7.3).
"""

from __future__ import annotations

from collections.abc import Sequence

from crmtui.interchange.companies import Parties
from crmtui.interchange.headings import APART, PRIVATE
from crmtui.interchange.items import Asked, Item, Kind, alter, as_id, make, one_of, skip, waves
from crmtui.interchange.notes import no_contact
from crmtui.interchange.people import split_full_name
from crmtui.interchange.reading import RawRow, Table
from crmtui.interchange.report import Report
from crmtui.interchange.row_times import RowTimes
from crmtui.interchange.whose import NAMING, OF_CONTACT, find_named, say_who
from models.activity import Activity
from models.checks import sort_key
from models.columns import Column
from models.contact import Contact
from models.entity import Values
from models.journal import Change
from models.rules import Notice, RuleBroken

# Read together with others of their row.
_AS_WRITTEN = frozenset({"contact", "party", "start", "end", "completed_on", *APART})
# So many ids are asked about at once.
_CHUNK = 500


class ActivityRows(Kind):
    """Activities; a contact is named by its id, its e-mail, or its name in its party."""

    KEYS = frozenset({"id", "subject"})

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._parties = Parties(asked.party, make_them=False, kind=asked.party_kind)
        self._times = RowTimes(self.plan)

    def column_of(self, field: str) -> Column | None:
        """A contact's column for what names the contact; that of public for private."""
        if field in (*OF_CONTACT, "party_kind"):
            return Contact.entity.field(field).column
        if field == PRIVATE:
            return self.entity.field("public").column
        return None if field in _AS_WRITTEN else super().column_of(field)

    def look_through(self, table: Table) -> Sequence[Notice]:
        """Find out in which order the file writes day and month."""
        return self._times.look_through(table)

    def item(self, row: RawRow) -> Item:
        """The activity and what names its contact, tidied. Raises `RuleBroken`."""
        values, _ = self.read(row)
        say_who(values)
        split_full_name(values)
        texts = {n: values.pop(n, None) for n in NAMING}
        self._times.put_together(values)
        if PRIVATE in values:
            public = self.entity.field("public")
            private = public.tidy(values.pop(PRIVATE))
            # Where the two disagree, what might be somebody's own business stays so.
            values["public"] = public.tidy(values.get("public", True)) and not private
        given = Activity.tidied(values, lenient=True)
        item = Item(row, str(given.get("subject", "")), given, texts=texts)
        self._judge(item)
        if self.key:
            value = texts["id"] if self.key == "id" else given.get(self.key)
            if value in (None, ""):
                raise RuleBroken("import.no_key", name=self.key)
            item.tokens = (f"k{value}",)
        return item

    def _judge(self, item: Item) -> None:
        """What the row says as a whole; what follows from it is said the same way each time."""
        given = item.given
        if self.key and not given.get("start"):
            return
        named = {"subject": "?"} if self.key and not given.get("subject") else {}
        whole = Activity.whole(self.entity.blank(), given | named)
        item.given = {name: whole[name] for name in given}
        item.whole = None if named else whole

    def identities(self, item: Item) -> tuple[str, ...]:
        """The key, or what names the contact, the start and the subject."""
        if self.key:
            return item.tokens
        names = sorted((n, str(v)) for n, v in (item.texts or {}).items() if n != "id")
        given = item.given
        return (repr((names, given.get("contact"), given["start"], sort_key(item.name))),)

    def write(self, tx: Change, items: Sequence[Item], report: Report) -> None:
        """Find the contacts, then make or change the activities."""
        for item in find_named(self._parties, tx, items, report):
            item.reject(no_contact(item))
        for item in items if not self.key else ():
            given = item.given
            item.tokens = (f"{given.get('contact')} {given['start']} {sort_key(item.name)}",)
        for wave in waves(i for i in items if not i.what):
            self._find(wave)
            skip(wave, self.mode)
            make(tx, Activity, [i for i in wave if not i.what and i.key is None], self._whole)
            alter(tx, Activity, [i for i in wave if not i.what], _Altering(report))

    def _whole(self, item: Item) -> Values:
        whole = item.whole or Activity.whole(self.entity.blank(), item.given)
        return whole | {"contact": item.given.get("contact")}

    def _find(self, wave: Sequence[Item]) -> None:
        if self.key:
            self._find_by_key(wave, self.key)
            return
        wanted = [(i.given.get("contact"), i.given["start"], i.name) for i in wave]
        for item, alike in zip(wave, Activity.alike(wanted), strict=True):
            item.key = _most_alike([key for key, _ in alike], item.given)

    def _find_by_key(self, wave: Sequence[Item], name: str) -> None:
        by_id = name == "id"
        contents = [as_id((i.texts or {})["id"]) if by_id else i.given[name] for i in wave]
        found = Activity.ids_by(name, contents)
        seen = _seen([key for keys in found.values() for key in keys])
        for item, content in zip(wave, contents, strict=True):
            one_of(item, [key for key in found[content] if key in seen], str(content))


class _Altering:
    """Changes activities, and tells how many dates of series became activities of their own."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def __call__(self, key: int, changed: Values) -> None:
        for notice in Activity.alter(key, changed, lenient=True).notices:
            self._tell(notice)

    def _tell(self, notice: Notice) -> None:
        told = self._report.notices
        for i, before in enumerate(told):
            if before.key == notice.key:
                told[i] = Notice(notice.key, {"n": before.facts["n"] + notice.facts["n"]})
                return
        told.append(notice)


def _seen(keys: Sequence[int]) -> set[int]:
    """Those of the ids whose activities the user may see."""
    hidden: set[int] = set()
    for first in range(0, len(keys), _CHUNK):
        hidden |= Activity.hidden_among(keys[first : first + _CHUNK])
    return set(keys) - hidden


def _most_alike(keys: Sequence[int], given: Values) -> int | None:
    """Of several with one contact, start and subject, that which differs least from the row."""
    if len(keys) < 2:
        return keys[0] if keys else None
    found = Activity.values_all(keys[:_CHUNK])
    least = min(found, key=lambda values: sum(values[n] != v for n, v in given.items()))
    return int(least["id"])
