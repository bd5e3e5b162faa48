"""What a template may say, and all that it may not (spec 10.1)."""

from typing import Any

import pytest

from models.letter_facts import FIELDS
from models.rules import RuleBroken
from models.template import FILTERS, MOST_DEPTH, MOST_TEXT, EmptyField, Template


def facts(**given: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in FIELDS:
        group, _, field = name.partition(".")
        if field:
            made.setdefault(group, {})[field] = given.get(f"{group}_{field}", "")
        else:
            made[group] = given.get(group, "")
    return made


ZOE = facts(contact_first_name="Zoé", party_name="Acme", date="2026-11-24")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Bonjour {{ contact.first_name }},", "Bonjour Zoé,"),
        ("{{contact.first_name|upper}} {{ date }}", "ZOÉ 2026-11-24"),
        ("{{ contact.job_title|default('Madame') }}", "Madame"),
        ("{{ contact.first_name|default('vous')|lower }}", "zoé"),
        ("{% if contact.job_title %}a{% elif party.name == 'Acme' %}b{% else %}c{% endif %}", "b"),
        ("{% if not contact.job_title and (date or party.city) %}oui{% endif %}", "oui"),
        ("{% if contact.job_title %}{{ contact.job_title }}{% endif %}.", "."),
        ("{# rien #}a\nb", "a\nb"),
        ("{% raw %}{{ a }}{% endraw %} 100 % {€}", "{{ a }} 100 % {€}"),
        ("[b]gras[/b] <b>", "[b]gras[/b] <b>"),
        ("", ""),
    ],
)
def test_fields_conditions_and_filters(text: str, written: str) -> None:
    assert Template.of(text).write(ZOE) == written


def test_what_a_field_holds_is_never_read_as_a_template() -> None:
    told = facts(contact_first_name="{{ party.name }}{% for %}")
    assert Template.of("{{ contact.first_name }}").write(told) == "{{ party.name }}{% for %}"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{{ ''.__class__ }}", "template.expression"),
        ("{{ contact.__class__ }}", "template.no_field"),
        ("{{ contact.first_name.__class__.__mro__ }}", "template.expression"),
        ("{{ 'a' * 10**9 }}", "template.expression"),
        ("{{ 1 }}", "template.expression"),
        ("{{ contact.first_name ~ party.name }}", "template.expression"),
        ("{{ contact.first_name.upper() }}", "template.expression"),
        ("{{ contact['first_name'] }}", "template.expression"),
        ("{{ contact.first_name[:1] }}", "template.expression"),
        ("{{ (contact.first_name if date else party.name) }}", "template.expression"),
        ("{{ [date] }}", "template.expression"),
        ("{{ range(10**9) }}", "template.expression"),
        ("{{ contact }}", "template.no_field"),
        ("{{ self }}", "template.no_field"),
        ("{{ loop }}", "template.no_field"),
        ("{{ contact.opted_out }}", "template.no_field"),
        ("{{ date|attr('__class__') }}", "template.no_filter"),
        ("{{ date|format(9) }}", "template.no_filter"),
        ("{{ date|default(party.name) }}", "template.expression"),
        ("{{ date|upper('x') }}", "template.expression"),
        ("{% for i in range(10**9) %}a{% endfor %}", "template.statement"),
        ("{% while true %}{% endwhile %}", "template.statement"),
        ("{% set a = date %}", "template.statement"),
        ("{% include '/etc/passwd' %}", "template.statement"),
        ("{% import 'os' as os %}", "template.statement"),
        ("{% macro a() %}{% endmacro %}", "template.statement"),
        ("{% block a %}{% endblock %}", "template.statement"),
        ("{% filter upper %}a{% endfilter %}", "template.statement"),
        ("{% with a = date %}{% endwith %}", "template.statement"),
        ("{% autoescape false %}{% endautoescape %}", "template.statement"),
        ("{% if date > party.name %}{% endif %}", "template.expression"),
        ("{% if date is defined %}{% endif %}", "template.expression"),
        ("{% if date in party.name %}{% endif %}", "template.expression"),
        ("{{ contact.first_name", "template.syntax"),
        ("{% if date %}", "template.syntax"),
        ("{% endif %}", "template.statement"),
    ],
)
def test_everything_else_is_refused(text: str, key: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        Template.of(f"\n\n{text}")
    assert refused.value.key == key
    assert refused.value.facts["line"] == (1 if "autoescape" in text else 3)


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 400 + "date" + ")" * 400 + " }}",
        "{{ date" + "|upper" * (MOST_DEPTH + 2) + " }}",
        "{% if date %}" * (MOST_DEPTH + 2) + "{% endif %}" * (MOST_DEPTH + 2),
        "{% if " + "not " * (MOST_DEPTH + 2) + "date %}{% endif %}",
        "{% if " + "not " * 5_000 + "date %}{% endif %}",
        "a" * (MOST_TEXT + 1),
        "{{ " + "(" * (MOST_TEXT - 10),
        "{{ " + "9" * 5_000 + " }}",
        "{{ contact." + "9" * 5_000 + " }}",
    ],
    ids=[
        *("parentheses", "filters", "conditions", "nots", "many nots", "long", "unclosed"),
        *("digits", "digits of a name"),
    ],
)
def test_bombs_are_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        Template.of(text)


def test_a_field_that_is_written_and_empty_is_told() -> None:
    with pytest.raises(EmptyField) as empty:
        Template.of("Cher {{ contact.last_name|upper }}").write(ZOE)
    assert empty.value.name == "contact.last_name"


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_can_be_written(name: str) -> None:
    group, _, field = name.partition(".")
    told = facts(**{f"{group}_{field}" if field else group: "x"})
    assert Template.of(f"{{{{ {name} }}}}").write(told) == "x"


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_can_be_used(name: str) -> None:
    assert Template.of(f"{{{{ contact.first_name|{name} }}}}").write(ZOE).lower() == "zoé"


def test_a_header_is_one_line() -> None:
    with pytest.raises(RuleBroken) as refused:
        Template.of("Bonjour\nBcc: a@b.example", header=True).write(ZOE)
    assert refused.value.key == "rule.header_break"
