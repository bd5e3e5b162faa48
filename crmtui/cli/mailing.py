"""`mailing preview|run|status|again|cancel`: a mailing from its audience to its last mail."""

from __future__ import annotations

import argparse
import shlex
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from crmtui import values
from crmtui.cli.mailing_people import Person, judged_people, people_of, write_people
from crmtui.cli.output import as_json, write_pairs
from crmtui.cli.progress import bar
from crmtui.failures import DONE, SOME_REJECTED, UsageError, say
from crmtui.i18n import t
from crmtui.mail.eml import write_files
from crmtui.mail.rehearsal import rehearse
from crmtui.mail.sending import Report, report_of, send, try_server
from crmtui.mail.words import reason_text
from crmtui.messages import reason
from crmtui.whole_file import refuse_replacing
from models import mailing_outbox as outbox
from models.mailing import Mailing
from models.mailing_audience import Audience
from models.mailing_recipient import counts, reasons
from models.rules import RuleBroken

_MOST_TOLD = 20
_STOPPED = 128 + signal.SIGINT


def preview(args: argparse.Namespace) -> int:
    """Who gets a mailing and who does not; of one that is produced, what became of each."""
    args.entity = Mailing.entity
    key = Mailing.key_of(args.mailing)
    if Mailing.values_of(key)["status"] == "draft":
        audience = Audience(key)
        write_people(judged_people(audience), args, only_out=args.out)
        _say_audience(audience.n_in, audience.reasons)
    else:
        write_people(people_of(key), args, only_out=args.out)
        n = counts(key)
        _say_audience(sum(n.values()) - n["out"], reasons(key))
    return DONE


def run(args: argparse.Namespace) -> int:
    """Send a mailing, or write its files, letters or labels; a draft is produced first."""
    args.entity = Mailing.entity
    key = Mailing.key_of(args.mailing)
    found = Mailing.values_of(key)
    by_email = found["channel"] == "email"
    _refuse_misplaced(args, by_email)
    if args.output not in (None, "-"):
        refuse_replacing(args.output, args.force)
    if args.dry_run:
        return _rehearse(key)
    if found["status"] == "cancelled":
        raise RuleBroken("mail.cancelled", name=found["name"])
    if found["status"] == "draft":
        if by_email and args.eml is None:
            # Nothing is frozen for a server that is not there.
            try_server(args.settings.smtp_password)
        _produce(key)
    if not by_email:
        from crmtui.cli.mailing_paper import print_mailing

        return print_mailing(key, args)
    if found["status"] == "done":
        say(t("cli.mailing.nothing"))
        return _reported(key, found["name"], report_of(key))
    return _send(key, found["name"], args)


def status(args: argparse.Namespace) -> int:
    """How a mailing stands: how many of each, and for whom it failed."""
    args.entity = Mailing.entity
    key = Mailing.key_of(args.mailing)
    found = Mailing.values_of(key)
    n = counts(key)
    out = reasons(key)
    failed = list(people_of(key, "failed")) if found["status"] != "draft" else []
    if args.format == "json":
        told = {"id": key, "name": found["name"], "status": found["status"]} | n
        whom = [person.json() for person in failed]
        print(as_json(told | {"reasons": out, "failed_people": whom}, indent=2))
        return DONE
    column = Mailing.entity.field("status").column
    produced = Mailing.entity.field("produced_on").column
    write_pairs(
        [
            (t("mailing.name"), found["name"]),
            (t("mailing.status"), values.show(column, found["status"])),
            (t("mailing.produced_on"), values.show(produced, found["produced_on"])),
            *((t(f"choice.recipient_{name}"), str(n[name])) for name in n if n[name]),
        ]
    )
    for name, many in out.items():
        print("  " + reason_text(name, str(many)))
    _say_failed(failed)
    return DONE


def again(args: argparse.Namespace) -> int:
    """Let those for whom it failed wait again."""
    args.entity = Mailing.entity
    n = outbox.again(Mailing.key_of(args.mailing), args.recipients or None)
    print(t("cli.mailing.again", n=n))
    return DONE


