"""Lines of opportunities and quotes, typed without leaving the keyboard (spec 8.3)."""

from decimal import Decimal

import pytest
from line_story import LineStory, line, lines_in

from models.rules import RuleBroken
from models.sale_line import InLine

CHAI = line("CHAI", "Thé Chai, 10 boîtes", unit="BOX", unit_price=Decimal("10.10"))
KONBU = line("KONBU", "Konbu, 2 kg", unit="BOX", unit_price=Decimal("6.00"))
FREE = line("", "Transport", quantity=Decimal(2), unit_price=Decimal("25.00"))


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


# From cell to cell.


async def test_tab_goes_cell_by_cell_and_out_at_both_ends(begin) -> None:
    async with lines_in(begin(), [CHAI]) as s:
        await s.press("ctrl+home", "shift+tab")
        assert s.host.left == [-1]
        seen = []
        for _ in range(9):
            seen.append(s.cell)
            await s.press("tab")
        columns = ["item", "description", "quantity", "unit_price", "discount"]
        assert seen == [(1, c) for c in columns] + [(2, c) for c in columns[:4]]
        await s.press("tab")
        assert s.host.left == [-1, 1] and s.cell == (2, "discount")
        await s.press(*["shift+tab"] * 5)
        assert s.cell == (1, "discount")


async def test_up_and_down_pages_first_and_last(begin) -> None:
    async with lines_in(begin(), [CHAI] * 100) as s:
        assert s.cell == (101, "item")
        await s.press("ctrl+home", "right", "right", "down", "down")
        assert s.cell == (3, "quantity")
        await s.press("pagedown")
        assert s.cell == (3 + s.grid.page_size, "quantity")
        await s.press("pageup", "up", "up")
        assert s.cell == (1, "quantity")
        await s.press("up")
        assert s.host.left == [-1]
        await s.press("ctrl+end", "down")
        assert s.cell == (101, "item") and s.host.left == [-1]
        assert s.painted[-1].split()[0].startswith("101")


async def test_down_takes_what_was_typed(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU]) as s:
        await s.press("ctrl+home", "right", "right", "=4", "down", "=5", "up")
        assert s.facts("quantity") == ["4", "5"] and s.cell == (1, "quantity")


# Whole lines.


async def test_f6_and_plus_insert_below(begin) -> None:
    async with lines_in(begin(), [CHAI, FREE]) as s:
        await s.press("ctrl+home", "f6")
        assert s.cell == (2, "item")
        await s.press("=konbu", "enter")
        assert s.facts("item") == ["CHAI", "KONBU", ""]
        s.grid.place(2, "item")
        await s.press("plus")
        assert s.cell == (4, "item") and s.grid.lines[-1]["description"] == "Transport"
        await s.press("=pomme", "enter")
        assert s.facts("item") == ["CHAI", "KONBU", "", "POMME"]
        # Where something is typed, a plus is a plus.
        await s.press("left", "=a+b")
        assert s.typed == "a+b"


async def test_an_inserted_line_left_empty_is_none(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU]) as s:
        await s.press("ctrl+home", "f6", "f6", "insert")
        assert s.cell == (2, "item") and len(s.grid.sheet) == 4
        assert s.facts("item") == ["CHAI", "KONBU"]


async def test_a_deleted_line_comes_back(begin) -> None:
    async with lines_in(begin(), [CHAI | {"id": 7}, KONBU, FREE]) as s:
        await s.press("ctrl+home", "ctrl+y", "ctrl+y")
        assert s.facts("description") == ["Transport"] and "^Z" in s.story.status
        await s.press("ctrl+end", "ctrl+z")
        assert s.facts("item") == ["KONBU", ""] and s.cell == (1, "item")
        await s.press("ctrl+z", "ctrl+z")
        assert s.facts("item", "id") == [("CHAI", 7), ("KONBU", None), ("", None)]


async def test_where_no_line_is_left_below_the_next_item_is_typed(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU]) as s:
        await s.press("ctrl+home", "right", "right", "ctrl+y")
        assert s.cell == (1, "quantity")
        await s.press("ctrl+y")
        assert s.cell == (1, "item")
        await s.press("=chai", "enter")
        assert s.facts("item") == ["CHAI"]


