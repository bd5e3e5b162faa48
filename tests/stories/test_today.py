"""What waits for the user, done, put off and opened by keys (spec 9.5, 4.3)."""

import datetime as dt
from typing import Any

import pytest
from business_day import business_today
from sales_rows import make_opportunity, make_quote

from models.activity import Activity
from models.journal import act_as
from models.note import Note
from models.opportunity import Opportunity
from models.quote import Quote
from models.user import User

TODAY = business_today()
DAY = dt.timedelta(days=1)


def _contact(story) -> int:
    return story.one("SELECT id FROM contact WHERE last_name = 'Roy'")


def _make(story, subject: str, days: int, **values: Any) -> int:
    start = dt.datetime.combine(TODAY + days * DAY, dt.time(9, 30))
    return story.ask(Activity.make, {"subject": subject, "start": start} | values).id


async def _today(story) -> None:
    await story.press("ctrl+g", "t")
    assert story.place == "TodayScreen"


async def _nothing_else(story) -> None:
    """Take away the reminder that the company has."""
    story.ask(Note.alter, story.one("SELECT id FROM note"), {"reminder_state": "done"})


def _listed(story) -> list[str]:
    """The titles of sections and the subjects below them, in order."""
    rows = [row.cells for row in story.app.screen.table.rows]
    return [title.partition(" ·")[0] or item.subject for title, item, _ in rows]


async def test_what_waits_is_in_three_sections_with_their_counts(begin) -> None:
    async with begin() as story:
        _make(story, "Oubliée", -3, contact=_contact(story), type="CALL")
        _make(story, "Aujourd'hui même", 0)
        _make(story, "Plus tard", 7)
        _make(story, "Trop tard", 8)
        await _today(story)
        assert _listed(story) == [
            *("En retard", "Premier appel", "Oubliée"),
            *("Aujourd'hui", "Aujourd'hui même"),
            *("Les 7 prochains jours", "Plus tard"),
        ]
        assert story.status == "En retard : 2, aujourd'hui : 1, à venir : 1."
        assert "En retard · 2" in story.text
        assert "Rappel" in story.text and "Appel" in story.text
        assert "Tremblay & Fils inc." in story.text


async def test_the_cursor_steps_over_titles(begin) -> None:
    async with begin() as story:
        _make(story, "a", 0)
        _make(story, "b", 3)
        await _today(story)
        seen = [story.app.screen.item.subject]
        for key in ("down", "down", "down", "up", "home", "end", "pageup", "pagedown"):
            await story.press(key)
            seen.append(story.app.screen.item.subject)
        first = "Premier appel"
        assert seen == [first, "a", "b", "b", "a", first, "b", first, "b"]


async def test_a_long_list_shows_the_title_above_its_first_row(begin) -> None:
    async with begin() as story:
        for n in range(30):
            _make(story, f"a{n}", 1)
        await _today(story)
        await story.press("end")
        assert "En retard · 1" not in story.text
        await story.press("home")
        assert "En retard · 1" in story.lines[1]


async def test_nothing_due_says_so_and_where_the_calendar_is(begin) -> None:
    async with begin() as story:
        await _nothing_else(story)
        await _today(story)
        assert "Rien ne vous attend" in story.text and "^G puis a" in story.text
        await story.press("enter", "x", "z", "y", "f9", "up", "end", "pagedown")
        assert story.place == "TodayScreen"


async def test_an_activity_is_done_with_a_note(begin) -> None:
    async with begin() as story:
        await _nothing_else(story)
        key = _make(story, "Appel", 0)
        _make(story, "Suivante", 0)
        await _today(story)
        await story.press("x")
        await story.type("rappeler jeudi")
        await story.press("enter")
        values = story.ask(Activity.values_of, key)
        assert (values["status"], values["completion_note"]) == ("done", "rappeler jeudi")
        assert _listed(story) == ["Aujourd'hui", "Suivante"]
        assert "complétée" in story.status
        await story.press("x", "escape")
        assert _listed(story) == ["Aujourd'hui", "Suivante"]


async def test_one_date_of_a_series_is_done(begin) -> None:
    async with begin() as story:
        await _nothing_else(story)
        key = _make(story, "Point", -14, rrule="FREQ=WEEKLY")
        await _today(story)
        assert _listed(story)[:2] == ["En retard", "Point"]
        await story.press("x", "enter")
        assert story.ask(Activity.values_of, key)["status"] == "open"
        assert _listed(story)[:2] == ["Aujourd'hui", "Point"]


