"""What the lists of sales are narrowed by, as each user chose last (spec 8.1, 9.1)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from crmtui.i18n import t
from models.code import Code
from models.columns import ChoiceColumn, CodeColumn, DayColumn, UserColumn, YesNoColumn
from models.entity import Entity, Field, Values
from models.opportunity import NO_STAGE, STATUSES
from models.rules import RuleBroken
from models.user import User, keep_preferences, preferences
from screens.commands import sales_lists
from screens.dialogs.choose import Choose, Option
from screens.dialogs.filter_form import FilterForm
from screens.widgets.layout import Place

# What o, w, l and a show, in the order in which F4 offers it: still open, won, lost, all.
GROUPS = ("current", "won", "lost", "")

# In the order of dates those without one are here, after all others.
_NO_DAY = dt.date.max


@dataclass(frozen=True)
class OpportunityFilters:
    """Opportunities of a status, a stage, an owner, between two days of closing."""

    status: str = "open"
    stage: str = ""
    owner: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    undated: bool = False

    @property
    def asked(self) -> dict[str, Any]:
        """What the list is asked for; run on the database's thread."""
        days = (_NO_DAY, None) if self.undated else (self.since, self.until)
        return {
            "status": self.status,
            "stage": self.stage,
            "owner": User.all().get(self.owner, 0) if self.owner else None,
            "since": days[0],
            "until": days[1],
        }

    def of_group(self, group: str) -> OpportunityFilters:
        """The same of another outcome."""
        return replace(self, status="open" if group == "current" else group)

    def of_owner(self, owner: str) -> OpportunityFilters:
        """The same of another owner."""
        return replace(self, owner=owner)

    def words(self, me: str, stages: Mapping[str, str]) -> list[str]:
        """The filters in words."""
        parts = [t(f"opportunities.shown.{self.status or 'all'}")]
        if self.stage == NO_STAGE:
            parts.append(t("pipeline.no_stage"))
        elif self.stage:
            parts.append(stages.get(self.stage, self.stage))
        return [*parts, *whose(self.owner, me), *self._dates()]

    def _dates(self) -> list[str]:
        if self.undated:
            return [t("pipeline.no_month")]
        if self.since and self.until:
            return [t("opportunities.closes_between", since=self.since, until=self.until)]
        if self.since:
            return [t("opportunities.closes_since", day=self.since)]
        return [t("opportunities.closes_until", day=self.until)] if self.until else []


@dataclass(frozen=True)
class QuoteFilters:
    """Quotes of a group (in progress, won, lost, or all) and of a salesperson."""

    group: str = "current"
    owner: str = ""

    @property
    def asked(self) -> dict[str, Any]:
        """What the list is asked for; run on the database's thread."""
        return {
            "group": quote_group(self.group),
            "owner": User.all().get(self.owner, 0) if self.owner else None,
        }

    def of_group(self, group: str) -> QuoteFilters:
        """The same of another outcome."""
        return replace(self, group=group)

    def of_owner(self, owner: str) -> QuoteFilters:
        """The same of another salesperson."""
        return replace(self, owner=owner)

    def words(self, me: str) -> list[str]:
        """The filters in words."""
        return [t(f"quotes.shown.{self.group or 'all'}"), *whose(self.owner, me)]


def quote_group(group: str) -> str:
    """What the quotes' own filter calls a group."""
    return "in-progress" if group == "current" else group


def whose(owner: str, me: str) -> list[str]:
    """Whose records are shown, in words; nothing where they are everybody's."""
    if not owner:
        return []
    return [t("sales.mine") if owner == me else t("sales.of", login=owner)]


# Kept for each user.


def kept(user: int, name: str) -> dict[str, Any]:
    """What a user chose last of a list; run on the database's thread."""
    try:
        found = json.loads(preferences(user).get(name, "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def keep(user: int, name: str, chosen: Mapping[str, Any]) -> None:
    """Remember what a user chose of a list; run on the database's thread."""
    keep_preferences(user, {name: json.dumps(dict(chosen), default=str)})


def opportunity_filters(found: Mapping[str, Any]) -> OpportunityFilters:
    """The filters kept; what can't be read of them is as usual."""
    usual = asdict(OpportunityFilters())
    try:
        values = OPPORTUNITY_FILTERS.tidy({n: v for n, v in found.items() if n in usual})
        return OpportunityFilters(**_checked(usual | values))
    except RuleBroken:
        return OpportunityFilters()


def quote_filters(found: Mapping[str, Any]) -> QuoteFilters:
    """The filters kept; what can't be read of them is as usual."""
    group, owner = found.get("group", "current"), found.get("owner", "")
    known = group in GROUPS and (not owner or owner in User.all())
    return QuoteFilters(group, owner) if known else QuoteFilters()


# Asked.


def _field(column: Any, name: str) -> Field:
    return Field(column, name=name, kept=False)


OPPORTUNITY_FILTERS = Entity(
    "opportunity_filter",
    "opportunity_filters",
    None,
    (
        _field(ChoiceColumn(STATUSES, said={"open": "in_progress"}), "status"),
        _field(CodeColumn("stage"), "stage"),
        _field(UserColumn(User), "owner"),
        _field(DayColumn(null=True), "since"),
        _field(DayColumn(null=True), "until"),
        _field(YesNoColumn(), "undated"),
    ),
    {},
    words="filter",
)

_PLACES = (
    Place("status", 14, first=True),
    Place("stage", 14, first=True),
    Place("owner", 20, first=True),
    Place("since", 14, first=True),
    Place("until", 14),
    Place("undated", first=True),
)


def _checked(values: Values) -> Values:
    """The values as they are meant, codes and users known. Raises `RuleBroken`."""
    stage = values["stage"]
    if stage and stage != NO_STAGE:
        values["stage"] = Code.guess("stage", stage)
        if values["stage"] is None:
            raise RuleBroken("rule.unknown_code", field="stage", code=stage)
    if values["owner"] and values["owner"] not in User.all():
        raise RuleBroken("rule.unknown_user", field="owner", login=values["owner"])
    if values["since"] and values["until"] and values["until"] < values["since"]:
        raise RuleBroken("rule.interval", field="until")
    return values


class OpportunityFilterDialog(FilterForm):
    """The filters of opportunities in a form."""

    def __init__(self, filters: OpportunityFilters) -> None:
        stage = "" if filters.stage == NO_STAGE else filters.stage
        super().__init__(
            t("opportunities.filters"),
            OPPORTUNITY_FILTERS,
            _PLACES,
            asdict(filters) | {"stage": stage},
            asdict(OpportunityFilters()),
            _checked,
        )


async def ask_opportunity_filters(
    screen: Any, filters: OpportunityFilters
) -> OpportunityFilters | None:
    """The filters chosen, or nothing where the dialog was left."""
    chosen: Values | None = await screen.app.push_screen_wait(OpportunityFilterDialog(filters))
    return None if chosen is None else OpportunityFilters(**chosen)


async def ask_group(screen: Any, title: str, words: str) -> str | None:
    """The group chosen, by the letters that show it in a list as well; or nothing."""
    letters = [command.keys.partition(",")[0] for command in sales_lists.GROUPS]
    options = [
        Option(letter, t(f"{words}.shown.{group or 'all'}"))
        for letter, group in zip(letters, GROUPS, strict=True)
    ]
    chosen = await screen.app.push_screen_wait(Choose(title, options, letters=True))
    return GROUPS[letters.index(chosen)] if chosen in letters else None
