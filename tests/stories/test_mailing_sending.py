"""Mails on their way out: sent once, paused, gone on, failed ones sent again; letters (10.3)."""

from dataclasses import replace
from pathlib import Path

import pytest
from mailing_story import make_mailing, make_people, produce, shown, to_mailings
from sample_sending import sender
from smtp_server import good, serving

from models import mailing_outbox as outbox
from models.contact import Contact


async def _to_recipients(story, people: int = 3, **given) -> int:
    """The people of a mailing that is produced for so many and Marie Roy."""
    make_people(story, people)
    key = make_mailing(story, **given)
    produce(story, key)
    await to_mailings(story)
    await story.press("enter")
    assert story.place == "RecipientsScreen", story.text
    return key


def _statuses(story) -> dict[str, int]:
    return dict(
        story.rows(
            "SELECT status, count(*) FROM mailing_recipient WHERE status <> 'out' GROUP BY status"
        )
    )


def _answering(words: str):
    """A server that says this of every address."""
    return lambda stage, address: words if stage == "RCPT" else good(stage, address)


def _stands(story) -> bool:
    """Whether the run that is shown is over or stands still."""
    return story.place != "SendingScreen" or not story.app.screen.running


class TestSending:
    async def test_a_mailing_is_sent_to_everybody_once(self, begin) -> None:
        with serving() as post:
            async with begin() as story:
                story.ask(sender, SmtpPort=post.port)
                await _to_recipients(story)
                await story.press("s")
                assert story.place == "Ask" and "4 personnes" in story.text
                await story.press("o")
                await story.until(lambda: _stands(story), "the end of the run")
                assert "Terminé : 4 envoyés, 0 en échec." in story.status
                assert "100 %" in story.text and "4 envoyés" in story.text
                await story.press("escape")
                assert story.place == "RecipientsScreen"
                assert "Terminé" in story.status
                assert _statuses(story) == {"sent": 4}
        assert set(post.got.values()) == {1} and len(post.got) == 4

    async def test_the_server_words_are_shown_and_chosen_ones_are_sent_again(self, begin) -> None:
        refusing = True

        def behave(stage: str, address: str) -> str | None:
            if refusing and stage == "RCPT" and address.startswith("p1@"):
                return "550 no such mailbox here"
            return good(stage, address)

        with serving(behave) as post:
            async with begin() as story:
                story.ask(sender, SmtpPort=post.port)
                await _to_recipients(story)
                await story.press("s", "o")
                await story.until(lambda: _stands(story), "the end of the run")
                assert "no such mailbox here" in story.text
                await story.press("escape", "f4")
                await story.type("échoué")
                await story.press("enter")
                assert shown(story, "address") == ["p1@foule.example"]
                assert "550" in story.status and "no such mailbox here" in story.status
                refusing = False
                await story.press("a")
                assert "1 attend de nouveau" in story.status
                await story.press("s", "o")
                await story.until(lambda: _stands(story), "the end of the second run")
                assert _statuses(story) == {"sent": 4}
        assert set(post.got.values()) == {1}

    async def test_leaving_stops_after_the_present_mail_and_s_goes_on(self, begin) -> None:
        with serving() as post:
            async with begin() as story:
                # One now, the next in a minute.
                story.ask(sender, SmtpPort=post.port, MailsPerMinute=1)
                await _to_recipients(story)
                await story.press("s", "o")
                await story.until(lambda: _statuses(story).get("sent") == 1, "the first mail")
                await story.press("escape")
                await story.until(lambda: story.place == "RecipientsScreen", "the list")
                assert "Arrêté : 3 attendent encore. s reprend." in story.status
                assert _statuses(story) == {"sent": 1, "waiting": 3}
                story.ask(sender, SmtpPort=post.port)
                await story.press("s", "o")
                await story.until(lambda: _stands(story), "the end of the run")
                assert _statuses(story) == {"sent": 4}
        assert set(post.got.values()) == {1}

    async def test_a_run_that_waits_until_it_may_try_again_says_so(self, begin) -> None:
        with serving(_answering("451 later")) as post:
            async with begin() as story:
                story.ask(sender, SmtpPort=post.port, MailRetrySeconds=600)
                await _to_recipients(story)
                await story.press("s", "o")
                await story.until(lambda: "nouvel essai dans" in story.text, "word of the wait")
                assert "encore" not in story.lines[2]
                await story.press("escape")
                await story.until(lambda: story.place == "RecipientsScreen", "the list")

    async def test_the_list_of_mailings_tells_its_own_key_to_go_on(self, begin) -> None:
        with serving() as post:
            async with begin() as story:
                story.ask(sender, SmtpPort=post.port, MailsPerMinute=1)
                await _to_recipients(story)
                await story.press("escape")
                assert story.place == "MailingList"
                await story.press("f9", "e", "o")
                await story.until(lambda: _statuses(story).get("sent") == 1, "the first mail")
                await story.press("escape")
                await story.until(lambda: story.place == "MailingList", "the list")
                assert "F9 reprend." in story.status

    async def test_the_servers_words_are_shown_in_full(self, begin) -> None:
        said = "550 5.1.1 no such mailbox here and nobody of that name was ever known to this house"
        with serving(_answering(said)) as post:
            async with begin() as story:
                story.ask(sender, SmtpPort=post.port)
                await _to_recipients(story, 0)
                await story.press("s", "o")
                await story.until(lambda: _stands(story), "the end of the run")
                await story.press("escape", "end", "enter")
                assert story.place == "PrintSheet"
                assert "known to this house" in " ".join(story.text.split())

    async def test_nothing_that_has_not_failed_is_sent_again(self, begin) -> None:
        async with begin() as story:
            await _to_recipients(story)
            await story.press("a")
            assert story.place == "RecipientsScreen" and _statuses(story) == {"waiting": 4}
            assert "Renvoyer" not in story.lines[-1]

    async def test_p_pauses_and_goes_on(self, begin) -> None:
        with serving() as post:
            async with begin() as story:
                story.ask(sender, SmtpPort=post.port, MailsPerMinute=1)
                await _to_recipients(story)
                await story.press("s", "o")
                await story.until(lambda: _statuses(story).get("sent") == 1, "the first mail")
                await story.press("p")
                await story.until(lambda: _stands(story), "the pause")
                assert "p reprend" in story.status
                story.ask(sender, SmtpPort=post.port)
                await story.press("p")
                await story.until(lambda: _statuses(story).get("sent") == 4, "the rest")
        assert set(post.got.values()) == {1}

    async def test_who_opted_out_since_gets_nothing(self, begin) -> None:
        with serving() as post:
            async with begin() as story:
                story.ask(sender, SmtpPort=post.port)
                await _to_recipients(story)
                out = story.one("SELECT id FROM contact WHERE first_name = 'Personne001'")
                story.ask(Contact.alter, out, {"opted_out": "2026-01-02"})
                await story.press("s", "o")
                await story.until(lambda: _stands(story), "the end of the run")
                assert _statuses(story) == {"sent": 3, "skipped": 1}
                assert "1 omis" in story.text
        assert "p1@foule.example" not in post.got

    async def test_without_a_sender_nothing_leaves_and_that_is_said(self, begin) -> None:
        async with begin() as story:
            await _to_recipients(story)
            await story.press("s", "o")
            await story.until(lambda: _stands(story), "the refusal")
            assert "CompanyAddress" in story.status
            assert _statuses(story) == {"waiting": 4}
            await story.press("escape")
            assert story.place == "RecipientsScreen"

    async def test_unsure_ones_are_sent_again_only_once_that_is_meant(self, begin) -> None:
        async with begin() as story:
            key = await _to_recipients(story, 0)
            story.ask(outbox.begin, key)
            recipient = story.one("SELECT id FROM mailing_recipient WHERE status = 'waiting'")
            story.ask(outbox.claim, recipient)
            story.ask(outbox.unsure, recipient, "")
            story.ask(outbox.end, key)
            await story.press("f5", "end", "a")
            assert story.place == "Ask" and "peut-être" in story.text
            await story.press("escape")
            assert _statuses(story) == {"failed": 1}
            await story.press("a", "o")
            assert _statuses(story) == {"waiting": 1}


