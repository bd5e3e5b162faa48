"""The arguments of `copy` and `convert`."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import t

_KINDS = ("customer", "supplier", "prospect", "group")
_CONVERTED = ("customer", "prospect")


def add_copying(commands: Any) -> None:
    """Add the commands that copy contacts and convert parties."""
    parser = _command(commands, "copy", _KINDS, "copy_contact")
    parser.add_argument("--name", metavar=t("cli.metavar.name"), help=t("cli.option.copy_name"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--roles", action="store_true", help=t("cli.option.copy_roles"))
    how.add_argument("--reference", action="store_true", help=t("cli.option.copy_reference"))
    parser.add_argument("--again", action="store_true", help=t("cli.option.copy_again"))
    parser = _command(commands, "convert", _CONVERTED, "convert_party")
    parser.add_argument("--code", metavar="CODE", help=t("cli.option.convert_code"))


def _command(commands: Any, name: str, kinds: tuple[str, ...], does: str) -> Any:
    about = t(f"cli.command.{name}")
    parser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(command_at=("copying", does), needs_database=True)
    if name == "copy":
        parser.add_argument("key", metavar=t("cli.metavar.key"), help=t("cli.option.copy_key"))
    plurals = [f"{kind}s" for kind in kinds]
    # Said in one way or the other, as hands have it.
    parser.add_argument(
        "party_kind",
        metavar=t("cli.metavar.kind"),
        choices=(*plurals, *kinds),
        help=t(f"cli.option.{name}_kind", kinds=", ".join(plurals)),
    )
    parser.add_argument("party", metavar="CODE", help=t(f"cli.option.{name}_party"))
    return parser
