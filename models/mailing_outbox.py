"""A mailing's way out: its audience frozen, then each sent once and never twice (spec 10.3).

Whoever sends says so before the last bytes leave (`claim`) and what became of it after. A run
that was killed leaves at most one `sending` behind: the server has that one or will have it, so
it is never sent again unless somebody says so.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.database import execute, execute_many, rows
from models.journal import change
from models.journal import now as now_utc
from models.mailing import Mailing
from models.mailing_audience import Audience, Judged, refusals
from models.rules import Missing, RuleBroken
from models.setting import today

# So often is somebody tried whom the server turns away for now.
MOST_ATTEMPTS = 3
_MOST_DETAIL = 300
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Produced:
    """How many a produced mailing is for, and how many were left out by reason."""

    n_in: int
    reasons: Mapping[str, int]

    @property
    def n_out(self) -> int:
        """How many were left out."""
        return sum(self.reasons.values())


@dataclass(frozen=True)
class Recipient:
    """Somebody who is to be written to now."""

    id: int
    mailing: int
    contact: int
    name: str
    language: str
    address: str
    subject: str
    body: str
    attempts: int


def produce(key: int, version: int | None = None) -> Produced:
    """Freeze a draft's audience and texts as they are judged now. Raises `RuleBroken`."""
    audience = Audience(key)
    judged = list(audience.all())
    return freeze(audience, judged, version)


def freeze(audience: Audience, judged: Sequence[Judged], version: int | None = None) -> Produced:
    """Keep an audience that is judged whole as the mailing's own. Raises `RuleBroken`."""
    key = int(audience.values["id"])
    audience.refuse_nobody()
    with change("mailing.produce"):
        Mailing.refuse_unless_draft(key)
        read = version if version is not None else audience.values["version"]
        now = rows("SELECT version FROM mailing WHERE id = ?", (key,))[0][0]
        if now != read or Mailing.choices(key) != audience.choices or _gone(judged):
            raise RuleBroken("rule.mailing_changed", name=audience.values["name"])
        execute_many(
            "INSERT INTO mailing_recipient (mailing_id, contact_id, status, reason, detail, name,"
            " language, address, address_key, subject, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_row(key, each) for each in judged],
        )
        Mailing.mark(key, "produce", status="produced", produced_on=today().isoformat())
    return Produced(audience.n_in, dict(audience.reasons.most_common()))


def _gone(judged: Sequence[Judged]) -> bool:
    """Whether any of those judged has been deleted since."""
    keys = str([each.contact for each in judged])
    sql = "SELECT 1 FROM json_each(?) WHERE value NOT IN (SELECT id FROM contact) LIMIT 1"
    return bool(rows(sql, (keys,)))


def _row(mailing: int, judged: Judged) -> tuple[object, ...]:
    status = "out" if judged.reason else "waiting"
    texts = ("", "") if judged.reason else (judged.subject, judged.body)
    return (
        mailing,
        judged.contact,
        status,
        judged.reason,
        judged.detail,
        judged.name,
        judged.language,
        judged.address,
        judged.address_key,
        *texts,
    )


# One run at a time.


def this_runner() -> str:
    """This process, named so that another one can tell whether it still runs."""
    return f"{os.getpid()} {_started(os.getpid())}"


