"""Notes about the trade: a text that fits the contact, and words that fit the text."""

from collections.abc import Callable
from typing import NamedTuple

from crmtui.demo.days import Days
from crmtui.demo.dice import Dice
from crmtui.demo.shapes import ContactRow, NoteRow, PartyRow
from crmtui.demo.stock import goods, parts, read_csv, read_toml

_DAYS = {
    "fr": parts("lundi|mardi|mercredi|jeudi|vendredi"),
    "en": parts("Monday|Tuesday|Wednesday|Thursday|Friday"),
}
_MONTHS = {
    "fr": parts(
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    ),
    "en": parts(
        "January|February|March|April|May|June|July|August|September|October|November|December"
    ),
}
_HOURS = {
    "fr": parts("8 h|9 h|9 h 30|10 h|10 h 30|11 h|13 h 30|14 h|15 h"),
    "en": parts("8 am|9 am|9:30 am|10 am|10:30 am|11 am|1:30 pm|2 pm|3 pm"),
}
_PRONOUNS = {
    ("fr", False): {"il": "il", "Il": "Il"},
    ("fr", True): {"il": "elle", "Il": "Elle"},
    ("en", False): {"he": "he", "He": "He", "him": "him", "his": "his"},
    ("en", True): {"he": "she", "He": "She", "him": "her", "his": "her"},
}
_PRODUCTS = frozenset({"product", "product2", "coffee"})
# How many notes a contact has, by chance.
_HOW_MANY = (0,) * 52 + (1,) * 26 + (2,) * 12 + (3,) * 6 + (4,) * 2 + (5, 7)
_REMINDERS = (-12, -8, -5, -4, -2, -1, -1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 7, 9, 12, 15, 21, 30)


class Text(NamedTuple):
    """A subject and its detail with fields in braces, and whether one comes back to it."""

    who: str
    follow: bool
    subject: str
    detail: str


class Talk(NamedTuple):
    """What a note may be about: the party's trade, its goods, and whether one says « elle »."""

    trade: str
    goods: str
    female: bool


class Facts(dict[str, str]):
    """The words of one note, made up when its text asks for them."""

    def __init__(self, dice: Dice, language: str, talk: Talk, known: dict[str, str]) -> None:
        super().__init__(known)
        self.dice, self.language, self.talk = dice, language, talk

    def __missing__(self, key: str) -> str:
        bare = key.removeprefix("the_")
        if bare in _PRODUCTS:
            self._name_product(bare)
        else:
            self[key] = _MAKERS[key](self)
        return self[key]

    def _name_product(self, key: str) -> None:
        pool = goods_of("coffee" if key == "coffee" else self.talk.goods)
        found = self.dice.pick(pool)
        if found[self.language] in self.values():
            found = pool[(pool.index(found) + 1) % len(pool)]
        self[key] = found[self.language]
        self[f"the_{key}"] = found[f"{self.language}_the"]

    def money(self, low: int, high: int) -> str:
        """Write an amount as the language does."""
        dollars, cents = self.dice.between(low, high), self.dice.between(0, 99)
        if self.language == "en":
            return f"${dollars:,}.{cents:02d}"
        return f"{dollars:,}".replace(",", " ") + f",{cents:02d} $"


def facts_about(dice: Dice, contact: ContactRow, talk: Talk, month: int, colleague: str) -> Facts:
    """Give the words of a text about a contact; `month` counts from 0, the one before `next`."""
    language = contact["language"]
    known = {
        **_PRONOUNS[language, talk.female],
        "first": contact["first_name"] or contact["last_name"],
        "next_month": _MONTHS[language][month % 12],
        "colleague": colleague,
    }
    return Facts(dice, language, talk, known)


def _number(low: int, high: int) -> Callable[[Facts], str]:
    return lambda facts: str(facts.dice.between(low, high))


_MAKERS: dict[str, Callable[[Facts], str]] = {
    "n": _number(2, 12),
    "cases": _number(14, 60),
    "pct": _number(2, 8),
    "days": _number(3, 14),
    "po": _number(3100, 9800),
    "invoice": lambda facts: f"F-{facts.dice.between(20000, 48999)}",
    "amount": lambda facts: facts.money(310, 4900),
    "price": lambda facts: facts.money(12, 180),
    "weekday": lambda facts: facts.dice.pick(_DAYS[facts.language]),
    "hour": lambda facts: facts.dice.pick(_HOURS[facts.language]),
}

_GOODS: dict[str, tuple[dict[str, str], ...]] = {}


