"""Whatever a database or a keyboard holds is text on the screen and nothing else."""

from pathlib import Path

import pytest
from hostile import HOSTILE, STORED, UNSEEN, spoil
from places import PLACES, Place
from story import Story, copy_of, session

from crmtui.safe_text import visible


def _is_shown(text: str, screen: str) -> bool:
    """Whether a text is on the screen, as far as there was room and its cells allow."""
    begins = visible(text).strip()[:24].strip()
    return begins in screen or not begins.isascii()


async def test_a_card_shows_any_text_as_it_is(company: Path, tmp_path: Path) -> None:
    path = copy_of(company, tmp_path)
    spoil(path, STORED)
    async with session(path) as story:
        await story.press("ctrl+g", "c")
        await story.press("end", *["up"] * (len(STORED) - 1), "enter")
        for n, text in enumerate(STORED):
            assert f"Z{n:03}" in story.lines[0], story.text
            assert _is_shown(text, story.text), (text, story.text)
            assert not UNSEEN.search(story.text.replace("\n", ""))
            await story.press(*(("e", "escape") if n % 5 == 0 else ()), "f8")


async def test_lists_show_any_text_as_it_is(company: Path, tmp_path: Path) -> None:
    path = copy_of(company, tmp_path)
    spoil(path, STORED)
    async with session(path, size=(100, len(STORED) + 30)) as story:
        await story.press("ctrl+g", "c")
        for text in STORED:
            assert _is_shown(text, story.text), (text, story.text)
        await story.press("ctrl+f")
        await story.type("marie roy")
        await story.press("enter", "ctrl+g", "n")
        shown = [text for text in STORED if _is_shown(text, story.text)]
        assert len(shown) > len(STORED) - 20
        for n, _ in enumerate(STORED):
            await story.press(*(("enter", "escape") if n % 5 == 0 else ()), "down")


@pytest.mark.parametrize("place", PLACES, ids=str)
async def test_every_place_stands_any_text(company: Path, tmp_path: Path, place: Place) -> None:
    path = copy_of(company, tmp_path)
    spoil(path, [STORED[(hash_of(place) + n * 7) % len(STORED)] for n in range(6)])
    async with session(path) as story:
        await place.reach(story)
        assert not UNSEEN.search(story.text.replace("\n", ""))


def hash_of(place: Place) -> int:
    """A number of its own for each place, the same in every run."""
    return PLACES.index(place) * 3


FORMS = [p for p in PLACES if p.name in ("new party", "new contact", "new note", "new code")]
FORMS += [p for p in PLACES if p.name in ("new user", "settings", "lookup filters")]


async def _paste_into(story: Story, field: str, text: str) -> None:
    widget = story.app.screen.form.widgets[field]
    if widget.display:
        widget.focus()
        await story.paste(text)


@pytest.mark.parametrize("place", FORMS, ids=str)
async def test_every_field_takes_or_refuses_any_text(begin, place: Place) -> None:
    async with begin() as story:
        await place.reach(story)
        names = list(story.app.screen.form.widgets)
        rounds = -(-len(HOSTILE) // max(4, len(names)))
        for turn in range(rounds):
            for n, name in enumerate(names):
                await _paste_into(story, name, HOSTILE[(turn * len(names) + n) % len(HOSTILE)])
            await story.press("f2")
            assert not UNSEEN.search(story.text.replace("\n", ""))
            if story.place != place.shown:
                await place.reach(story)
        for table in ("party", "contact", "note", "code", "user", "setting"):
            columns = [c for _, c, *_ in story.rows(f"PRAGMA table_info({table})")]
            for row in story.rows(f"SELECT * FROM {table}"):
                for column, value in zip(columns, row, strict=True):
                    text = str(value).replace("\n", "").replace("\t", "")
                    assert column.endswith("_key") or not UNSEEN.search(text), (column, value)


async def test_any_text_can_be_looked_for(begin) -> None:
    async with begin() as story:
        for text in HOSTILE:
            await story.paste(text)
            assert story.place == "Lookup"
            await story.press("ctrl+f")
        await story.press("ctrl+g", "c")
        for text in HOSTILE:
            await story.press("slash")
            await story.paste(text)
            await story.press("escape")
            assert story.place == "PartyList"
        assert story.one("SELECT count(*) FROM party") == 3
