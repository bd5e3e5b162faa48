"""What is done with contacts: calls, visits, tasks that fit them, and what came of each."""

from datetime import datetime, timedelta
from typing import NamedTuple

from crmtui.demo.days import Days
from crmtui.demo.dice import Dice
from crmtui.demo.notes import Facts, Talk, facts_about, for_whom
from crmtui.demo.planner import Planner
from crmtui.demo.recurring import begun, rule
from crmtui.demo.shapes import ActivityRow, ContactRow, DateRow, PartyRow
from crmtui.demo.stock import parts, read_csv, read_toml
from crmtui.demo.written import minute, over

# How many activities a contact has, by chance.
_HOW_MANY = (0,) * 30 + (1,) * 30 + (2,) * 21 + (3,) * 12 + (4,) * 5 + (5, 6)
_PRIORITIES = ("NORMAL",) * 41 + ("HIGH",) * 5 + ("LOW",) * 3 + ("URGENT",)
_CALLED_OFF = {
    "fr": parts(
        "Remis à plus tard, à la demande du client.|Malade, on reprend rendez-vous."
        "|Plus besoin, réglé par courriel."
    ),
    "en": parts(
        "Put off at the customer's request.|Ill, to be arranged again."
        "|No need any more, settled by e-mail."
    ),
}
# How many series a person keeps up, whatever the number of customers.
_SERIES = 0.06
_MOST_SERIES = 9


class Text(NamedTuple):
    """An activity to be made up, its texts with fields in braces; `when` is a part of the day."""

    who: str
    type: str
    minutes: int
    when: str
    place: str
    private: bool
    rule: str
    subject: str
    detail: str
    done: tuple[str, ...]


