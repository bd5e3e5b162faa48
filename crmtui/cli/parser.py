"""The arguments of every command, with their help in the user's language."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from crmtui import __version__
from crmtui.cli.copying_parser import add_copying
from crmtui.cli.document_arguments import add_documents
from crmtui.cli.mailing_arguments import add_mailing
from crmtui.cli.words import speak_argparse
from crmtui.failures import UsageError
from crmtui.i18n import LANGUAGES, t

KINDS = (
    "customers",
    "suppliers",
    "prospects",
    "groups",
    "contacts",
    "notes",
    "activities",
    "opportunities",
    "quotes",
    "items",
    "mailings",
    "subscriptions",
)
# Mailings and who wants them are made here: no other program has them to give.
IMPORTED = KINDS[: KINDS.index("mailings")]
PARTY_KINDS = ("customer", "supplier", "prospect", "group")
MOST_DUE_DAYS = 366
LIST_FORMATS = ("table", "json", "csv")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one translated line."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **named)

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments. Raises `UsageError`."""
        raise UsageError(t("cli.usage_error", program=self.prog, problem=message))


def build() -> Parser:
    """The parser of the whole command line."""
    speak_argparse()
    parser = Parser(prog="crmtui", description=t("cli.about"), epilog=t("cli.epilog"))
    _global_options(parser)
    parser.set_defaults(command_at=("interface", "open_asked"), needs_database=False)
    commands = parser.add_subparsers(title=t("cli.commands"), metavar=t("cli.metavar.command"))
    for add in (
        _add_records,
        _add_agenda,
        add_copying,
        _add_tables,
        _add_files,
        _add_print,
        _add_upkeep,
    ):
        add(commands)
    add_mailing(commands, _command, _format, _positive)
    add_documents(commands, _command, _format)
    return parser


def _global_options(parser: Parser) -> None:
    # argparse would say it in English: this word of its own it has not looked up by gettext.
    about = t("cli.argparse.version")
    parser.add_argument("--version", action="version", version=f"crmtui {__version__}", help=about)
    parser.add_argument("--database", metavar="URL", help=t("cli.option.database"))
    parser.add_argument("--user", metavar=t("cli.metavar.login"), help=t("cli.option.user"))
    parser.add_argument("--lang", dest="language", choices=LANGUAGES, help=t("cli.option.lang"))
    for flag in ("ascii", "mouse"):
        parser.add_argument(
            f"--{flag}", action="store_true", default=None, help=t(f"cli.option.{flag}")
        )


def _command(
    commands: Any, name: str, place: tuple[str, str], *, key: str = "", database: bool = True
) -> Parser:
    about = t(f"cli.command.{key or name}")
    parser: Parser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(command_at=place, needs_database=database)
    return parser


def _kind(parser: Parser, kinds: tuple[str, ...] = KINDS) -> None:
    parser.add_argument(
        "kind_of_record", metavar=t("cli.metavar.kind"), choices=kinds, help=", ".join(kinds)
    )


def _fields(parser: Parser) -> None:
    parser.add_argument(
        "fields", nargs="+", metavar=t("cli.metavar.field"), help=t("cli.option.field")
    )


def _key(parser: Parser) -> None:
    parser.add_argument("key", metavar=t("cli.metavar.key"), help=t("cli.option.key"))


def _format(parser: Parser, choices: tuple[str, ...] = LIST_FORMATS) -> None:
    parser.add_argument(
        "--format", choices=choices, default=choices[0], help=t("cli.option.format")
    )


def _filters(parser: Parser) -> None:
    group = parser.add_argument_group(t("cli.filters"))
    for name, metavar in (
        ("party", "CODE"),
        ("contact", "ID"),
        *_whom(),
        ("owner", t("cli.metavar.login")),
        ("status", "S"),
        ("stage", "CODE"),
        ("from", t("cli.metavar.date")),
        ("to", t("cli.metavar.date")),
        ("search", t("cli.metavar.text")),
    ):
        _filter(group, name, metavar)
    group.add_argument(
        "--kind", dest="filter_kind", choices=PARTY_KINDS, help=t("cli.option.party_kind")
    )
    group.add_argument(
        "--type", dest="filter_type", choices=("payable", "purchasing"), help=t("cli.option.type")
    )
    group.add_argument("--all", action="store_true", help=t("cli.option.all"))
    group.add_argument("--sort", metavar=t("cli.metavar.column"), help=t("cli.option.sort"))
    group.add_argument("--limit", type=_positive, metavar="N", help=t("cli.option.limit"))


def _whom() -> tuple[tuple[str, str], ...]:
    """What parties and contacts are narrowed by, with what stands for it in the help."""
    return (
        ("grouping", "CODE"),
        ("salesperson", t("cli.metavar.login")),
        ("city", t("cli.metavar.text")),
    )


