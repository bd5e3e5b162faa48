"""Look up the party that something goes into, or make it on the spot."""

from __future__ import annotations

from typing import Any

from textual.binding import Binding
from textual.widgets import Input

from crmtui.i18n import t
from models.listing import FixedList, Row, Source
from models.party import Party
from models.rules import Saved
from screens.commands.command import key_name
from screens.dialogs.find_record import FindRecord
from screens.party_form import PartyForm, party_editing
from screens.widgets.columns import Column
from screens.widgets.measured import READ

# What an answer begins with that names a party to be made.
NEW = "+"


class FindTarget(FindRecord):
    """A party of a kind, found by its code or by words; F6 answers with what is to be made."""

    BINDINGS = [Binding("f6,insert", "make", show=False, priority=True)]

    def __init__(self, kind: str) -> None:
        super().__init__(t(f"copying.target.{kind}"))
        self.kind = kind

    def columns(self) -> list[Column]:
        """Code, name, city."""
        return [
            Column("", 11, lambda c: str(c["code"])),
            Column("", 0, lambda c: str(c["name"])),
            Column("", 18, lambda c: str(c["city"])),
        ]

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        choose, *others = super().keys()
        return (choose, (key_name("f6"), t("command.new")), *others)

    def look_up(self, text: str) -> tuple[Source, list[Row]]:
        """Those of the kind that a text finds; who has it as the code before all others."""
        listing = Party.listing(self.kind, search=text)
        exact = Party.listing(self.kind, code=text).after(None, 1) if text else []
        at = [listing.names.index(name) for name in ("code", "name", "city")]
        found = {row.key: row for row in (*exact, *listing.after(None, READ))}
        shown = [(key, tuple(row.cells[i] for i in at)) for key, row in found.items()]
        source = FixedList.of(("code", "name", "city"), shown)
        return source, list(source.rows)

    def action_make(self) -> None:
        """Answer that what is typed is to be made."""
        self.dismiss(NEW + self.query_one(Input).value.strip())


class TargetForm(PartyForm):
    """A party made on the spot: once it is saved one is back where one was."""

    async def after_saving(self, saved: Saved) -> None:
        """Go back with it."""
        self.dismiss(saved.id)


async def find_target(screen: Any, kind: str) -> int | None:
    """The id of the party of a kind that is chosen, or made on the spot."""
    while True:
        chosen = await screen.app.push_screen_wait(FindTarget(kind))
        if chosen is None:
            return None
        if not chosen.startswith(NEW):
            return int(chosen)
        values = await screen.ask(Party.blank, kind)
        form = TargetForm(party_editing(values | {"name": chosen.removeprefix(NEW)}))
        made: int | None = await screen.app.push_screen_wait(form)
        if made is not None:
            return made
