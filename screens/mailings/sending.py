"""A mailing on its way out: how far it is, how fast, what failed; paused and gone on (10.3)."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any, ClassVar

from rich.segment import Segment
from textual import work
from textual.message import Message
from textual.widget import Widget

from crmtui.i18n import t
from crmtui.mail import eml, sending
from crmtui.mail.sending import Report, report_of
from crmtui.safe_text import visible
from crmtui.user_files import user_path
from models.entity import Values
from models.mailing import Mailing
from models.mailing_outbox import next_time, waiting
from models.mailing_recipient import recipients
from models.rules import RuleBroken
from screens.base import CrmScreen
from screens.commands import mailings
from screens.commands.command import Command
from screens.dialogs.confirm import confirmed
from screens.dialogs.type_text import TypeText
from screens.mailings.acts import sending_key
from screens.mailings.background import Background
from screens.mailings.words import reason_words
from screens.symbols import sign
from screens.widgets.bars import Line, Lines, Rule
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable

# What a run does: given `ask`, `progress` and `stopped`, on a thread of its own.
Run = Callable[..., Report]
# So often at the most is it told how far it is.
_TOLD_EVERY = 0.2


class ProgressLine(Line):
    """A bar that fills up."""

    done = total = 0

    def show(self, done: int, total: int) -> None:
        """Show how much is done."""
        self.done, self.total = done, total
        self.refresh()

    def segments(self, width: int) -> list[Segment]:
        """The bar and the percentage."""
        part = self.done / self.total if self.total else 1.0
        room = max(1, width - 8)
        full = int(part * room)
        bar = sign("full") * full + sign("light") * (room - full)
        return [Segment(f" {bar} {int(part * 100):3} %")]


class SendingScreen(CrmScreen):
    """A run: it goes on while the screen is there, and stops after the mail it is at.

    The answer is what to say where one came from.
    """

    OFFERS: ClassVar[tuple[Command, ...]] = (mailings.PAUSE,)

    class Told(Message):
        """How far the run is."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    def __init__(
        self, values: Values, run: Run, title: str, *, again: str, folder: str = ""
    ) -> None:
        """Run; `again` says what one does to go on, `folder` is where files are written."""
        super().__init__()
        self.values = values
        self.run = run
        self.heading = title
        self.again = again
        self.folder = folder
        self.stopped = threading.Event()
        self.running = False
        self.done = self.total = 0
        self.report: Report | None = None
        self.next_try: dt.datetime | None = None
        self._run_ends: asyncio.Future[Report] | None = None
        self._began = 0.0
        self._background = Background(self)
        self._told_at = 0.0
        self._last_told = -1
        self._failures = -1

    def path(self) -> tuple[str, ...]:
        """Where one is."""
        return (t("go.mailings"), str(self.values["name"]), self.heading)

    def body(self) -> Iterator[Widget]:
        """The bar, the numbers, and who failed."""
        yield ProgressLine()
        yield Lines(2)
        yield Rule()
        columns = [
            Column(t("contact.name"), 22, lambda c: str(c["name"])),
            Column(t("mailings.words"), 0, _why, least=48),
            Column(t("mailings.address"), 28, lambda c: str(c["address"])),
        ]
        yield RecordTable(columns, self.ask, empty=t("mailings.none_failed"))

    async def on_mount(self) -> None:
        """Begin at once."""
        await super().on_mount()
        self.set_focus(self.query_one(RecordTable))
        self._begin()

    def footer_label(self, command: Command) -> str:
        """The same key stops the run and lets it go on."""
        stands = command is mailings.PAUSE and not self.running
        return "mailings.go_on" if stands else command.label

    def acts(self, command: Command) -> bool:
        """What is over can't be paused."""
        over = self.report is not None and not self.running and not self.report.waiting
        return not (command is mailings.PAUSE and over) and super().acts(command)

    # The run.

    def _begin(self) -> None:
        self.stopped.clear()
        self.running, self._began, self.done = True, monotonic(), 0
        self.show_keys()
        self.say(t("mailings.begun"))
        self._background.begin(self._run())

    async def _run(self) -> None:
        broken = None
        try:
            self._run_ends = asyncio.ensure_future(asyncio.to_thread(self._in_thread))
            self.report = await asyncio.shield(self._run_ends)
        except RuleBroken as why:
            broken = why
        self.running = False
        await self._show_state()
        self.show_keys()
        if broken is not None:
            self.problem(broken)
        elif self.report is not None:
            self.say(self._ended_words(self.report))

    def _in_thread(self) -> Report:
        return self.run(
            int(self.values["id"]), ask=self._ask, progress=self._tell, stopped=self.stopped
        )

    def _ask(self, call: Callable[..., Any], /, *args: Any) -> Any:
        return self.host.database.submit(call, *args).result()

    def _tell(self, done: int, total: int) -> None:
        """Say how far it is, not more often than anybody could read; from the run's thread."""
        now = monotonic()
        # What is told twice stands still: the run waits until it may try again.
        if now - self._told_at >= _TOLD_EVERY or done in (0, total, self._last_told):
            self._told_at, self._last_told = now, done
            self.post_message(self.Told(done, total))

    async def on_sending_screen_told(self, event: SendingScreen.Told) -> None:
        """Show how far it is."""
        self.done, self.total = event.done, event.total
        await self._show_state()

    async def _show_state(self) -> None:
        report, self.next_try = await self.ask(_state, int(self.values["id"]))
        self.report = report
        failed = report.failed + report.unsure
        gone = report.sent + failed + report.skipped
        self.query_one(ProgressLine).show(gone, gone + report.waiting)
        lines = [(self._pace(report), ""), (_counts(report), "")]
        self.query_one(Lines).show(lines)
        if failed != self._failures:
            self._failures = failed
            table = self.query_one(RecordTable)
            await table.show(await self.ask(recipients, int(self.values["id"]), "failed"))

    def _pace(self, report: Report) -> str:
        """How many of how many, how many a minute, how long it takes still."""
        gone = report.sent + report.failed + report.unsure + report.skipped
        said = [t("mailings.done_of", done=gone, n=gone + report.waiting)]
        took = monotonic() - self._began
        if self.running and self.next_try is not None:
            seconds = max(0, round((self.next_try - sending.utc_now()).total_seconds()))
            return " · ".join([*said, t("mailings.again_in", n=seconds)])
        if self.running and self.done and took >= 1:
            said.append(t("mailings.per_minute", n=round(self.done / took * 60)))
            said.append(t("mailings.left", time=_time_words(report.waiting * took / self.done)))
        return " · ".join(said)

    def _ended_words(self, report: Report) -> str:
        if report.waiting:
            words = t("mailings.stopped", n=report.waiting)
            return f"{words} {t('mailings.go_on_here')}"
        if self.folder:
            return t("mailings.files_over", n=self.done, folder=visible(self.folder))
        return t("mailings.over", n=report.sent, failed=report.failed + report.unsure)

    # Pausing and leaving.

    def action_mailing_pause(self) -> None:
        """Stop after the mail it is at, or go on."""
        if self.running and not self.stopped.is_set():
            self.stopped.set()
            self.say(t("mailings.pausing"))
        elif not self.running:
            self._begin()

    async def may_leave(self) -> bool:
        """Whoever leaves stops the run: the mail it is at is finished first."""
        task = self._run_ends
        if self.running and task is not None:
            self.stopped.set()
            self.say(t("mailings.stopping"))
            await asyncio.wait([task])
        return True

    def on_unmount(self) -> None:
        """Whatever takes the screen away stops the run."""
        self.stopped.set()
        self._background.stop()

    @work
    async def action_leave(self) -> None:
        """Stop, and go back to where one came from with word of it."""
        await self.may_leave()
        report = await self.ask(report_of, int(self.values["id"]))
        if report.waiting:
            self.dismiss(f"{t('mailings.stopped', n=report.waiting)} {self.again}")
        else:
            self.dismiss(self._ended_words(report))


