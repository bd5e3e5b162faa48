"""Items, their list and their form, by keys (spec 12.2)."""

from decimal import Decimal

import pytest
from sales_rows import go_to, listed, make_item, make_opportunity

from models.item import Item


async def test_an_item_is_made_by_keys(begin) -> None:
    async with begin() as story:
        await go_to(story, "i")
        assert "F6 fait le premier" in story.text
        await story.press("n")
        await story.type("chai-1\nThé Chai\nChai tea\nbox\n10,105\n")
        await story.press("f2", "escape")
        values = story.ask(Item.values_of, story.one("SELECT id FROM item"))
        assert (values["code"], values["unit"], values["taxable"]) == ("CHAI-1", "BOX", True)
        assert values["price"] == Decimal("10.105")
        line = next(line for line in story.lines if "CHAI-1" in line)
        assert "Thé Chai" in line and "10,105" in line and "BOX" in line and "oui" in line


async def test_the_cursor_is_on_the_item_that_was_made(begin) -> None:
    async with begin() as story:
        # More than are read at once, so that it is beyond what the list has.
        for n in range(250):
            make_item(story, f"A{n:03}")
        await go_to(story, "i")
        await story.press("n")
        await story.type("b-1\nBeurre\n")
        await story.press("f2", "escape")
        assert story.place == "ItemList" and story.app.screen.table.cells["code"] == "B-1"
        assert any("B-1" in line for line in story.lines)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("code", "a b", "code d'article"),
        ("price", "dix", "dix"),
        ("price", "-1", "-1"),
        ("price", "1,23456", "4 décimales"),
        ("unit", "zzz", "n'est pas dans la liste"),
    ],
)
async def test_what_is_no_item_is_refused_at_its_field(begin, field, text, said) -> None:
    async with begin() as story:
        await go_to(story, "i")
        await story.press("n")
        await story.type("chai\nThé\n")
        await story.go(field)
        await story.fill(text, then="f2")
        assert said in story.text and story.one("SELECT count(*) FROM item") == 0


async def test_a_code_is_taken_once(begin) -> None:
    async with begin() as story:
        make_item(story, "CHAI")
        await go_to(story, "i")
        await story.press("n")
        await story.type("chai\nAutre\n")
        await story.press("f2")
        assert "CHAI" in story.status and story.one("SELECT count(*) FROM item") == 1


async def test_descriptions_are_in_the_language_spoken(begin) -> None:
    async with begin() as story:
        make_item(story, "B", description_fr="Zèbre", description_en="Antelope", price="7")
        make_item(story, "A", description_fr="Âne", description_en="Zebu", price="1234.5")
        make_item(story, "C", description_fr="", description_en="Horse", price="20")
        await go_to(story, "i")
        assert listed(story, "code") == ["A", "B", "C"]
        assert "1\N{NO-BREAK SPACE}234,50" in story.text and "Horse" in story.text
        await story.press("s", "2")
        assert listed(story, "code") == ["A", "C", "B"]
        await story.press("s", "3", "s", "3")
        assert listed(story, "code") == ["A", "C", "B"]
    async with begin(language="en") as story:
        await go_to(story, "i")
        await story.press("s", "2")
        assert listed(story, "code") == ["B", "C", "A"]
        assert "Antelope" in story.text and "1,234.50" in story.text


async def test_an_item_in_use_is_deactivated_not_deleted(begin) -> None:
    async with begin() as story:
        make_item(story, "CHAI")
        make_opportunity(story, "x", lines=[{"item": "CHAI", "quantity": "1"}])
        await go_to(story, "i")
        await story.press("d", "o")
        assert "1 opportunité" in story.status and story.one("SELECT count(*) FROM item") == 1
        await story.press("f9", "i")
        assert story.one("SELECT active FROM item") == 0
        assert listed(story, "code") == [] and "désactiv" in story.status.lower()
        await story.press("f")
        assert "Article CHAI (inactif)" in story.text
        await story.press("f9", "r")
        assert story.one("SELECT active FROM item") == 1


async def test_what_is_marked_is_deleted_and_a_row_is_copied(begin) -> None:
    async with begin() as story:
        for code in ("A", "B", "C"):
            make_item(story, code)
        await go_to(story, "i")
        await story.press("y")
        assert story.app.clipboard == "A, Article A, 10,10"
        await story.press("space", "space", "d", "o")
        assert story.rows("SELECT code FROM item") == [("C",)]
        await story.press("f9", "d", "o")
        assert story.one("SELECT count(*) FROM item") == 0


async def test_narrowed_by_words_of_either_language(begin) -> None:
    async with begin() as story:
        make_item(story, "CHAI", description_en="Chai tea")
        make_item(story, "KONBU", description_en="Seaweed")
        await go_to(story, "i")
        await story.press("slash")
        await story.type("seaw")
        assert listed(story, "code") == ["KONBU"]


async def test_enter_opens_it_and_others_changes_are_shown(begin) -> None:
    async with begin() as story:
        key = make_item(story, "CHAI")
        await go_to(story, "i")
        await story.press("enter")
        assert story.place == "RecordForm" and "CHAI" in story.lines[0]
        await story.go("price")
        await story.fill("12", then="f2")
        await story.press("escape")
        assert story.ask(Item.values_of, key)["price"] == 12 and "12,00" in story.text
