"""Another program that writes for long: reading goes on, and what is typed meanwhile stays."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from activity_story import run
from sales_rows import make_quote
from story import Story

from crmtui.terminal import in_turn
from models.quote import Quote
from screens.sales import opening

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("BEGIN IMMEDIATE")
print(flush=True)
sys.stdin.read()
connection.rollback()
"""


@contextmanager
def another_writes(story: Story) -> Iterator[None]:
    """Another process that holds the right to write."""
    path = story.app.session.path
    command = [sys.executable, "-c", HOLD, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.communicate()


async def _until(holds: Callable[[], bool]) -> None:
    """Wait for something while the database's thread waits itself."""
    for _ in range(5000):
        if holds():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("never came")


def _opened(story: Story) -> int:
    return int(story.one("SELECT count(*) FROM recent"))


async def test_a_card_opens_at_once_while_another_program_writes(begin) -> None:
    async with begin() as story:
        with another_writes(story):
            await story.type("tremb01")
            await story.press("enter")
            assert story.place == "PartyCardScreen", story.text
            await story.press("enter")
            assert story.place == "ContactCardScreen", story.text
            assert _opened(story) == 0
        await story.press("escape", "escape")
        assert _opened(story) == 2
        await story.press("escape")
        assert "TREMB01" in story.text and "dernièrement" in story.status


async def test_what_was_opened_is_remembered_on_leaving(begin) -> None:
    async with begin() as story:
        with another_writes(story):
            await story.type("tremb01")
            await story.press("enter")
    async with begin() as story:
        assert _opened(story) == 1


async def test_a_filter_is_chosen_while_another_program_writes(begin) -> None:
    async with begin() as story:
        with another_writes(story):
            await story.press("f4")
            await story.press("f2")
            assert story.place == "Lookup" and not story.app.screen.query_one("StatusLine").is_error


async def test_what_is_typed_while_a_save_waits_stays_marked_unsaved(begin, monkeypatch) -> None:
    monkeypatch.setattr(in_turn, "PATIENCE", 0.05)
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        await story.go("job_title")
        await story.fill("Directrice", then="home")
        await story.go("department")
        form = story.app.screen.form
        with another_writes(story):
            story.send("f2")
            await _until(lambda: not story.app.at_rest)
            await _until(lambda: story.app.at_rest)
            for char in "Ventes":
                story.send(char)
            await _until(lambda: form.widgets["department"].text == "Ventes")
        await story.settle()
        assert form.widgets["department"].text == "Ventes" and story.app.screen.dirty
        assert "depuis" in story.status and "*" in story.lines[0]
        assert story.rows("SELECT job_title, department FROM contact WHERE last_name = 'Roy'") == [
            ("Directrice", "")
        ]
        await story.press("f2")
        assert story.status == "Enregistré." and not story.app.screen.dirty
        assert story.one("SELECT department FROM contact WHERE last_name = 'Roy'") == "Ventes"


async def test_a_field_typed_again_while_its_save_waits_keeps_the_newer_text(
    begin, monkeypatch
) -> None:
    monkeypatch.setattr(in_turn, "PATIENCE", 0.05)
    async with begin() as story:
        await story.type("marie roy")
        await story.press("enter")
        await story.go("job_title")
        await story.type("Directrice")
        form = story.app.screen.form
        with another_writes(story):
            story.send("f2")
            await _until(lambda: not story.app.at_rest)
            await _until(lambda: story.app.at_rest)
            for char in "!!":
                story.send(char)
            await _until(lambda: form.widgets["job_title"].text == "Directrice!!")
        await story.settle()
        assert form.widgets["job_title"].text == "Directrice!!" and story.app.screen.dirty
        assert story.one("SELECT job_title FROM contact WHERE last_name = 'Roy'") == "Directrice"


async def test_a_line_typed_while_a_save_waits_stays(begin, monkeypatch) -> None:
    monkeypatch.setattr(in_turn, "PATIENCE", 0.05)
    async with begin() as story:
        key = make_quote(story, "PO-118")
        await run(story, lambda screen: opening.open_quote(screen, key))
        await story.go("reference")
        await story.fill("PO-119")
        form = story.app.screen
        form.grid.focus_first_empty()
        await story.settle()
        with another_writes(story):
            story.send("f2")
            await _until(lambda: not story.app.at_rest)
            await _until(lambda: story.app.at_rest)
            for char in "Frais":
                story.send(char)
            await _until(lambda: form.grid.edit is not None and form.grid.edit.text == "Frais")
        await story.settle()
        assert form.grid.edit.text == "Frais" and form.dirty
        assert story.ask(Quote.values_of, key)["reference"] == "PO-119"
