"""Lines of opportunities and quotes, typed without leaving the keyboard (spec 8.3)."""

from decimal import Decimal

import pytest
from line_story import CHAI, KONBU, line, lines_in

from models.sale_line import InLine


async def test_a_line_is_four_enters(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("=chai", "enter")
        assert s.cell == (1, "quantity")
        await s.press("=3", "enter", "enter", "enter")
        assert s.cell == (2, "item")
        assert s.grid.lines == [
            CHAI | {"quantity": Decimal(3), "amount": Decimal("30.30"), "discount": Decimal(0)}
        ]
        assert s.host.left == []
        await s.press("enter")
        assert s.host.left == [1]


async def test_ten_items_take_forty_enters_and_one(begin) -> None:
    codes = ["CHAI", "KONBU", "VIS-100", "VIS-500", "POMME"] * 2
    pressed = 0
    async with lines_in(begin()) as s:
        for n, code in enumerate(codes, 1):
            for keys in ((f"={code}", "enter"), (f"={n}", "enter"), ("enter",), ("enter",)):
                await s.press(*keys)
                pressed += keys.count("enter")
        await s.press("enter")
        pressed += 1
        assert s.host.left == [1] and pressed == 41
        assert s.facts("item", "quantity") == [(c, str(n)) for n, c in enumerate(codes, 1)]
        assert s.facts("amount")[:3] == ["10.10", "12.00", "0.38"]


async def test_a_whole_quote_in_one_burst(begin) -> None:
    async with lines_in(begin()) as s:
        keys = [*"chai", "enter", *"3", "enter", "enter", "enter", *"konbu", "enter", *"12"]
        await s.story.burst(*keys, "enter", *"5.50", "enter", *"5", "enter", *"pomme", "enter")
        assert s.facts("item", "quantity", "unit_price", "discount", "amount") == [
            ("CHAI", "3", "10.10", "0", "30.30"),
            ("KONBU", "12", "5.50", "5", "62.70"),
            ("POMME", "1", "3.00", "0", "3.00"),
        ]
        assert s.cell == (3, "quantity")


async def test_an_item_is_found_by_the_only_words_that_mean_it(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("=pommes", "enter")
        assert s.facts("item", "description", "unit", "taxable") == [
            ("POMME", "Pommes", "KG", False)
        ]


async def test_the_description_is_in_the_language_asked_for(begin) -> None:
    async with lines_in(begin(), language="en") as s:
        await s.press("=chai", "enter")
        assert s.facts("description") == ["Chai tea, 10 boxes"]


async def test_another_item_gives_its_own_price_and_keeps_the_quantity(begin) -> None:
    async with lines_in(begin(), [CHAI | {"quantity": Decimal(3)}]) as s:
        await s.press("ctrl+home", "=konbu", "enter")
        assert s.facts("item", "quantity", "unit_price", "amount") == [
            ("KONBU", "3", "6.00", "18.00")
        ]


async def test_the_same_item_typed_again_changes_nothing(begin) -> None:
    async with lines_in(begin(), [CHAI | {"unit_price": Decimal("9.00")}]) as s:
        await s.press("ctrl+home", "=chai", "enter")
        assert s.cell == (1, "quantity")
        assert s.facts("unit_price") == ["9.00"]


# What is no one item.


async def test_words_of_several_items_open_what_they_find(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("=vis", "enter")
        assert s.story.place == "FindItem"
        assert "VIS-100" in s.story.text and "VIS-500" in s.story.text
        assert "CHAI" not in s.story.text
        await s.press("down", "enter")
        assert (s.story.place, s.cell) == ("Host", (1, "quantity"))
        assert s.facts("item") == ["VIS-500"]


async def test_each_key_looks_again(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("f4")
        assert "CHAI" in s.story.text and "POMME" in s.story.text
        await s.press("=kon")
        assert "KONBU" in s.story.text and "POMME" not in s.story.text
        await s.press("enter")
        assert s.facts("item") == ["KONBU"]


async def test_a_question_mark_looks_items_up(begin) -> None:
    async with lines_in(begin()) as s:
        await s.story.burst("?", *"konb", "enter", *"7", "enter")
        assert s.facts("item", "quantity") == [("KONBU", "7")]


async def test_esc_in_the_lookup_goes_back_to_the_text(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("=rien", "enter")
        assert s.story.place == "FindItem" and "F2" in s.story.status
        await s.press("escape")
        assert (s.story.place, s.cell, s.typed) == ("Host", (1, "item"), "rien")
        assert s.grid.lines == []


async def test_a_text_is_kept_as_a_free_description(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("=Frais de port", "enter", "f2")
        assert s.cell == (1, "quantity")
        await s.press("enter", "=25", "enter", "enter")
        assert s.facts("item", "description", "quantity", "amount") == [
            ("", "Frais de port", "1", "25.00")
        ]


async def test_a_free_line_is_typed_without_an_item(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("tab", "=Transport", "enter", "=2", "enter", "=25", "enter", "enter")
        assert s.facts("item", "description", "amount") == [("", "Transport", "50.00")]
        assert s.cell == (2, "item")


# Cells.


async def test_a_letter_replaces_and_esc_takes_back(begin) -> None:
    async with lines_in(begin(), [KONBU]) as s:
        await s.press("ctrl+home", "right", "=Autre")
        assert s.typed == "Autre" and s.facts("description") == ["Autre"]
        await s.press("escape")
        assert s.typed is None and s.grid.lines == [KONBU | {"amount": Decimal("6.00")}]
        assert s.story.place == "Host"
        await s.press("escape")
        assert s.story.place != "Host"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (("home", "=Le "), "Le Konbu, 2 kg"),
        (("end", "=!"), "Konbu, 2 kg!"),
        (("space", "=!"), "Konbu, 2 kg!"),
        (("backspace",), "Konbu, 2 k"),
        (("delete", "=Algue"), "Algue"),
        (("end", "left", "left", "left", "delete", "=-"), "Konbu, 2-kg"),
        (("home", "right", "right", "backspace"), "Knbu, 2 kg"),
        (("end", "ctrl+w"), "Konbu, 2 "),
        (("end", "left", "left", "ctrl+u"), "kg"),
        (("=é🇨🇦👩‍🔬x", "left", "backspace", "=語", "left", "backspace"), "é語x"),
    ],
)
async def test_a_text_is_mended_in_its_cell(begin, keys: tuple[str, ...], text: str) -> None:
    async with lines_in(begin(), [KONBU]) as s:
        await s.press("ctrl+home", "right", *keys)
        assert s.typed == text
        await s.press("enter")
        assert s.facts("description") == [text.strip()]


async def test_what_is_mended_and_left_as_it_was_changes_nothing(begin) -> None:
    given = line("VIS-100", "Vis", unit_price=Decimal("0.1255"))
    async with lines_in(begin(), [given]) as s:
        await s.press("ctrl+home", "tab", "tab", "tab", "end", "tab")
        assert s.facts("unit_price") == ["0.1255"]
        # In the empty line below, Backspace deletes nothing, and nothing is asked for.
        await s.press("ctrl+end", "right", "right", "backspace", "enter")
        assert s.cell == (2, "unit_price") and len(s.grid.lines) == 1


async def test_amounts_follow_each_key_that_makes_a_number(begin) -> None:
    async with lines_in(begin(), [CHAI]) as s:
        await s.press("ctrl+home", "right", "right")
        amounts = []
        for key in ("1", "2", "x", "backspace", "backspace"):
            await s.press(key)
            amounts.append(*s.facts("amount"))
        assert amounts == ["10.10", "121.20", "121.20", "121.20", "10.10"]
        before = s.host.changes
        await s.press("5", "escape")
        assert s.facts("amount") == ["10.10"] and s.host.changes == before + 2


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("quantity", "zéro", "zéro"),
        ("quantity", "0", "0"),
        ("quantity", "-1", "-1"),
        ("unit_price", "1.23456", "1.23456"),
        ("discount", "101", "101"),
        ("discount", "1e3", "1e3"),
    ],
)
async def test_what_is_no_value_stays_in_its_cell(begin, column: str, text: str, said: str) -> None:
    async with lines_in(begin(), [CHAI]) as s:
        await s.press("ctrl+home")
        s.grid.place(0, column)
        for key in ("enter", "tab", "down", "f6", "pagedown", "ctrl+end"):
            if s.typed is None:
                await s.press(f"={text}")
            await s.press(key)
            assert (s.cell, s.typed) == ((1, column), text)
            assert said in s.story.status and "!" in s.painted[1]
        broken = s.grid.problem()
        assert isinstance(broken, InLine) and (broken.n, broken.column) == (1, column)
        assert not await s.grid.finish()
        await s.press("escape")
        assert s.grid.problem() is None and s.grid.lines == [CHAI | {"amount": Decimal("10.10")}]
        assert s.story.status == "" and "!" not in s.painted[1]


@pytest.mark.parametrize(
    ("typed", "number", "shown"),
    [
        ("10,10", "10.10", "10,10"),
        ("10.10", "10.10", "10,10"),
        ("1 234,5", "1234.50", "1\xa0234,50"),
        ("1 234,56 $", "1234.56", "1\xa0234,56"),
        ("0,125", "0.125", "0,125"),
        (",5", "0.50", "0,50"),
    ],
)
async def test_numbers_are_typed_in_the_users_way(begin, typed, number, shown) -> None:
    async with lines_in(begin(), [CHAI]) as s:
        s.grid.place(0, "unit_price")
        await s.press(f"={typed}", "enter")
        assert s.facts("unit_price", "amount")[0][0] == number
        assert f" {shown}" in s.painted[1]


@pytest.mark.parametrize(("language", "typed"), [("fr", "12345,5"), ("en", "12345.5")])
async def test_a_number_is_mended_without_what_parts_its_thousands(begin, language, typed) -> None:
    async with lines_in(begin(language=language), [CHAI | {"quantity": Decimal("1234.5")}]) as s:
        s.grid.place(0, "quantity")
        await s.press("end", "left", "left", "=5")
        assert s.typed == typed
        await s.press("enter")
        assert s.facts("quantity") == ["12345.5"]


async def test_an_emptied_quantity_is_asked_for_and_an_emptied_discount_is_none(begin) -> None:
    given = CHAI | {"discount": Decimal(5)}
    async with lines_in(begin(), [given]) as s:
        await s.press("ctrl+home", "right", "right", "delete", "enter")
        assert s.cell == (1, "quantity") and s.story.status
        await s.press("=2", "enter", "enter", "delete", "enter")
        assert s.facts("quantity", "discount", "amount") == [("2", "0", "20.20")]


async def test_an_item_that_is_being_typed_is_no_line_yet(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("=nulle part")
        assert s.grid.lines == []
        broken = s.grid.problem()
        assert isinstance(broken, InLine) and broken.column == "item"
        assert not await s.grid.finish()
        await s.story.settle()
        assert (s.cell, s.typed) == ((1, "item"), "nulle part") and "nulle part" in s.story.status
        await s.press("escape", "=vis")
        assert not await s.grid.finish()
        await s.story.settle()
        assert "plusieurs" in s.story.status


async def test_saving_takes_the_cell_that_is_being_typed(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("=chai")
        assert await s.grid.finish()
        assert s.facts("item", "unit_price") == [("CHAI", "10.10")]
        assert s.grid.problem() is None


async def test_a_line_without_an_item_can_not_be_saved(begin) -> None:
    async with lines_in(begin()) as s:
        await s.press("tab", "tab", "=5", "enter")
        broken = s.grid.problem()
        assert isinstance(broken, InLine) and (broken.n, broken.column) == (1, "item")


async def test_the_unit_is_chosen_by_code_by_name_or_from_its_list(begin) -> None:
    async with lines_in(begin(size=(120, 24)), [CHAI]) as s:
        s.grid.place(0, "unit")
        await s.press("=kg", "enter")
        assert s.facts("unit") == ["KG"] and s.cell == (1, "unit_price")
        await s.press("left", "=caisse", "tab")
        assert s.facts("unit") == ["CASE"]
        await s.press("left", "=zzz", "enter")
        assert (s.cell, s.typed) == ((1, "unit"), "zzz") and "zzz" in s.story.status.lower()
        await s.press("escape", "f4", "=douz", "enter")
        assert s.facts("unit") == ["DOZEN"]
