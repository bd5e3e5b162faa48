"""The text as somebody got it, on the screen (spec 10.6)."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t
from models.mailing_recipient import text_as_sent
from screens.sales.print_sheet import PrintSheet


async def show_sent(screen: Any, recipient: int, name: str) -> None:
    """Show the subject and the text that somebody got, or is to get. Raises `Missing`."""
    subject, body = await screen.ask(text_as_sent, recipient)
    if not (subject or body):
        screen.say(t("mailings.no_text"))
        return
    title = f"{t('mailings.subject')} {subject}\n\n" if subject else ""
    screen.app.push_screen(PrintSheet(name, f"{title}{body}"))
