"""The design, held: sizes, who knows whom, what every field and every key must have."""

import ast
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmtui.i18n import LANGUAGES, said_in, set_language
from crmtui.interchange.synonyms import synonyms_of
from crmtui.messages import label_of
from models.catalogue import ENTITIES
from models.entity import Entity
from screens.commands.command import Command

ROOT = Path(__file__).parent.parent
PACKAGES = ("crmtui", "models", "screens", "data")
SOURCES = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
MOST_LINES = {"file": 400, "class": 250, "function": 60}
NOT_IMPORTED = {"mailing", "subscription", "code", "user"}
NEVER_BOUND = re.compile(
    r"f10|f11|(shift|ctrl)\+f\d+|alt\+[^a-z]|ctrl\+[abimh]|(ctrl|shift)\+enter"
)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_sizes(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES["file"]
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ClassDef):
            assert node.end_lineno - node.lineno < MOST_LINES["class"], node.name
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < MOST_LINES["function"], node.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_a_message_calls_every_field_by_its_label(entity: Entity, language: str) -> None:
    """Fields, and what a file's columns fill: no raw name is ever shown."""
    of_files = synonyms_of(entity.name) if entity.name not in NOT_IMPORTED else ()
    set_language(language)
    for name in {*entity.by_name, *of_files}:
        label = label_of(entity, name)
        assert label and label not in (name, entity.label_key(name)), name
    set_language("fr")