def cancel(args: argparse.Namespace) -> int:
    """Send no more of a mailing."""
    args.entity = Mailing.entity
    key = Mailing.key_of(args.mailing)
    Mailing.cancel(key)
    print(t("cli.mailing.cancelled", name=Mailing.values_of(key)["name"]))
    return DONE


# How it goes.


def _refuse_misplaced(args: argparse.Namespace, by_email: bool) -> None:
    given = {"-o": args.output, "--pdf": args.pdf, "--labels": args.labels}
    for option, value in given.items():
        if by_email and value:
            raise UsageError(t("cli.mailing.only_postal", option=option))
    if not by_email and args.eml is not None:
        raise UsageError(t("cli.mailing.only_email", option="--eml"))


def _rehearse(key: int) -> int:
    with bar(t("cli.mailing.judging"), None) as moved:
        found = rehearse(key, moved)
    _say_audience(found.n_in, found.reasons)
    for name, broken in found.problems[:_MOST_TOLD]:
        say("  " + t("mail.with_detail", reason=name, detail=reason(broken)))
    _say_more(len(found.problems))
    say(t("cli.mailing.dry_run"))
    return SOME_REJECTED if found.problems else DONE


def _produce(key: int) -> None:
    audience = Audience(key)
    with bar(t("cli.mailing.judging"), audience.total) as moved:
        judged = []
        while found := audience.next():
            judged += found
            moved(audience.judged)
    _say_audience(audience.n_in, audience.reasons)
    outbox.freeze(audience, judged)


def _send(key: int, name: str, args: argparse.Namespace) -> int:
    what = "cli.mailing.sending" if args.eml is None else "cli.mailing.writing"
    try:
        with _interruptible() as stopped, bar(t(what), None) as moved:
            if args.eml is not None:
                report = write_files(key, args.eml, stopped=stopped, progress=moved)
            else:
                report = send(
                    key,
                    password=args.settings.smtp_password,
                    stopped=stopped,
                    progress=moved,
                )
    except RuleBroken:
        say(_counted(report_of(key)))
        say(t("cli.mailing.goes_on", name=_named(key, name)))
        raise
    if args.eml is not None:
        say(t("cli.mailing.files", path=str(Path(args.eml))))
    return _reported(key, name, report)


def _reported(key: int, name: str, report: Report) -> int:
    print(_counted(report))
    if report.failed or report.unsure:
        _say_failed(list(people_of(key, "failed")))
        say(t("cli.mailing.how_again", name=_named(key, name)))
    if report.stopped and report.waiting:
        say(t("cli.mailing.stopped", name=_named(key, name)))
        return _STOPPED
    return SOME_REJECTED if report.failed or report.unsure else DONE


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """Let the first Ctrl+C end the run after the mail under way, the second one at once."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        if stopped.is_set():
            signal.default_int_handler(number, frame)
        stopped.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


# What is told.


def _named(key: int, name: str) -> str:
    """What a command calls a mailing: its name where a shell takes it as it is, else its id."""
    if shlex.quote(name) == name or Mailing.key_of(str(key)) != key:
        return shlex.quote(name)
    return str(key)


def _counted(report: Report) -> str:
    names = ("sent", "failed", "unsure", "skipped", "waiting")
    found = {name: getattr(report, name) for name in names}
    said = [t(f"cli.mailing.n_{name}", n=n) for name, n in found.items() if n]
    return ", ".join(said) or t("cli.mailing.nothing")


def _say_audience(n_in: int, out: Mapping[str, int]) -> None:
    text = t("cli.mailing.audience", n=n_in)
    n_out = sum(out.values())
    if n_out:
        why = ", ".join(reason_text(name, str(n)) for name, n in out.items())
        text += " · " + t("cli.mailing.left", n=n_out, reasons=why)
    say(text)


def _say_failed(failed: list[Person]) -> None:
    for person in failed[:_MOST_TOLD]:
        say(f"  {person.id}  {person.name} <{person.address}>  {person.why}")
    _say_more(len(failed))


def _say_more(n: int) -> None:
    if n > _MOST_TOLD:
        say("  " + t("cli.mailing.more", n=n - _MOST_TOLD))
