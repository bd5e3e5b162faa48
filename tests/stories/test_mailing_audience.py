"""Who is in and who is out, and why; by hand; what is produced is what was shown (spec 10.2)."""

import pytest
from mailing_story import contact_of, make_mailing, make_people, shown, to_mailings

from models.contact import Contact
from models.mailing import Mailing


async def _to_audience(story, **given) -> int:
    """The audience of a new draft."""
    key = make_mailing(story, **given)
    await to_mailings(story)
    await story.press("a")
    assert story.place == "AudienceScreen", story.text
    return key


def _line(story, name: str) -> str:
    return next(line for line in story.lines[4:-2] if name in line)


def _numbers(story) -> str:
    return "\n".join(story.lines[1:3])


class TestReasons:
    async def test_everybody_is_there_with_the_reason_in_words(self, begin) -> None:
        async with begin() as story:
            out = {"opted_out": "2026-01-02", "email": "benoit@cote.example"}
            story.ask(Contact.alter, contact_of(story, "Benoît"), out)
            await _to_audience(story)
            assert "1 recevra · écartés : 2" in _numbers(story)
            assert "désabonné 1" in _numbers(story) and "sans adresse 1" in _numbers(story)
            assert "oui" in _line(story, "Marie Roy")
            assert "non : désabonné" in _line(story, "Benoît Côté")
            assert "non : sans adresse" in _line(story, "Chloé Abel")

    async def test_in_english_as_well(self, begin) -> None:
        async with begin(language="en") as story:
            await _to_audience(story)
            assert "1 gets it · 2 left out" in _numbers(story)
            assert "no: no address" in _line(story, "Chloé Abel")

    async def test_an_empty_field_is_named_in_words(self, begin) -> None:
        async with begin() as story:
            await _to_audience(story, text_fr="Votre poste : {{ contact.job_title }}")
            await story.press("end")
            assert "Marie Roy · non : champ vide : fonction" in story.status

    async def test_only_those_in_those_out_or_those_of_a_reason_are_shown(self, begin) -> None:
        async with begin() as story:
            await _to_audience(story)
            await story.press("2")
            assert shown(story, "name") == ["Marie Roy"]
            await story.press("3")
            assert shown(story, "name") == ["Chloé Abel", "Benoît Côté"]
            await story.press("1")
            assert len(shown(story, "name")) == 3
            await story.press("f4")
            await story.type("sans adresse")
            await story.press("enter")
            assert shown(story, "name") == ["Chloé Abel", "Benoît Côté"]

    async def test_a_name_is_searched_without_accents(self, begin) -> None:
        async with begin() as story:
            await _to_audience(story)
            await story.press("slash")
            await story.type("cote")
            assert shown(story, "name") == ["Benoît Côté"]
            await story.type("zzz")
            assert "cotezzz" in story.text
            await story.press("escape")
            assert len(shown(story, "name")) == 3

    async def test_filters_that_find_nobody_say_so(self, begin) -> None:
        async with begin() as story:
            await _to_audience(story, city="Ailleurs")
            assert "Les filtres ne trouvent personne" in story.text


class TestByHand:
    async def test_x_leaves_out_and_x_again_takes_that_back(self, begin) -> None:
        async with begin() as story:
            key = await _to_audience(story)
            await story.press("end", "x")
            assert "non : écarté à la main" in _line(story, "Marie Roy")
            assert "0 recevra · écartés : 3" in _numbers(story)
            assert story.ask(Mailing.choices, key) == {contact_of(story, "Marie"): "out"}
            await story.press("x")
            assert "oui" in _line(story, "Marie Roy")
            assert story.ask(Mailing.choices, key) == {}

    async def test_f6_takes_in_somebody_whom_the_filters_do_not_find(self, begin) -> None:
        async with begin() as story:
            key = await _to_audience(story, city="Ailleurs")
            await story.press("f6")
            assert story.place == "FindContact"
            await story.type("roy")
            await story.press("enter")
            assert shown(story, "name") == ["Marie Roy"]
            assert "oui, ajouté à la main" in _line(story, "Marie Roy")
            assert "Marie Roy est ajouté" in story.status
            await story.press("x")
            assert shown(story, "name") == []
            assert story.ask(Mailing.choices, key) == {}

    async def test_consent_counts_for_those_taken_in(self, begin) -> None:
        async with begin() as story:
            story.ask(Contact.alter, contact_of(story, "Marie"), {"opted_out": "2026-01-02"})
            await _to_audience(story, city="Ailleurs")
            await story.press("n")
            await story.type("roy")
            await story.press("enter")
            assert "ne recevra rien : désabonné" in story.status
            assert "non : désabonné" in _line(story, "Marie Roy")

    async def test_enter_opens_the_contact_and_what_was_changed_there_counts(self, begin) -> None:
        async with begin() as story:
            await _to_audience(story)
            await story.press("end", "enter")
            assert story.place == "ContactCardScreen"
            await story.go("in_mailing")
            await story.press("space", "f2", "escape")
            assert story.place == "AudienceScreen"
            assert "non : non inclus au publipostage" in _line(story, "Marie Roy")


class TestMany:
    async def test_all_are_counted_and_the_last_is_reached(self, begin) -> None:
        async with begin() as story:
            make_people(story, 430)
            await _to_audience(story)
            assert "431 recevront · écartés : 2" in _numbers(story)
            await story.press("end")
            assert shown(story, "name")[-1] == "Marie Roy"
            await story.press("home", "2", "pagedown", "pagedown")
            assert story.app.screen.table.cells["reason"] == ""

    async def test_it_is_left_while_they_are_counted(self, begin) -> None:
        async with begin() as story:
            make_people(story, 430)
            make_mailing(story)
            await to_mailings(story)
            await story.burst("a", "escape", "down")
            assert story.place == "MailingList"


class TestProducing:
    async def test_the_numbers_asked_are_the_ones_produced(self, begin) -> None:
        async with begin() as story:
            key = await _to_audience(story)
            await story.press("f9", "p")
            assert story.place == "Ask"
            assert "1 recevra, écartés : 2" in story.text and "sans adresse 2" in story.text
            await story.press("o")
            assert story.place == "RecipientsScreen"
            assert "est produit : 1 attend, écartés : 2." in story.status
            found = dict(
                story.rows(
                    "SELECT status, count(*) FROM mailing_recipient WHERE mailing_id = ?"
                    " GROUP BY status",
                    key,
                )
            )
            assert found == {"waiting": 1, "out": 2}
            assert story.one("SELECT status FROM mailing") == "produced"
            await story.press("escape")
            assert story.place == "MailingList"

    async def test_esc_produces_nothing(self, begin) -> None:
        async with begin() as story:
            await _to_audience(story)
            await story.press("f9", "p", "escape")
            assert story.place == "AudienceScreen"
            assert story.one("SELECT status FROM mailing") == "draft"

    async def test_for_nobody_nothing_is_produced(self, begin) -> None:
        async with begin() as story:
            await _to_audience(story, city="Ailleurs")
            await story.press("f9", "p")
            assert "n'est pour personne" in story.status
            assert story.one("SELECT status FROM mailing") == "draft"

    @pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10)])
    async def test_the_reason_is_seen_in_any_window(self, begin, size) -> None:
        async with begin(size=size) as story:
            await _to_audience(story)
            assert "sans adresse" in story.text
            assert max(map(len, story.lines)) <= size[0]
