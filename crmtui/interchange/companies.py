"""The parties that rows of contacts name, by code or by name; made where there is none.

A company is known whatever its kind: the kind wanted is only looked through first, and is what
a company that nobody knows becomes. People without a company are a party of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from crmtui.interchange.headings import PARTY_NAME
from crmtui.interchange.items import Item
from crmtui.interchange.persons import People, sign_of
from crmtui.interchange.report import SKIPPED, Report
from models.journal import Change
from models.party import Party, name_base
from models.party_names import parties_called
from models.rules import RuleBroken
from models.setting import setting

Pair = tuple[int, Item]
# The kind that a row asks for, whether it does so itself, and the code or name of the party.
Named = tuple[str, bool, str]
Found = dict[Named, int | RuleBroken]

_FIRST = "customer"
# A group is a list of people, nobody's company unless it is asked for.
_NO_COMPANY = "group"


class Parties:
    """The parties that rows name; `fixed` is that of all of them, `kind` the one asked for."""

    def __init__(
        self, fixed: int | None, *, make_them: bool, kind: str = "", people: bool = False
    ) -> None:
        self.fixed = fixed
        self._kind = kind
        self._make_them = make_them
        self._people = People() if people else None
        # In a dry run: the parties that batches taken back have counted as made.
        self.counted: set[tuple[str, str]] | None = None

    def of(self, tx: Change, items: Sequence[Item], report: Report) -> list[Pair]:
        """The items with the id of their party; those without any are rejected or skipped."""
        if self.fixed is not None:
            return [(self.fixed, item) for item in items]
        found = self._found(items)
        if self._make_them:
            self._make_missing(tx, items, found, report)
        alone = self._alone(tx, items, report)
        pairs: list[Pair] = []
        for item in items:
            party = found.get(self._named(item)) or alone.get(id(item))
            if item.what:
                continue
            if isinstance(party, RuleBroken):
                item.reject(party)
            elif party is not None:
                pairs.append((party, item))
            elif not self._named(item)[2] and self._people is None:
                item.reject(RuleBroken("rule.required", field="party"))
            else:
                item.what = SKIPPED
        return pairs

    def known(self, items: Sequence[Item]) -> dict[int, int | None]:
        """The ids of the parties of items that name one that is there, by the item's identity."""
        if self.fixed is not None:
            return {id(item): self.fixed for item in items}
        found = self._found(items)
        known = [(id(item), found.get(self._named(item))) for item in items]
        return {key: party if isinstance(party, int) else None for key, party in known}

    def _named(self, item: Item) -> Named:
        own = str((item.texts or {}).get("party_kind") or "")
        return own or self._kind or _FIRST, bool(own), named_party(item)

    def _found(self, items: Sequence[Item]) -> Found:
        named = dict.fromkeys(self._named(item) for item in items)
        texts = list(dict.fromkeys(text for _, _, text in named if text))
        called = parties_called(texts) if texts else {}
        found: Found = {}
        for each in named:
            party = _chosen(each, called.get(each[2], ()))
            if party is not None:
                found[each] = party
        return found

    def _make_missing(
        self, tx: Change, items: Sequence[Item], found: Found, report: Report
    ) -> None:
        made: dict[tuple[str, str], int | RuleBroken] = {}
        for item in items:
            kind, _, text = named = self._named(item)
            if not text or named in found:
                continue
            if not item.name:
                # Whoever has no name can't be made, and needs no company.
                item.reject(RuleBroken("rule.contact_name", field="last_name"))
                continue
            same = (kind, name_base(text))
            if same not in made:
                made[same] = self._made(tx, kind, text, item)
                if not isinstance(made[same], RuleBroken):
                    self._count(same, report)
            found[named] = made[same]

    def _alone(
        self, tx: Change, items: Sequence[Item], report: Report
    ) -> dict[int, int | RuleBroken]:
        """The parties of people without a company, by the item's identity."""
        alone = [item for item in items if not self._named(item)[2] and item.key is None]
        if self._people is None or not alone:
            return {}
        self._people.look_up(alone)
        found: dict[int, int | RuleBroken] = {}
        for item in alone:
            if not item.name:
                item.reject(RuleBroken("rule.contact_name", field="last_name"))
                continue
            kind = self._named(item)[0]
            party: int | RuleBroken | None = self._people.party_of(item, kind)
            if party is None and self._make_them:
                party = self._made(tx, kind, item.name, item)
                if isinstance(party, int):
                    self._people.learn(item, kind, party)
                    self._count((kind, f"{name_base(item.name)}\n{sign_of(item)}"), report)
            if party is not None:
                found[id(item)] = party
        return found

    def _count(self, party: tuple[str, str], report: Report) -> None:
        if self.counted is None or party not in self.counted:
            report.parties_created += 1
        if self.counted is not None:
            self.counted.add(party)

    def _made(self, tx: Change, kind: str, text: str, item: Item) -> int | RuleBroken:
        name = str((item.texts or {}).get(PARTY_NAME) or text)
        # A text that looks a code is one: a file that was exported names its parties so.
        code = text if text == text.upper() and _is_code(text) else Party.codes_for(kind, [name])[0]
        start = Party.entity.blank(kind=kind, language=str(setting("DefaultLanguage")))
        try:
            given = Party.tidied({"code": code, "name": name})
            return Party.make_whole(tx, [Party.whole(start, given)])[0].id
        except RuleBroken as broken:
            return broken.at("party")


def named_party(item: Item) -> str:
    """The code or name of the party that an item names, empty where it names none."""
    texts = item.texts or {}
    return " ".join(str(texts.get("party") or texts.get(PARTY_NAME) or "").split())


def _chosen(named: Named, called: Sequence[tuple[str, bool, int]]) -> int | RuleBroken | None:
    """The party meant by a text: of the kind wanted by code, then by name, else of another."""
    wanted, own, text = named
    for by_code in (True, False):
        ids = [key for kind, coded, key in called if kind == wanted and coded is by_code]
        if ids:
            break
    else:
        # Codes are those of a kind: a row that says its kind means no other kind's code.
        others = [c for c in called if c[0] not in (wanted, _NO_COMPANY) and not (own and c[1])]
        coded = [c for c in others if c[1]] or others
        kinds = dict.fromkeys(kind for kind, _, _ in coded)
        if len(kinds) > 1:
            return RuleBroken("import.several_kinds", text=text, kinds=list(kinds))
        ids = [key for _, _, key in coded]
    if len(ids) > 1:
        return RuleBroken("import.key_ambiguous", text=text, n=len(ids))
    return ids[0] if ids else None


def _is_code(text: str) -> bool:
    try:
        return bool(Party.entity.field("code").tidy(text))
    except RuleBroken:
        return False