class TestOtherWays:
    async def test_eml_files_in_a_folder(self, begin, tmp_path: Path) -> None:
        async with begin() as story:
            story.ask(sender)
            await _to_recipients(story)
            await story.press("f9", "f")
            assert story.place == "TypeText"
            await story.type(str(tmp_path / "mails"))
            await story.press("enter")
            assert "Écrire 4 fichiers .eml" in story.text and not (tmp_path / "mails").exists()
            await story.press("o")
            await story.until(lambda: _stands(story), "the end of the run")
            assert len(list((tmp_path / "mails").glob("*.eml"))) == 4
            assert _statuses(story) == {"sent": 4}
            assert story.status.startswith("4 fichiers dans ")

    async def test_a_dry_run_shows_whole_mails_and_sends_none(self, begin) -> None:
        async with begin() as story:
            story.ask(sender)
            await _to_recipients(story)
            await story.press("f9", "b")
            assert story.place == "PrintSheet"
            for part in ("Subject: Bonjour", "List-Unsubscribe:", "Message-ID:", "To: "):
                assert part in story.text
            assert "Bonjour Personne000" in story.text
            await story.press("escape")
            assert _statuses(story) == {"waiting": 4}

    async def test_a_dry_run_of_a_draft(self, begin) -> None:
        async with begin() as story:
            story.ask(sender)
            make_mailing(story)
            await to_mailings(story)
            await story.press("f9", "b")
            assert story.place == "PrintSheet" and "Bonjour Marie Roy" in story.text

    async def test_enter_shows_the_text_as_it_is_sent(self, begin) -> None:
        async with begin() as story:
            await _to_recipients(story, 0)
            await story.press("end", "enter")
            assert story.place == "PrintSheet"
            assert "Objet : Bonjour" in story.text and "Bonjour Marie Roy" in story.text

    async def test_what_is_cancelled_goes_no_more(self, begin) -> None:
        async with begin() as story:
            await _to_recipients(story)
            await story.press("f9", "a", "o")
            assert story.one("SELECT status FROM mailing") == "cancelled"
            await story.press("s")
            assert story.place == "RecipientsScreen"


