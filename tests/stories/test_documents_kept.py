"""Documents by keys: saved, renamed, removed; what is altered or missing (spec 6)."""

import os
from pathlib import Path

import pytest
from document_story import is_error, names, place, with_document
from story import Story

from models.document import Document


class TestSaving:
    async def save(self, story: Story, path: object) -> None:
        await story.press("w")
        assert story.place == "TypeText"
        await story.fill(str(path), then="enter")

    async def test_a_copy_goes_to_the_file_named(self, begin, folder: Path) -> None:
        async with begin() as story:
            await with_document(story, folder, b"offre")
            await self.save(story, "copie.txt")
            assert story.status == f"Enregistré : {folder}/copie.txt"
            assert (folder / "copie.txt").read_bytes() == b"offre"
            assert (folder / "copie.txt").stat().st_mode & 0o777 == 0o600

    async def test_a_copy_goes_into_a_folder_under_its_own_name(self, begin, folder: Path) -> None:
        (folder / "sub").mkdir()
        async with begin() as story:
            key = await with_document(story, folder, b"offre")
            # As a name that somebody put into the database by other means.
            story.ask(Document.rename, key, "../../hostile.txt")
            await story.press("f5")
            await self.save(story, folder / "sub")
            assert [path.name for path in (folder / "sub").iterdir()] == ["hostile.txt"]
            assert not (folder.parent / "hostile.txt").exists()

    async def test_a_path_that_can_not_be_written_to_stays_to_be_corrected(
        self, begin, folder: Path
    ) -> None:
        async with begin() as story:
            await with_document(story, folder, b"offre")
            await self.save(story, "none/x.txt")
            assert story.place == "TypeText" and "Écriture impossible" in story.text
            await story.press("f1")
            assert "n'existe pas" in story.text
            await story.press("escape")
            assert story.place == "TypeText"
            await story.fill("x.txt", then="enter")
            assert (folder / "x.txt").read_bytes() == b"offre"

    async def test_a_file_that_is_there_is_replaced_only_if_that_is_meant(
        self, begin, folder: Path
    ) -> None:
        (folder / "mine.txt").write_text("mine")
        async with begin() as story:
            await with_document(story, folder, b"offre")
            await self.save(story, "mine.txt")
            assert story.place == "Ask"
            await story.press("enter", "escape")
            assert (folder / "mine.txt").read_text() == "mine"
            await self.save(story, "mine.txt")
            await story.press("o")
            assert (folder / "mine.txt").read_bytes() == b"offre"
            assert story.status == f"Enregistré : {folder}/mine.txt"

    @pytest.mark.parametrize("path", ["fifo", "/dev/null", "none/x.txt", "", "taken"])
    async def test_what_is_no_file_is_not_written(self, begin, folder: Path, path: str) -> None:
        os.mkfifo(folder / "fifo")
        (folder / "taken" / "offre.txt").mkdir(parents=True)
        async with begin() as story:
            await with_document(story, folder, b"offre")
            before = sorted(folder.rglob("*"))
            await self.save(story, path)
            assert is_error(story) and sorted(folder.rglob("*")) == before

    async def test_the_database_is_never_written_over(self, begin, folder: Path) -> None:
        async with begin() as story:
            await with_document(story, folder, b"offre")
            database = story.app.session.settings.database
            await self.save(story, database)
            await story.press("o")
            assert is_error(story)
            assert Path(database).read_bytes().startswith(b"SQLite format 3")


class TestWhatIsWrong:
    @pytest.mark.parametrize("key", ["enter", "w"])
    async def test_an_altered_one_is_told_and_neither_shown_nor_written(
        self, begin, folder: Path, key: str
    ) -> None:
        async with begin() as story:
            document = await with_document(story, folder, b"offre de 100 $")
            place(story, document).write_bytes(b"offre de 999 $")
            await self.attempt(story, key, folder, "a été modifié ou abîmé")

    @pytest.mark.parametrize("key", ["enter", "w"])
    async def test_a_missing_one_is_told(self, begin, folder: Path, key: str) -> None:
        async with begin() as story:
            document = await with_document(story, folder, b"offre de 100 $")
            place(story, document).unlink()
            await self.attempt(story, key, folder, "manque")

    async def attempt(self, story: Story, key: str, folder: Path, says: str) -> None:
        await story.press(key)
        if key == "w":
            await story.fill("copie.txt", then="enter")
        assert story.place == "DocumentList" and is_error(story)
        assert "offre.txt" in story.status.lower() and says in story.status
        assert "999" not in story.text
        assert [path.name for path in folder.iterdir()] == ["offre.txt"]

    async def test_one_that_somebody_else_removed(self, begin, folder: Path) -> None:
        async with begin() as story:
            document = await with_document(story, folder, b"offre")
            story.ask(Document.remove, document)
            await story.press("enter")
            assert is_error(story)
            await story.press("f5")
            assert "offre.txt" not in story.text


class TestRenamingAndRemoving:
    async def test_a_document_is_renamed(self, begin, folder: Path) -> None:
        async with begin() as story:
            await with_document(story, folder, b"offre")
            await story.press("e")
            await story.fill("Offre finale.txt", then="enter")
            assert names(story) == ["Offre finale.txt"]
            assert story.status == "Renommé : Offre finale.txt"
            await story.press("e")
            await story.fill("../../etc/x", then="enter")
            assert names(story) == ["x"] and "nom de fichier" in story.status
            await story.press("e")
            await story.fill("  ", then="enter")
            assert story.place == "TypeText" and is_error(story)
            await story.press("escape")
            assert names(story) == ["x"]

    @pytest.mark.parametrize("key", ["d", "delete"])
    async def test_a_document_is_removed_once_that_is_agreed_to(
        self, begin, folder: Path, key: str
    ) -> None:
        async with begin() as story:
            document = await with_document(story, folder, b"offre")
            kept = place(story, document)
            await story.press(key)
            assert "30 jours" in story.text
            await story.press("enter", "escape")
            assert names(story) == ["offre.txt"]
            await story.press(key, "o")
            assert names(story) == [] and story.status == "« offre.txt » est retiré."
            assert not kept.exists() and (kept.parents[1] / "removed" / kept.name).exists()
            assert "F6" in story.text
