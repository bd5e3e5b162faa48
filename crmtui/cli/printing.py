"""`print`: an opportunity or a quote as text or PDF, to a file, a printer, standard output."""

from __future__ import annotations

import argparse
import os
import sys

from crmtui.failures import DONE, UsageError, say
from crmtui.i18n import t
from crmtui.printing.destinations import (
    refuse_terminal_printer,
    send_to_printer,
    terminal_job,
    write_file,
)
from crmtui.printing.document import Document, document_of
from crmtui.printing.letters import replaced
from crmtui.printing.pdf import CHARSET, as_pdf
from crmtui.printing.text import as_text
from crmtui.settings import Settings
from crmtui.whole_file import refuse_replacing
from models.opportunity import Opportunity
from models.quote import Quote
from models.rules import RuleBroken

# How many letters are told of.
_MOST_TOLD = 40

_RECORDS = {"opportunity": Opportunity, "quote": Quote}


def print_record(args: argparse.Namespace) -> int:
    """Print a record where the options say, by default as text on standard output."""
    if args.to == "terminal" and args.pdf:
        raise UsageError(t("print.pdf_on_terminal"))
    if args.to == "terminal":
        refuse_terminal_printer(args.settings)
    elif args.pdf and args.to is None and args.output in (None, "-") and _on_terminal():
        raise RuleBroken("print.pdf_to_terminal")
    if args.to is None and args.output not in (None, "-"):
        refuse_replacing(args.output, args.force)
    record = _RECORDS[args.printed]
    document = document_of(args.printed, record.key_of(args.key), args.print_language or "")
    if args.to == "terminal":
        return _to_terminal(document, args.settings)
    if args.to == "printer":
        send_to_printer(_bytes(document, args), document.name, args.settings.printer)
        say(t("print.handed", name=document.name))
    elif args.output in (None, "-"):
        _to_output(document, args)
    else:
        path = write_file(args.output, _bytes(document, args))
        say(t("print.written", name=document.name, path=path))
    return DONE


def _bytes(document: Document, args: argparse.Namespace) -> bytes:
    if args.pdf:
        return _pdf(document)
    return as_text(document, "ascii" if args.settings.ascii else "utf-8").encode("utf-8")


def _pdf(document: Document) -> bytes:
    _tell_replaced(document, CHARSET)
    return as_pdf(document)


def _to_output(document: Document, args: argparse.Namespace) -> None:
    if sys.stdout is None:
        return
    if args.pdf:
        sys.stdout.buffer.write(_pdf(document))
        sys.stdout.buffer.flush()
        return
    charset = "ascii" if args.settings.ascii else (sys.stdout.encoding or "ascii").lower()
    text = as_text(document, "utf-8" if charset.startswith("utf") else charset)
    # On a terminal a form feed is no new page, and clears the screen of some.
    sys.stdout.write(text.replace("\f", "\n") if _on_terminal() else text)


def _to_terminal(document: Document, settings: Settings) -> int:
    if not _on_terminal():
        raise RuleBroken("print.no_terminal")
    charset = settings.printer_charset
    _tell_replaced(document, charset)
    job = terminal_job(as_text(document, charset), charset)
    sys.stdout.flush()
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as terminal:
        terminal.write(job)
    say(t("print.sent", name=document.name))
    return DONE


def _tell_replaced(document: Document, charset: str) -> None:
    letters = replaced(document.texts, charset)
    if letters:
        say(t("print.replaced", letters=letters[:_MOST_TOLD]))


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
