"""The form of a customer, supplier, prospect or contact group (spec 1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmtui.i18n import t
from models.catalogue import party_entity
from models.entity import Values
from models.party import Party
from models.rules import Saved
from screens.dialogs.confirm import Ask
from screens.record_form import Editing, RecordForm
from screens.widgets.layout import Place

PLACES = (
    Place("name", 44, first=True),
    Place("code", 12),
    Place("address1", 44, first=True),
    Place("active"),
    Place("address2", 44, first=True),
    Place("language", 10),
    Place("city", 19, first=True),
    Place("province", 6),
    Place("country", 5),
    Place("postal_code", 8),
    Place("phone", 24, first=True),
    Place("fax", 20),
    Place("email", 30, first=True),
    Place("web", 28),
    Place("salesperson", 16, first=True),
    Place("grouping", 13),
    Place("remarks", 0, first=True, height=5),
)


def party_editing(values: Values) -> Editing:
    """What the form of a party edits; values without an id are those of a new one."""
    kind = str(values["kind"])
    return Editing(
        entity=party_entity(kind),
        places=PLACES,
        values=values,
        save=_save,
        read=Party.values_of,
        path=(t(f"kind.{kind}"),),
        title=_title,
        key=values.get("id"),
        made=frozenset({"code"}),
    )


def _title(values: Mapping[str, Any]) -> str:
    return str(values.get("code") or "")


def _save(key: int | None, values: Values, version: int | None) -> Saved:
    if key is None:
        return Party.make(values)
    return Party.alter(key, values, version=version)


def _save_with_followers(key: int | None, values: Values, version: int | None) -> Saved:
    assert key is not None
    return Party.alter_with_followers(key, values, version=version)


class PartyForm(RecordForm):
    """A party in a form; a new address is offered to the contacts that had the old one."""

    async def before_saving(self, values: Values) -> bool:
        """Ask once whether the contacts that follow the party should follow (spec 3.3)."""
        self.editing.save = _save
        if self.editing.key is None:
            return True
        followers = await self.ask(Party.followers, self.editing.key, values)
        if not followers:
            return True
        names = ", ".join(name for _, name in followers[:8])
        more = t("party.more_followers", n=len(followers) - 8) if len(followers) > 8 else ""
        yes, no = t("ask.yes_letter"), t("ask.no_letter")
        answer = await self.app.push_screen_wait(
            Ask(
                t("party.follow_title"),
                t("party.follow_text", n=len(followers), names=f"{names}{more}"),
                [(yes, t("party.follow_yes")), (no, t("party.follow_no"))],
            )
        )
        if answer == yes:
            self.editing.save = _save_with_followers
        return answer is not None
