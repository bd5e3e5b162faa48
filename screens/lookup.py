"""The lookup « recherche »: the first screen (spec 2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, ClassVar

from rich.segment import Segment
from textual import work
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from crmtui.i18n import language, t
from crmtui.messages import told
from crmtui.safe_text import visible
from models.contact_role import ROLES
from models.listing import Row
from models.party import Party
from models.rules import Notice, RuleBroken
from models.search import Filters, Hits, find, recent
from models.user import User, keep_preferences, preferences
from screens import opening
from screens.base import CrmScreen, tells
from screens.commands import everywhere, lists, records
from screens.commands.command import Command, key_name
from screens.symbols import sign
from screens.walk import Walk
from screens.widgets.bars import Label, Line, Rule
from screens.widgets.columns import Column
from screens.widgets.paint import cells, fit
from screens.widgets.record_table import RecordTable

FIRST_ROWS = 60

OPEN = Command("open", "enter", footer=True)
MOVE = Command("move-list", "up,down", footer=True, action="", shown="↑↓")
# The footer is full of what one does first.
ACTIONS = replace(records.ACTIONS, footer=False)
PREFERENCE = "lookup"


class FilterLine(Line):
    """What the lookup is narrowed by."""

    DEFAULT_CSS = "FilterLine { width: auto; min-width: 20; max-width: 50%; }"

    text: reactive[str] = reactive("", layout=True)

    def get_content_width(self, container: Any, viewport: Any) -> int:
        """As wide as its text."""
        return cells(self.text) + 2

    def segments(self, width: int) -> list[Segment]:
        """The filters, at the right."""
        return [Segment(fit(self.text + " ", width, right=True))]


class Lookup(CrmScreen):
    """Type, and the list narrows at each key; Enter opens what the cursor is on."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        OPEN,
        MOVE,
        lists.NEW,
        records.LOOKUP_FILTERS,
        ACTIONS,
    )

    def __init__(self) -> None:
        super().__init__()
        self.filters = Filters()
        self._wanted = ""
        self._shown: str | None = None
        self._searching = False
        self._just_begun = False
        self._warnings: list[Notice] = []

    def body(self) -> Iterator[Widget]:
        """The field, the filters, the list."""
        with Horizontal(id="search") as line:
            line.styles.height = 1
            yield Label(t("lookup.search"))
            field = Input(compact=True, select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield FilterLine()
        yield Rule()
        table = RecordTable(hit_columns(), self.ask, empty="")
        table.lit = True
        table.can_focus = False
        yield table

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t("lookup.title"),)

    @property
    def table(self) -> RecordTable:
        """The list."""
        return self.query_one(RecordTable)

    @property
    def field(self) -> Input:
        """The search field."""
        return self.query_one(Input)

    def footer_label(self, command: Command) -> str:
        """Esc empties the field; from an empty one it quits, for this is the top."""
        if command is everywhere.LEAVE:
            return "lookup.clear_field" if self.field.value else everywhere.QUIT.label
        return super().footer_label(command)

    async def on_mount(self) -> None:
        """Show what this user opened last, within the filters chosen last."""
        await super().on_mount()
        self.set_focus(self.field)
        await self._begin()
        self.show_keys()

    @tells
    async def _begin(self) -> None:
        self._warnings = list(self.host.session.settings.warnings)
        kept = await self.ask(preferences, self.host.user["id"])
        self.filters = _filters_from(kept.get(PREFERENCE, ""))
        self._show_filters()
        await self._search()
        self._just_begun = True

    async def on_screen_resume(self) -> None:
        """Show again what may have changed; the first time is just after it was read."""
        again, self._just_begun = not self._just_begun, False
        if again and self._shown is not None:
            self._show_filters()
            await self._again(keep=True)
        self.show_path()
        self.show_keys()
        if self._warnings:
            self.say(told(self._warnings.pop(0)), error=True)

    @tells
    async def speak(self) -> None:
        """Say everything anew, in the language spoken now, which is the user's from here on."""
        self.query_one(Label).text = t("lookup.search")
        self.table.columns = tuple(hit_columns())
        self._show_filters()
        await self._again(keep=False)
        self.show_path()
        self.show_keys()
        self.refresh(layout=True)
        await self.ask(User.alter, self.host.user["id"], {"language": language()})

    # Searching.

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what is typed now; what was typed meanwhile comes next."""
        self._wanted = event.value
        self.show_keys()
        if not self._searching:
            await self._search()

    async def on_input_submitted(self) -> None:
        """Open what is found: Enter comes after every letter typed before it, however fast."""
        await self.action_open()

    @tells
    async def _search(self) -> None:
        self._searching = True
        try:
            while self._shown != self._wanted:
                wanted = self._wanted
                await self._show_hits(wanted)
                self._shown = wanted
        finally:
            self._searching = False

    async def _again(self, *, keep: bool) -> None:
        """Search again for the same text."""
        row = self.table.row
        try:
            await self._show_hits(self._wanted)
        except RuleBroken as broken:
            self.problem(broken)
        if keep and row is not None:
            self.table.place_on(row.key)

    async def _show_hits(self, text: str) -> None:
        hits, rows = await self.ask(_look_up, text, self.filters, self.host.user["id"])
        self.table.empty = await self._empty_words(text) if not rows else ""
        self.table.show_at_once(hits, rows)
        self.say(_count_words(hits, text))

    async def _empty_words(self, text: str) -> str:
        if text.strip():
            kind = self.filters.kind
            among = t(f"choice.{kind}") if kind else t("lookup.kind.all")
            return t("lookup.nothing", kind=among, keys=_filter_key())
        started = await self.ask(Party.any)
        return t("lookup.start" if started else "lookup.empty_start")

    # Commands.

    @tells
    async def action_open(self) -> None:
        """Open the party or the contact under the cursor."""
        row = self.table.row
        if row is None:
            self.say(t("lookup.nothing_to_open"))
            return
        walk = Walk(self.table.source, row.position, opening.hit_instead)
        await opening.open_hit(self, row, walk)

    @tells
    async def action_new(self) -> None:
        """Make a party of the kind that is looked up."""
        await opening.new_party(self, self.filters.kind or "customer")

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with the party or the contact under the cursor."""
        row = self.table.row
        if row is None:
            self.say(t("lookup.nothing_to_open"))
        else:
            # Not before it is asked for: the lookup is the first screen.
            from screens.lookup_actions import act_on_hit

            await act_on_hit(self, row)

    async def action_refresh(self) -> None:
        """Search again."""
        await self._again(keep=True)

    @work
    async def action_filters(self) -> None:
        """Choose what to narrow the lookup by."""
        from screens.lookup_filters import ask_filters

        chosen = await ask_filters(self, self.filters)
        if chosen is not None:
            self.filters = chosen
            self._show_filters()
            await self._again(keep=False)
            await self._keep_filters()

    @tells
    async def _keep_filters(self) -> None:
        kept = json.dumps(asdict(self.filters))
        await self.ask(keep_preferences, self.host.user["id"], {PREFERENCE: kept})

    @work
    async def action_leave(self) -> None:
        """Empty the field; from an empty field, leave the program."""
        if self.field.value:
            self.field.value = ""
        else:
            self.app.exit()

    @work
    async def action_lookup(self) -> None:
        """One is there already: search anew."""
        self.search_anew()

    def search_anew(self) -> None:
        """Select the words typed before, so that typing replaces them."""
        self.set_focus(self.field)
        self.field.select_all()

    def _show_filters(self) -> None:
        chosen = self.filters
        parts = [t(f"lookup.kind.{chosen.kind or 'all'}") + f" {sign('choice')}"]
        parts.append(t("lookup.with_inactive") if chosen.inactive else t("lookup.active_only"))
        parts += [visible(p) for p in (chosen.salesperson, chosen.city, chosen.grouping) if p]
        self.query_one(FilterLine).text = "  ".join(parts)

    # The keys that move the list while the cursor stays in the field.

    async def key_down(self) -> None:
        """The next row."""
        await self.table.action_move(1)

    async def key_up(self) -> None:
        """The row before."""
        await self.table.action_move(-1)

    async def key_pagedown(self) -> None:
        """The next page."""
        await self.table.action_page(1)

    async def key_pageup(self) -> None:
        """The page before."""
        await self.table.action_page(-1)


