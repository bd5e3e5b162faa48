"""The history of an opportunity's stages (spec 8.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import peewee as pw

from models import clock
from models.columns import CodeColumn, UserColumn
from models.database import database, rows
from models.setting import setting
from models.user import User


class OpportunityStage(pw.Model):
    """A row of an opportunity's stage history."""

    BELONGS_TO = "opportunity"

    opportunity_id = pw.IntegerField()
    stage = CodeColumn("stage")
    user = UserColumn(User, column_name="user_id", null=True)

    class Meta:
        database = database
        table_name = "opportunity_stage"


@dataclass(frozen=True)
class StageChange:
    """When an opportunity came to a stage, in business time, and who moved it there."""

    at: dt.datetime
    stage: str
    probability: int
    status: str
    login: str


def stage_changes(opportunity: int) -> list[StageChange]:
    """The stages that an opportunity has been at, the first one first."""
    zone = str(setting("BusinessTimeZone"))
    return [
        StageChange(clock.local(at, zone), stage, probability, status, User.login_of(user or 0))
        for at, stage, probability, status, user in rows(
            "SELECT at, stage, probability, status, user_id FROM opportunity_stage"
            " WHERE opportunity_id = ? ORDER BY id",
            (opportunity,),
        )
    ]
