"""What tests of files of sales share: what came in, why not, what goes out."""

import io
from typing import Any

from crmtui.interchange.exporting import export_file
from crmtui.interchange.report import Report
from models.catalogue import entity_of
from models.database import rows
from models.item import Item
from models.opportunity import Opportunity
from models.quote import Quote

HEADINGS = "reference,bill_to,date,item,quantity,unit_price,discount\n"
TWO = (
    "A,ACME,2026-01-05,CHAI,3,10.10,0\n"
    "A,ACME,2026-01-05,CHANG,12,19,15\n"
    "B,ACME,2026-01-06,CHAI,1,10.10,0\n"
)


def stock(*codes: str, **values: Any) -> None:
    """Items of 10.10 each."""
    for code in codes or ("CHAI", "CHANG"):
        given = {"code": code, "description_fr": code.title(), "price": "10.10"}
        Item.make(given | values)


def quotes() -> list[dict[str, Any]]:
    """The quotes, the first one first."""
    return Quote.values_all([key for (key,) in rows("SELECT id FROM quote ORDER BY id")])


def told() -> list[tuple[Any, ...]]:
    """Number, reference, status and subtotal of the quotes."""
    return [(q["number"], q["reference"], q["status"], str(q["subtotal"])) for q in quotes()]


def opportunities() -> list[dict[str, Any]]:
    """The opportunities, the first one first."""
    return Opportunity.values_all(
        [key for (key,) in rows("SELECT id FROM opportunity ORDER BY id")]
    )


def reasons(report: Report) -> list[str]:
    """Why records were rejected, as keys."""
    return [outcome.reason.key for outcome in report.rejects if outcome.reason]


def why(report: Report) -> list[str]:
    """Why records were rejected, as sentences."""
    return [outcome.sentence() for outcome in report.rejects]


def exported(plural: str, form: str = "csv", **asked: Any) -> str:
    """An export as a text."""
    target = io.StringIO(newline="")
    entity = entity_of(plural)
    export_file(entity, entity.record.listing(**asked), target, fmt=form)
    return target.getvalue()
