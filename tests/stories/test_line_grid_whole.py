"""Moving through the grid, whole lines, lines that are only read, windows of any size."""

import pytest
from line_story import CHAI, FREE, KONBU, line, lines_in

from models.rules import RuleBroken
from models.sale_line import InLine


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
        await s.press("j")
        assert s.facts("item") == ["KONBU", "CHAI"]


# Lines that are only read, windows of any size.


async def test_what_is_only_read_is_only_moved_through(begin) -> None:
    async with lines_in(begin(), [CHAI, KONBU], read_only=True) as s:
        before = s.grid.lines
        await s.press("=x9", "backspace", "delete", "home", "ctrl+w", "plus", "question_mark")
        await s.press("f4", "f6", "insert", "ctrl+y", "ctrl+d", "ctrl+z", "ctrl+down", "tab", "x")
        await s.story.paste("CHAI\t3")
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
