"""Opens the forms of opportunities and quotes, and asks what becomes of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crmtui.i18n import language, t
from models.entity import Values
from models.listing import Listing, Row
from models.opportunity import Opportunity
from models.quote import IN_PROGRESS, Quote
from models.rules import Notice, Saved
from screens.actions import choose_action, sale_action
from screens.dialogs.choose import Choose, Option
from screens.dialogs.confirm import Ask, confirmed
from screens.prompts import code_options
from screens.walk import Walk

if TYPE_CHECKING:
    from screens.base import CrmScreen
    from screens.sales.opportunity_form import OpportunityForm
    from screens.sales.quote_form import QuoteForm

Instead = Callable[[Any, Row, Walk], Awaitable[None]]


async def open_opportunity(screen: CrmScreen, key: int) -> None:
    """Open an opportunity in its form. Raises `Missing`."""
    walk = _walk(screen, Opportunity, key, _opportunity_instead)
    screen.app.push_screen(await _opportunity_form(screen, key, walk))


async def _opportunity_instead(screen: CrmScreen, row: Row, walk: Walk) -> None:
    screen.app.switch_screen(await _opportunity_form(screen, row.key, walk))


async def _opportunity_form(screen: CrmScreen, key: int, walk: Walk | None) -> OpportunityForm:
    from screens.sales.opportunity_form import OpportunityForm
    from screens.sales.reading import read_opportunity

    form = OpportunityForm(await screen.ask(read_opportunity, key))
    form.walk_from = walk
    return form


async def new_opportunity(screen: CrmScreen, contact: int | None = None) -> int | None:
    """Make an opportunity, of a contact if one is named; its id, once it is saved and left."""
    from screens.sales.opportunity_form import OpportunityForm
    from screens.sales.reading import opportunity_values

    def blank() -> Any:
        return opportunity_values(Opportunity.blank(contact=contact, lines=[]))

    form = OpportunityForm(await screen.ask(blank))
    made: int | None = await screen.app.push_screen_wait(form)
    return made


async def open_quote(screen: CrmScreen, key: int) -> None:
    """Open a quote in its form. Raises `Missing`."""
    walk = _walk(screen, Quote, key, _quote_instead)
    screen.app.push_screen(await _quote_form(screen, key, walk))


async def _quote_instead(screen: CrmScreen, row: Row, walk: Walk) -> None:
    screen.app.switch_screen(await _quote_form(screen, row.key, walk))


async def _quote_form(screen: CrmScreen, key: int, walk: Walk | None) -> QuoteForm:
    from screens.sales.quote_form import QuoteForm
    from screens.sales.reading import read_quote

    form = QuoteForm(await screen.ask(read_quote, key))
    form.walk_from = walk
    return form


def _walk(screen: CrmScreen, record: Any, key: int, instead: Instead) -> Walk | None:
    """The screen's list at the record, if it is one of such records (spec 2.5)."""
    table = getattr(screen, "table", None)
    source, row = getattr(table, "source", None), getattr(table, "row", None)
    if row is None or row.key != key or not isinstance(source, Listing):
        return None
    return Walk(source, row.position, instead) if source.key is record.id else None


async def new_quote(
    screen: CrmScreen, *, contact: int | None = None, opportunity: int | None = None
) -> int | None:
    """Make a quote, for a contact or from an opportunity; its id, once it is saved and left.

    Raises `RuleBroken`.
    """
    from screens.sales import reading
    from screens.sales.quote_form import QuoteForm

    given = {"contact": contact, "opportunity": opportunity}
    known = {name: key for name, key in given.items() if key is not None}
    form = QuoteForm(await screen.ask(lambda: reading.new_quote(**known)))
    if opportunity is not None:
        made_from = await screen.ask(Opportunity.values_of, opportunity)
        form.news = t("quote_form.made_from", description=made_from["description"])
    made: int | None = await screen.app.push_screen_wait(form)
    return made


async def revise_quote(screen: CrmScreen, key: int) -> None:
    """Make a new draft of a quote and show it. Raises `RuleBroken`."""
    from screens.sales.quote_form import QuoteForm
    from screens.sales.reading import read_quote

    saved = await revised(screen, key)
    if saved is not None:
        values = await screen.ask(read_quote, saved.id)
        form = QuoteForm(values)
        await screen.app.push_screen(form)
        form.tell_done(revised_words(values), saved)


