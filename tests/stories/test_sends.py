"""What was sent to a contact « Liste des envois », as it was sent (spec 10.6)."""

from mailing_story import make_mailing, produce, shown

from models import mailing_outbox as outbox
from models.contact import Contact


async def _to_sends(story) -> None:
    await story.type("marie roy")
    await story.press("enter", "f9", "s")
    assert story.place == "SendsList", story.text


async def test_an_empty_list_says_what_would_be_here(begin) -> None:
    async with begin() as story:
        await _to_sends(story)
        assert "Rien n'a été envoyé à ce contact" in story.text


async def test_the_newest_first_with_day_status_and_address(begin) -> None:
    async with begin() as story:
        old = make_mailing(story, "Vieux", subject_fr="Vieille nouvelle")
        produce(story, old)
        recipient = story.one("SELECT id FROM mailing_recipient WHERE status = 'waiting'")
        story.ask(outbox.begin, old)
        story.ask(outbox.claim, recipient)
        story.ask(outbox.sent, recipient)
        story.ask(outbox.end, old)
        produce(story, make_mailing(story, "Neuf"))
        await _to_sends(story)
        assert shown(story, "mailing") == ["Neuf", "Vieux"]
        line = next(line for line in story.lines if "Vieux" in line)
        assert "envoyé" in line and "courriel" in line and "marie.roy" in line
        await story.press("down")
        assert story.status == "Vieille nouvelle"


async def test_enter_shows_the_text_as_it_was_sent_whatever_the_contact_is_now(begin) -> None:
    async with begin() as story:
        produce(story, make_mailing(story))
        roy = story.one("SELECT id FROM contact WHERE last_name = 'Roy'")
        story.ask(Contact.alter, roy, {"first_name": "Anne"})
        await story.type("anne roy")
        await story.press("enter", "f9", "s", "enter")
        assert story.place == "PrintSheet"
        assert "Bonjour Marie Roy" in story.text
        await story.press("escape", "escape")
        assert story.place == "ContactCardScreen"


async def test_who_was_left_out_was_sent_nothing(begin) -> None:
    async with begin() as story:
        produce(story, make_mailing(story))
        await story.type("chloé abel")
        await story.press("enter", "f9", "s")
        assert "Rien n'a été envoyé" in story.text