async def test_a_reminder_is_done_at_once(begin) -> None:
    async with begin() as story:
        await _today(story)
        await story.press("x")
        assert story.one("SELECT reminder_state FROM note") == "done"
        assert "Rien ne vous attend" in story.text and "est fait" in story.status


async def test_a_reminder_is_put_off_to_a_date_that_is_typed(begin) -> None:
    async with begin() as story:
        await _today(story)
        await story.press("z")
        await story.type("+3j")
        assert str((TODAY + 3 * DAY).year) in story.status
        await story.press("enter")
        state = story.rows("SELECT reminder_state, snoozed_to FROM note")
        assert state == [("snoozed", str(TODAY + 3 * DAY))]
        assert _listed(story) == ["Les 7 prochains jours", "Premier appel"]


async def test_tomorrow_is_proposed_and_only_one_date_goes(begin) -> None:
    async with begin() as story:
        await _nothing_else(story)
        key = _make(story, "Point", 0, rrule="FREQ=MONTHLY")
        await _today(story)
        await story.press("s", "enter")
        assert story.one("SELECT count(*) FROM activity_exception") == 1
        start = story.ask(Activity.values_of, key)["start"]
        assert start == dt.datetime.combine(TODAY, dt.time(9, 30))
        moved = story.one("SELECT start FROM activity_exception")
        assert moved == f"{TODAY + DAY}T09:30"


async def test_what_is_no_date_or_past_is_refused(begin) -> None:
    async with begin() as story:
        await _today(story)
        for text in ("zut", "2020-01-01"):
            await story.press("z")
            await story.type(text)
            await story.press("enter")
            assert story.place == "TypeDay"
            assert text in story.status
            await story.press("escape")
        assert story.one("SELECT reminder_state FROM note") == "pending"


async def test_enter_opens_the_activity_or_the_contact_at_its_note(begin) -> None:
    async with begin() as story:
        _make(story, "Appel", 0)
        await _today(story)
        await story.press("enter")
        assert story.place == "ContactCardScreen" and "[1 Notes 1]" in story.text
        assert story.app.screen.in_list() and story.app.screen.table.row is not None
        await story.press("escape", "down", "enter")
        assert story.place == "ActivityForm"


async def test_a_note_of_years_ago_is_under_the_cursor(begin) -> None:
    async with begin() as story:
        contact = _contact(story)
        story.ask(
            Note.make,
            {"contact": contact, "subject": "Vieille", "date": "2001-05-06", "remind_on": TODAY},
        )
        await _today(story)
        await story.press("end", "enter", "y")
        assert "Vieille" in story.status


async def test_actions_offer_the_same(begin) -> None:
    async with begin() as story:
        await _today(story)
        await story.press("f9")
        assert "Reporter à une date" in story.text
        await story.press("x")
        assert story.one("SELECT reminder_state FROM note") == "done"
        _make(story, "Appel", 0)
        await story.press("f5", "f9")
        assert story.place == "Choose"
        await story.press("escape", "y")
        assert "Appel" in story.status


async def test_f6_makes_an_activity(begin) -> None:
    async with begin() as story:
        await _today(story)
        await story.press("f6")
        assert story.place == "ActivityForm"


async def test_what_is_others_own_is_not_there(begin) -> None:
    async with begin() as story:
        story.ask(act_as, story.ask(User.make, {"login": "alice", "role": "editor"}).id)
        _make(story, "Secret", -1, public=False)
        _make(story, "Publique d'Alice", 0)
        story.ask(act_as, story.app.user["id"])
        await _today(story)
        assert _listed(story) == ["En retard", "Premier appel"]
    async with begin(user="alice") as story:
        await _today(story)
        assert _listed(story) == ["En retard", "Secret", "Aujourd'hui", "Publique d'Alice"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10)])
async def test_in_english_whatever_the_size(begin, size) -> None:
    async with begin(language="en", size=size) as story:
        _make(story, "Call back", 0)
        await _today(story)
        assert "Overdue" in story.text and "Premier" in story.text
        await story.press("end")
        assert "Call back" in story.text
        assert max(map(len, story.lines)) <= size[0]


