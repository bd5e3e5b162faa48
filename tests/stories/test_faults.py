"""A database that can't be used any more is told, and takes nothing that was typed with it."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from places import PLACES, Place
from story import Story, copy_of, session

from models.rules import DatabaseUnusable

# Not those that leave the program, nor those that only go elsewhere.
ELSEWHERE = {"ctrl+q", "escape", "f3", "f12", "ctrl+t", "ctrl+c", "ctrl+f", "f1", "question_mark"}


def _break(story: Story) -> None:
    """Let every call on the database fail from here on, but for the stories' own question."""
    whole = story.app.database.submit

    def fails(call: Callable[..., Any], *args: Any, **named: Any) -> Future[Any]:
        if call is int:
            return whole(call)
        failed: Future[Any] = Future()
        failed.set_exception(DatabaseUnusable("database.locked", path="crm.db"))
        return failed

    story.app.database.submit = fails  # type: ignore[method-assign]


async def _back(story: Story, start: object) -> bool:
    """Go back to a screen, if it is still there."""
    for _ in range(4):
        if story.app.screen is start:
            return True
        if start not in story.app.screen_stack:
            return False
        await story.press("escape")
    return story.app.screen is start


@pytest.mark.parametrize("place", PLACES, ids=str)
async def test_any_key_tells_it_and_the_program_goes_on(
    company: Path, tmp_path: Path, place: Place
) -> None:
    async with session(copy_of(company, tmp_path)) as story:
        await place.reach(story)
        start = story.app.screen
        keys = [key for key in start.active_bindings if key not in ELSEWHERE]
        _break(story)
        for key in keys:
            await story.press(key)
            assert story.app._exception is None, key
            if not await _back(story, start):
                break


async def test_what_was_typed_is_saved_once_the_database_is_back(begin) -> None:
    async with begin() as story:
        whole = story.app.database.submit
        await story.press("f6")
        await story.type("Quai 12")
        _break(story)
        await story.press("f2")
        assert "La base est occupée" in story.status and "Quai 12" in story.text
        story.app.database.submit = whole  # type: ignore[method-assign]
        await story.press("f2")
        assert story.one("SELECT count(*) FROM party WHERE name = 'Quai 12'") == 1


async def test_a_database_that_goes_away_is_told_and_what_was_typed_stays(
    begin, tmp_path: Path
) -> None:
    path = tmp_path / "story.db"
    async with begin(size=(200, 24)) as story:
        await story.press("f6")
        await story.type("Boulangerie Roy")
        aside = path.rename(tmp_path / "aside.db")
        await story.press("f2")
        assert "a été supprimée ou remplacée" in story.status and str(path) in story.status
        assert "ce que vous avez saisi reste ici" in story.status
        assert "Boulangerie Roy" in story.text and "*" in story.lines[0]
        assert story.one("SELECT count(*) FROM party WHERE name = 'Boulangerie Roy'") == 0
        aside.rename(path)
        await story.press("f2")
        assert "Enregistré" in story.status
        assert story.one("SELECT count(*) FROM party WHERE name = 'Boulangerie Roy'") == 1


async def test_one_can_leave_where_the_database_went_away(begin, tmp_path: Path) -> None:
    async with begin(language="en", size=(200, 24)) as story:
        await story.type("tremb")
        (tmp_path / "story.db").unlink()
        await story.press("enter")
        # Reading writes nothing that one would miss.
        assert story.place == "PartyCardScreen"
        await story.press("ctrl+q")
        assert story.app._exit