class ActivityMaker:
    """Plans what is done with a contact, by chance of its own."""

    def __init__(self, dice: Dice, days: Days) -> None:
        self._dice, self._days = dice, days
        self._planner = Planner(dice, days.today.weekday())
        self._texts = {
            language: read_csv(f"activities_{language}.csv") for language in ("fr", "en")
        }
        self._pools: dict[tuple[bool, str, str, bool, bool, int], tuple[Text, ...]] = {}
        self._series: dict[str, int] = {}
        people = [user for user in read_toml("company.toml")["users"] if user["role"] != "reader"]
        self._people: list[tuple[str, str]] = [(user["login"], user["name"]) for user in people]
        self._accounts: str = next(user["login"] for user in people if user.get("accounts"))
        self._head: str = people[0]["login"]

    def activities(self, party: PartyRow, contact: ContactRow, talk: Talk) -> list[ActivityRow]:
        """Make from none to some activities that fit the contact."""
        dice = self._dice
        made: dict[str, ActivityRow] = {}
        active = party["active"] and contact["active"]
        # A group meets as one, not each of its members.
        quiet = party["kind"] == "group" and dice.chance(0.75)
        for _ in range(0 if quiet else dice.pick(_HOW_MANY)):
            day = self._planner.day(active)
            text = dice.pick(self._pool(False, contact, talk.trade, self._days.month(day)))
            if text.subject not in made:
                once = self._once(party, contact, talk, text, day)
                made |= {text.subject: once} if once else {}
        if active and dice.chance(_SERIES):
            pool = self._pool(True, contact, talk.trade, 0)
            series = self._again(party, contact, talk, dice.pick(pool)) if pool else None
            made |= {series["subject"]: series} if series else {}
        return list(made.values())

    def _pool(self, again: bool, contact: ContactRow, trade: str, month: int) -> tuple[Text, ...]:
        key = (
            again,
            contact["language"],
            trade,
            contact["purchasing"],
            contact["payable"],
            month,
        )
        pool = self._pools.get(key)
        if pool is None:
            pool = self._pools[key] = self._choose(*key)
        return pool

    def _choose(
        self, again: bool, language: str, trade: str, purchasing: bool, payable: bool, month: int
    ) -> tuple[Text, ...]:
        who = for_whom(purchasing, payable)
        return tuple(
            _text(row)
            for row in self._texts[language]
            if bool(row["rule"]) is again
            and trade in row["kinds"]
            and row["who"] in who
            and (not row["months"] or str(month) in row["months"].split(","))
        )

    def _owner(self, party: PartyRow, contact: ContactRow, text: Text) -> str:
        if text.who == "payer" and self._dice.chance(0.75):
            return self._accounts
        if "VIP" in contact["groupings"] and self._dice.chance(0.4):
            return self._head
        if party["salesperson"] and self._dice.chance(0.76):
            return party["salesperson"]
        return self._head if self._dice.chance(0.4) else self._dice.pick(self._people)[0]

    def _facts(
        self, party: PartyRow, contact: ContactRow, talk: Talk, owner: str, day: int
    ) -> Facts:
        others = [name for login, name in self._people if login != owner]
        month = self._days.month(day) + self._dice.between(0, 2)
        facts = facts_about(self._dice, contact, talk, month, self._dice.pick(others))
        facts["place"] = ", ".join(p for p in (contact["address1"], contact["city"]) if p)
        return facts

    def _once(
        self, party: PartyRow, contact: ContactRow, talk: Talk, text: Text, day: int
    ) -> ActivityRow | None:
        """Make one that does not come back, if its owner has time that day."""
        owner = self._owner(party, contact, text)
        all_day = text.when in ("allday", "days")
        begin = 0 if all_day else self._planner.begin(owner, day, text.minutes, text.when)
        if begin is None:
            return None
        start = _moment(self._days.iso(day), begin)
        if all_day:
            end = start + timedelta(days=text.minutes - 1 if text.when == "days" else 0)
        else:
            end = start + timedelta(minutes=text.minutes)
        status = self._status(day, begin, all_day)
        facts = self._facts(party, contact, talk, owner, day)
        row = self._row(text, facts, owner, start, end, all_day)
        if status == "done":
            row["completion_note"] = self._note(text, facts, 0.88)
            row["completed_on"], row["completed_by"] = over(end, all_day), owner
        elif status == "cancelled":
            row["completion_note"] = self._dice.pick(_CALLED_OFF[contact["language"]])
        row["status"] = status
        return row

    def _again(
        self, party: PartyRow, contact: ContactRow, talk: Talk, text: Text
    ) -> ActivityRow | None:
        """Make a series, unless its owner keeps up enough of them."""
        owner = self._owner(party, contact, text)
        kept = self._series.get(owner, 0)
        if kept >= _MOST_SERIES:
            return None
        self._series[owner] = kept + 1
        ago = begun(self._dice, text.rule)
        start = _moment(self._days.iso(-ago), 0 if text.when else self._planner.usual())
        all_day = text.when == "allday"
        end = start if all_day else start + timedelta(minutes=text.minutes)
        facts = self._facts(party, contact, talk, owner, -ago)
        row = self._row(text, facts, owner, start, end, all_day)
        row["rrule"] = rule(self._dice, text.rule, start.date())
        row["gone_by"] = [
            self._note(text, self._facts(party, contact, talk, owner, -ago), 0.8) for _ in range(5)
        ]
        row["dates"] = self._exceptions(all_day)
        return row

    def _row(
        self, text: Text, facts: Facts, owner: str, start: datetime, end: datetime, all_day: bool
    ) -> ActivityRow:
        place = text.place.format_map(facts)
        return {
            "type": text.type,
            "priority": self._dice.pick(_PRIORITIES),
            "subject": text.subject.format_map(facts),
            "detail": text.detail.format_map(facts),
            "location": place if len(place) <= 80 else "",
            "start": minute(start),
            "end": minute(end),
            "all_day": all_day,
            "public": not (text.private or self._dice.chance(0.01)),
            "status": "open",
            "completion_note": "",
            "completed_on": None,
            "completed_by": "",
            "owner": owner,
            "rrule": "",
            "gone_by": [],
            "dates": [],
        }

    def _status(self, day: int, begin: int, all_day: bool) -> str:
        """Draw what became of it: little is left from before, and all is to be done from today."""
        chance = self._dice.random()
        if chance < 0.035:
            return "cancelled"
        if day < -10:
            return "open" if chance < 0.04 else "done"
        if day < 0:
            return "open" if chance < 0.2 else "done"
        early = not day and begin <= 8 * 60 and not all_day
        return "done" if early and chance < 0.6 else "open"

    def _note(self, text: Text, facts: Facts, told: float) -> str:
        """Write what came of it; not everybody says so every time."""
        note = self._dice.pick(text.done).format_map(facts)
        return note if self._dice.chance(told) else ""

    def _exceptions(self, all_day: bool) -> list[DateRow]:
        """Draw what differs on some dates of a series: the last one not done, one moved or gone."""
        dice = self._dice
        made: list[DateRow] = []
        if dice.chance(0.2):
            made.append({"date": -1})
        if dice.chance(0.3):
            moved = 1440 if all_day else dice.pick((-60, -30, 60, 90, 1440))
            made.append({"date": dice.between(0, 1), "moved": moved})
        if dice.chance(0.15):
            made.append({"date": dice.between(2, 3), "removed": True})
        return made


def _text(row: dict[str, str]) -> Text:
    return Text(
        row["who"],
        row["type"],
        int(row["minutes"]),
        row["when"],
        row["place"],
        bool(row["private"]),
        row["rule"],
        row["subject"],
        row["detail"],
        parts(row["done"]),
    )


def _moment(day: str, minutes: int) -> datetime:
    return datetime.fromisoformat(day) + timedelta(minutes=minutes)