def goods_of(trade: str) -> tuple[dict[str, str], ...]:
    """Give the products that one talks about with parties of a trade."""
    if trade not in _GOODS:
        mixed = {"o": ("coffee", "tea"), "q": ("coffee", "tea")}
        default = (trade,) if trade in goods() else ("coffee", "coffee", "tea", "fine")
        groups = mixed.get(trade, default)
        _GOODS[trade] = tuple(row for group in groups for row in goods()[group])
    return _GOODS[trade]


def for_whom(purchasing: bool, payable: bool) -> set[str]:
    """Say which texts suit a contact: those for anyone, for who buys, for who pays."""
    return {""} | ({"buyer"} if purchasing else set()) | ({"payer"} if payable else set())


class NoteMaker:
    """Writes the notes of a contact."""

    def __init__(self, dice: Dice, days: Days) -> None:
        self._dice, self._days = dice, days
        self._rows = {language: read_csv(f"notes_{language}.csv") for language in ("fr", "en")}
        self._pools: dict[tuple[str, str, bool, bool, int], tuple[Text, ...]] = {}
        people = [user for user in read_toml("company.toml")["users"] if user["role"] != "reader"]
        self._writers: list[tuple[str, str]] = [(user["login"], user["name"]) for user in people]
        self._accounts: str = next(user["login"] for user in people if user.get("accounts"))

    def notes(self, party: PartyRow, contact: ContactRow, talk: Talk) -> list[NoteRow]:
        """Write from none to seven notes that fit the contact, newest first."""
        dice = self._dice
        offsets = [-int(dice.random() ** 2 * 720) for _ in range(dice.pick(_HOW_MANY))]
        seen: set[str] = set()
        made: list[NoteRow] = []
        for offset in sorted(offsets, reverse=True):
            text = dice.pick(self._pool(contact, talk.trade, self._days.month(offset)))
            if text.subject not in seen:
                seen.add(text.subject)
                made.append(self._note(party, contact, text, offset, talk))
        return made

    def _pool(self, contact: ContactRow, trade: str, month: int) -> tuple[Text, ...]:
        key = (contact["language"], trade, contact["purchasing"], contact["payable"], month)
        pool = self._pools.get(key)
        if pool is None:
            pool = self._pools[key] = self._choose(*key)
        return pool

    def _choose(
        self, language: str, trade: str, purchasing: bool, payable: bool, month: int
    ) -> tuple[Text, ...]:
        who = for_whom(purchasing, payable)
        return tuple(
            Text(row["who"], bool(row["follow"]), row["subject"], row["detail"])
            for row in self._rows[language]
            if trade in row["kinds"]
            and row["who"] in who
            and (not row["months"] or str(month) in row["months"].split(","))
        )

    def _note(
        self, party: PartyRow, contact: ContactRow, text: Text, offset: int, talk: Talk
    ) -> NoteRow:
        author = self._author(party, text)
        facts = self._facts(contact, author, offset, talk)
        remind_on, state, later = self._reminder(offset) if text.follow else (None, None, None)
        return {
            "subject": text.subject.format_map(facts),
            "detail": text.detail.format_map(facts),
            "date": self._days.iso(offset),
            "remind_on": remind_on,
            "author": author,
            "reminder_state": state,
            "snoozed_to": later,
        }

    def _author(self, party: PartyRow, text: Text) -> str:
        if text.who == "payer" and self._dice.chance(0.6):
            return self._accounts
        if party["salesperson"] and self._dice.chance(0.8):
            return party["salesperson"]
        return self._dice.pick(self._writers)[0]

    def _facts(self, contact: ContactRow, author: str, offset: int, talk: Talk) -> Facts:
        dice = self._dice
        month = self._days.month(offset) + dice.between(0, 2)
        place = dice.between(0, len(self._writers) - 1)
        if self._writers[place][0] == author:
            place = place - 1
        return facts_about(dice, contact, talk, month, self._writers[place][1])

    def _reminder(self, offset: int) -> tuple[str | None, str | None, str | None]:
        """When one is reminded, what became of it, and to when it was put off."""
        dice = self._dice
        if offset > -40:
            if dice.chance(0.55):
                return None, None, None
            remind = max(dice.pick(_REMINDERS), offset)
            if remind > 0 and dice.chance(0.2):
                first = max(offset, -1 - remind % 9)
                return self._days.iso(first), "snoozed", self._days.iso(remind)
            return self._days.iso(remind), "pending", None
        if dice.chance(0.88):
            return None, None, None
        return self._days.iso(min(offset + dice.between(3, 30), -1)), "done", None
