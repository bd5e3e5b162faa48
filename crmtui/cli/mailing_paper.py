"""The letters and labels of a postal mailing, to a file or to standard output."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO

from crmtui.cli.progress import bar
from crmtui.failures import DONE, say
from crmtui.i18n import t
from crmtui.mail import labels, letters
from crmtui.user_files import user_path
from crmtui.whole_file import whole_file
from models import mailing_outbox as outbox
from models.mailing import Mailing
from models.rules import RuleBroken

# How many letters that became others are told of.
_MOST_TOLD = 40


def print_mailing(key: int, args: argparse.Namespace) -> int:
    """Write labels, or letters: those whom letters are written for have it as sent then."""
    as_pdf = args.pdf or (args.output or "").lower().endswith(".pdf")
    to_output = args.output in (None, "-")
    if to_output and as_pdf and sys.stdout.isatty():
        raise RuleBroken("print.pdf_to_terminal")
    charset = "ascii" if args.settings.ascii else "utf-8"
    write = _labels(args, as_pdf, charset) if args.labels else _letters(as_pdf, charset)
    if Mailing.values_of(key)["status"] != "produced":
        _written(key, args, write, to_output)
        return DONE
    outbox.begin(key)
    try:
        outbox.skip_refused(key)
        printed = _written(key, args, write, to_output)
        if not args.labels:
            outbox.hand_over(key, printed.recipients)
    finally:
        outbox.end(key)
    return DONE


def _letters(as_pdf: bool, charset: str) -> Callable[..., Any]:
    if as_pdf:
        return letters.write_pdf
    return lambda key, out, **how: letters.write_text(key, out, charset=charset, **how)


def _labels(args: argparse.Namespace, as_pdf: bool, charset: str) -> Callable[..., Any]:
    sheet = {"sheet": args.labels, "start": args.start}
    if as_pdf:
        return lambda key, out, **how: labels.write_pdf(key, out, **sheet, **how)
    return lambda key, out, **how: labels.write_text(key, out, charset=charset, **sheet, **how)


def _written(key: int, args: argparse.Namespace, write: Callable[..., Any], to_output: bool) -> Any:
    with bar(t("cli.mailing.writing"), None) as moved:
        if to_output:
            out = BytesIO()
            printed = write(key, out, progress=moved)
        else:
            with whole_file(user_path(args.output)) as opened:
                printed = write(key, opened, progress=moved)
    if to_output:
        _to_output(out)
    else:
        what = "cli.mailing.labelled" if args.labels else "cli.mailing.printed"
        say(t(what, n=len(printed.recipients), path=args.output))
    if printed.replaced:
        say(t("print.replaced", letters=printed.replaced[:_MOST_TOLD]))
    return printed


def _to_output(out: BinaryIO) -> None:
    out.seek(0)
    data = out.read()
    if sys.stdout.isatty():
        # On a terminal a form feed is no new page, and clears the screen of some.
        data = data.replace(b"\f", b"\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