async def test_the_empty_line_at_the_end_can_not_be_deleted(begin) -> None:
    async with lines_in(begin(), [CHAI]) as s:
        await s.press("ctrl+y", "ctrl+y", "ctrl+up", "ctrl+d")
        assert s.facts("item") == ["CHAI"] and len(s.grid.sheet) == 2


async def test_lines_move_with_what_is_typed_in_them(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU, FREE]) as s:
        await s.press("ctrl+home", "right", "=Thé", "ctrl+down", "ctrl+down", "ctrl+down")
        assert s.cell == (3, "description") and s.typed == "Thé"
        await s.press("enter", "ctrl+up")
        assert s.facts("description") == ["Konbu, 2 kg", "Thé", "Transport"]
        assert s.cell == (2, "quantity")


async def test_a_new_line_moved_while_typed_leaves_an_empty_one(begin) -> None:
    async with lines_in(begin(), [CHAI]) as s:
        await s.press("tab", "tab", "=12", "ctrl+up", "escape", "ctrl+end")
        assert s.cell == (3, "item") and s.facts("item") == ["CHAI"]
        await s.press("=konbu", "enter")
        assert s.facts("item") == ["CHAI", "KONBU"]


async def test_a_line_is_doubled_as_a_new_one(begin) -> None:
    async with lines_in(begin(), [CHAI | {"id": 7}]) as s:
        await s.press("ctrl+home", "right", "right", "=4", "ctrl+d")
        assert s.facts("item", "quantity", "id") == [("CHAI", "4", 7), ("CHAI", "4", None)]
        assert s.cell[0] == 2


async def test_whole_lines_have_actions_too(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU]) as s:
        await s.press("ctrl+home")
        assert {name for name, _ in s.grid.grid_actions()} >= {"move_up", "delete_line"}
        for name in ("move_down", "move_up", "move_down", "delete_line", "undo_delete"):
            await getattr(s.grid, name)()
        await s.grid.toggle_taxable()
        await s.story.settle()
        assert s.facts("item", "taxable") == [("KONBU", True), ("CHAI", False)]
        assert s.painted[2].endswith(" e") and not s.painted[1].endswith(" e")


async def test_actions_are_chosen_by_letter(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU]) as s:
        await s.press("ctrl+home")
        s.host.run_worker(s.host.choose_line_action())
        await s.story.settle()
        await s.press("b")
        assert s.facts("item") == ["KONBU", "CHAI"]


# Pasting.


async def paste(s: LineStory, *rows: str) -> None:
    await s.story.paste("\n".join(rows))


async def test_items_and_quantities_are_pasted(begin) -> None:
    async with lines_in(begin()) as s:
        await paste(s, "chai\t3", "konbu\t12\t5.50\t5", "", "pommes\t1", "")
        assert s.facts("item", "quantity", "unit_price", "discount", "amount") == [
            ("CHAI", "3", "10.10", "0", "30.30"),
            ("KONBU", "12", "5.50", "5", "62.70"),
            ("POMME", "1", "3.00", "0", "3.00"),
        ]
        assert s.cell == (4, "item") and "3 " in s.story.status
        await s.press("ctrl+z")
        assert s.grid.lines == [] and s.cell == (1, "item")


async def test_codes_alone_are_pasted_in_an_item_cell(begin) -> None:
    async with lines_in(begin(), [CHAI, POMME := line("POMME", "Pommes")]) as s:
        await s.press("ctrl+home")
        await paste(s, "KONBU", "VIS-100")
        assert s.facts("item") == ["CHAI", "KONBU", "VIS-100", POMME["item"]]
        assert s.cell == (4, "item")


async def test_headings_say_what_the_columns_are(begin) -> None:
    async with lines_in(begin()) as s:
        await paste(s, "Qté\tPrix\tArticle\tDescription", "3\t9.00\tCHAI\tThé", "2\t\tKONBU\t")
        assert s.facts("item", "description", "quantity", "unit_price") == [
            ("CHAI", "Thé", "3", "9.00"),
            ("KONBU", "Konbu, 2 kg", "2", "6.00"),
        ]


