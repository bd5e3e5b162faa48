"""Documents by keys: attached, shown, wherever there is something to put them on (spec 6)."""

import os
from pathlib import Path

import pytest
from document_story import attach, is_error, names, open_documents, place, with_document
from sales_rows import contact_of, make_opportunity, make_quote

from models.activity import Activity
from models.document import Document
from models.document_store import CHUNK
from models.journal import act_as
from models.setting import change_setting
from models.user import User
from screens.documents.documents import DocumentList


class TestAttaching:
    async def test_a_file_is_attached_by_its_path(self, begin, folder: Path) -> None:
        (folder / "Offre d'été.pdf").write_bytes(b"x" * 1536)
        async with begin() as story:
            await open_documents(story)
            assert "F6" in story.text and "Documents" in story.lines[0]
            await story.press("f6")
            await story.fill(f"{folder}/Offre d'été.pdf", then="enter")
            assert story.status == "Joint : Offre d'été.pdf (1,5 Kio)"
            await story.press("escape")
            assert story.status == "Joint : Offre d'été.pdf (1,5 Kio)"
            found = story.rows("SELECT name, size, contact_id, created_by_id FROM document")
            assert found == [("Offre d'été.pdf", 1536, contact_of(story), 1)]
            row = next(line for line in story.lines if "Offre" in line and "PDF" in line)
            assert "1,5 Kio" in row and "marie" in row
            assert place(story, 1).read_bytes() == b"x" * 1536

    async def test_several_follow_one_another(self, begin, folder: Path) -> None:
        for n in range(3):
            (folder / f"{n}.txt").write_text(str(n) * 5)
        async with begin(language="en") as story:
            await open_documents(story)
            await attach(story, "0.txt", "1.txt", "2.txt")
            assert story.status == "3 documents attached (15 B)"
            assert names(story) == ["0.txt", "1.txt", "2.txt"]
            # The cursor is on the last.
            await story.press("y")
            assert story.app.clipboard == "2.txt"

    @pytest.mark.parametrize(
        ("path", "says"),
        [
            ("none.pdf", "Lecture impossible, ce fichier ou ce dossier n'existe pas"),
            (".", "n'est pas un fichier ordinaire"),
            ("fifo", "n'est pas un fichier ordinaire"),
            ("/dev/zero", "n'est pas un fichier ordinaire"),
            ("huge", "dépasse la limite de 1 Mio"),
            ("   ", "le chemin d'un fichier"),
            ("~nobody-at-all/x", "nobody-at-all"),
            ("x" * 5000, "xxx"),
        ],
    )
    async def test_what_cannot_be_attached_stays_to_be_corrected(
        self, begin, folder: Path, path: str, says: str
    ) -> None:
        os.mkfifo(folder / "fifo")
        (folder / "huge").write_bytes(b"x" * (CHUNK + 1))
        (folder / "small").write_bytes(b"small")
        async with begin() as story:
            story.ask(change_setting, "DocumentLimitMB", 1)
            await open_documents(story)
            await story.press("n")
            await story.paste(path)
            await story.press("enter")
            assert story.place == "AttachDialog" and is_error(story)
            assert says in story.status and names(story) == []
            await story.fill("small", then="enter")
            assert not is_error(story) and names(story) == ["small"]

    async def test_a_hostile_name_is_made_harmless(self, begin, folder: Path) -> None:
        (folder / "\x1b[2Jx\u202egpj.exe").write_bytes(b"x")
        async with begin() as story:
            await open_documents(story)
            attached = story.ask(
                Document.attach, "contact", contact_of(story), folder / "\x1b[2Jx\u202egpj.exe"
            )
            await story.press("f5")
            assert "\x1b" not in story.text and "\u202e" not in story.text
            assert names(story) == ["[2Jx gpj.exe"] and attached.id == 1


