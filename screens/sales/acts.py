"""What is done with an opportunity or a quote from wherever it is listed.

`x` closes it; F9 offers whatever can be done with it as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmtui.i18n import t
from models.opportunity import Opportunity
from models.quote import Quote
from models.quote_settled import CLOSED
from screens.actions import choose_action, delete_record, sale_action
from screens.contact_columns import contact_name
from screens.documents.documents import documents_fact, show_documents
from screens.opening import open_contact

Cells = Mapping[str, Any]


def is_closed(cells: Cells) -> bool:
    """Whether what a row shows is won, lost or cancelled."""
    return str(cells["status"]) in CLOSED


async def close_opportunity(screen: Any, key: int, cells: Cells) -> bool:
    """Ask whether it is won or lost; whether it is closed by that."""
    from screens.sales import opening

    if is_closed(cells):
        _problem(screen, "opportunities.closed_already", name=cells["description"])
        return False
    return bool(await opening.close_opportunity(screen, key))


async def close_quote(screen: Any, key: int, cells: Cells) -> bool:
    """Ask what became of it; whether it is closed by that."""
    from screens.sales import opening

    if is_closed(cells):
        _problem(screen, "quotes.closed_already", name=cells["number"])
        return False
    return bool(await opening.close_quote(screen, key))


async def opportunity_actions(
    screen: Any, key: int, cells: Cells, *, on_card: bool = False
) -> None:
    """Choose what to do with an opportunity, on its contact's card or not. Raises `RuleBroken`."""
    from screens.sales import opening

    ending = "reopen" if is_closed(cells) else "close"
    elsewhere = () if on_card else ("contact",)
    names = ("open", "quote", ending, "print", "documents", *elsewhere, "delete")
    chosen = await _chosen(screen, names, "opportunity", key)
    if chosen == "open":
        await opening.open_opportunity(screen, key)
    elif chosen == "quote":
        await opening.new_quote(screen, opportunity=key)
    elif chosen == "close":
        await close_opportunity(screen, key, cells)
    elif chosen == "reopen":
        saved = await screen.ask(Opportunity.reopen, key)
        _tell(screen, t("opportunities.reopened", name=cells["description"]), saved.notices)
    elif chosen == "print":
        await opening.print_record(screen, "opportunity", key)
    elif chosen == "documents":
        path = (t("go.opportunities"), str(cells["description"]))
        await show_documents(screen, "opportunity", key, path)
    elif chosen == "contact":
        await _open_contact(screen, Opportunity, key, "opportunities")
    elif chosen == "delete":
        await delete_record(screen, Opportunity, key, str(cells["description"]))


async def quote_actions(screen: Any, key: int, cells: Cells, *, on_card: bool = False) -> None:
    """Choose what to do with a quote, on its contact's card or not. Raises `RuleBroken`."""
    from screens.sales import opening

    cannot = {
        "sent": cells["status"] != "draft",
        "close": is_closed(cells),
        "contact": on_card or not contact_name(cells),
    }
    names = ("open", "sent", "close", "revise", "print", "documents", "contact")
    offered = [name for name in names if not cannot.get(name)]
    chosen = await _chosen(screen, offered, "quote", key)
    if chosen == "open":
        await opening.open_quote(screen, key)
    elif chosen == "sent":
        saved = await screen.ask(Quote.alter, key, {"status": "sent"})
        _tell(screen, t("quotes.sent", name=cells["number"]), saved.notices)
    elif chosen == "close":
        await close_quote(screen, key, cells)
    elif chosen == "revise":
        await opening.revise_quote(screen, key)
    elif chosen == "print":
        await opening.print_record(screen, "quote", key)
    elif chosen == "documents":
        await show_documents(screen, "quote", key, (t("go.quotes"), str(cells["number"])))
    elif chosen == "contact":
        await _open_contact(screen, Quote, key, "quotes")


async def _chosen(screen: Any, names: Sequence[str], of: str, key: int) -> str | None:
    facts = await documents_fact(screen, of, key)
    return await choose_action(screen, names, sale_action, facts=facts)


async def _open_contact(screen: Any, record: Any, key: int, tab: str) -> None:
    values = await screen.ask(record.values_of, key)
    await open_contact(screen, values["contact"], at=(tab, key))


def _tell(screen: Any, text: str, notices: Any) -> None:
    """Tell, after what the screen says of itself once a dialog over it has gone."""
    screen.call_later(screen.tell, text, notices)


def _problem(screen: Any, words: str, **facts: Any) -> None:
    screen.call_later(screen.say, t(words, **facts), error=True)
