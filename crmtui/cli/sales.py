"""What the commands of records do for items, opportunities and quotes alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from crmtui import values
from crmtui.i18n import language, t
from crmtui.number_words import decimal_text, money_text, percent_text
from models.code import Code
from models.columns import DayColumn
from models.contact import Contact
from models.entity import Entity, Values
from models.journal import change
from models.opportunity import Opportunity
from models.quote import IN_PROGRESS, Quote
from models.rules import RuleBroken, Saved
from models.sale_line import Line
from models.setting import today
from models.stage_change import StageChange

# The columns of a list, what some are called there, and those of numbers.
COLUMNS = {
    "item": ("code", "description", "unit", "price", "taxable"),
    "opportunity": (
        "id",
        "closes_on",
        "description",
        "party",
        "stage",
        "status",
        "amount",
        "weighted",
    ),
    "quote": ("number", "date", "bill_to", "status", "subtotal", "taxes", "total"),
}
HEADINGS = {
    "item": {"description": "items.description"},
    "opportunity": {"closes_on": "opportunities.closes"},
}
NUMBERS = frozenset({"price", "probability", "amount", "weighted", "subtotal", "taxes", "total"})

# What of a sale's other records it can be begun from; all else that is read-only follows.
_BEGUN_FROM = frozenset({"contact", "opportunity", "revises"})

_day = DayColumn()


def make(entity: Entity, typed: Values) -> Saved:
    """Make a sale of the values typed; one that revises another takes its place.

    Raises `RuleBroken`.
    """
    for name in typed:
        if entity.field(name).read_only and name not in _BEGUN_FROM:
            raise RuleBroken("cli.sales.follows", field=name)
    if typed.get("revises"):
        return _revise(typed)
    made: Saved = entity.record.make(typed)
    return made


def _revise(typed: Values) -> Saved:
    if typed.get("opportunity"):
        # A revision is of the opportunity that the old one was made from.
        raise RuleBroken("cli.sales.follows", field="opportunity")
    others = {name: value for name, value in typed.items() if name != "revises"}
    with change("quote.revise"):
        saved = Quote.revise(Quote.key_of(str(typed["revises"])))
        altered = Quote.alter(saved.id, others)
        return Saved(saved.id, (*saved.notices, *altered.notices))


# Lists.


def _description(cells: Mapping[str, Any]) -> str:
    first, second = cells["description_fr"], cells["description_en"]
    return str((first or second) if language() == "fr" else (second or first))


def _stage(cells: Mapping[str, Any]) -> str:
    return _stage_text(str(cells["stage"]))


def _status(cells: Mapping[str, Any]) -> str:
    """A quote's status, and whether it is past its validity."""
    valid_until = _day.read(cells["valid_until"])
    over = valid_until is not None and valid_until < today()
    expired = cells["status"] in IN_PROGRESS and over
    return _status_text(str(cells["status"]), expired)


# The cells of a list that say more than their column alone.
CELLS: Mapping[str, Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "item": {"description": _description},
    "opportunity": {"stage": _stage},
    "quote": {"status": _status},
}


# One record, whole.


def told(entity: Entity, record: Values, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The labels and texts of a sale: each line and each tax on a line of its own."""
    names = ["id", *entity.by_name]
    said = dict(zip(names, pairs, strict=True))

    def say(name: str, text: str) -> None:
        said[name] = said[name][0], text

    say("lines", "\n".join(_line_text(n, line) for n, line in enumerate(record["lines"], 1)))
    if record["contact"]:
        say("contact", f"{record['contact']} ({_name(record['contact'])})")
    if entity.record is Opportunity:
        lines = list(said.values())
        changes = Opportunity.stage_history(record["id"])
        lines.append((t("cli.sales.history"), "\n".join(map(_change_text, changes))))
        return lines
    say("bill_to", f"{record['bill_to']} ({record['bill_to_name']})")
    say("status", _status_text(record["status"], record["expired"]))
    say("tax_lines", "\n".join(map(_tax_text, record["tax_amounts"])))
    lines = list(said.values())
    if record["revised_by"]:
        lines.append((t("cli.sales.revised_by"), ", ".join(record["revised_by"])))
    return lines


def _name(contact: int) -> str:
    found = Contact.values_of(contact)
    return f"{found['first_name']} {found['last_name']}".strip()


def _line_text(n: int, line: Line) -> str:
    """A line in words: `1. CHAI Tea, 3 BOX × 10.10, -5 % = $28.79`."""
    what = " ".join(part for part in (line["item"], line["description"]) if part)
    quantity = " ".join(part for part in (decimal_text(line["quantity"]), line["unit"]) if part)
    price = decimal_text(line["unit_price"], 2)
    text = f"{n}. {what}, {quantity} × {price}"
    if line["discount"]:
        text += f", -{percent_text(line['discount'])}"
    text += f" = {money_text(line['amount'])}"
    return text if line["taxable"] else f"{text} ({t('cli.sales.exempt')})"


def _tax_text(tax: Any) -> str:
    return f"{tax.text(language())} {percent_text(tax.rate)} = {money_text(tax.amount)}"


def _change_text(moved: StageChange) -> str:
    stage, likely = _stage_text(moved.stage), percent_text(Decimal(moved.probability))
    who = f" ({moved.login})" if moved.login else ""
    status = values.show(Opportunity.entity.field("status").column, moved.status)
    at = values.moment_text(moved.at)
    return f"{at}  {stage or t('pipeline.no_stage')}, {likely}, {status}{who}"


def _stage_text(code: str) -> str:
    found = Code.table_of("stage").get(code)
    return found.text(language()) if found else code


def _status_text(status: str, expired: bool) -> str:
    text = t(f"choice.{status}")
    return t("cli.sales.expired", status=text) if expired else text
