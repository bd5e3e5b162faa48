"""What the lookup is narrowed by, asked in a small form (spec 2.2)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from crmtui.i18n import t
from crmtui.values import parse
from models.columns import ChoiceColumn, CodeColumn, LineColumn, UserColumn, YesNoColumn
from models.entity import Entity, Field, Values
from models.party import KINDS
from models.search import Filters, cities
from models.user import User
from screens.dialogs.choose import Option
from screens.dialogs.filter_form import FilterForm
from screens.widgets.layout import Place


def _field(column: Any, name: str) -> Field:
    return Field(column, name=name, kept=False)


FILTERS = Entity(
    "filter",
    "filters",
    None,
    (
        _field(ChoiceColumn(KINDS), "kind"),
        _field(YesNoColumn(), "inactive"),
        _field(UserColumn(User), "salesperson"),
        _field(LineColumn(max_length=40), "city"),
        _field(CodeColumn("contacttype"), "grouping"),
    ),
    {},
)

PLACES = (
    Place("kind", 20, first=True),
    Place("salesperson", 20, first=True),
    Place("city", 30, first=True),
    Place("grouping", 14, first=True),
    Place("inactive", first=True),
)


class FilterDialog(FilterForm):
    """The lookup's filters in a form."""

    def __init__(self, filters: Filters) -> None:
        usual = asdict(Filters())
        super().__init__(t("lookup.filters"), FILTERS, PLACES, asdict(filters), usual, _known)

    async def options(self, name: str) -> list[Option] | None:
        """The cities that parties of the kind chosen have."""
        if name != "city":
            return None
        typed = str(self.form.widgets["kind"].text)
        kind = parse(FILTERS.field("kind").column, typed, self.host.today)
        return [Option(city, city) for city in await self.ask(cities, "", kind)]


def _known(values: Values) -> Values:
    if values["salesperson"]:
        User.id_of(values["salesperson"])
    return values


async def ask_filters(screen: Any, filters: Filters) -> Filters | None:
    """The filters chosen, or nothing where the dialog was left."""
    chosen: Values | None = await screen.app.push_screen_wait(FilterDialog(filters))
    return None if chosen is None else Filters(**chosen)
