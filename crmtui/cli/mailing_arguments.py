"""The arguments of `mailing`, with their help in the user's language."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from crmtui.i18n import t

SHEETS = ("5160", "5163")


def add_mailing(
    commands: Any,
    command: Callable[..., Any],
    add_format: Callable[..., None],
    positive: Callable[[str], int],
) -> None:
    """Add `mailing` and its commands to the parser, by the parser's own means."""
    parser = command(commands, "mailing", ("mailing", "preview"))
    verbs = parser.add_subparsers(
        title=t("cli.commands"), metavar=t("cli.metavar.command"), required=True
    )

    def verb(name: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = command(
            verbs, name, ("mailing", name), key=f"mailing.{name}"
        )
        made.add_argument("mailing", metavar=t("cli.metavar.name"), help=t("cli.option.mailing"))
        return made

    preview = verb("preview")
    preview.add_argument("--out", action="store_true", help=t("cli.option.mailing_out"))
    add_format(preview)
    _add_run(verb("run"), positive)
    add_format(verb("status"), ("text", "json"))
    verb("again").add_argument(
        "recipients",
        nargs="*",
        type=positive,
        metavar="ID",
        help=t("cli.option.mailing_recipients"),
    )
    verb("cancel")


def _add_run(parser: argparse.ArgumentParser, positive: Callable[[str], int]) -> None:
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--dry-run", action="store_true", help=t("cli.option.mailing_dry_run"))
    where.add_argument("--eml", metavar=t("cli.metavar.folder"), help=t("cli.option.mailing_eml"))
    where.add_argument(
        "-o", "--output", metavar=t("cli.metavar.file"), help=t("cli.option.mailing_output")
    )
    parser.add_argument("--force", action="store_true", help=t("cli.option.output_force"))
    parser.add_argument("--pdf", action="store_true", help=t("cli.option.mailing_pdf"))
    parser.add_argument("--labels", choices=SHEETS, help=t("cli.option.mailing_labels"))
    parser.add_argument(
        "--start", type=positive, default=1, metavar="N", help=t("cli.option.mailing_start")
    )
