"""Where a contact came from, where its copies are, its groups: a line of its card, and a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from textual.widget import Widget

from crmtui.i18n import t
from models.copying import Provenance, provenance
from models.group_member import groups_of
from screens import opening
from screens.base import tells
from screens.contact_tabs.base import TabBar
from screens.dialogs.choose import Choose, Option
from screens.symbols import sign
from screens.widgets.bars import Lines

MOST_NAMED = 3


@dataclass(frozen=True)
class Related:
    """What is known of a contact beyond its party."""

    known: Provenance
    groups: tuple[tuple[int, str, str], ...]


def related(contact: int) -> Related:
    """Where a contact came from, its copies and its groups; run on the database's thread."""
    return Related(provenance(contact), tuple(groups_of(contact)))


class ProvenanceLine(Lines):
    """One line, there only while it says something."""

    def __init__(self) -> None:
        super().__init__(1)
        self.display = False

    def tell(self, text: str) -> None:
        """Say a text, or be gone."""
        self.display = bool(text)
        self.show([(text, "")])


class TellsProvenance:
    """A card that shows below its form where the contact came from and where its copies are."""

    def body(self: Any) -> Iterator[Widget]:
        """The form, the line, the tabs."""
        for widget in super().body():  # type: ignore[misc]
            if isinstance(widget, TabBar):
                yield ProvenanceLine()
            yield widget

    @tells
    async def on_screen_resume(self: Any) -> None:
        """Show what has changed meanwhile."""
        if self.editing.key is not None:
            found = await self.ask(related, self.editing.key)
            self.query_one(ProvenanceLine).tell(related_words(found))


def related_words(found: Related) -> str:
    """All of it in one line."""
    parts = []
    if found.known.source:
        _, name, day = found.known.source
        parts.append(t("copying.source", name=name, day=day))
    codes = list(dict.fromkeys(code for _, _, code, _ in found.known.copies))
    if codes:
        parts.append(t("copying.copies", n=len(found.known.copies), codes=_some(codes)))
    if found.groups:
        codes = [code for _, code, _ in found.groups]
        parts.append(t("copying.groups", n=len(codes), codes=_some(codes)))
    return f" {sign('bullet')} ".join(parts)


def _some(codes: list[str]) -> str:
    more = sign("more") if len(codes) > MOST_NAMED else ""
    return ", ".join(codes[:MOST_NAMED]) + more


async def go_to_related(screen: Any, contact: int) -> None:
    """Choose the source, a copy or a group of a contact, and open it. Raises `RuleBroken`."""
    found = await screen.ask(related, contact)
    options = list(_options(found))
    if not options:
        screen.say(t("copying.nothing_related"))
        return
    dialog = Choose(t("action.provenance"), options, codes=False)
    chosen = await screen.app.push_screen_wait(dialog)
    if chosen is None:
        return
    what, _, key = chosen.partition(" ")
    opens = opening.open_party if what == "group" else opening.open_contact
    await opens(screen, int(key))


def _options(found: Related) -> Iterator[Option]:
    if found.known.source and found.known.source[0] is not None:
        key, name, day = found.known.source
        yield Option(f"source {key}", name, t("copying.source_of", day=day))
    for key, name, code, day in found.known.copies:
        yield Option(f"copy {key}", f"{name} ({code})", t("copying.copy_of", day=day))
    for key, code, name in found.groups:
        yield Option(f"group {key}", f"{code} {name}", t("choice.group"))