def _state(key: int) -> tuple[Report, dt.datetime | None]:
    """How a mailing stands, and when the next one may be tried where all have to wait."""
    return report_of(key), next_time(key)


def _why(cells: dict[str, Any]) -> str:
    return reason_words(cells["reason"], cells["detail"])


def _counts(report: Report) -> str:
    parts = {
        "sent": report.sent,
        "failed": report.failed,
        "unsure": report.unsure,
        "skipped": report.skipped,
        "waiting": report.waiting,
    }
    return " · ".join(t(f"mailings.n_{name}", n=n) for name, n in parts.items() if n)


def _time_words(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return t("mailings.hours", hours=hours, minutes=f"{minutes:02}")
    return t("mailings.minutes", minutes=minutes, seconds=f"{rest:02}")


async def send(screen: Any, key: int) -> None:
    """Send a produced mailing to all who wait, once the user agrees. Raises `RuleBroken`."""
    values = await screen.ask(Mailing.values_of, key)
    n = await screen.ask(waiting, key)
    if not n:
        screen.call_later(screen.say, t("mailings.nobody_waits"))
        return
    text = t("mailings.send_text", name=values["name"], n=n)
    title = t("mailings.action.send")
    if not await confirmed(screen, title, text, t("mailings.send_act")):
        return
    password = screen.host.session.settings.smtp_password

    def run(mailing: int, **how: Any) -> Report:
        return sending.send(mailing, password=password, **how)

    again = t("mailings.go_on_list", press=sending_key(screen))
    await _follow(screen, SendingScreen(values, run, title, again=again))


async def write_eml(screen: Any, key: int) -> None:
    """Write a file for each who waits, into a folder that the user names. Raises `RuleBroken`."""
    values = await screen.ask(Mailing.values_of, key)
    if not await screen.ask(waiting, key):
        screen.call_later(screen.say, t("mailings.nobody_waits"))
        return
    title = t("mailings.action.eml")
    folder = await screen.app.push_screen_wait(TypeText(t("mailings.folder"), _folder))
    if folder is None:
        return

    text = t("mailings.eml_text", n=await screen.ask(waiting, key), folder=visible(folder))
    if not await confirmed(screen, title, text, t("mailings.eml_act")):
        return

    def run(mailing: int, **how: Any) -> Report:
        return eml.write_files(mailing, user_path(folder), **how)

    other = SendingScreen(values, run, title, again=t("mailings.go_on_eml"), folder=folder)
    await _follow(screen, other)


def _folder(text: str) -> str:
    if not text.strip():
        raise RuleBroken("print.no_path")
    return text.strip()


async def _follow(screen: Any, other: SendingScreen) -> None:
    said = await screen.app.push_screen_wait(other)
    if said:
        screen.call_later(screen.say, said)
