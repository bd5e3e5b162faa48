"""The arguments of `documents`, with their help in the user's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crmtui.i18n import t

KINDS = ("contacts", "activities", "opportunities", "quotes")


def add_documents(
    commands: Any, command: Callable[..., Any], add_format: Callable[..., None]
) -> None:
    """Add `documents` and what can be done with them to the parser, by the parser's own means."""
    parser = command(commands, "documents", ("documents", "list_documents"))
    parser.add_argument(
        "documents_of", metavar=t("cli.metavar.kind"), choices=KINDS, help=", ".join(KINDS)
    )
    parser.add_argument("key", metavar=t("cli.metavar.key"), help=t("cli.option.key"))
    add_format(parser)
    verbs = parser.add_subparsers(title=t("cli.commands"), metavar=t("cli.metavar.command"))
    for verb, name in (
        ("attach", "attach_document"),
        ("save", "save_document"),
        ("rename", "rename_document"),
        ("remove", "remove_document"),
    ):
        made = command(verbs, verb, ("documents", name), key=f"documents.{verb}")
        if verb == "attach":
            files = t("cli.metavar.file")
            made.add_argument(
                "files", nargs="+", metavar=files, help=t("cli.option.document_files")
            )
            made.add_argument(
                "--name", metavar=t("cli.metavar.name"), help=t("cli.option.document_name")
            )
            continue
        made.add_argument("document", metavar="ID", help=t("cli.option.document"))
        if verb == "save":
            made.add_argument(
                "file", metavar=t("cli.metavar.file"), help=t("cli.option.document_to")
            )
            made.add_argument("--force", action="store_true", help=t("cli.option.document_force"))
        elif verb == "rename":
            made.add_argument(
                "name", metavar=t("cli.metavar.name"), help=t("cli.option.document_name")
            )
