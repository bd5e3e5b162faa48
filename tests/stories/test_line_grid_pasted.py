"""Lines pasted into the grid, all of them or none (spec 8.3)."""

import pytest
from line_story import CHAI, KONBU, LineStory, line, lines_in


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