def _started(pid: int) -> str:
    """When a process began, in the system's ticks, or nothing where that can't be told."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[19]


def _runs(runner: str) -> bool:
    pid, _, started = runner.partition(" ")
    if not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return not started or _started(int(pid)) == started


def refuse_running(key: int) -> None:
    """Refuse where another process sends a mailing at this moment."""
    found = rows("SELECT runner, name FROM mailing WHERE id = ?", (key,))
    if not found:
        raise Missing("rule.gone", id=key)
    if found[0][0] and found[0][0] != this_runner() and _runs(found[0][0]):
        raise RuleBroken("rule.mailing_running", name=found[0][1])


def begin(key: int) -> int:
    """Take a produced mailing for this process to send; returns how many wait.

    What a run that was killed left half said is told as unsure. Raises `RuleBroken`.
    """
    with change("mailing.send"):
        refuse_running(key)
        status, name = rows("SELECT status, name FROM mailing WHERE id = ?", (key,))[0]
        if status != "produced":
            raise RuleBroken("rule.mailing_not_produced", name=name)
        execute("UPDATE mailing SET runner = ? WHERE id = ?", (this_runner(), key))
        execute(
            "UPDATE mailing_recipient SET status = 'failed', reason = 'unsure'"
            " WHERE mailing_id = ? AND status = 'sending'",
            (key,),
        )
        return waiting(key)


def end(key: int) -> None:
    """Let others send it; it is done where nobody waits any more."""
    with change("mailing.send"):
        execute("UPDATE mailing SET runner = '' WHERE id = ? AND runner = ?", (key, this_runner()))
        status = rows("SELECT status FROM mailing WHERE id = ?", (key,))[0][0]
        if status == "produced" and not waiting(key):
            Mailing.mark(key, "done", status="done")


def waiting(key: int) -> int:
    """How many wait to be written to."""
    found = rows(
        "SELECT count(*) FROM mailing_recipient WHERE mailing_id = ? AND status = 'waiting'",
        (key,),
    )
    return int(found[0][0])


def next_waiting(key: int, moment: dt.datetime) -> Recipient | None:
    """The next one to write to at a moment (UTC), or nothing where all wait for a later one.

    Whoever has opted out since the mailing was produced is skipped, and that is said.
    """
    while recipient := _first_waiting(key, moment):
        reason = _refusal(recipient.contact, recipient.address)
        if not reason:
            return recipient
        _write(recipient.id, "waiting", "skipped", reason=reason)
    return None


def _refusal(contact: int, address: str) -> str:
    return refusals({contact: _email(address)}).get(contact, "")


def _email(address: str) -> str:
    """An address where it is one of e-mail: an envelope has several lines."""
    return "" if "\n" in address else address


def _first_waiting(key: int, moment: dt.datetime) -> Recipient | None:
    """Those never tried come first, then those whom the server turned away and whose time it is."""
    turn = moment.strftime(_STAMP)
    for condition, params in (("IS NULL", ()), ("<= ?", (turn,))):
        found = rows(
            "SELECT id, mailing_id, contact_id, name, language, address, subject, body, attempts"
            " FROM mailing_recipient WHERE mailing_id = ? AND status = 'waiting'"
            f" AND next_at {condition} ORDER BY next_at, id LIMIT 1",
            (key, *params),
        )
        if found:
            return Recipient(*found[0])
    return None


def next_time(key: int) -> dt.datetime | None:
    """When the first of those that were turned away for now may be tried again (UTC)."""
    found = rows(
        "SELECT min(coalesce(next_at, '')) FROM mailing_recipient"
        " WHERE mailing_id = ? AND status = 'waiting'",
        (key,),
    )[0][0]
    if not found:
        return None
    return dt.datetime.strptime(found, _STAMP).replace(tzinfo=dt.UTC)


def claim(recipient: int, footer: str = "") -> bool:
    """Say that somebody's mail is about to be handed over; whether nobody else has.

    Consent is asked here for the last time, in the same transaction. The `footer` is what stands
    below the text in the mail; it is kept as it is sent.
    """
    with change("mailing.send"):
        found = rows(
            "SELECT contact_id, address FROM mailing_recipient r JOIN mailing m"
            " ON m.id = r.mailing_id WHERE r.id = ? AND r.status = 'waiting'"
            " AND m.status = 'produced'",
            (recipient,),
        )
        if not found:
            return False
        reason = _refusal(*found[0])
        if reason:
            _write(recipient, "waiting", "skipped", reason=reason)
            return False
        _keep_footer(recipient, footer)
        return _write(recipient, "waiting", "sending")


def _keep_footer(recipient: int, footer: str) -> None:
    if footer:
        execute("UPDATE mailing_recipient SET footer = ? WHERE id = ?", (footer, recipient))


def sent(recipient: int) -> None:
    """Somebody's mail is taken."""
    _write(recipient, "sending", "sent", at=now_utc())


