"""What follows from an opportunity's stage, status and probability (spec 8.2)."""

from __future__ import annotations

import datetime as dt

from models.code import Code
from models.database import cached, rows
from models.entity import Values

# The stages that mean what a status means, where their table has them.
STAGE_OF = {"won": "WON", "lost": "LOST"}

_STATUS_OF = {stage: status for status, stage in STAGE_OF.items()}
_CERTAIN = {"won": 100, "lost": 0}


def proposed(stage: str) -> int | None:
    """The probability in percent that a stage proposes, if it does."""
    found = cached(
        "code.stage.probability",
        lambda: dict(rows("SELECT code, probability FROM code WHERE \"table\" = 'stage'")),
    )
    return found.get(stage)


def settled(values: Values, named: frozenset[str], old: Values | None, today: dt.date) -> Values:
    """The values with what the fields named mean for the others.

    A status wins over a stage, and a stage that was named over the status as it was.
    """
    values = dict(values)
    before = old["status"] if old else "open"
    if "status" not in named and "stage" in named:
        reached = _STATUS_OF.get(values["stage"])
        left = before in STAGE_OF and reached is None
        values["status"] = reached or ("open" if left else values["status"])
    status = values["status"]
    if status in STAGE_OF:
        return _closed(values, named, before, today)
    values |= {"closed_on": None, "lost_reason": ""}
    if before in STAGE_OF and old is not None:
        values = _reopened(values, named, old)
    return _likely(values, named, old)


def _closed(values: Values, named: frozenset[str], before: str, today: dt.date) -> Values:
    status = values["status"]
    stage = STAGE_OF[status]
    if "stage" not in named or _STATUS_OF.get(values["stage"]) != status:
        known = Code.table_of("stage").get(stage)
        values["stage"] = stage if known and known.active else values["stage"]
    closed_on = values["closed_on"] if before == status or "closed_on" in named else None
    reason = values["lost_reason"] if status == "lost" else ""
    return values | {
        "probability": _CERTAIN[status],
        "closed_on": closed_on or today,
        "lost_reason": reason,
    }


def _reopened(values: Values, named: frozenset[str], old: Values) -> Values:
    """At the stage where it was last open, as likely as was typed or as that stage says."""
    if "stage" not in named or values["stage"] in _STATUS_OF:
        values["stage"] = _last_open_stage(old["id"])
    likely = values["probability"] if "probability" in named else None
    return values | {"probability": proposed(values["stage"]) or 0 if likely is None else likely}


def _last_open_stage(key: int) -> str:
    found = rows(
        "SELECT stage FROM opportunity_stage WHERE opportunity_id = ?"
        " AND status NOT IN ('won', 'lost') ORDER BY id DESC LIMIT 1",
        (key,),
    )
    if found:
        return str(found[0][0])
    return next((c.code for c in Code.table_of("stage").values() if c.active), "")


def _likely(values: Values, named: frozenset[str], old: Values | None) -> Values:
    """The probability: that named, or as it was typed, else as the stage proposes.

    One that is not what its stage proposes was typed.
    """
    if "probability" in named and values["probability"] is not None:
        return values
    moved = old is None or old["stage"] != values["stage"]
    typed = old is not None and old["probability"] != (proposed(old["stage"]) or 0)
    if values["probability"] is None or (moved and not typed):
        values["probability"] = proposed(values["stage"]) or 0
    return values
