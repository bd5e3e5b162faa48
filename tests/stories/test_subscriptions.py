"""A contact's subscriptions « Postage » (spec 10.4)."""

import datetime as dt

from business_day import business_today
from mailing_story import contact_of, make_mailing

from models.subscription import Subscription

TODAY = business_today()
YEAR = dt.timedelta(days=365)


async def _to_subscriptions(story) -> int:
    await story.type("marie roy")
    await story.press("enter", "f9", "g")
    assert story.place == "SubscriptionList", story.text
    return contact_of(story, "Marie")


async def test_an_empty_list_says_which_key_makes_the_first(begin) -> None:
    async with begin() as story:
        await _to_subscriptions(story)
        assert "F6 fait le premier" in story.text


async def test_a_type_is_subscribed_to_between_two_dates(begin) -> None:
    async with begin() as story:
        contact = await _to_subscriptions(story)
        await story.press("f6")
        assert story.field == "mailing_type"
        await story.press("f4")
        assert story.place == "Choose"
        await story.press("enter")
        await story.go("starts_on")
        await story.fill("2026-01-01")
        await story.fill("2026-12-31")
        await story.press("f2", "escape")
        (row,) = story.rows("SELECT contact_id, starts_on, ends_on FROM subscription")
        assert row == (contact, "2026-01-01", "2026-12-31")
        assert "2026-01-01" in story.text and "2026-12-31" in story.text


async def test_the_same_type_may_be_there_again_with_other_dates(begin) -> None:
    async with begin() as story:
        contact = contact_of(story, "Marie")
        kind = story.one("SELECT code FROM code WHERE \"table\" = 'mailingtype' LIMIT 1")
        for starts, ends in ((None, TODAY - YEAR), (TODAY - YEAR, None), (TODAY + YEAR, None)):
            given = {"contact": contact, "mailing_type": kind}
            story.ask(Subscription.make, given | {"starts_on": starts, "ends_on": ends})
        await _to_subscriptions(story)
        rows = [line for line in story.lines if str(TODAY.year) in line or "en vigueur" in line]
        assert "terminé" in story.text and "en vigueur" in story.text and "à venir" in story.text
        assert len(rows) >= 1
        assert len(story.app.screen.table.rows) == 3


async def test_one_mailing_by_name_is_chosen_by_f4(begin) -> None:
    async with begin() as story:
        make_mailing(story, "Carte de Noël")
        await _to_subscriptions(story)
        await story.press("f6")
        await story.go("mailing")
        await story.press("f4")
        await story.type("noel")
        await story.press("enter", "f2", "escape")
        assert "publipostage « Carte de Noël »" in story.text
        assert story.one("SELECT mailing_id FROM subscription") == 1


async def test_neither_or_both_are_refused_under_the_field(begin) -> None:
    async with begin() as story:
        await _to_subscriptions(story)
        await story.press("f6", "f2")
        assert "choisissez un type d'envoi" in story.text
        await story.go("mailing")
        await story.fill("N'existe pas")
        await story.press("f2")
        assert "aucun publipostage ne s'appelle" in story.text
        await story.fill("", then="shift+tab")
        await story.press("f4", "enter")
        await story.go("starts_on")
        await story.fill("2026-02-01")
        await story.fill("2026-01-01")
        await story.press("f2")
        assert "avant le début" in story.text
        assert story.rows("SELECT id FROM subscription") == []


async def test_it_is_changed_and_deleted(begin) -> None:
    async with begin() as story:
        make_mailing(story, "Carte de Noël")
        contact = contact_of(story, "Marie")
        story.ask(Subscription.make, {"contact": contact, "mailing": "Carte de Noël"})
        await _to_subscriptions(story)
        await story.press("enter")
        await story.go("ends_on")
        await story.fill("2026-12-31")
        await story.press("f2", "escape")
        assert story.rows("SELECT ends_on FROM subscription") == [("2026-12-31",)]
        await story.press("d", "o")
        assert story.rows("SELECT id FROM subscription") == []
        await story.press("escape")
        assert story.place == "ContactCardScreen"
