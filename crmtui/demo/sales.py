"""What may be sold to contacts and what was offered to them: opportunities and quotes."""

from datetime import date, timedelta
from typing import NamedTuple

from crmtui.demo.baskets import Baskets
from crmtui.demo.days import Days
from crmtui.demo.dice import Dice, spread
from crmtui.demo.notes import Facts, Talk, facts_about
from crmtui.demo.shapes import (
    ContactRow,
    LineRow,
    OpportunityRow,
    PartyRow,
    QuoteRow,
    StageRow,
)
from crmtui.demo.stock import parts, read_csv, read_toml

STAGES = ("PROSPECT", "QUALIFY", "PROPOSAL", "NEGOTIATE")
_PROPOSAL = STAGES.index("PROPOSAL")

# How many opportunities and quotes a contact has, by chance: who buys, and anyone else.
_MANY = {True: (0,) * 64 + (1,) * 25 + (2,) * 9 + (3,) * 2, False: (0,) * 92 + (1,) * 8}
_QUOTES = {True: (0,) * 82 + (1,) * 13 + (2,) * 3 + (3, 4), False: (0,) * 98 + (1,) * 2}

_STATUSES = ("open",) * 52 + ("won",) * 22 + ("lost",) * 19 + ("hold",) * 7
_REASONS = spread(
    {
        "PRICE": 8,
        "COMPETITOR": 6,
        "BUDGET": 4,
        "NOANSWER": 3,
        "TOOLONG": 3,
        "DELIVERY": 2,
        "TERMS": 2,
        "CANCELLED": 2,
        "POORFIT": 1,
        "OTHER": 1,
    }.items(),
    32,
)
_TERMS = ("NET30",) * 12 + ("NET15",) * 4 + ("2-10-NET30",) * 3 + ("NET45", "RECEIPT", "COD", "EOM")
_VALIDITY = (0,) * 16 + (14, 60, 60, 90)

# What became of quotes of the last weeks, of those that have expired lately, of old ones.
_RECENT = ("draft",) * 30 + ("sent",) * 48 + ("won",) * 12 + ("lost",) * 6 + ("cancelled",) * 4
_LATELY = ("sent",) * 30 + ("draft",) * 2 + ("won",) * 40 + ("lost",) * 20 + ("cancelled",) * 8
_OLD = ("won",) * 58 + ("lost",) * 32 + ("cancelled",) * 10


class Text(NamedTuple):
    """An opportunity to be made up: the groups of its items, its texts with fields in braces."""

    groups: str
    subject: str
    note: str


class Course(NamedTuple):
    """What an opportunity went through, in days from today: when it came to which stage."""

    opened: int
    stages: tuple[tuple[int, str], ...]
    closes: int | None
    closed: int | None