def _look_up(text: str, filters: Filters, user_id: int) -> tuple[Hits, list[Row]]:
    hits = find(text, filters) if text.strip() else recent(user_id, filters)
    return hits, hits.after(None, FIRST_ROWS)


def _count_words(hits: Hits, text: str) -> str:
    """How many are found, and how many others the filters keep out."""
    if not text.strip():
        said = t("lookup.recent") if len(hits) else ""
    elif hits.more:
        said = t("lookup.many", most=len(hits))
    else:
        said = t("lookup.found", n=len(hits))
    if not hits.outside:
        return said
    key = "lookup.more_outside" if hits.more_outside else "lookup.outside"
    return " · ".join(part for part in (said, t(key, n=hits.outside, keys=_filter_key())) if part)


def _filter_key() -> str:
    """The key that opens the filters, as a reader knows it."""
    return key_name(records.LOOKUP_FILTERS.keys.partition(",")[0])


def _filters_from(text: str) -> Filters:
    """The filters kept, or the usual ones where they can't be read."""
    try:
        kept = json.loads(text)
        return replace(Filters(), **{k: v for k, v in kept.items() if k in asdict(Filters())})
    except (ValueError, TypeError, AttributeError):
        return Filters()


def hit_columns() -> list[Column]:
    """The columns of the lookup."""
    return [
        Column(t("party.code"), 11, lambda c: "" if c["contact_id"] else str(c["code"])),
        Column(t("party.name"), 0, _hit_name, spans=True),
        Column(t("party.city"), 15, lambda c: str(c["city"])),
        Column(t("party.phone"), 16, lambda c: str(c["phone"])),
        Column(t("lookup.contacts"), 8, _hit_ranks, right=True),
    ]


def _hit_name(row: dict[str, Any]) -> str:
    name = str(row["name"])
    if row["contact_id"]:
        job = f", {row['job_title']}" if row["job_title"] else ""
        name = f" {sign('bullet')} {name} ({row['code']}){job}"
    return name if row["active"] else f"{name} ({t('list.inactive')})"


def _hit_ranks(row: dict[str, Any]) -> str:
    if not row["contact_id"]:
        return str(row["contacts"]) if row["contacts"] else ""
    ranks = [
        t(f"role.{role}.short") + str(row[f"{role}_rank"] or "")
        for role in ROLES
        if row[f"{role}_rank"] is not None
    ]
    return " ".join(ranks)
