"""What tests of files of activities share: what came in, what was rejected, what goes out."""

import io
from typing import Any

from sample_imports import take

from crmtui.interchange.exporting import export_file
from crmtui.interchange.report import Report
from models.activity import Activity
from models.database import rows
from models.user import User


def activities() -> list[dict[str, Any]]:
    return Activity.values_all([key for (key,) in rows("SELECT id FROM activity ORDER BY id")])


def moments() -> list[tuple[str, str, bool]]:
    return [
        (a["start"].isoformat(" ", "minutes"), a["end"].isoformat(" ", "minutes"), a["all_day"])
        for a in activities()
    ]


def reasons(report: Report) -> list[str]:
    return [outcome.reason.key for outcome in report.rejects if outcome.reason]


def exported(form: str = "csv", **filters: Any) -> str:
    target = io.StringIO()
    export_file(Activity.entity, Activity.listing(**filters), target, fmt=form)
    return target.getvalue()


def as_bob(text: str, **options: Any) -> Report:
    User.enter("bob")
    report = take("activities", text, **options)
    User.enter("marie")
    return report