def turned_away(recipient: int, words: str, again_at: dt.datetime) -> None:
    """The server does not take it now: it waits until a moment (UTC), or has failed for good."""
    with change("mailing.send"):
        execute(
            "UPDATE mailing_recipient SET attempts = attempts + 1, detail = ?, next_at = ?,"
            " status = CASE WHEN attempts + 1 < ? THEN 'waiting' ELSE 'failed' END,"
            " reason = CASE WHEN attempts + 1 < ? THEN '' ELSE 'turned_away' END"
            " WHERE id = ? AND status IN ('waiting', 'sending')",
            (
                words[:_MOST_DETAIL],
                again_at.strftime(_STAMP),
                MOST_ATTEMPTS,
                MOST_ATTEMPTS,
                recipient,
            ),
        )


def refused(recipient: int, words: str) -> None:
    """The server does not take it at all."""
    _write(recipient, None, "failed", reason="refused", detail=words)


def unsure(recipient: int, words: str) -> None:
    """It was handed over, and no answer came."""
    _write(recipient, "sending", "failed", reason="unsure", detail=words)


def again(key: int, recipients: Sequence[int] | None = None) -> int:
    """Let failed ones wait again, all or those named; returns how many. Raises `RuleBroken`.

    Without names, those of whom nobody knows whether they got it stay as they are.
    """
    with change("mailing.again"):
        status, name = rows("SELECT status, name FROM mailing WHERE id = ?", (key,))[0]
        if status not in ("produced", "done"):
            raise RuleBroken("rule.mailing_not_produced", name=name)
        refuse_running(key)
        chosen = " AND reason <> 'unsure'"
        params: tuple[object, ...] = (key,)
        if recipients is not None:
            chosen = " AND id IN (SELECT value FROM json_each(?))"
            params = (key, str(list(recipients)))
        n = execute(
            "UPDATE mailing_recipient SET status = 'waiting', reason = '', detail = '',"
            f" attempts = 0, next_at = NULL WHERE mailing_id = ? AND status = 'failed'{chosen}",
            params,
        ).rowcount
        if n and status == "done":
            Mailing.mark(key, "again", status="produced")
        return int(n)


def skip_refused(key: int) -> int:
    """Skip everybody that waits and has opted out since; returns how many.

    Letters and files are made of those that still wait then.
    """
    with change("mailing.send"):
        found = rows(
            "SELECT id, contact_id, address FROM mailing_recipient"
            " WHERE mailing_id = ? AND status = 'waiting'",
            (key,),
        )
        reasons = refusals({contact: _email(address) for _, contact, address in found})
        for recipient, contact, _ in found:
            if contact in reasons:
                _write(recipient, "waiting", "skipped", reason=reasons[contact])
        return len(reasons)


def hand_over(key: int, recipients: Sequence[int], footer: str = "") -> int:
    """Say that letters or files to some are written: they are as sent. Returns how many."""
    with change("mailing.send"):
        for recipient in recipients if footer else ():
            _keep_footer(recipient, footer)
        n = execute(
            "UPDATE mailing_recipient SET status = 'sent', sent_at = ? WHERE mailing_id = ?"
            " AND status = 'waiting' AND id IN (SELECT value FROM json_each(?))",
            (now_utc(), key, str(list(recipients))),
        ).rowcount
        return int(n)


def _write(
    recipient: int,
    before: str | None,
    status: str,
    *,
    reason: str = "",
    detail: str = "",
    at: str | None = None,
) -> bool:
    """Write what became of somebody, where nobody else has meanwhile; whether that was so."""
    with change("mailing.send"):
        found = execute(
            "UPDATE mailing_recipient SET status = ?, reason = ?, detail = ?, sent_at = ?"
            " WHERE id = ? AND (? IS NULL OR status = ?)",
            (status, reason, detail[:_MOST_DETAIL], at, recipient, before, before),
        )
        return bool(found.rowcount)
