"""What a broken rule or a notice says, in the user's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crmtui.i18n import has, language, said_in, t
from crmtui.system_words import system_reason
from models.entity import Entity
from models.rules import Invalid, Notice, RuleBroken


def sentence(broken: RuleBroken, entity: Entity | None = None) -> str:
    """What a broken rule says in one line; every problem of several, each with its field."""
    problems = broken.problems if isinstance(broken, Invalid) else [broken]
    return " · ".join(_one(problem, entity) for problem in problems)


def reason(broken: RuleBroken) -> str:
    """What a broken rule says, without the field it concerns: the text under that field."""
    return t(broken.key, **_facts(broken.facts))


def told(notice: Notice) -> str:
    """What a notice says."""
    return t(notice.key, **_facts(notice.facts))


def label_of(entity: Entity, name: str) -> str:
    """What a field is called, also one by which a file or a command only names the record."""
    own = entity.label_key(name)
    # A party's file names a field of its contact so.
    name = name.removeprefix("contact.")
    elsewhere = (f"line.{name}", f"named.{name}", ".".join(("contact", name)))
    return t(next((key for key in (own, *elsewhere) if has(key)), own))


def listed(counted: Iterable[tuple[str, int]]) -> str:
    """How many there are of each kind, in words."""
    parts = [t("counted.kind", n=n, kind=t(words, n=n)) for words, n in counted]
    *before, last = parts
    return t("counted.and", before=", ".join(before), last=last) if before else last


def _one(broken: RuleBroken, entity: Entity | None) -> str:
    text = reason(broken)
    if broken.field and entity is not None:
        label = label_of(entity, broken.field)
        return t("problem.at_field", field=label, problem=text)
    # What begins with a fact, such as a path, is written as the fact is.
    begins_with_fact = said_in(language(), broken.key).startswith("{")
    return text if begins_with_fact else text[:1].upper() + text[1:]


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, with what names an entity said in words."""
    made = dict(facts)
    if str(made.get("by", "")).startswith("entity."):
        made["by"] = t(made["by"], n=made.get("n", 1))
    if "counted" in made:
        made["counted"] = listed(made["counted"])
    if "instead" in made:
        made["instead"] = t("rule.instead") if made["instead"] else ""
    if "role" in made:
        made["role"] = t(".".join(("contact", made["role"])))
    if "status" in made:
        made["status"] = t(f"choice.{made['status']}")
    if "kinds" in made:
        made["kinds"] = ", ".join(t(f"choice.{kind}") for kind in made["kinds"])
    if "why" in made:
        # Why a mailing's people are left out.
        made["why"] = t(f"mailing.reason.{made['why']}")
    if isinstance(made.get("reason"), str):
        made["reason"] = system_reason(made["reason"])
    if isinstance(problem := made.get("problem"), RuleBroken):
        # What is wrong in one cell of a line, and which.
        made |= {"problem": reason(problem), "column": t(f"line.{made['column'] or 'line'}")}
    return made