async def test_a_description_may_stand_between(begin) -> None:
    async with lines_in(begin()) as s:
        await paste(s, "Code x\tQuoi\tNb", "CHAI\tThé vert\t3", "\tTransport\t1\t25.00")
        assert s.facts("item", "description", "quantity", "amount") == [
            ("CHAI", "Thé vert", "3", "30.30"),
            ("", "Transport", "1", "25.00"),
        ]
        assert "titres" in s.story.status


async def test_what_the_grid_shows_can_be_pasted_whole(begin) -> None:
    async with lines_in(begin()) as s:
        await paste(s, "CHAI\tThé\t3\tBOX\t10.10\t5\t999.99")
        assert s.facts("description", "unit", "discount", "amount") == [
            ("Thé", "BOX", "5", "28.79")
        ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("CHAI\t3", "NULLE\t1"), "2"),
        (("CHAI\t3", "KONBU\t1", "vis\t1"), "3"),
        (("CHAI\t3", "KONBU\tbeaucoup"), "2"),
        (("CHAI\t3", "KONBU\t"), "2"),
        (("CHAI\t3", "KONBU"), "2"),
        (("CHAI\t3\t9", "KONBU\tbeaucoup\t9"), "2"),
        (("CHAI\tThé\t3", "KONBU\tAlgue"), "2"),
        (("CHAI\t\t3",), "1"),
        (("CHAI\t3", "\t4"), "2"),
        (("CHAI\t3\t1\t2\t3\t4\t5\t6\t7",), "1"),
        (("Article\tQté", "CHAI\t0"), "2"),
    ],
)
async def test_a_paste_that_is_not_understood_leaves_all_as_it_was(
    begin, rows: tuple[str, ...], said: str
) -> None:
    async with lines_in(begin(), [KONBU]) as s:
        await paste(s, *rows)
        assert s.facts("item") == ["KONBU"] and s.cell == (2, "item")
        assert s.story.status.startswith("Rien n'est collé") and f"igne {said}" in s.story.status


async def test_every_row_that_is_not_understood_is_named(begin) -> None:
    async with lines_in(begin()) as s:
        await paste(s, *(f"N{n}\t1" for n in range(9)), "CHAI\t1")
        assert "1, 2, 3, 4, 5, 6…" in s.story.status and "N0" in s.story.status
        await paste(s, "CHAI\t1", "vis\t1")
        assert "(" not in s.story.status and "plusieurs" in s.story.status


async def test_more_lines_than_a_record_has_are_refused(begin) -> None:
    async with lines_in(begin(), [KONBU]) as s:
        await paste(s, *["CHAI\t1"] * 2000)
        assert s.facts("item") == ["KONBU"] and "2000" in s.story.status


async def test_a_text_is_pasted_into_its_cell(begin) -> None:
    async with lines_in(begin(), [KONBU]) as s:
        await s.press("ctrl+home", "right")
        await s.story.paste("Algue\nséchée\x1b[31m\n")
        assert s.typed == "Algue séchée[31m"
        await s.press("escape", "down", "left")
        await s.story.paste("chai\n")
        await s.press("enter")
        assert s.facts("item") == ["KONBU", "CHAI"]


# Lines that are only read, windows of any size.


async def test_what_is_only_read_is_only_moved_through(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU], read_only=True) as s:
        before = s.grid.lines
        await s.press("=x9", "backspace", "delete", "home", "ctrl+w", "plus", "question_mark")
        await s.press("f4", "f6", "insert", "ctrl+y", "ctrl+d", "ctrl+z", "ctrl+down", "tab", "x")
        await paste(s, "CHAI\t3")
        for name in ("insert_line", "delete_line", "duplicate_line", "toggle_taxable", "look_up"):
            await getattr(s.grid, name)()
        assert s.grid.lines == before and s.typed is None and s.grid.grid_actions() == []
        assert len(s.grid.sheet) == 2 and s.host.changes == 0
        assert "F6" not in s.story.lines[-1]
        await s.press("ctrl+home", "enter", "enter")
        assert s.cell == (2, "item") and s.host.left == [1]
        s.grid.read_only = False
        await s.press("enter", "=3", "enter")
        assert s.facts("quantity") == ["1", "3"]


