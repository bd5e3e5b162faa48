"""The text as somebody got it, on the screen (spec 10.6)."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from crmtui.i18n import t
from crmtui.printing.text import WIDTH
from models.mailing_recipient import text_as_sent
from screens.sales.print_sheet import PrintSheet


async def show_sent(screen: Any, recipient: int, name: str, why: str = "") -> None:
    """Show the subject and the text that somebody got, or is to get, and `why` not in full.

    Raises `Missing`.
    """
    subject, body = await screen.ask(text_as_sent, recipient)
    if not (subject or body):
        screen.say(t("mailings.no_text"))
        return
    above = [*wrap(why, WIDTH), f"{t('mailings.subject')} {subject}" if subject else ""]
    parts = ["\n".join(line for line in above if line), body]
    screen.app.push_screen(PrintSheet(name, "\n\n".join(part for part in parts if part)))
