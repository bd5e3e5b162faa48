"""Items (spec 12.2): codes, what finds them, what refers to them."""

import pytest
from sample_records import contact, party

from models.item import Item
from models.opportunity import Opportunity
from models.rules import Invalid, Missing, RuleBroken


def item(code: str, fr: str = "", en: str = "", **values) -> int:
    names = {"code": code, "description_fr": fr or code, "description_en": en}
    return Item.make(names | {"price": "1"} | values).id


def codes(text: str, language: str = "fr", limit: int = 50) -> list[str]:
    return [choice.code for choice in Item.found(text, language, limit)]


def test_a_code_is_upper_case_and_taken_once(database) -> None:
    key = item("chai-10/b")
    assert Item.values_of(key)["code"] == "CHAI-10/B"
    with pytest.raises(RuleBroken) as taken:
        item("CHAI-10/B")
    assert (taken.value.key, taken.value.field) == ("rule.code_taken", "code")
    with pytest.raises(Invalid) as bad:
        item("a b")
    assert bad.value.key == "rule.item_code"


def test_one_description_is_needed(database) -> None:
    with pytest.raises(RuleBroken) as broken:
        Item.make({"code": "X"})
    assert (broken.value.key, broken.value.field) == ("rule.required", "description_fr")
    assert Item.make({"code": "X", "description_en": "Tea"})


def test_a_code_its_beginning_then_words_find_items(database) -> None:
    item("CHAI", "Thé chai", "Chai tea")
    item("CHAI2", "Thé chai double")
    item("TEA", "Chaise de thé")
    item("OLD", "Chai ancien", active=False)
    assert codes("chai") == ["CHAI", "CHAI2", "TEA"]
    assert codes("the chai") == ["TEA", "CHAI", "CHAI2"]
    assert codes("tea", "en") == ["TEA", "CHAI"]
    assert codes("chai", limit=1) == ["CHAI"]
    assert codes("") == ["CHAI", "CHAI2", "TEA"]
    assert codes("%") == codes("_") == []


def test_the_one_item_that_a_text_names(database) -> None:
    item("CHAI", "Thé chai")
    item("CHAI2", "Thé double")
    item("KONBU", "Algue", active=False)
    assert Item.named("chai", "fr").code == "CHAI"
    assert Item.named("double", "fr").code == "CHAI2"
    assert Item.named("thé", "fr") is None
    # A code is meant whatever is sold today.
    assert Item.named("konbu", "fr").code == "KONBU"
    assert Item.named("algue", "fr") is None


def test_a_list_by_description_is_in_the_language_spoken(database) -> None:
    item("A", "Zinc", "Apple")
    item("B", "Âne", "Zebra", price="3")
    item("C", "Banc", price="2")

    def order(**asked) -> list[str]:
        return [row.cells[0] for row in Item.listing(**asked).after(None, 9)]

    assert order(sort="description") == ["B", "C", "A"]
    assert order(sort="description", language="en") == ["A", "C", "B"]
    assert order(sort="price", descending=True) == ["B", "C", "A"]
    assert order(search="zeb") == ["B"]
    with pytest.raises(RuleBroken):
        Item.listing(sort="colour")


def test_an_item_in_a_line_is_deactivated_instead_of_deleted(database) -> None:
    key = item("CHAI")
    deal = {"contact": contact(party()), "description": "x", "lines": [{"item": "CHAI"}]}
    made = Opportunity.make(deal).id
    with pytest.raises(RuleBroken) as broken:
        Item.remove(key)
    assert broken.value.facts["counted"] == (("entity.opportunities", 1),)
    Item.alter(key, {"code": "CHAI9"})
    # The line keeps its code, the item its line.
    Opportunity.alter(made, {"lines": [Opportunity.values_of(made)["lines"][0] | {"quantity": 2}]})
    assert Opportunity.values_of(made)["lines"][0]["item"] == "CHAI"
    with pytest.raises(RuleBroken):
        Item.remove(key)
    Opportunity.remove(made)
    Item.remove(key)
    with pytest.raises(Missing):
        Item.key_of("CHAI9")
