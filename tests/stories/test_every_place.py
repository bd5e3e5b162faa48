"""Every screen and dialog, in both languages and any size, with every key pressed in it."""

from pathlib import Path

import pytest
from places import PLACES, Place
from story import Story, copy_of, session

# Not those that leave the program, and not the language, which is another story's.
LEAVING = {"ctrl+q", "escape", "f3", "ctrl+t", "ctrl+c", "ctrl+d"}
MORE_KEYS = ["tab", "left", "right", "backspace", "x", "t", "o", "question_mark", "f6", "f4", "f9"]
ONE_OF_EACH = list({place.shown: place for place in PLACES}.values())
TINY = [(1, 1), (2, 2), (20, 5), (1, 200), (200, 1), (4, 40), (39, 9), (80, 3)]


def _keys(story: Story) -> list[str]:
    """The keys that the screen and what has the focus are bound to."""
    return [key for key in story.app.screen.active_bindings if key not in LEAVING]


SMALL = [(place, (60, 20), "en") for place in ONE_OF_EACH]
LARGE = [(place, (132, 43), "en") for place in ONE_OF_EACH]
USUAL = [(place, (80, 24), "fr") for place in PLACES]


@pytest.mark.parametrize(("place", "size", "language"), [*USUAL, *SMALL, *LARGE], ids=str)
async def test_any_key_may_be_pressed(
    company: Path, tmp_path: Path, place: Place, size: tuple[int, int], language: str
) -> None:
    path = copy_of(company, tmp_path)
    async with session(path, size=size, language=language) as story:
        await place.reach(story)
        assert max(map(len, story.lines)) <= size[0]
        keys = [*_keys(story), *MORE_KEYS]
        for first in range(0, len(keys), 6):
            await story.burst(*keys[first : first + 6])


@pytest.mark.parametrize("place", ONE_OF_EACH, ids=str)
async def test_any_size_will_do(company: Path, tmp_path: Path, place: Place) -> None:
    async with session(copy_of(company, tmp_path), size=(132, 43), language="en") as story:
        await place.reach(story)
        for size in TINY:
            await story.resize(*size)
            await story.burst("down", "pagedown", "end", "pageup", "tab", "x", "f6")
        await story.resize(40, 10)
        await story.press("down", "pagedown", "end", "pageup", "tab", "left", "enter")
        await story.resize(80, 24)
        assert len(story.lines) == 24
