"""What has become of a produced mailing's people, and what is still to be done (spec 10.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from crmtui.i18n import t
from models import mailing_recipient
from models.entity import Values
from models.listing import Source
from models.mailing import Mailing
from models.mailing_recipient import STATUSES
from models.setting import setting
from screens import opening
from screens.actions import choose_action
from screens.base import tells
from screens.commands import lists, mailings, records, sales_lists
from screens.commands.command import Command
from screens.dialogs.choose import Choose, Option
from screens.dialogs.confirm import confirmed
from screens.mailings import acts
from screens.mailings.noting import Notes
from screens.mailings.sent_text import show_sent
from screens.mailings.words import (
    counts_words,
    reason_words,
    recipient_words,
    status_words,
    when_words,
)
from screens.record_list import RecordList
from screens.widgets.bars import Lines
from screens.widgets.columns import Column


class RecipientsScreen(Notes, RecordList):
    """The people of a produced mailing, in the order in which they are written to."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        lists.OPEN,
        mailings.SEND,
        mailings.AGAIN,
        sales_lists.PRINT,
        mailings.FILTERS,
        mailings.QUIET[0],
        records.ACTIONS,
        records.ACTIONS_LETTER,
        lists.MARK,
        lists.COPY,
        *lists.LETTERS,
    )
    EMPTY_KEY = "mailings.no_recipients"
    SAYS_AGAIN = False
    SENDING_KEY = "s"

    def __init__(self, values: Values, news: str = "") -> None:
        """Show the people of a mailing; `news` is said first."""
        super().__init__()
        self.values = values
        self.news = news
        self.status = ""
        self.counts: dict[str, int] = {}
        self.zone = "UTC"

    @property
    def key(self) -> int:
        """The mailing."""
        return int(self.values["id"])

    @property
    def by_email(self) -> bool:
        """Whether it goes by e-mail."""
        return bool(self.values["channel"] == "email")

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t("go.mailings"), str(self.values["name"]))

    def body(self) -> Iterator[Widget]:
        """How many there are of each status, and the list."""
        yield Lines(2)
        yield from super().body()

    def columns(self) -> list[Column]:
        """The name, what became of it and why, when, the address."""
        return [
            Column(t("contact.name"), 0, lambda c: str(c["name"]), least=18),
            Column(t("mailing.status"), 14, lambda c: recipient_words(c["status"])),
            Column(t("mailings.address"), 0, _address, least=20),
            Column(t("mailings.words"), 22, _why),
            Column(t("mailings.sent_at"), 16, self._sent_at),
        ]

    def _sent_at(self, cells: dict[str, Any]) -> str:
        return when_words(cells["sent_at"], self.zone)

    # Which commands count.

    def acts(self, command: Command) -> bool:
        """Mails are sent, letters are printed; what is not produced is neither."""
        status = self.values["status"]
        if command is mailings.SEND:
            return self.by_email and status == "produced" and super().acts(command)
        if command is mailings.AGAIN:
            able = self.by_email and status in ("produced", "done") and self.counts.get("failed")
            return bool(able) and super().acts(command)
        if command is sales_lists.PRINT:
            return not self.by_email and status != "cancelled" and super().acts(command)
        return super().acts(command)

    def in_footer(self, command: Command) -> bool:
        """Letters are printed from here."""
        return super().in_footer(command) or command is sales_lists.PRINT

    # The list.

    async def read(self) -> Source:
        """The people of a status, with the numbers read anew."""
        self.values, self.counts, source = await self.ask(self._read)
        values = self.values
        how = f"{t('choice.' + values['channel'])} · {status_words(values['status'])}"
        first = f"{how} · {values['produced_on'] or ''}"
        self.query_one(Lines).show([(first, ""), (counts_words(self.counts), "")])
        self.show_keys()
        return source

    def _read(self) -> tuple[Values, dict[str, int], Source]:
        values = Mailing.values_of(self.key)
        counts = mailing_recipient.counts(self.key)
        self.zone = str(setting("BusinessTimeZone"))
        return values, counts, mailing_recipient.recipients(self.key, self.status)

    def order_words(self) -> str:
        """Which of them are shown, after whatever has just happened."""
        if self.news:
            self.noted()
            said, self.news = self.news, ""
            return said
        words = recipient_words(self.status) if self.status else t("mailings.shown.all")
        return self.with_note(words)

    def empty_words(self) -> str:
        """That there is nobody of the status."""
        return t("mailings.nobody_such")

    def note(self, cells: Mapping[str, Any]) -> str:
        """In full what a list has no room for: why not, the server's words."""
        why = _why(cells)
        return f"{cells['name']} · {why}" if why else ""

    async def open_row(self, key: int) -> None:
        """Show the text as it is sent."""
        cells = self.table.cells or {}
        await show_sent(self, key, str(cells.get("name", "")), _why(cells) if cells else "")

    def row_text(self, cells: dict[str, Any]) -> str:
        """The name, the address, what became of it."""
        parts = (cells["name"], _address(cells), recipient_words(cells["status"]), _why(cells))
        return ", ".join(part for part in parts if part)

    # Commands.

    async def action_filters(self) -> None:
        """Choose of which status they are shown."""
        self._choose_filters()

    @work
    async def _choose_filters(self) -> None:
        options = [Option("", t("mailings.shown.all"), str(sum(self.counts.values())))]
        options += [
            Option(status, recipient_words(status), str(self.counts.get(status, 0)))
            for status in STATUSES
        ]
        dialog = Choose(t("mailings.which"), options, codes=False, chosen=self.status)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            self.status = chosen
            await self._show(keep=False)

    @work
    @tells
    async def action_mailing_send(self) -> None:
        """Send to all who wait."""
        await acts.do(self, "send", self.key, str(self.values["name"]))
        await self._show(keep=True)

    @work
    @tells
    async def action_sale_print(self) -> None:
        """Print the letters."""
        await acts.do(self, "letters", self.key, str(self.values["name"]))
        await self._show(keep=True)

    @work
    @tells
    async def action_mailing_again(self) -> None:
        """Let those that are marked, or the one under the cursor, wait again."""
        row = self.table.row
        if row is None:
            return
        chosen = sorted(self.table.marked) or [row.key]
        unsure = await self.ask(mailing_recipient.unsure_among, chosen)
        if unsure:
            text = t("mailings.unsure_text", n=unsure)
            title = t("command.mailing-again")
            if not await confirmed(self, title, text, t("mailings.again_act")):
                return
        self.table.marked.clear()
        await acts.send_again(self, self.key, chosen)
        await self._show(keep=True)

    @work
    @tells
    async def action_actions(self) -> None:
        """Choose what to do with the mailing, or look at the contact under the cursor."""
        names = acts.actions_of(self.values["status"], self.values["channel"], here="recipients")
        row = self.table.row
        if row is not None:
            names.append("contact")
        chosen = await choose_action(self, names, lambda name: f"mailings.action.{name}")
        if chosen == "contact" and row is not None:
            await opening.open_contact(self, int(self.table.named(row)["contact"]))
        elif chosen is not None:
            await acts.do(self, chosen, self.key, str(self.values["name"]))
            await self._show(keep=True)


def _why(cells: Mapping[str, Any]) -> str:
    return reason_words(cells["reason"], cells["detail"])


def _address(cells: dict[str, Any]) -> str:
    return str(cells["address"]).replace("\n", ", ")
