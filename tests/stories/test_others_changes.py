"""What another session changes while a form is edited is never written over unseen (spec 15)."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import pytest
from activity_story import open_activity, run, text_in
from sales_rows import contact_of, make_item, make_opportunity, make_quote
from story import Story

from models.activity import Activity
from models.code import Code
from models.contact import Contact
from models.item import Item
from models.mailing import Mailing
from models.note import Note
from models.opportunity import Opportunity
from models.party import Party
from models.quote import Quote
from models.setting import change_setting, setting
from screens import opening as cards
from screens.letters import LETTERS
from screens.sales import opening

NOON = dt.datetime(2026, 11, 24, 12, 0)


class Case(NamedTuple):
    """A form: how it is opened, what both change in it, and a field that only another changes."""

    open: Callable[[Story], Awaitable[Any]]
    alter: Callable[[int, dict[str, Any]], Any]
    read: Callable[[int], Any]
    both: str
    only_theirs: str


async def _contact(story: Story) -> int:
    key = contact_of(story)
    await run(story, lambda screen: cards.open_contact(screen, key))
    return key


async def _party(story: Story) -> int:
    key = story.one("SELECT id FROM party WHERE code = 'TREMB01'")
    await run(story, lambda screen: cards.edit_party(screen, key))
    return key


async def _note(story: Story) -> int:
    await _contact(story)
    await story.press("ctrl+g", "n", "enter")
    return story.one("SELECT id FROM note")


async def _item(story: Story) -> int:
    key = make_item(story, "CHAI")
    await story.press("ctrl+g", "i", "enter")
    return key


async def _code(story: Story) -> int:
    await story.press("ctrl+g", "b", "enter", "enter")
    screen: Any = story.app.screen
    return screen.editing.key


async def _settings(story: Story) -> int:
    await story.press("ctrl+g", "s")
    return 1


async def _activity(story: Story) -> int:
    key = story.ask(Activity.make, {"subject": "Appel", "start": NOON}).id
    await open_activity(story, key)
    return key


async def _opportunity(story: Story) -> int:
    key = make_opportunity(story, "Vis", of="100")
    await run(story, lambda screen: opening.open_opportunity(screen, key))
    return key


async def _quote(story: Story) -> int:
    key = make_quote(story, "PO-118")
    await run(story, lambda screen: opening.open_quote(screen, key))
    return key


async def _mailing(story: Story) -> int:
    key = story.ask(Mailing.make, {"name": "Infolettre", "channel": "email"}).id
    await story.press("ctrl+g", "m", "enter")
    return key


def _set(key: int, values: dict[str, Any]) -> None:
    for name, value in values.items():
        change_setting(name, value)


def _settings_now(key: int) -> dict[str, Any]:
    return {name: setting(name) for name in ("CompanyName", "CompanyAddress")}


CASES = {
    "contact": Case(_contact, Contact.alter, Contact.values_of, "job_title", "department"),
    "party": Case(_party, Party.alter, Party.values_of, "name", "remarks"),
    "note": Case(_note, Note.alter, Note.values_of, "subject", "detail"),
    "item": Case(_item, Item.alter, Item.values_of, "description_fr", "description_en"),
    "code": Case(_code, Code.alter, Code.values_of, "description_fr", "description_en"),
    "setting": Case(_settings, _set, _settings_now, "CompanyName", "CompanyAddress"),
    "activity": Case(_activity, Activity.alter, Activity.values_of, "subject", "location"),
    "opportunity": Case(
        _opportunity, Opportunity.alter, Opportunity.values_of, "description", "note"
    ),
    "quote": Case(_quote, Quote.alter, Quote.values_of, "reference", "note"),
    "mailing": Case(_mailing, Mailing.alter, Mailing.values_of, "name", "subject_fr"),
}


@pytest.fixture(params=CASES.values(), ids=CASES)
def case(request) -> Case:
    """A form of each kind."""
    return request.param


async def _both(story: Story, case: Case) -> int:
    """Type into a field that another changes meanwhile, with one that is not edited here."""
    key = await case.open(story)
    await story.go(case.both)
    await story.fill("Mien", then="home")
    story.ask(case.alter, key, {case.both: "Sien", case.only_theirs: "De lui"})
    return key


async def test_f5_in_an_edited_form_keeps_what_is_typed_and_tells_the_clash(begin, case) -> None:
    async with begin() as story:
        key = await _both(story, case)
        await story.press("f5")
        assert text_in(story, case.both) == "Mien"
        assert text_in(story, case.only_theirs) == "De lui"
        assert "Sien" in story.status and "a changé aussi" in story.status
        await story.press("f2")
        assert story.place == "Ask" and "Sien" in story.text and "Mien" in story.text
        assert story.ask(case.read, key)[case.both] == "Sien"
        await story.press("escape")
        assert text_in(story, case.both) == "Mien" and "Sien" in story.status
        assert story.ask(case.read, key)[case.both] == "Sien"


async def test_f5_twice_decides_nothing(begin, case) -> None:
    async with begin() as story:
        key = await _both(story, case)
        await story.press("f5", "f5", "f2")
        assert story.place == "Ask"
        assert story.ask(case.read, key)[case.both] == "Sien"


@pytest.mark.parametrize("again", [(), ("f5",)], ids=["at once", "after F5"])
async def test_my_version_is_saved_once_i_said_so(begin, case, again) -> None:
    async with begin() as story:
        key = await _both(story, case)
        await story.press(*again, "f2", "m")
        found = story.ask(case.read, key)
        assert (found[case.both], found[case.only_theirs]) == ("Mien", "De lui")
        assert "Enregistré" in story.status and not story.app.screen.dirty


@pytest.mark.parametrize("again", [(), ("f5",)], ids=["at once", "after F5"])
async def test_the_other_version_is_kept_once_i_said_so(begin, case, again) -> None:
    async with begin() as story:
        key = await _both(story, case)
        await story.press(*again, "f2", "a")
        found = story.ask(case.read, key)
        assert (found[case.both], found[case.only_theirs]) == ("Sien", "De lui")
        assert text_in(story, case.both) == "Sien" and not story.app.screen.dirty


async def test_what_only_i_changed_is_saved_with_the_other_version(begin) -> None:
    async with begin() as story:
        key = await _contact(story)
        await story.go("extension")
        await story.fill("12")
        await story.go("job_title")
        await story.fill("Directrice")
        story.ask(Contact.alter, key, {"job_title": "Présidente"})
        await story.press("f5", "f2", "a")
        found = story.ask(Contact.values_of, key)
        assert (found["job_title"], found["extension"]) == ("Présidente", "12")


async def test_lines_that_both_changed_are_asked_about(begin) -> None:
    async with begin() as story:
        key = await _quote(story)
        screen: Any = story.app.screen
        screen.grid.focus_first_empty()
        await story.type("Transport\n")
        await story.press("f2")
        typed = [line["description"] for line in screen.grid.lines]
        lines = story.ask(Quote.values_of, key)["lines"]
        story.ask(Quote.alter, key, {"lines": [lines[0] | {"quantity": "7"}]})
        await story.press("f5")
        assert [line["description"] for line in screen.grid.lines] == typed
        assert "1 ligne" in story.status and "a changé aussi" in story.status
        await story.press("f2")
        assert story.place == "Ask"
        await story.press("a")
        assert [line["quantity"] for line in screen.grid.lines] == [7] and not screen.dirty


async def test_a_time_that_another_moved_is_asked_about_when_the_day_was_moved_here(begin) -> None:
    async with begin() as story:
        key = await _activity(story)
        await story.go("time")
        await story.fill("8h")
        story.ask(Activity.alter, key, {"start": NOON.replace(hour=15)})
        await story.press("f5", "f2", "a")
        assert text_in(story, "time") == "15:00"
        assert story.ask(Activity.values_of, key)["start"] == NOON.replace(hour=15)


async def test_quitting_asks_which_version_to_keep_before_it_leaves(begin) -> None:

    async with begin() as story:
        key = await _both(story, CASES["contact"])
        await story.press("ctrl+q", LETTERS["save"])
        assert story.place == "Ask" and "Sien" in story.text
        story.send("m")
        await story.settle()
        assert story.app._exit
    async with begin() as story:
        assert story.ask(Contact.values_of, key)["job_title"] == "Mien"
