"""How an activity recurs: chosen by keys, told in words and dates as typed (spec 7.5, 7.6)."""

import datetime as dt

import pytest
from activity_story import (
    DAY,
    MONDAY,
    choose,
    new_activity,
    open_activity,
    put,
    starts,
    text_in,
    told,
    weekly,
)

from crmtui.values import long_date
from models.activity import Activity
from models.recurrence import first, parse

TUESDAY = dt.datetime(2026, 11, 24, 9)

# How a rule is chosen, from which day on; the rule, its words and its next dates in both languages.
KINDS = [
    (
        MONDAY,
        [("repeats", 1), ("every", "3")],
        "FREQ=DAILY;INTERVAL=3",
        (
            "Tous les 3 jours.",
            "lun. 2 nov. 2026 · jeu. 5 nov. · dim. 8 nov. · mer. 11 nov. · sam. 14 nov.",
        ),
        (
            "Every 3 days.",
            "Mon, Nov 2, 2026 · Thu, Nov 5 · Sun, Nov 8 · Wed, Nov 11 · Sat, Nov 14",
        ),
    ),
    (
        MONDAY + 3 * DAY,
        [("repeats", 1), ("workdays", None)],
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
        (
            "Tous les jours ouvrables.",
            "jeu. 5 nov. 2026 · ven. 6 nov. · lun. 9 nov. · mar. 10 nov. · mer. 11 nov.",
        ),
        (
            "Every weekday.",
            "Thu, Nov 5, 2026 · Fri, Nov 6 · Mon, Nov 9 · Tue, Nov 10 · Wed, Nov 11",
        ),
    ),
    (
        MONDAY,
        [("repeats", 2), ("every", "2"), ("on_wed", None)],
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU",
        (
            "Toutes les 2 semaines le lundi et le mercredi.",
            "lun. 2 nov. 2026 · mer. 4 nov. · lun. 16 nov. · mer. 18 nov. · lun. 30 nov.",
        ),
        (
            "Every 2 weeks on Monday and Wednesday.",
            "Mon, Nov 2, 2026 · Wed, Nov 4 · Mon, Nov 16 · Wed, Nov 18 · Mon, Nov 30",
        ),
    ),
    (
        MONDAY,
        [("repeats", 3), ("month_by", 1)],
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        (
            "Le dernier jour de chaque mois.",
            "lun. 30 nov. 2026 · jeu. 31 déc. · dim. 31 janv. 2027 · dim. 28 févr. · mer. 31 mars",
        ),
        (
            "On the last day of every month.",
            "Mon, Nov 30, 2026 · Thu, Dec 31 · Sun, Jan 31, 2027 · Sun, Feb 28 · Wed, Mar 31",
        ),
    ),
    (
        MONDAY,
        [("repeats", 3), ("month_by", 2), ("nth", 4), ("weekday", 4)],
        "FREQ=MONTHLY;BYDAY=-1FR",
        (
            "Le dernier vendredi de chaque mois.",
            "ven. 27 nov. 2026 · ven. 25 déc. · ven. 29 janv. 2027 · ven. 26 févr. · ven. 26 mars",
        ),
        (
            "On the last Friday of every month.",
            "Fri, Nov 27, 2026 · Fri, Dec 25 · Fri, Jan 29, 2027 · Fri, Feb 26 · Fri, Mar 26",
        ),
    ),
    (
        dt.datetime(2024, 2, 29, 9),
        [("repeats", 4)],
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        (
            "Chaque année le 29 février (les années qui ne l’ont pas sont sautées).",
            "jeu. 29 févr. 2024 · mar. 29 févr. 2028 · dim. 29 févr. 2032"
            " · ven. 29 févr. 2036 · mer. 29 févr. 2040",
        ),
        (
            "Every year on February 29 (years that do not have it are skipped).",
            "Thu, Feb 29, 2024 · Tue, Feb 29, 2028 · Sun, Feb 29, 2032"
            " · Fri, Feb 29, 2036 · Wed, Feb 29, 2040",
        ),
    ),
    (
        MONDAY,
        [("repeats", 4), ("month", 4), ("month_by", 2), ("nth", 0), ("weekday", 3)],
        "FREQ=YEARLY;BYMONTH=5;BYDAY=1TH",
        (
            "Chaque année le premier jeudi de mai.",
            "jeu. 6 mai 2027 · jeu. 4 mai 2028 · jeu. 3 mai 2029 · jeu. 2 mai 2030"
            " · jeu. 1 mai 2031",
        ),
        (
            "Every year on the first Thursday of May.",
            "Thu, May 6, 2027 · Thu, May 4, 2028 · Thu, May 3, 2029 · Thu, May 2, 2030"
            " · Thu, May 1, 2031",
        ),
    ),
]