def _public(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node
            yield from (
                part
                for part in node.body
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
                and not part.name.startswith("_")
                and not any(getattr(d, "attr", "") == "setter" for d in part.decorator_list)
            )
        elif not getattr(node, "name", "_").startswith("_"):
            yield node


# Names that every widget or column answers, said once where they are declared.
ANSWERS = frozenset({"compose", "tidy", "stored", "read", "text", "apply", "action_open"})


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_every_public_name_says_what_it_is(path: Path) -> None:
    for node in _public(_tree(path)):
        name = getattr(node, "name", "the module")
        if name not in ANSWERS:
            assert ast.get_docstring(node), name


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_nothing_is_unfinished_asleep_or_written_past_the_journal(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in ("save", "delete_instance", "bulk_create") or (
                "screens" in path.parts
            ), ast.unparse(node)
        if isinstance(node, ast.ExceptHandler) and getattr(node.type, "id", "") == "Exception":
            line = text.splitlines()[node.lineno - 1]
            assert "noqa: BLE001 - " in line, line


# The only places where what nobody foresaw is caught.
LAST_DOORS = ("crmtui/app.py", "crmtui/__main__.py", "crmtui/terminal/")


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_only_the_last_doors_catch_everything(path: Path) -> None:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ExceptHandler):
            named = ast.unparse(node.type) if node.type else "everything"
            goes_on = not isinstance(node.body[-1], ast.Raise)
            if goes_on and re.search(r"\b(Base)?Exception\b|everything", named):
                assert _name(path).startswith(LAST_DOORS), node.lineno


# Between two batches a large import lets others write.
MAY_WAIT = ("crmtui/interchange/importing.py",)


@pytest.mark.parametrize("path", [p for p in SOURCES if _name(p) not in MAY_WAIT], ids=_name)
def test_nothing_waits_for_the_clock(path: Path) -> None:
    assert not re.search(r"\btime\.sleep\(|\bimport sleep\b", path.read_text(encoding="utf-8"))


# Opens files of the store, whose names are none that a database has.
STORE = "models/document_store.py"


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if "models" in p.parts and _name(p) != STORE], ids=_name
)
def test_no_database_file_is_opened_but_by_sqlite(path: Path) -> None:
    """Closing any other handle of the file drops SQLite's locks on it."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            call = ast.unparse(node.func)
            made = call == "os.open" and "os.O_EXCL" in ast.unparse(node)
            opens = call in ("open", "os.open", "io.open")
            opens |= call.endswith((".open", ".read_bytes", ".write_bytes"))
            assert made or not opens, ast.unparse(node)


def _imported(path: Path) -> Iterator[str]:
    """What a module of ours imports of ours when it is imported, `TYPE_CHECKING` aside."""
    waiting: list[ast.stmt] = list(_tree(path).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
        elif isinstance(node, ast.If | ast.With | ast.Try):
            waiting += [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_modules_import_each_other_in_a_circle() -> None:
    ours = {_module(path): path for path in SOURCES}
    graph = {name: {m for m in _imported(path) if m in ours} for name, path in ours.items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join((*way[way.index(name) :], name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*way, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_no_transaction_is_open_across_an_await(path: Path) -> None:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.With):
            begun = " ".join(ast.unparse(item.context_expr) for item in node.items)
            if re.search(r"\b(change|atomic|snapshot)\(", begun):
                assert not any(isinstance(n, ast.Await) for n in ast.walk(node))


@pytest.mark.parametrize("path", [p for p in SOURCES if "screens" in p.parts], ids=_name)
def test_no_text_is_read_as_markup(path: Path) -> None:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Static", "Label"):
            named = {k.arg: ast.unparse(k.value) for k in node.keywords}
            assert node.func.id == "Label" or named.get("markup") == "False", ast.unparse(node)
        called = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
        assert called not in ("notify", "from_markup", "open_url"), ast.unparse(node)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets"):
            named_there = {alias.name for alias in node.names}
            assert not named_there & {"Markdown", "MarkdownViewer", "Link", "MaskedInput"}


def _screens() -> Iterator[type]:
    import screens

    seen: set[type] = set()
    for found in pkgutil.walk_packages(screens.__path__, "screens."):
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == found.name and value not in seen:
                seen.add(value)
                yield value


def _commands() -> dict[str, Command]:
    found: dict[str, Command] = {}
    import screens

    for package in pkgutil.walk_packages(screens.__path__, "screens."):
        for value in vars(importlib.import_module(package.name)).values():
            if isinstance(value, Command):
                found[value.id] = value
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_a_key_and_words(language: str) -> None:
    for command in _commands().values():
        assert command.keys
        for key in (command.label, command.help):
            assert said_in(language, key) != key, key


def test_no_two_commands_of_a_screen_share_a_key() -> None:
    from screens.base import CrmScreen
    from screens.commands import everywhere

    for screen in _screens():
        if issubclass(screen, CrmScreen) and screen.__name__ != "FirstRun":
            taken: dict[str, str] = {}
            for command in (*screen.OFFERS, *everywhere.ALL):
                for key in command.keys.split(",") if command.run else ():
                    assert taken.setdefault(key, command.id) == command.id, (screen, key)


def test_no_key_is_bound_that_terminals_swallow() -> None:
    from textual.binding import Binding

    from screens.commands.presets import PRESETS

    for screen in _screens():
        for binding in vars(screen).get("BINDINGS", ()):
            assert isinstance(binding, Binding)
            for key in binding.key.split(","):
                assert not NEVER_BOUND.fullmatch(key.strip()), (screen, key)
    for preset in PRESETS.values():
        for keys in preset.values():
            assert not any(NEVER_BOUND.fullmatch(key) for key in keys.split(","))


def test_no_letter_comes_before_the_field_that_has_the_focus() -> None:
    from textual.binding import Binding

    for screen in _screens():
        for binding in vars(screen).get("BINDINGS", ()):
            assert isinstance(binding, Binding)
            for key in binding.key.split(","):
                alone = len(key) == 1 or key in ("space", "slash", "colon", "full_stop", "plus")
                assert not (alone and binding.priority), (screen, key)


def test_every_preset_changes_only_commands_that_are() -> None:
    from screens.commands.presets import PRESETS

    for preset in PRESETS.values():
        assert set(preset) <= set(_commands())


def test_the_key_line_has_room_for_what_matters_most() -> None:
    from screens.base import CrmScreen
    from screens.widgets.bars import KeyLine

    for screen in _screens():
        if issubclass(screen, CrmScreen):
            always = [c for c in screen.OFFERS if c.footer and not c.where]
            assert len(always) <= KeyLine.MOST, screen


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_label_and_help(language: str) -> None:
    from screens.activity_form.fields import ACTIVITY_FORM
    from screens.first_run import FIRST_RUN
    from screens.lookup_filters import FILTERS
    from screens.sales.filters import OPPORTUNITY_FILTERS
    from screens.settings import SETTINGS

    for entity in (*ENTITIES, ACTIVITY_FORM, FIRST_RUN, FILTERS, OPPORTUNITY_FILTERS, SETTINGS):
        for field in entity:
            key = entity.label_key(field)
            for wanted in (key, f"{key}.help"):
                assert said_in(language, wanted) != wanted, wanted


@pytest.mark.parametrize(
    "code",
    [
        "import models.catalogue, models.search, models.card",
        "import crmtui.cli.dispatch, crmtui.cli.records, crmtui.cli.finding",
        "from screens.commands import key_sheet; key_sheet()",
    ],
)
def test_models_and_command_line_load_no_textual(code: str) -> None:
    check = f"{code}; import sys; sys.exit('textual' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0


def test_the_first_screen_loads_nothing_that_is_opened_from_it() -> None:
    """What the lookup leads to is imported when one goes there: the first frame waits for it."""
    later = {
        *("jinja2", "smtplib", "ssl", "babel", "reportlab", "models.catalogue"),
        *("models.mailing", "models.document", "screens.copying.copy_into", "screens.contact_card"),
    }
    check = f"import crmtui.app, screens.lookup, sys; sys.exit(bool({later} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0