async def test_no_lines_at_all_may_be_read(begin) -> None:
    async with lines_in(begin(), [], read_only=True) as s:
        await s.press("tab", "up", "down", "pagedown", "ctrl+end", "right", "end", "x", "enter")
        assert s.grid.lines == [] and s.host.left[-1] == 1


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (60, ["item", "description", "quantity", "unit_price"]),
        (80, ["item", "description", "quantity", "unit_price", "discount"]),
        (100, ["item", "description", "quantity", "unit", "unit_price", "discount"]),
        (200, ["item", "description", "quantity", "unit", "unit_price", "discount"]),
    ],
)
async def test_columns_give_way_to_the_description(begin, width: int, columns: list[str]) -> None:
    async with lines_in(begin(size=(width, 20)), [CHAI | {"taxable": False}]) as s:
        assert s.grid.columns == columns
        assert all(len(text) <= width for text in s.painted)
        assert s.painted[1].endswith("10,10 e") and "Thé Chai" in s.painted[1]
        await s.press("=vis-100", "enter", "=3", "enter", "enter")
        await s.press(*["enter"] * (2 if "discount" in columns else 1))
        assert s.facts("item") == ["CHAI", "VIS-100"] and s.host.left == [1]


async def test_a_window_may_shrink_while_one_types(begin) -> None:
    async with lines_in(begin(size=(120, 30)), [CHAI] * 30) as s:
        s.grid.place(20, "unit")
        await s.press("=kg")
        await s.story.resize(60, 12)
        await s.press("enter")
        assert s.facts("unit")[20] == "KG"
        for size in ((1, 1), (5, 3), (40, 10), (80, 24)):
            await s.story.resize(*size)
            await s.press("up", "=2", "enter", "tab", "down")
        assert s.cell[0] - 1 in range(s.grid.top, s.grid.top + s.grid.page_size)


async def test_signs_tell_the_cell_without_colours(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU]) as s:
        await s.press("ctrl+home", "down")
        assert [text.count("›") for text in s.painted[:4]] == [0, 0, 1, 0]
        assert s.painted[2].startswith("   2›KONBU")
        await s.press("tab")
        assert "›Konbu" in s.painted[2]


async def test_what_others_typed_is_shown_as_text(begin) -> None:
    given = line("CHAI", "[red]x[/] \x1b[2J{0} 語")
    async with lines_in(begin(), [given]) as s:
        assert "[red]x[/] [2J{0} 語" in s.painted[1]
        await s.press("ctrl+home", "right", "end", "=%s")
        assert "{0} 語%s" in s.painted[1]


async def test_a_broken_rule_puts_the_cursor_where_it_is(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU]) as s:
        await s.press("ctrl+home", "f6")
        s.grid.show_problem(InLine(2, "discount", RuleBroken("rule.decimal", text="x")))
        await s.story.settle()
        assert s.cell == (3, "discount") and "!" in s.painted[3]
        await s.press("=5", "enter")
        assert s.facts("discount") == ["0", "5"] and "!" not in s.painted[3]


async def test_lines_read_again_leave_the_cursor_where_it_is(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU]) as s:
        s.grid.place(1, "unit_price")
        s.grid.set_lines([CHAI | {"id": 1}, KONBU | {"id": 2}, FREE | {"id": 3}])
        await s.story.settle()
        assert s.cell == (2, "unit_price") and s.facts("id") == [1, 2, 3]
        s.grid.set_lines([])
        assert s.cell == (1, "unit_price") and s.grid.lines == []


async def test_only_the_cell_and_the_amount_are_painted_as_one_types(begin, monkeypatch) -> None:
    async with lines_in(begin(), [CHAI] * 500) as s:
        s.grid.place(3, "quantity")
        await s.story.settle()
        painted: list[int] = []
        regions: list[int] = []
        whole, refresh = type(s.grid).render_line, type(s.grid).refresh

        def counted(grid, y):
            painted.append(y)
            return whole(grid, y)

        def noted(grid, *areas, **named):
            regions.extend(area.area for area in areas) if areas else regions.append(9999)
            return refresh(grid, *areas, **named)

        monkeypatch.setattr(type(s.grid), "render_line", counted)
        monkeypatch.setattr(type(s.grid), "refresh", noted)
        await s.press("7")
        assert set(painted) == {4 - s.grid.top}
        assert sum(regions) <= s.grid.size.width
