"""A mailing by e-mail as files: one whole `.eml` each (RFC 5322), for another program to send."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crmtui.mail.identity import Identity, identity
from crmtui.mail.message import message_of
from crmtui.mail.sending import Ask, Report, directly, refuse_unsendable, report_of, utc_now
from crmtui.messages import reason
from crmtui.safe_text import visible
from crmtui.user_files import user_path
from crmtui.whole_file import whole_file
from models import mailing_outbox as outbox
from models.mailing_outbox import Recipient
from models.rules import RuleBroken

_WHENEVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
_MOST_NAME = 100


def write_files(
    key: int,
    folder: str | Path,
    *,
    ask: Ask = directly,
    progress: Callable[[int, int], Any] | None = None,
    stopped: threading.Event | None = None,
    clock: Callable[[], dt.datetime] = utc_now,
) -> Report:
    """Write a file for everybody of a produced mailing who waits; they are as sent then.

    A file's name is its person's, so that a run that was killed writes no second one.
    Raises `RuleBroken`.
    """
    stop = stopped or threading.Event()
    ask(refuse_unsendable, key)
    sender = ask(identity)
    target = made_folder(folder)
    total, done = ask(outbox.begin, key), 0
    try:
        while not stop.is_set():
            recipient = ask(outbox.next_waiting, key, _WHENEVER)
            if recipient is None:
                break
            _write(key, recipient, sender, target, ask, clock)
            done += 1
            if progress is not None:
                progress(done, total)
    finally:
        ask(outbox.end, key)
    return ask(lambda: report_of(key, stopped=stop.is_set()))


def made_folder(folder: str | Path) -> Path:
    """A folder for files of one's own, made where it is not there. Raises `RuleBroken`."""
    try:
        target = user_path(folder)
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise RuleBroken("mail.no_folder", path=visible(str(folder)), reason=said) from None
    return target


def file_name(recipient: Recipient) -> str:
    """The name of somebody's file: their number and their address."""
    address = re.sub(r"[^A-Za-z0-9@._+-]", "_", recipient.address)[:_MOST_NAME]
    return f"{recipient.id:06}-{address}.eml"


def _write(
    key: int,
    recipient: Recipient,
    sender: Identity,
    target: Path,
    ask: Ask,
    clock: Callable[[], dt.datetime],
) -> None:
    try:
        data = message_of(recipient, sender, clock()).as_bytes()
    except RuleBroken as broken:
        ask(outbox.refused, recipient.id, reason(broken))
        return
    with whole_file(target / file_name(recipient)) as opened:
        opened.write(data)
    below = sender.footer(recipient.language, recipient.address)
    ask(outbox.hand_over, key, [recipient.id], below)
