"""Letters and labels of a produced mailing: on the screen, to a file, to a printer (10.3)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from crmtui.i18n import t
from crmtui.mail import labels, letters
from crmtui.mail.paper import Printed
from models import mailing_outbox as outbox
from models.mailing import Mailing
from models.rules import RuleBroken
from screens.dialogs.choose import Choose, Option
from screens.dialogs.confirm import confirmed
from screens.dialogs.type_text import TypeText
from screens.printing import Job, Made, choose_way, print_to


class _Paper:
    """Letters or labels of a mailing, made on a thread that has not the database."""

    def __init__(self, screen: Any, key: int, maker: Any, how: dict[str, Any]) -> None:
        self.screen = screen
        self.key = key
        self.maker = maker
        self.how = how
        self.printed = Printed()

    def _ask(self, call: Callable[..., Any], /, *args: Any) -> Any:
        return self.screen.host.database.submit(call, *args).result()

    def text(self, charset: str) -> Made:
        """Its pages as text in a charset."""
        return self._made(self.maker.write_text, charset=charset)

    def pdf(self) -> Made:
        """Its pages as PDF."""
        return self._made(self.maker.write_pdf)

    def _made(self, write: Callable[..., Printed], **how: Any) -> Made:
        out = BytesIO()
        self.printed = write(self.key, out, ask=self._ask, **self.how, **how)
        return Made(out.getvalue(), self.printed.replaced)


async def print_paper(screen: Any, what: str, key: int) -> None:
    """Print the letters or the labels of a mailing. Raises `RuleBroken`.

    Whoever has opted out since gets no letter. Once letters are printed, the user may say that
    they are sent.
    """
    values = await screen.ask(Mailing.values_of, key)
    how: dict[str, Any] = {}
    if what == "labels":
        asked = await _sheet(screen)
        if asked is None:
            return
        how = asked
    if values["status"] == "produced":
        await screen.ask(outbox.skip_refused, key)
    paper = _Paper(screen, key, labels if what == "labels" else letters, how)
    name = t("mailings.paper", what=t(f"mailings.action.{what}"), name=values["name"])
    chosen = await choose_way(screen, name)
    if not chosen:
        return
    screen.say(t("mailings.making"))
    stem = t(f"mailings.stem.{what}", number=key)
    try:
        done = await print_to(screen, Job(name, stem, paper.text, paper.pdf), chosen)
    except RuleBroken as broken:
        screen.call_later(screen.problem, broken)
        return
    if done and chosen != "show" and what == "letters":
        await _hand_over(screen, key, paper.printed)


async def _sheet(screen: Any) -> dict[str, Any] | None:
    """The sheet of labels, and which of it is the first."""
    options = [Option(name, t(f"mailings.sheet.{name}")) for name in labels.SHEETS]
    sheet = await screen.app.push_screen_wait(Choose(t("mailings.sheet"), options))
    if sheet is None:
        return None
    most = labels.SHEETS[sheet].count

    def start(text: str) -> str:
        number = int(text) if text.strip().isdecimal() and text.isascii() else 0
        labels.sheet_of(sheet, number)
        return str(number)

    dialog = TypeText(t("mailings.first_label", n=most), start, "1")
    first = await screen.app.push_screen_wait(dialog)
    return None if first is None else {"sheet": sheet, "start": int(first)}


async def _hand_over(screen: Any, key: int, printed: Printed) -> None:
    """Ask whether the letters are sent, and say so of those who were waiting."""
    n = await screen.ask(outbox.waiting, key)
    if not n:
        return
    title, text = t("mailings.handed_title"), t("mailings.handed_text", n=n)
    if not await confirmed(screen, title, text, t("mailings.handed_act")):
        return
    done = await screen.ask(_as_sent, key, printed.recipients)
    screen.call_later(screen.say, t("mailings.handed", n=done))


def _as_sent(key: int, recipients: list[int]) -> int:
    n = outbox.hand_over(key, recipients)
    outbox.end(key)
    return n