def _filter(parser: Any, name: str, metavar: str) -> None:
    parser.add_argument(
        f"--{name}", dest=f"filter_{name}", metavar=metavar, help=t(f"cli.option.{name}")
    )


def _about_values(parser: Parser) -> None:
    """What the values of an activity, an opportunity or a quote may be, below the options."""
    parser.epilog = t("cli.activities.about") + "\n\n" + t("cli.sales.about")


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not int(text[:16]) > 0:
        raise argparse.ArgumentTypeError(t("cli.not_positive", text=text))
    return int(text[:16])


def _add_records(commands: Any) -> None:
    parser = _command(commands, "list", ("records", "list_records"))
    _kind(parser)
    _filters(parser)
    _format(parser)
    _about_values(parser)
    parser = _command(commands, "show", ("records", "show_record"))
    _kind(parser)
    _key(parser)
    _format(parser, ("text", "json"))
    parser = _command(commands, "add", ("records", "add_record"))
    _kind(parser)
    _fields(parser)
    _about_values(parser)
    parser = _command(commands, "edit", ("records", "edit_record"))
    _kind(parser)
    _key(parser)
    _fields(parser)
    parser.add_argument("--follow", action="store_true", help=t("cli.option.follow"))
    _about_values(parser)
    parser = _command(commands, "delete", ("records", "delete_record"))
    _kind(parser)
    _key(parser)
    _add_find(commands)


def _add_find(commands: Any) -> None:
    parser = _command(commands, "find", ("finding", "find_records"))
    parser.add_argument("text", nargs="+", metavar=t("cli.metavar.text"), help=t("cli.option.text"))
    parser.add_argument(
        "--kind",
        dest="filter_kind",
        choices=(*PARTY_KINDS, "all"),
        default="all",
        help=t("cli.option.find_kind"),
    )
    for name, metavar in _whom():
        _filter(parser, name, metavar)
    parser.add_argument("--all", action="store_true", help=t("cli.option.all"))
    parser.add_argument("--limit", type=_positive, metavar="N", help=t("cli.option.limit"))
    _format(parser)


def _add_agenda(commands: Any) -> None:
    parser = _command(commands, "agenda", ("agenda", "agenda"))
    for name in ("from", "to"):
        parser.add_argument(
            f"--{name}",
            dest=f"agenda_{name}",
            metavar=t("cli.metavar.date"),
            help=t(f"cli.option.agenda_{name}"),
        )
    whose = parser.add_mutually_exclusive_group()
    # Whose calendar is asked for; who asks is the option of that name before the command.
    whose.add_argument(
        "--user",
        dest="agenda_user",
        metavar=t("cli.metavar.login"),
        help=t("cli.option.agenda_user"),
    )
    whose.add_argument("--everybody", action="store_true", help=t("cli.option.everybody"))
    parser.add_argument("--completed", action="store_true", help=t("cli.option.completed"))
    _format(parser)
    parser = _command(commands, "complete", ("agenda", "complete_activity"))
    _key(parser)
    parser.add_argument("--on", metavar=t("cli.metavar.date"), help=t("cli.option.on"))
    parser.add_argument("--note", metavar=t("cli.metavar.text"), help=t("cli.option.note"))
    parser = _command(commands, "due", ("agenda", "list_due"))
    parser.add_argument("--days", type=_days, default=7, metavar="N", help=t("cli.option.days"))
    _format(parser)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= MOST_DUE_DAYS):
        raise argparse.ArgumentTypeError(t("cli.not_days", text=text, most=MOST_DUE_DAYS))
    return int(text)


def _group(commands: Any, name: str, default: str) -> Any:
    """A command that has commands of its own; `default` is done where none is given."""
    parser = _command(commands, name, ("tables", default))
    parser.set_defaults(format="table", table=None, all=False)
    return parser.add_subparsers(title=t("cli.commands"), metavar=t("cli.metavar.command"))


def _add_tables(commands: Any) -> None:
    _add_users(_group(commands, "users", "list_users"))
    _add_codes(_group(commands, "codes", "list_codes"))
    settings = _group(commands, "settings", "list_settings")
    _format(_command(settings, "list", ("tables", "list_settings"), key="settings.list"))
    _fields(_command(settings, "edit", ("tables", "edit_settings"), key="settings.edit"))


def _add_users(users: Any) -> None:
    parser = _command(users, "list", ("tables", "list_users"), key="users.list")
    parser.add_argument("--all", action="store_true", help=t("cli.option.all"))
    _format(parser)
    _fields(_command(users, "add", ("tables", "add_user"), key="users.add"))
    for verb in ("edit", "delete"):
        parser = _command(users, verb, ("tables", f"{verb}_user"), key=f"users.{verb}")
        parser.add_argument("key", metavar=t("cli.metavar.login"), help=t("cli.option.login"))
        if verb == "edit":
            _fields(parser)