class SalesMaker:
    """Makes the opportunities and quotes of customers' and prospects' contacts."""

    def __init__(self, dice: Dice, days: Days) -> None:
        self._dice, self._days = dice, days
        self._baskets = Baskets(dice)
        self._texts = {language: read_csv(f"sales_{language}.csv") for language in ("fr", "en")}
        self._pools: dict[tuple[str, str, int], tuple[Text, ...]] = {}
        written = read_toml("sales.toml")
        self._written = {
            (kind, language): parts(written[language][kind])
            for kind in ("references", "notes")
            for language in ("fr", "en")
        }
        people = [user for user in read_toml("company.toml")["users"] if user["role"] != "reader"]
        self._names: dict[str, str] = {user["login"]: user["name"] for user in people}
        self._logins = tuple(self._names)

    def add(self, party: PartyRow, contact: ContactRow, talk: Talk) -> None:
        """Give a contact from none to some opportunities and quotes that fit it."""
        if party["kind"] not in ("customer", "prospect"):
            return
        dice, buys = self._dice, contact["purchasing"]
        for _ in range(dice.pick(_MANY[buys])):
            self._add_opportunity(party, contact, talk)
        # Prospects are offered little before one knows what they may buy.
        rarely = party["kind"] == "prospect" and dice.chance(0.6)
        for _ in range(0 if rarely else dice.pick(_QUOTES[buys])):
            self._add_quote(party, contact, talk)

    # Opportunities.

    def _add_opportunity(self, party: PartyRow, contact: ContactRow, talk: Talk) -> None:
        dice = self._dice
        active = party["active"] and contact["active"]
        status = dice.pick(_STATUSES if active else ("won", "lost"))
        course = self._over(status) if status in ("won", "lost") else self._going_on(status)
        month = self._days.month(course.opened)
        text = dice.pick(self._pool(party["language"], talk.trade, month))
        owner = self._owner(party)
        facts = self._facts(party, contact, talk, owner, course.opened)
        subject = text.subject.format_map(facts)
        if any(known["description"] == subject for known in contact["opportunities"]):
            return
        typed = dice.pick((30, 60, 70, 90)) if status == "open" and dice.chance(0.12) else None
        row: OpportunityRow = {
            "description": subject,
            "probability": typed,
            "opened_on": self._days.iso(course.opened),
            "closes_on": None if course.closes is None else self._days.iso(course.closes),
            "status": status,
            "lost_reason": dice.pick(_REASONS) if status == "lost" else "",
            "closed_on": None if course.closed is None else self._days.iso(course.closed),
            "owner": owner,
            "note": text.note.format_map(facts) if dice.chance(0.7) else "",
            "stages": self._stages(course, status),
            "lines": self._baskets.lines(text.groups, party["language"]),
        }
        contact["opportunities"].append(row)
        self._offer(party, contact, row, course, facts)

    def _pool(self, language: str, trade: str, month: int) -> tuple[Text, ...]:
        key = (language, trade, month)
        if key not in self._pools:
            self._pools[key] = tuple(
                Text(row["groups"], row["subject"], row["note"])
                for row in self._texts[language]
                if trade in row["kinds"]
                and (not row["months"] or str(month) in row["months"].split(","))
            )
        return self._pools[key]

    def _owner(self, party: PartyRow) -> str:
        if party["salesperson"] and self._dice.chance(0.8):
            return party["salesperson"]
        return self._logins[0] if self._dice.chance(0.5) else self._dice.pick(self._logins)

    def _facts(
        self, party: PartyRow, contact: ContactRow, talk: Talk, owner: str, day: int
    ) -> Facts:
        others = [name for login, name in self._names.items() if login != owner]
        month = self._days.month(day) + self._dice.between(0, 2)
        spoken: ContactRow = {**contact, "language": party["language"]}
        return facts_about(self._dice, spoken, talk, month, self._dice.pick(others))

    def _going_on(self, status: str) -> Course:
        """Draw one that is not closed: some late, some that close in these days."""
        dice, chance = self._dice, self._dice.random()
        opened = -int(dice.random() ** 1.5 * 150)
        closes: int | None = dice.between(8, 100)
        furthest = dice.pick((0, 0, 1, 1, 1, 2, 2, 2, 3, 3))
        if chance < 0.1:
            closes, furthest = dice.between(-20, -1), dice.between(1, 3)
            opened = min(opened, closes - 10)
        elif chance < 0.28:
            closes, furthest = dice.pick((0, 0, 1, 2, 3, 4, 5, 6, 7)), dice.between(2, 3)
            opened = min(opened, -12)
        elif chance < 0.34 or status == "hold" and chance < 0.6:
            closes = None
        stages = self._path(opened, 0, STAGES[: furthest + 1])
        return Course(opened, stages, closes, None)

    def _over(self, status: str) -> Course:
        """Draw one that was won or lost, on its way for some weeks or months."""
        dice = self._dice
        closed = -1 - int(dice.random() ** 1.4 * 550)
        opened = closed - dice.between(8, 130)
        furthest = dice.between(2, 3) if status == "won" else dice.between(0, 3)
        stages = self._path(opened, closed, STAGES[: furthest + 1])
        closes = max(opened, closed + dice.between(-10, 15))
        return Course(opened, stages, closes, closed)

    def _path(
        self, opened: int, until: int, reached: tuple[str, ...]
    ) -> tuple[tuple[int, str], ...]:
        span = (until - opened) / len(reached)
        # Each in a part of its own of the time that it took.
        return tuple(
            (opened + int(span * (n - 0.3 * self._dice.random() * bool(n))), stage)
            for n, stage in enumerate(reached)
        )

    def _stages(self, course: Course, status: str) -> list[StageRow]:
        made = [StageRow(self._days.iso(day), stage, "open") for day, stage in course.stages]
        if course.closed is not None:
            made.append(StageRow(self._days.iso(course.closed), status.upper(), status))
        elif status == "hold":
            day, stage = course.stages[-1]
            made.append(StageRow(self._days.iso(max(day, -5)), stage, "hold"))
        return made

    def _offer(
        self,
        party: PartyRow,
        contact: ContactRow,
        row: OpportunityRow,
        course: Course,
        facts: Facts,
    ) -> None:
        """Make the quote of an opportunity that came so far, with the same lines, mostly."""
        dice = self._dice
        if len(course.stages) <= _PROPOSAL or dice.chance(0.35):
            return
        day = course.stages[_PROPOSAL][0]
        status = {"open": "sent", "hold": "sent"}.get(row["status"], row["status"])
        if status == "sent" and day > -8 and dice.chance(0.5):
            status = "draft"
        quote = self._quote(row["owner"], party["language"], facts, day, row["lines"])
        quote["opportunity"] = len(contact["opportunities"]) - 1
        self._settle(quote, status, day, course.closed, row["lost_reason"])
        contact["quotes"].append(quote)

    # Quotes.

    def _add_quote(self, party: PartyRow, contact: ContactRow, talk: Talk) -> None:
        dice = self._dice
        language = party["language"]
        day = -int(dice.random() ** 1.8 * 640)
        if not (party["active"] and contact["active"]):
            day = min(day, -180)
        owner = self._owner(party)
        facts = self._facts(party, contact, talk, owner, day)
        lines = self._baskets.lines(self._baskets.usual(talk.trade), language)
        quote = self._quote(owner, language, facts, day, lines)
        status = dice.pick(_RECENT if day > -28 else _LATELY if day > -130 else _OLD)
        if status in ("sent", "won") and day < -1 and dice.chance(0.1):
            self._add_revised(contact, quote, day)
        self._settle(quote, status, day, None, dice.pick(_REASONS))
        contact["quotes"].append(quote)

    def _quote(
        self, owner: str, language: str, facts: Facts, day: int, lines: list[LineRow]
    ) -> QuoteRow:
        dice = self._dice
        validity = dice.pick(_VALIDITY)
        issued = self._days.iso(day)
        reference = dice.pick(self._written["references", language]).format_map(facts)
        note = dice.pick(self._written["notes", language]).format_map(facts)
        return {
            "date": issued,
            "valid_until": _later(issued, validity) if validity else None,
            "reference": reference[:40] if dice.chance(0.55) else "",
            "salesperson": owner,
            "terms": dice.pick(_TERMS),
            "status": "draft",
            "lost_reason": "",
            "closed_on": None,
            "opportunity": None,
            "revises": None,
            "note": note if dice.chance(0.35) else "",
            "lines": lines,
        }

    def _settle(
        self, quote: QuoteRow, status: str, day: int, closed: int | None, reason: str
    ) -> None:
        """Say what became of a quote, and when where that is not known."""
        quote["status"] = status
        if status in ("won", "lost", "cancelled"):
            on = min(0, day + self._dice.between(1, 35)) if closed is None else max(day, closed)
            quote["closed_on"] = self._days.iso(on)
        quote["lost_reason"] = reason if status == "lost" else ""

    def _add_revised(self, contact: ContactRow, quote: QuoteRow, day: int) -> None:
        """Add what a quote revises: dated before it, and cancelled by it."""
        old = quote.copy()
        before = day - self._dice.between(2, 20)
        old["date"], old["valid_until"] = self._days.iso(before), None
        old["lines"] = self._baskets.dearer(quote["lines"])
        self._settle(old, "cancelled", before, day, "")
        quote["revises"] = len(contact["quotes"])
        contact["quotes"].append(old)


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
