"""What is done with a mailing from wherever it is shown, as its state allows (spec 10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmtui.i18n import t
from models import mailing_outbox as outbox
from models.mailing import Mailing
from screens.actions import choose_action, delete_record
from screens.dialogs.confirm import confirmed


def _action(name: str) -> str:
    return f"mailings.action.{name}"


def actions_of(status: str, channel: str, *, here: str = "") -> list[str]:
    """What can be done with a mailing, but for going where one is."""
    ways = ["send", "eml", "dry_run"] if channel == "email" else ["letters", "labels"]
    if status == "draft":
        dry = ["dry_run"] if channel == "email" else []
        names = ["open", "audience", "produce", *dry, "delete"]
    elif status == "produced":
        names = ["recipients", *ways, "again", "cancel", "open"]
    elif status == "done":
        names = ["recipients", "again", *(ways if channel == "postal" else []), "open"]
    else:
        names = ["recipients", "open"]
    return [n for n in names if n != here and (n != "again" or channel == "email")]


async def mailing_actions(
    screen: Any, key: int, cells: Mapping[str, Any], *, here: str = ""
) -> str | None:
    """Choose what to do with a mailing, and do it; what was chosen. Raises `RuleBroken`."""
    names = actions_of(cells["status"], cells["channel"], here=here)
    chosen = await choose_action(screen, names, _action)
    if chosen is not None:
        await do(screen, chosen, key, str(cells["name"]))
    return chosen


async def do(screen: Any, name: str, key: int, called: str) -> None:
    """Do one of the actions. Raises `RuleBroken`."""
    if name == "delete":
        await delete_record(screen, Mailing, key, called)
    elif name == "cancel":
        await _cancel(screen, key, called)
    elif name == "again":
        await send_again(screen, key)
    elif name in ("letters", "labels"):
        from screens.mailings import paper

        await paper.print_paper(screen, name, key)
    else:
        await _ACTIONS[name](screen, key)


async def open_form(screen: Any, key: int) -> None:
    """Open a mailing in its form. Raises `Missing`."""
    from screens.mailings.form import MailingForm

    screen.app.push_screen(MailingForm(await screen.ask(Mailing.values_of, key)))


async def new_mailing(screen: Any) -> int | None:
    """Make a mailing in the form; its id, once it is saved and left."""
    from screens.mailings.form import MailingForm

    made: int | None = await screen.app.push_screen_wait(
        MailingForm(await screen.ask(Mailing.blank))
    )
    return made


async def show_people(screen: Any, key: int, status: str) -> None:
    """Show a draft's audience, or the people of what is produced. Raises `RuleBroken`."""
    if status == "draft":
        await open_audience(screen, key)
    else:
        await open_recipients(screen, key)


async def open_audience(screen: Any, key: int) -> None:
    """Show who is in and who is out. Raises `RuleBroken`."""
    from screens.mailings.audience import AudienceScreen

    values = await screen.ask(Mailing.values_of, key)
    screen.app.push_screen(AudienceScreen(values))


async def open_recipients(screen: Any, key: int, *, instead: bool = False, news: str = "") -> None:
    """Show what has become of a produced mailing's people, over a screen or instead of it.

    `news` is what it says first. Raises `Missing`.
    """
    from screens.mailings.recipients import RecipientsScreen

    values = await screen.ask(Mailing.values_of, key)
    show = screen.app.switch_screen if instead else screen.app.push_screen
    show(RecipientsScreen(values, news))


async def _produce(screen: Any, key: int) -> None:
    from screens.mailings.producing import produce

    await produce(screen, key)


async def _send(screen: Any, key: int) -> None:
    from screens.mailings.sending import send

    await send(screen, key)


async def _eml(screen: Any, key: int) -> None:
    from screens.mailings.sending import write_eml

    await write_eml(screen, key)


async def _dry_run(screen: Any, key: int) -> None:
    from screens.mailings.dry_run import dry_run

    await dry_run(screen, key)


_ACTIONS = {
    "open": open_form,
    "audience": open_audience,
    "recipients": open_recipients,
    "produce": _produce,
    "send": _send,
    "eml": _eml,
    "dry_run": _dry_run,
}


async def _cancel(screen: Any, key: int, called: str) -> None:
    text = t("mailings.cancel_text", name=called, n=await screen.ask(outbox.waiting, key))
    if await confirmed(screen, t("mailings.action.cancel"), text, t("mailings.cancel_act")):
        await screen.ask(Mailing.cancel, key)
        screen.call_later(screen.say, t("mailings.cancelled", name=called))


async def send_again(screen: Any, key: int, chosen: list[int] | None = None) -> None:
    """Let those who failed wait again: the ones chosen, or all but those who may have got it.

    Raises `RuleBroken`.
    """
    n = await screen.ask(outbox.again, key, chosen)
    if n:
        screen.call_later(screen.say, t("mailings.again_done", n=n, press=sending_key(screen)))
    else:
        screen.call_later(screen.say, t("mailings.none_again"), error=True)


def sending_key(screen: Any) -> str:
    """The key that sends from a screen: its own, or that of the actions."""
    return str(getattr(screen, "SENDING_KEY", "F9"))