class TestPaper:
    async def test_letters_to_a_file_and_then_told_as_sent(self, begin, tmp_path: Path) -> None:
        async with begin() as story:
            await _to_recipients(story, 0, channel="postal")
            await story.press("p")
            assert story.place == "Choose"
            await story.press("t")
            await story.fill(str(tmp_path / "lettres.txt"), then="enter")
            assert "Noter que" in story.text
            await story.press("o")
            text = (tmp_path / "lettres.txt").read_text("utf-8")
            assert "Tremblay & Fils inc." in text and "Bonjour Marie Roy" in text
            assert "waiting" not in _statuses(story)
            assert story.one("SELECT status FROM mailing") == "done"

    async def test_letters_on_the_screen_are_not_told_as_sent(self, begin) -> None:
        async with begin() as story:
            await _to_recipients(story, 0, channel="postal")
            before = _statuses(story)
            await story.press("p", "m")
            assert story.place == "PrintSheet"
            await story.press("escape")
            assert story.place == "RecipientsScreen" and _statuses(story) == before

    async def test_labels_begin_where_the_sheet_does(self, begin, tmp_path: Path) -> None:
        async with begin() as story:
            await _to_recipients(story, 0, channel="postal")
            await story.press("f9", "s")
            await story.press("enter")
            await story.fill("31", then="enter")
            assert story.place == "TypeText" and story.app.screen.query_one("StatusLine").is_error
            await story.fill("4", then="enter")
            await story.press("t")
            await story.fill(str(tmp_path / "etiquettes"), then="enter")
            text = (tmp_path / "etiquettes.txt").read_text("utf-8")
            assert "Marie Roy" in text and "Tremblay & Fils inc." in text

    @pytest.mark.parametrize("letter", ["p"])
    async def test_letters_as_pdf(self, begin, tmp_path: Path, letter) -> None:
        pytest.importorskip("reportlab")
        async with begin() as story:
            await _to_recipients(story, 0, channel="postal")
            await story.press("p", letter)
            await story.fill(str(tmp_path / "lettres"), then="enter")
            assert (tmp_path / "lettres.pdf").read_bytes().startswith(b"%PDF")


async def test_a_password_is_given_to_the_server_and_never_shown(begin) -> None:
    with serving(password="très secret") as post:
        async with begin() as story:
            story.ask(sender, SmtpPort=post.port, SmtpUser="crm")
            session = story.app.session
            settings = replace(session.settings, smtp_password="faux")
            story.app.session = replace(session, settings=settings)
            await _to_recipients(story, 0)
            await story.press("s", "o")
            await story.until(lambda: _stands(story), "the refusal")
            assert "faux" not in story.text
            assert _statuses(story) == {"waiting": 1}
    assert not post.got
