"""The pipeline: open opportunities as bars, and the list behind each (spec 8.5)."""

import datetime as dt

import pytest
from sales_rows import DAY, TODAY, go_to, listed, make_opportunity

from models.opportunity import Opportunity
from models.user import User
from screens.symbols import draw_ascii

NBSP = "\N{NO-BREAK SPACE}"
NEXT_YEAR = TODAY.year + 1


def _some(story) -> None:
    story.ask(User.make, {"login": "alice", "role": "editor"})
    make_opportunity(story, "a", of=400, stage="PROPOSAL", closes_on=dt.date(NEXT_YEAR, 1, 31))
    make_opportunity(story, "b", of=600, stage="PROPOSAL", closes_on=TODAY - 100 * DAY)
    make_opportunity(story, "c", of=100, stage="QUALIFY", owner="alice")
    story.ask(Opportunity.close, make_opportunity(story, "d", of=9999), "won")


def _bar(story, label: str) -> str:
    return next(line for line in story.lines if label in line)


async def test_by_stage_in_their_order_how_many_how_much_weighted(begin) -> None:
    async with begin() as story:
        _some(story)
        await go_to(story, "l")
        assert listed(story, "key") == ["PROSPECT", "QUALIFY", "PROPOSAL", "NEGOTIATE"]
        cells = _bar(story, "Proposition").split(" ")
        shown = [cell for cell in cells if cell]
        assert shown[1:4] == ["2", f"1{NBSP}000,00", "500,00"]
        # The most fills the room, half of it in full; a tenth of it is a tenth as long.
        assert (shown[4].count("█"), shown[4].count("░")) == (12, 11)
        assert _bar(story, "Qualification").endswith(" ░░")
        assert "█" not in _bar(story, "Négociation") + _bar(story, "Prospection")
        assert f"3 opportunités, 1{NBSP}100,00{NBSP}$, pondéré 520,00{NBSP}$" in story.status


async def test_by_owner_by_month_and_ones_own(begin) -> None:
    async with begin() as story:
        _some(story)
        await go_to(story, "l")
        await story.press("2")
        assert listed(story, "key") == ["alice", "marie"] and "[2 Responsable]" in story.text
        await story.press("3")
        past = TODAY - 100 * DAY
        assert listed(story, "key") == [f"{past:%Y-%m}", f"{NEXT_YEAR}-01", ""]
        assert f"janvier {NEXT_YEAR}" in story.text and "sans date de clô" in story.text
        assert story.lines[3].startswith(" ›") and story.lines[3][3] == "!"
        await story.press("m")
        assert (
            listed(story, "key") == [f"{past:%Y-%m}", f"{NEXT_YEAR}-01"]
            and "à moi" in story.lines[1]
        )
        assert "2 opportunités" in story.status


async def test_what_is_shown_is_kept_for_the_user(begin) -> None:
    async with begin() as story:
        _some(story)
        await go_to(story, "l")
        await story.press("3", "m")
    async with begin() as story:
        await go_to(story, "l")
        assert "[3 Mois de clôture]" in story.text and "à moi" in story.lines[1]


@pytest.mark.parametrize(
    ("key", "bar", "found", "said"),
    [
        ("1", 2, ["b", "a"], "Proposition"),
        ("1", 3, [], "Négociation"),
        ("2", 0, ["c"], "à alice"),
        ("2", 1, ["b", "a"], "à moi"),
        ("3", 1, ["a"], f"du {NEXT_YEAR}-01-01 au {NEXT_YEAR}-01-31"),
        ("3", 2, ["c"], "sans date de clôture"),
    ],
)
async def test_enter_lists_what_a_bar_is_made_of(begin, key, bar, found, said) -> None:
    async with begin() as story:
        _some(story)
        await go_to(story, "l")
        await story.press(key, *["down"] * bar, "enter")
        assert story.place == "OpportunityList" and listed(story, "description") == found
        assert said in story.status
        await story.press("escape")
        assert story.place == "PipelineScreen" and story.app.screen.table.cursor == bar


async def test_what_a_bar_shows_is_not_kept_as_the_lists_own_filters(begin) -> None:
    async with begin() as story:
        _some(story)
        await go_to(story, "l")
        await story.press("down", "enter", "w", "ctrl+g", "o")
        assert listed(story, "description") == ["b", "a", "c"]


async def test_from_the_list_and_back_by_the_same_key(begin) -> None:
    async with begin() as story:
        _some(story)
        await story.press("ctrl+g", "o", "v")
        assert story.place == "PipelineScreen"
        await story.press("down", "enter")
        assert listed(story, "description") == ["c"]
        await story.press("v")
        assert story.place == "PipelineScreen"
        await story.press("escape")
        assert story.place == "OpportunityList"


async def test_those_at_no_stage_have_a_bar_and_a_list(begin) -> None:
    async with begin() as story:
        key = make_opportunity(story, "nulle part")
        story.ask(Opportunity.alter, key, {"stage": ""})
        await go_to(story, "l")
        assert listed(story, "label")[-1] == "sans stade"
        await story.press("end", "enter")
        assert listed(story, "description") == ["nulle part"] and "sans stade" in story.status
        await story.press("f4", "f2")
        assert story.place == "OpportunityList"


async def test_without_any_price_bars_count(begin) -> None:
    async with begin() as story:
        make_opportunity(story, "a", stage="QUALIFY")
        make_opportunity(story, "b", stage="QUALIFY")
        make_opportunity(story, "c", stage="PROPOSAL")
        await go_to(story, "l")
        bars = [_bar(story, label).count("█") for label in ("Qualification", "Proposition")]
        assert bars == [23, 12]


async def test_more_bars_than_lines_scroll(begin) -> None:
    async with begin() as story:
        for n in range(30):
            closes = dt.date(NEXT_YEAR + n // 12, n % 12 + 1, 15)
            make_opportunity(story, f"m{n}", closes_on=closes, of=5)
        await go_to(story, "l")
        await story.press("3")
        first, last = f"janvier {NEXT_YEAR}", f"juin {NEXT_YEAR + 2}"
        assert first in story.text and last not in story.text
        assert sum("█" in line for line in story.lines) >= 12
        await story.press("end")
        assert last in story.text and first not in story.text


async def test_a_bar_is_copied_and_nothing_open_says_so(begin) -> None:
    async with begin() as story:
        await go_to(story, "l")
        await story.press("2")
        assert "Aucune opportunité en cours" in story.text
        await story.press("enter", "y")
        assert story.place == "PipelineScreen"
        make_opportunity(story, "a", of=10)
        await story.press("f5", "y")
        assert story.app.clipboard.startswith("marie, 1 opportunité, 10,00")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10), (132, 43)])
async def test_in_english_and_ascii_whatever_the_size(begin, size) -> None:
    draw_ascii(True)
    try:
        async with begin(language="en", size=size) as story:
            _some(story)
            await go_to(story, "l")
            assert "Proposal" in story.text and "#" in _bar(story, "Proposal")
            assert max(map(len, story.lines)) <= size[0]
            await story.press("2", "3", "end", "home")
    finally:
        draw_ascii(False)