async def test_many_overdue_say_so(begin, monkeypatch) -> None:
    monkeypatch.setattr("models.due.MOST_OVERDUE", 3)
    monkeypatch.setattr("screens.today.MOST_OVERDUE", 3)
    async with begin() as story:
        for days in range(1, 6):
            _make(story, f"a{days}", -days)
        await _today(story)
        assert "au moins 4, les plus récents" in story.text


class TestSales:
    async def test_what_closes_and_what_expires_is_shown_on_its_day(self, begin) -> None:
        async with begin() as story:
            await _nothing_else(story)
            make_opportunity(story, "Tard", closes_on=TODAY - 2 * DAY)
            make_opportunity(story, "Un jour", closes_on=TODAY + 30 * DAY)
            make_opportunity(story, "Sans date")
            make_quote(story, "PO-1", valid_until=TODAY)
            make_opportunity(story, "Bientôt", closes_on=TODAY + 3 * DAY)
            await _today(story)
            number = f"Q{TODAY.year}-00001 PO-1"
            assert _listed(story) == [
                *("En retard", "Tard"),
                *("Aujourd'hui", number),
                *("Les 7 prochains jours", "Bientôt"),
            ]
            line = next(line for line in story.lines if "Tard" in line)
            assert f"{TODAY - 2 * DAY}        ! Opportunité Tard" in line
            assert "Tremblay & Fils" in line
            assert f"Soumission  {number}" in story.text
            await story.press("y")
            assert story.app.clipboard.startswith(f"{TODAY - 2 * DAY}, Tard, Tremblay & Fils inc.")

    async def test_what_is_others_own_or_closed_is_not(self, begin) -> None:
        async with begin() as story:
            await _nothing_else(story)
            story.ask(User.make, {"login": "alice", "role": "editor"})
            make_opportunity(story, "À elle", closes_on=TODAY, owner="alice")
            make_opportunity(story, "Gagnée", closes_on=TODAY, status="won")
            make_opportunity(story, "Suspendue", closes_on=TODAY, status="hold")
            make_quote(story, "à elle", valid_until=TODAY, salesperson="alice")
            await _today(story)
            assert "Rien ne vous attend" in story.text

    async def test_a_day_that_is_typed_puts_off_the_closing_and_the_validity(self, begin) -> None:
        async with begin() as story:
            await _nothing_else(story)
            sale = make_opportunity(story, "Tard", closes_on=TODAY - 2 * DAY)
            quote = make_quote(story, "PO-1", date=TODAY - 9 * DAY, valid_until=TODAY - DAY)
            await _today(story)
            await story.press("z")
            await story.type("+3j")
            await story.press("enter")
            assert story.ask(Opportunity.values_of, sale)["closes_on"] == TODAY + 3 * DAY
            assert "« Tard » est reporté" in story.status
            await story.press("home", "z")
            await story.type("+40j")
            await story.press("enter")
            assert story.ask(Quote.values_of, quote)["valid_until"] == TODAY + 40 * DAY
            assert _listed(story) == ["Les 7 prochains jours", "Tard"]

    async def test_x_closes_and_enter_opens(self, begin) -> None:
        async with begin() as story:
            await _nothing_else(story)
            sale = make_opportunity(story, "Tard", closes_on=TODAY - 2 * DAY)
            quote = make_quote(story, "PO-1", date=TODAY - 9 * DAY, valid_until=TODAY - DAY)
            await _today(story)
            await story.press("enter")
            assert story.place == "OpportunityForm" and "Tard" in story.lines[0]
            await story.press("escape", "down", "enter")
            assert story.place == "QuoteForm"
            await story.press("escape", "home", "x", "w")
            assert story.ask(Opportunity.values_of, sale)["status"] == "won"
            assert _listed(story) == ["En retard", f"Q{TODAY.year}-00001 PO-1"]
            assert "gagn" in story.status.lower()
            await story.press("f9", "l", "a")
            assert story.ask(Quote.values_of, quote)["status"] == "cancelled"
            assert "Rien ne vous attend" in story.text

    async def test_actions_offer_to_close_what_is_not_done(self, begin) -> None:
        async with begin() as story:
            await _nothing_else(story)
            make_opportunity(story, "Tard", closes_on=TODAY)
            await _today(story)
            await story.press("f9")
            assert "Clore" in story.text and "Reporter" in story.text
            await story.press("p")
            assert story.place == "TypeDay"