def _add_codes(codes: Any) -> None:
    parser = _command(codes, "list", ("tables", "list_codes"), key="codes.list")
    parser.add_argument(
        "table", nargs="?", metavar=t("cli.metavar.table"), help=t("cli.option.table")
    )
    parser.add_argument("--all", action="store_true", help=t("cli.option.all"))
    _format(parser)
    for verb in ("add", "edit", "delete"):
        parser = _command(codes, verb, ("tables", f"{verb}_code"), key=f"codes.{verb}")
        parser.add_argument("table", metavar=t("cli.metavar.table"), help=t("cli.option.table"))
        if verb != "add":
            parser.add_argument("key", metavar="CODE", help=t("cli.option.code"))
        if verb != "delete":
            _fields(parser)


def _add_files(commands: Any) -> None:
    parser = _command(commands, "import", ("files", "import_records"))
    _kind(parser, IMPORTED)
    parser.add_argument("file", metavar=t("cli.metavar.file"), help=t("cli.option.import_file"))
    for name, metavar in (
        ("map", t("cli.metavar.file")),
        ("rejects", t("cli.metavar.file")),
        ("key", t("cli.metavar.name")),
        ("party", "CODE"),
    ):
        parser.add_argument(
            f"--{name}", dest=f"import_{name}", metavar=metavar, help=t(f"cli.option.import_{name}")
        )
    parser.add_argument(
        "--kind", dest="import_kind", choices=PARTY_KINDS, help=t("cli.option.import_kind")
    )
    parser.add_argument(
        "--mode",
        choices=("create", "update", "both"),
        default="both",
        help=t("cli.option.import_mode"),
    )
    parser.add_argument(
        "--default",
        dest="import_default",
        action="append",
        default=[],
        metavar=t("cli.metavar.field"),
        help=t("cli.option.import_default"),
    )
    parser.add_argument("--dry-run", action="store_true", help=t("cli.option.import_dry_run"))
    parser.add_argument("--format", choices=("csv", "json"), help=t("cli.option.import_format"))
    _force(parser, "import")
    _about_values(parser)
    parser.epilog = f"{parser.epilog}\n\n{t('cli.import.about')}"
    parser = _command(commands, "export", ("files", "export_records"))
    _kind(parser)
    _filters(parser)
    _format(parser, ("csv", "json"))
    parser.add_argument(
        "-o", "--output", metavar=t("cli.metavar.file"), help=t("cli.option.output")
    )
    _force(parser)


def _force(parser: Parser, command: str = "output") -> None:
    parser.add_argument("--force", action="store_true", help=t(f"cli.option.{command}_force"))


def _add_print(commands: Any) -> None:
    parser = _command(commands, "print", ("printing", "print_record"))
    parser.add_argument(
        "printed",
        metavar=t("cli.metavar.kind"),
        choices=("opportunity", "quote"),
        help=t("cli.option.printed"),
    )
    parser.add_argument("key", metavar=t("cli.metavar.key"), help=t("cli.option.print_key"))
    parser.add_argument("--pdf", action="store_true", help=t("cli.option.pdf"))
    parser.add_argument(
        "--lang", dest="print_language", choices=LANGUAGES, help=t("cli.option.print_lang")
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "-o", "--output", metavar=t("cli.metavar.file"), help=t("cli.option.print_output")
    )
    where.add_argument("--to", choices=("printer", "terminal"), help=t("cli.option.print_to"))
    _force(parser)


def _add_upkeep(commands: Any) -> None:
    parser = _command(commands, "demo", ("demo", "open_demo"), database=False)
    parser.add_argument("--size", type=_positive, metavar="N", help=t("cli.option.size"))
    parser.add_argument("--fresh", action="store_true", help=t("cli.option.fresh"))
    _command(commands, "init", ("upkeep", "init"), database=False)
    parser = _command(commands, "backup", ("upkeep", "back_up"))
    parser.add_argument("file", metavar=t("cli.metavar.file"), help=t("cli.option.backup_file"))
    parser = _command(commands, "check", ("upkeep", "check"))
    parser.add_argument("--sweep", action="store_true", help=t("cli.option.sweep"))
    _command(commands, "doctor", ("doctor", "doctor"), database=False)
    _command(commands, "keys", ("upkeep", "keys"), database=False)
    config = _command(commands, "config", ("configuration", "show"), database=False)
    verbs = config.add_subparsers(title=t("cli.commands"), metavar=t("cli.metavar.command"))
    for verb in ("show", "check", "init"):
        _command(verbs, verb, ("configuration", verb), key=f"config.{verb}", database=False)
