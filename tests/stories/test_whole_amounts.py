"""Amounts are never cut where they are listed, whatever they come to; other words give way."""

import pytest
from sales_rows import go_to, make_item, make_opportunity, make_quote, press, shown, to_tab

from screens.widgets.columns import Column, money_column, widths

SIZES = [(80, 24), (60, 20)]
LARGE = {"fr": "999 999 999,99", "en": "999,999,999.99"}
TOTAL = {"fr": "1 149 749 999,99", "en": "1,149,749,999.99"}

of_both = pytest.mark.parametrize("size", SIZES)
spoken = pytest.mark.parametrize("language", ["fr", "en"])


def large(story) -> None:
    line = {"description": "Usine", "quantity": "100", "unit_price": "9999999.9999"}
    make_quote(story, "Une référence très longue, presque", lines=[line])
    make_quote(story, "petite")
    make_opportunity(story, "Une usine entière, clés en main", lines=[line], stage="PROPOSAL")


@of_both
@spoken
async def test_a_total_is_never_cut_in_the_lists_of_sales(begin, size, language) -> None:
    async with begin(size=size, language=language) as story:
        large(story)
        await go_to(story, "q")
        assert TOTAL[language] in shown(story) and "Q2" in shown(story)
        await go_to(story, "o")
        assert LARGE[language] in shown(story)
        await go_to(story, "l")
        # Its sum, and what is weighted.
        assert LARGE[language] in shown(story)
        assert [line for line in story.lines[:-2] if "…" in line and "99" in line] == []


@of_both
@pytest.mark.parametrize(("letter", "text"), [("e", TOTAL["fr"]), ("o", LARGE["fr"])])
async def test_a_total_is_never_cut_in_a_contacts_tabs(begin, size, letter, text) -> None:
    async with begin(size=size) as story:
        large(story)
        await to_tab(story, letter)
        assert text in shown(story)


@of_both
async def test_a_price_is_never_cut_in_the_list_of_items_nor_where_one_is_looked_up(
    begin, size
) -> None:
    async with begin(size=size) as story:
        make_item(story, "USINE", price="9999999.1234")
        await go_to(story, "i")
        assert "9 999 999,1234" in shown(story)
        await press(story, "ctrl+g", "q", "f6", "@salesperson", "enter", "f4", "=usi")
        assert story.place == "FindItem" and "9 999 999,1234" in shown(story)


@of_both
async def test_an_amount_is_never_cut_among_the_lines_of_a_quote(begin, size) -> None:
    async with begin(size=size) as story:
        large(story)
        await press(story, "ctrl+g", "q", "end", "enter")
        assert story.place == "QuoteForm"
        assert any(
            "999 999 999,99" in line and "Usine" in line for line in shown(story).split("\n")
        )
        assert TOTAL["fr"] in shown(story)
        # What is typed makes its own room.
        await press(story, "@salesperson", "enter", "tab", "=Nuage", "tab", "=300", "enter")
        await press(story, "=8888888,88", "enter")
        assert "2 666 666 664,00" in shown(story)


async def test_a_long_figure_further_on_is_as_whole_as_the_first(begin) -> None:
    async with begin() as story:
        line = {"description": "Usine", "quantity": "100", "unit_price": "9999999.9999"}
        make_opportunity(story, "la dernière", lines=[line], closes_on=None)
        for n in range(120):
            make_opportunity(story, f"petite {n}", of=1, closes_on="2030-01-01")
        await go_to(story, "o")
        await press(story, "end")
        assert any("la dernière" in x and LARGE["fr"] in x for x in shown(story).split("\n"))


def _plain(cells: dict) -> str:
    return str(cells["x"])


@pytest.mark.parametrize("room", range(1, 120))
def test_words_give_way_before_amounts_whatever_the_room(room: int) -> None:
    words = Column("a", 0, _plain, least=18)
    columns = (
        Column("n", 11, _plain),
        words,
        Column("s", 10, _plain),
        money_column("m", 12, _plain),
        Column("late", 11, _plain),
    )
    usual = widths(columns, room)
    grown = widths([column.measured([{"x": "9" * 16}]) for column in columns], room)
    assert usual[3] >= 12 and grown[3] == 16
    if room >= 11 + 16 + 10 + 3:
        assert sum(w for w in grown if w >= 0) + sum(w >= 0 for w in grown) - 1 <= room
    if room >= 11 + 18 + 10 + 12 + 11 + 4:
        assert -1 not in usual
        assert -1 not in grown or room < 11 + 14 + 10 + 16 + 11 + 4


def test_a_column_is_as_wide_as_the_longest_figure_that_was_read() -> None:
    column = money_column("m", 4, _plain)
    for text, wide in (("1", 4), ("123456", 6), ("12", 6)):
        column = column.measured([{"x": text}])
        assert column.wide == wide
    assert Column("n", 4, _plain).measured([{"x": "123456"}]).wide == 4
