"""Recurrence rules in words, in the grammar of each language."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from naive_recurrence import rules, starts

from crmtui.i18n import LANGUAGES, set_language
from crmtui.rule_words import rule_words
from models.recurrence import Rule

# A Tuesday.
NINE = dt.datetime(2026, 11, 24, 9, 0)


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    yield
    set_language("fr")


SAID = [
    ("FREQ=DAILY", "tous les jours", "every day"),
    ("FREQ=DAILY;INTERVAL=3;COUNT=10", "tous les 3 jours, 10 fois", "every 3 days, 10 times"),
    ("FREQ=DAILY;COUNT=1", "tous les jours, une fois", "every day, once"),
    ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "tous les jours ouvrables", "every weekday"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "tous les jours ouvrables", "every weekday"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "tous les jours", "every day"),
    (
        "FREQ=DAILY;BYDAY=MO,WE",
        "chaque semaine le lundi et le mercredi",
        "every week on Monday and Wednesday",
    ),
    (
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO,WE;BYMONTH=1,4",
        "tous les 2 jours, si c’est un lundi ou un mercredi, seulement en janvier et en avril",
        "every 2 days, if it is a Monday or a Wednesday, only in January and in April",
    ),
    ("FREQ=WEEKLY", "chaque semaine le mardi", "every week on Tuesday"),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270630",
        "toutes les 2 semaines le mardi et le jeudi, jusqu’au 30 juin 2027",
        "every 2 weeks on Tuesday and Thursday, until June 30, 2027",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
        "toutes les 2 semaines le mardi et le dimanche (semaines du dimanche au samedi)",
        "every 2 weeks on Tuesday and Sunday (weeks from Sunday to Saturday)",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU",
        "toutes les 2 semaines le mardi et le dimanche (semaines du lundi au dimanche)",
        "every 2 weeks on Tuesday and Sunday (weeks from Monday to Sunday)",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270630T080000",
        "chaque semaine le lundi, jusqu’au 29 juin 2027",
        "every week on Monday, until June 29, 2027",
    ),
    (
        "FREQ=DAILY;UNTIL=20270701",
        "tous les jours, jusqu’au 1er juillet 2027",
        "every day, until July 1, 2027",
    ),
    ("FREQ=MONTHLY", "le 24 de chaque mois", "on the 24th of every month"),
    (
        "FREQ=MONTHLY;BYMONTHDAY=1,2,3,11,21",
        "le 1er, le 2, le 3, le 11 et le 21 de chaque mois",
        "on the 1st, the 2nd, the 3rd, the 11th and the 21st of every month",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "le 31 de chaque mois (les mois plus courts sont sautés)",
        "on the 31st of every month (shorter months are skipped)",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        "le 31 de chaque mois (ou le dernier jour des mois plus courts)",
        "on the 31st of every month (or the last day of shorter months)",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=2",
        "le dernier jour du mois, tous les 2 mois",
        "on the last day of the month, every 2 months",
    ),
    (
        "FREQ=MONTHLY;BYDAY=-1FR",
        "le dernier vendredi de chaque mois",
        "on the last Friday of every month",
    ),
    (
        "FREQ=MONTHLY;BYDAY=5MO",
        "le cinquième lundi de chaque mois (les mois qui n’en ont que quatre sont sautés)",
        "on the fifth Monday of every month (months that have only four are skipped)",
    ),
    (
        "FREQ=MONTHLY;BYDAY=3MO,-2FR;INTERVAL=3",
        "le troisième lundi et l’avant-dernier vendredi du mois, tous les 3 mois",
        "on the third Monday and the second to last Friday of the month, every 3 months",
    ),
    (
        "FREQ=MONTHLY;BYDAY=-3FR",
        "le 3e vendredi en partant de la fin de chaque mois",
        "on the 3rd to last Friday of every month",
    ),
    (
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "le 13 de chaque mois, si c’est un vendredi",
        "on the 13th of every month, if it is a Friday",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "le dernier jour ouvrable de chaque mois",
        "on the last weekday of every month",
    ),
    (
        "FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=3",
        "tous les mardis et tous les jeudis de chaque mois"
        " (seulement le troisième de ces jours dans le mois)",
        "on every Tuesday and every Thursday of every month"
        " (only the third of these days within the month)",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=15;BYMONTH=1,6",
        "le 15 de chaque mois, seulement en janvier et en juin",
        "on the 15th of every month, only in January and in June",
    ),
    ("FREQ=YEARLY", "chaque année le 24 novembre", "every year on November 24"),
    (
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYMONTHDAY=1",
        "tous les 2 ans le 1er janvier",
        "every 2 years on January 1",
    ),
    (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "chaque année le 29 février (les années qui ne l’ont pas sont sautées)",
        "every year on February 29 (years that do not have it are skipped)",
    ),
    (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
        "chaque année le 29 février (ou le 28 février les autres années)",
        "every year on February 29 (or February 28 in other years)",
    ),
    (
        "FREQ=YEARLY;BYMONTH=10;BYDAY=2MO",
        "chaque année le deuxième lundi d’octobre",
        "every year on the second Monday of October",
    ),
    (
        "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
        "chaque année le dernier lundi de mai",
        "every year on the last Monday of May",
    ),
    (
        "FREQ=YEARLY;BYMONTH=4,8,9;BYMONTHDAY=1,15",
        "chaque année le 1er et le 15 d’avril, d’août et de septembre",
        "every year on the 1st and the 15th of April, of August and of September",
    ),
    (
        "FREQ=YEARLY;BYDAY=20MO",
        "chaque année le 20e lundi de l’année",
        "every year on the 20th Monday of the year",
    ),
    (
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "chaque année le lundi de la semaine 20",
        "every year on Monday of week 20",
    ),
    (
        "FREQ=YEARLY;BYYEARDAY=1,100,-1",
        "chaque année le premier jour, le 100e jour et le dernier jour de l’année",
        "every year on the first day, the 100th day and the last day of the year",
    ),
    (
        "FREQ=YEARLY;BYYEARDAY=366",
        "chaque année le 366e jour de l’année (les années qui ne l’ont pas sont sautées)",
        "every year on the 366th day of the year (years that do not have it are skipped)",
    ),
    (
        "FREQ=DAILY;BYHOUR=9,14",
        "tous les jours, à 9 h et à 14 h",
        "every day, at 9 a.m. and at 2 p.m.",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=30;COUNT=3",
        "chaque semaine le lundi, à 8 h 30, 3 fois",
        "every week on Monday, at 8:30 a.m., 3 times",
    ),
    (
        "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
        "tous les jours, toutes les 20 min de 9 h à 16 h 40",
        "every day, every 20 min from 9 a.m. to 4:40 p.m.",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,14;BYSETPOS=-1",
        "tous les lundis, tous les mardis, tous les mercredis, tous les jeudis et tous les"
        " vendredis de chaque mois, à 9 h et à 14 h"
        " (seulement le dernier de ces moments dans le mois)",
        "on every Monday, every Tuesday, every Wednesday, every Thursday and every Friday"
        " of every month, at 9 a.m. and at 2 p.m. (only the last of these times within the month)",
    ),
    (
        "FREQ=DAILY;UNTIL=20261231T090000;BYHOUR=9,14",
        "tous les jours, à 9 h et à 14 h, jusqu’au 31 décembre 2026 à 9 h",
        "every day, at 9 a.m. and at 2 p.m., until December 31, 2026 at 9 a.m.",
    ),
    (
        "FREQ=DAILY;UNTIL=20261231T080000;BYHOUR=9,14",
        "tous les jours, à 9 h et à 14 h, jusqu’au 30 décembre 2026",
        "every day, at 9 a.m. and at 2 p.m., until December 30, 2026",
    ),
]


@pytest.mark.parametrize(("rule", "french", "english"), SAID, ids=[said[0] for said in SAID])
def test_a_rule_in_both_languages(rule: str, french: str, english: str) -> None:
    set_language("fr")
    assert rule_words(rule, NINE) == french
    set_language("en")
    assert rule_words(rule, NINE) == english


@settings(max_examples=300, deadline=None)
@given(rules(), starts())
def test_every_rule_has_words(rule: Rule, start: dt.datetime) -> None:
    said = []
    for language in LANGUAGES:
        set_language(language)
        words = rule_words(rule.text, start)
        assert not re.search(r"[{}]|  | ,|\(\)|recurrence\.|value\.|^ | $", words), words
        assert words[0].islower()
        said.append(words)
    assert said[0] != said[1]
    set_language("fr")
    assert not re.search(r"\b(de|le|la|que) [aeiou]", rule_words(rule.text, start))