async def revised(screen: CrmScreen, key: int) -> Saved | None:
    """Make a new draft of a quote; nothing where the user keeps one that would be cancelled.

    Raises `RuleBroken`.
    """
    old = await screen.ask(Quote.values_of, key)
    if old["status"] in IN_PROGRESS:
        title, text = t("sale.action.revise"), t("sale.revise_text", number=old["number"])
        if not await confirmed(screen, title, text, title):
            return None
    return await screen.ask(Quote.revise, key)


def revised_words(values: Values) -> str:
    """Which quote revises which."""
    return t("sale.done.revise", number=values["number"], old=values["revises"])


async def quotes_of(screen: CrmScreen, opportunity: int) -> None:
    """Choose one of the quotes that were made from an opportunity, and open it."""
    rows = await screen.ask(lambda: Quote.listing(opportunity=opportunity).after(None, 200))
    if not rows:
        screen.say(t("sale.no_quotes"))
        return
    names = Quote.listing().names
    options = []
    for row in rows:
        cells = dict(zip(names, row.cells, strict=True))
        status = t(f"choice.{cells['status']}")
        options.append(Option(str(row.key), f"{cells['number']}  {cells['date']}", status))
    dialog = Choose(t("sale.action.quotes"), options, codes=False)
    chosen = await screen.app.push_screen_wait(dialog)
    if chosen is not None:
        await open_quote(screen, int(chosen))


async def print_record(screen: CrmScreen, kind: str, key: int) -> None:
    """Print an opportunity or a quote."""
    from screens.sales import printing

    await printing.print_record(screen, kind, key)


# What becomes of them.


async def close_opportunity(screen: CrmScreen, key: int) -> bool:
    """Ask whether an opportunity is won or lost; whether it is closed by that."""
    status = await _outcome(screen, ("win", "lose"))
    saved = await end_opportunity(screen, key, status) if status else None
    return _told(screen, status, saved)


async def close_quote(screen: CrmScreen, key: int) -> bool:
    """Ask whether a quote is won, lost or cancelled; whether it is closed by that."""
    status = await _outcome(screen, ("win", "lose", "cancel"))
    saved = await end_quote(screen, key, status) if status else None
    return _told(screen, status, saved)


async def end_opportunity(screen: CrmScreen, key: int, status: str) -> Saved | None:
    """Say that an opportunity is won or lost, and then why; nothing where the user goes back.

    Raises `RuleBroken`.
    """
    reason = await _reason(screen) if status == "lost" else ""
    if reason is None:
        return None
    return await screen.ask(Opportunity.close, key, status, reason)


async def end_quote(screen: CrmScreen, key: int, status: str) -> Saved | None:
    """Say that a quote is won, lost or cancelled, and its opportunity if the user wants so.

    Nothing where the user goes back. Raises `RuleBroken`.
    """
    reason = await _reason(screen) if status == "lost" else ""
    both = None if reason is None else await _opportunity_too(screen, key, status)
    if both is None:
        return None
    saved = await screen.ask(
        lambda: Quote.close(key, status, reason or "", with_opportunity=bool(both))
    )
    too = (Notice("sale.opportunity_too", {"description": both}),) if both else ()
    return replace(saved, notices=(*saved.notices, *too))


def _told(screen: CrmScreen, status: str, saved: Saved | None) -> bool:
    """Tell what was done, after what the screen says of itself; whether anything was."""
    if saved is None:
        return False
    screen.call_later(screen.tell, t(f"sale.done.{status}"), saved.notices)
    return True


_STATUS = {"win": "won", "lose": "lost", "cancel": "cancelled"}


async def _outcome(screen: CrmScreen, names: tuple[str, ...]) -> str:
    name = await choose_action(screen, names, sale_action, "sale.outcome")
    return _STATUS.get(name or "", "")


async def _reason(screen: CrmScreen) -> str | None:
    options = await screen.ask(code_options, "lostreason", language())
    chosen: str | None = await screen.app.push_screen_wait(Choose(t("sale.why_lost"), options))
    return chosen


async def _opportunity_too(screen: CrmScreen, key: int, status: str) -> str | None:
    """The opportunity that is closed as well, if any; nothing where the user goes back."""
    found = await screen.ask(Quote.open_opportunity, key) if status != "cancelled" else None
    if found is None:
        return ""
    yes, no = t("ask.yes_letter"), t("ask.no_letter")
    answers = [(yes, t(f"sale.both.{status}")), (no, t("sale.alone"))]
    text = t(f"sale.both_text.{status}", description=found[1])
    answer = await screen.app.push_screen_wait(Ask(t("sale.outcome"), text, answers))
    return {yes: found[1], no: ""}.get(answer)