class TestShowing:
    async def test_a_text_is_shown_without_what_a_terminal_obeys(self, begin, folder: Path) -> None:
        text = "Été\x1b]0;pwned\x07\x1b[2J\n\tfin [bold]gras[/bold] \u202eabc\n" + "ligne\n" * 60
        async with begin() as story:
            await with_document(story, folder, text.encode())
            await story.press("enter")
            assert story.place == "DocumentSheet"
            assert " Été]0;pwned[2J" in story.text and "[bold]gras[/bold] abc" in story.text
            assert not {"\x1b", "\x07", "\u202e"} & set(story.text)
            assert "offre.txt" in story.lines[0]
            await story.press("end")
            assert story.status.startswith("Lignes ") and story.status.endswith("de 63")
            await story.press("home")
            assert "Été" in story.text
            await story.press("q")
            assert story.place == "DocumentList"

    @pytest.mark.parametrize(
        ("data", "shown"),
        [
            ("Noël".encode("cp1252"), "Noël"),
            ("\ufeffNoël".encode(), "Noël"),
            ("\ufeffNoël".encode("utf-16-le"), "Noël"),
            (b"", "Ce document est vide."),
        ],
    )
    async def test_texts_of_any_make(self, begin, folder: Path, data: bytes, shown: str) -> None:
        async with begin() as story:
            await with_document(story, folder, data)
            await story.press("enter")
            assert any(line.strip() == shown for line in story.lines), story.text

    async def test_a_long_text_is_shown_up_to_its_first_mebibyte(self, begin, folder: Path) -> None:
        # The last letter that fits is cut in two.
        async with begin() as story:
            await with_document(story, folder, b"x" + "é".encode() * CHUNK)
            await story.press("enter", "end")
            assert "Le premier Mio de 2,0 Mio" in story.status
            assert "é" in story.text and "\ufffd" not in story.text

    async def test_decomposed_letters_are_all_there(self, begin, folder: Path) -> None:
        text = " ".join(f"e\u0301te\u0301{n}" for n in range(200))
        async with begin() as story:
            await with_document(story, folder, text.encode())
            await story.press("enter")
            assert text in " ".join(story.text.split())

    async def test_a_wide_text_is_broken_to_the_window(self, begin, folder: Path) -> None:
        words = " ".join(f"mot{n}" for n in range(80)) + "\n" + "漢" * 100
        async with begin(size=(60, 20)) as story:
            await with_document(story, folder, words.encode())
            await story.press("enter")
            assert "mot0 " in story.text and "mot79" in story.text
            assert story.text.count("漢") == 100
            for width in (132, 40):
                await story.resize(width, 43)
                assert "mot79" in story.text and max(map(len, story.lines)) <= width

    @pytest.mark.parametrize(
        "data", [b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.4\n%%EOF", b"\x01\x02\x03"]
    )
    async def test_what_is_no_text_says_how_to_fetch_it(
        self, begin, folder: Path, data: bytes
    ) -> None:
        async with begin() as story:
            key = await with_document(story, folder, data, "photo 'x'.png")
            await story.press("enter")
            contact = contact_of(story)
            assert f"crmtui documents contacts {contact} save {key} FICHIER" in story.text
            assert "PNG\r" not in story.text

    async def test_a_quotes_are_fetched_by_its_number(self, begin, folder: Path) -> None:
        (folder / "x.bin").write_bytes(b"\0")
        async with begin() as story:
            quote = make_quote(story, "Réf. 1")
            story.ask(Document.attach, "quote", quote, folder / "x.bin")
            number = story.one("SELECT number FROM quote")
            await story.press("ctrl+g", "q", "f9")
            assert "Documents (1)" in story.text
            await story.press("m", "enter")
            assert f"crmtui documents quotes {number} save 1 FICHIER" in story.text


class TestWhere:
    async def test_a_long_path_ends_in_where_one_is(self, begin) -> None:
        async with begin(size=(60, 20)) as story:
            await open_documents(story)
            assert "Documents" in story.lines[0] and "crmtui" in story.lines[0]

    async def test_from_an_opportunity_its_list_and_a_contacts_card(
        self, begin, folder: Path
    ) -> None:
        (folder / "x.txt").write_text("x")
        async with begin() as story:
            key = make_opportunity(story, "Grosse affaire")
            await story.press("ctrl+g", "o", "f9")
            assert "Documents (0)" in story.text
            await story.press("m")
            assert "Grosse affaire" in story.lines[0]
            await attach(story, "x.txt")
            await story.press("escape", "enter")
            assert story.place == "OpportunityForm"
            await story.press("f9")
            assert "Documents (1)" in story.text
            await story.press("m")
            assert "x.txt" in story.text and story.one("SELECT opportunity_id FROM document") == key
            await story.press("escape", "escape", "escape")
            await story.type("marie roy")
            await story.press("enter", "ctrl+g", "y", "f9", "m")
            assert "x.txt" in story.text

    async def test_from_a_quotes_form(self, begin, folder: Path) -> None:
        (folder / "x.txt").write_text("x")
        async with begin() as story:
            key = make_quote(story, "Réf. 1")
            await story.press("ctrl+g", "q", "enter", "f9", "m")
            await attach(story, "x.txt")
            assert story.one("SELECT quote_id FROM document") == key
            await story.press("escape")
            assert story.place == "QuoteForm"

    async def test_from_an_activity_and_its_form(self, begin, folder: Path) -> None:
        (folder / "x.txt").write_text("x")
        async with begin() as story:
            values = {"type": "CALL", "subject": "Rappel", "contact": contact_of(story)}
            values |= {"start": "2026-11-02T09:00", "rrule": "FREQ=WEEKLY;COUNT=3"}
            key = story.ask(Activity.make, values).id
            await story.type("marie roy")
            await story.press("enter", "ctrl+g", "v", "i", "1")
            assert "Rappel" in story.text
            await story.press("f9", "m")
            assert story.place == "DocumentList" and "Rappel" in story.lines[0]
            await attach(story, "x.txt")
            assert story.one("SELECT activity_id FROM document") == key
            # Another date of the series has the same ones.
            await story.press("escape", "up", "enter")
            assert story.place == "ActivityForm"
            await story.press("f9")
            assert "Documents (1)" in story.text
            await story.press("m")
            assert "x.txt" in story.text

    async def test_those_of_anothers_private_activity_are_not_there(
        self, begin, folder: Path
    ) -> None:
        (folder / "x.txt").write_text("secret")

        def private() -> int:
            User.make({"login": "alice", "role": "editor"})
            act_as(User.id_of("alice"))
            values = {"type": "CALL", "subject": "Secret", "start": "2026-11-24T09:00"}
            key = Activity.make(values | {"public": False}).id
            Document.attach("activity", key, folder / "x.txt")
            act_as(User.id_of("marie"))
            return key

        async with begin() as story:
            key = story.ask(private)
            story.app.push_screen(DocumentList("activity", key, ("x",)))
            await story.settle()
            assert is_error(story) and "x.txt" not in story.text
            await story.press("n")
            await story.fill("x.txt", then="enter")
            assert is_error(story)
            assert story.one("SELECT count(*) FROM document") == 1

    @pytest.mark.parametrize(("size", "language"), [((60, 20), "fr"), ((132, 43), "en")])
    async def test_the_columns_in_any_window(
        self, begin, folder: Path, size: tuple[int, int], language: str
    ) -> None:
        name = "Une offre dont le nom est bien trop long pour la colonne qui le montre.pdf"
        async with begin(size=size, language=language) as story:
            (folder / name).write_bytes(b"x" * (5 * CHUNK // 2))
            await open_documents(story)
            await attach(story, name)
            row = next(line for line in story.lines if "Une offre dont" in line)
            assert ("2,5 Mio" if language == "fr" else "2.5 MiB") in row and "marie" in row
            assert "PDF" in row and max(map(len, story.lines)) <= size[0]