def moved_words(start: dt.datetime, begins: dt.datetime, language: str) -> list[str]:
    """What is said of a first date that is not the start, as `long_date` writes it."""
    if begins == start:
        return []
    if language == "fr":
        return [
            f"Première date : {long_date(begins)} ; le début y passe pour suivre la périodicité."
        ]
    return [f"First date: {long_date(begins)}; the start moves there to fit the rule."]


async def _new(story, start: dt.datetime) -> None:
    await new_activity(story, start)
    await story.type("Suivi")
    await story.press("pagedown")
    assert story.field == "repeats"


class TestRule:
    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize(("start", "steps", "rule", "fr", "en"), KINDS)
    async def test_each_kind_by_keys_in_words_and_with_its_next_dates(
        self,
        begin,
        language: str,
        start: dt.datetime,
        steps: list[tuple[str, int | str | None]],
        rule: str,
        fr: tuple[str, str],
        en: tuple[str, str],
    ) -> None:
        async with begin(language=language) as story:
            await _new(story, start)
            for field, what in steps:
                if isinstance(what, int):
                    await choose(story, field, what)
                elif what is None:
                    await story.go(field)
                    await story.press("space")
                else:
                    await put(story, field, what)
            words, dates = fr if language == "fr" else en
            coming = "Prochaines dates : " if language == "fr" else "Next dates: "
            begins = first(parse(rule), start)
            assert begins is not None
            assert told(story) == [words, *moved_words(start, begins, language), coming + dates]
            await story.press("f2")
            assert story.rows("SELECT rrule, start FROM activity") == [
                (rule, begins.isoformat(timespec="minutes"))
            ]

    async def test_short_months_are_skipped_or_end_it_as_one_chooses(self, begin) -> None:
        async with begin() as story:
            await _new(story, dt.datetime(2026, 1, 31, 9))
            await choose(story, "repeats", 3)
            assert "31" in story.app.screen.form.widgets["month_day"].text
            assert "sam. 31 janv. 2026 · mar. 31 mars · dim. 31 mai" in told(story)[1]
            await choose(story, "short", 1)
            assert "sam. 31 janv. 2026 · sam. 28 févr. · mar. 31 mars" in told(story)[1]

    async def test_it_ends_on_a_date_or_after_so_many_times(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await choose(story, "repeats", 2)
            await choose(story, "ends", 1)
            assert "! obligatoire" in told(story)[0]
            await put(story, "until", "2026-11-16")
            assert told(story)[1].endswith("lun. 2 nov. 2026 · lun. 9 nov. · lun. 16 nov.")
            await choose(story, "ends", 2)
            await put(story, "count", "2")
            assert told(story)[1].endswith("lun. 2 nov. 2026 · lun. 9 nov.")
            await story.press("f2")
            assert starts(story) == weekly(MONDAY, 2)

    async def test_its_usual_choices_follow_the_day_until_they_are_made(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await choose(story, "repeats", 2)
            await story.press("pageup")
            await put(story, "day", "2026-11-05", then="pagedown")
            assert "[ ] lun" in story.text and "[x] jeu" in story.text
            await story.go("on_mon")
            await story.press("space", "pageup")
            await put(story, "day", "2026-11-06", then="pagedown")
            assert "[x] lun" in story.text and "[x] ven" in story.text

    @pytest.mark.parametrize(
        ("field", "typed"), [("every", "99999"), ("count", "1000000000"), ("every", "0")]
    )
    async def test_numbers_without_measure_are_refused_in_their_field(
        self, begin, field: str, typed: str
    ) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await choose(story, "repeats", 1)
            await choose(story, "ends", 2)
            await put(story, "count", "5")
            await put(story, field, typed, then="f2")
            assert story.field == field and "un nombre entier de 1 à" in story.text
            assert story.app.screen.form.widgets[field].text == typed
            assert story.one("SELECT count(*) FROM activity") == 0

    async def test_a_rule_that_is_never_is_refused_and_said(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await choose(story, "repeats", 2)
            await choose(story, "ends", 1)
            await put(story, "until", "2026-10-01", then="f2")
            assert story.one("SELECT count(*) FROM activity") == 0
            assert story.place == "ActivityForm" and told(story)[0].startswith("! ")

    async def test_the_first_date_is_told_before_saving_and_is_the_one_saved(self, begin) -> None:
        async with begin() as story:
            await _new(story, TUESDAY)
            await choose(story, "repeats", 2)
            assert not any("Première date" in text for text in told(story))
            await story.go("on_mon")
            await story.press("space")
            await story.go("on_tue")
            await story.press("space")
            assert "Première date : lun. 30 nov. 2026" in told(story)[1]
            await story.press("f2")
            assert story.rows("SELECT start, end FROM activity") == [
                ("2026-11-30T09:00", "2026-11-30T09:30")
            ]
            assert text_in(story, "day") == text_in(story, "begins") == "2026-11-30"
            assert not any("Première date" in text for text in told(story))

    async def test_the_start_date_can_be_chosen_beside_the_end_date(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await choose(story, "repeats", 2)
            await choose(story, "ends", 1)
            await put(story, "until", "2026-12-31")
            assert "Du " in story.text and "Jusqu'au" in story.text
            await put(story, "begins", "2026-11-05")
            assert text_in(story, "day") == text_in(story, "end_day") == "2026-11-05"
            assert "[x] jeu" in story.text
            await story.press("pageup")
            assert "2026-11-05" in story.text
            await put(story, "day", "2026-11-06")
            assert text_in(story, "begins") == "2026-11-06"
            await story.press("f2")
            assert story.rows("SELECT start, end, rrule FROM activity") == [
                (
                    "2026-11-06T09:00",
                    "2026-11-06T09:30",
                    "FREQ=WEEKLY;UNTIL=20261231T235959;BYDAY=FR",
                )
            ]

    async def test_a_start_date_that_is_none_is_refused_where_it_is_typed(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await choose(story, "repeats", 2)
            await put(story, "begins", "31/31", then="f2")
            assert story.field == "begins" and story.one("SELECT count(*) FROM activity") == 0
            assert text_in(story, "day") == "2026-11-02"

    async def test_whole_days_end_on_a_date_and_hours_at_a_moment(self, begin) -> None:
        async with begin() as story:
            await _new(story, MONDAY)
            await choose(story, "repeats", 1)
            await choose(story, "ends", 1)
            await put(story, "until", "2026-12-31", then="f2")
            assert story.one("SELECT rrule FROM activity") == "FREQ=DAILY;UNTIL=20261231T235959"
            await story.press("pageup")
            await story.go("all_day")
            await story.press("space", "f2")
            assert story.one("SELECT rrule FROM activity") == "FREQ=DAILY;UNTIL=20261231"
            await story.go("all_day")
            await story.press("space", "f2")
            assert story.one("SELECT rrule FROM activity") == "FREQ=DAILY;UNTIL=20261231T235959"

    async def test_two_times_a_day_are_shown_in_words_and_stay_as_they_are(self, begin) -> None:
        async with begin() as story:
            rule = "FREQ=DAILY;BYHOUR=9,14;COUNT=6"
            given = {"subject": "Suivi", "start": TUESDAY, "rrule": rule}
            key = story.ask(Activity.make, given).id
            kept = story.one("SELECT rrule FROM activity")
            await open_activity(story, key, None)
            assert "Périodicité" not in story.lines[1]
            words, dates = told(story)
            assert words == "Tous les jours, à 9 h et à 14 h, 6 fois."
            assert dates.startswith("Prochaines dates : mar. 24 nov. 2026 09:00, 14:00 · mer. 25")
            await put(story, "subject", "Rapport", then="f2")
            assert story.rows("SELECT subject, rrule FROM activity") == [("Rapport", kept)]
            assert len(starts(story)) == 6

    async def test_a_rule_that_the_form_cannot_express_is_kept(self, begin) -> None:
        rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"
        async with begin() as story:
            key = story.ask(
                Activity.make,
                {"subject": "Suivi", "start": dt.datetime(2026, 11, 27, 9), "rrule": rule},
            ).id
            await open_activity(story, key, None)
            assert "Périodicité" not in story.lines[1]
            assert "Prochaines dates : ven. 27 nov. 2026 · mer. 30 déc." in told(story)[1]
            await put(story, "subject", "Rapport", then="f2")
            assert story.rows("SELECT subject, rrule FROM activity") == [("Rapport", rule)]
            await story.press("pagedown")
            assert story.place == "ActivityForm" and story.field == "subject"
