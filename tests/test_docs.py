"""What is printed about the program is true of it: keys, commands, options, settings, targets."""

import argparse
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from crmtui.cli.parser import build
from crmtui.failures import UsageError
from crmtui.i18n import set_language, t
from crmtui.settings import NAMES
from screens.commands import key_sheet

ROOT = Path(__file__).parent.parent
READMES = {"en": "README.md", "fr": "LISEZMOI.md"}
DOCS = (*READMES.values(), "ARCHITECTURE.md", "CHANGELOG.md")
# Things of somebody's machine or of where packages come from, which no file of ours names.
FOREIGN = re.compile(
    r"py[p]i\.org|python[h]osted\.org|/simple\b/|file:///(?!path|chemin)"
    r"|(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/"
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked() -> list[Path]:
    """The files of the project: what git knows, else what is there."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        done = subprocess.run([git, "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True)
        if done.returncode == 0:
            return [ROOT / name for name in done.stdout.split("\0") if name]
    # Neither what tools left behind nor an environment; `.ci` is ours.
    return [
        Path(folder, name)
        for folder, folders, names in os.walk(ROOT)
        if not folders.sort()
        and not any(
            part.startswith(".") and part != ".ci" or part == "__pycache__"
            for part in Path(folder).relative_to(ROOT).parts
        )
        for name in names
    ]


def texts(paths: list[Path]) -> dict[str, str]:
    found = {}
    for path in paths:
        try:
            found[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return found


def key_table() -> str:
    """The key sheet in the language spoken, keys that do the same on one line."""
    lines = []
    for title, commands in key_sheet():
        does: dict[str, str] = {}
        for keys, _, help_ in commands:
            names = " ".join(f"`{name}`" for name in keys.split())
            does[t(help_)] = f"{does[t(help_)]} {names}" if t(help_) in does else names
        lines += [f"| **{t(title)}** | |", *(f"| {keys} | {text} |" for text, keys in does.items())]
    return "\n".join(lines)


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest):
    set_language(request.param)
    yield read(READMES[request.param])
    set_language("fr")


def test_the_key_table_is_what_the_bindings_say(readme):
    printed = re.search(r"\|---\|---\|\n((?:\|.*\n)+)\n<!-- keys -->", readme)
    assert printed is not None
    assert printed[1].strip() == key_table()


def commands_in(text: str) -> list[str]:
    """What follows `crmtui` in blocks of code and between backquotes."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.M))
    return [
        match[1].strip()
        for line in lines
        if (match := re.match(r"(?:\$ )?(?:[A-Z_]+=\S+ )*crmtui ([^#|<]*)", line))
        and "›" not in line
    ]


def parsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return action.choices
    return {}


def known_options() -> set[str]:
    waiting, found = [build()], set()
    while waiting:
        parser = waiting.pop()
        found |= {name for action in parser._actions for name in action.option_strings}
        waiting += parsers(parser).values()
    return found


def test_every_command_printed_is_understood(readme):
    printed = commands_in(readme)
    assert len(printed) > 20
    for line in printed:
        # A command's name alone stands for the command, and its help needs no arguments.
        if line in parsers(build()) or "--help" in line:
            assert line.split()[0] in (*parsers(build()), "--help"), line
            continue
        try:
            build().parse_args(shlex.split(line))
        except UsageError as wrong:
            pytest.fail(f"crmtui {line}: {wrong}")


def test_every_option_printed_is_there(readme):
    ours = re.sub(r"^.*\b(?:pip|pipx|uv|ssh|apt) .*$", "", readme, flags=re.MULTILINE)
    printed = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", ours))
    assert printed - known_options() == set()


def test_every_command_and_setting_there_is_printed(readme):
    for name in parsers(build()):
        assert re.search(rf"`(?:crmtui )?{name}\b|^crmtui .*\b{name}\b", readme, re.M), name
    block = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    assert set(re.findall(r"^#?\s?(\w+) =", block[1].split("[keys]")[0], re.M)) == set(NAMES)


@pytest.mark.parametrize("name", DOCS)
def test_every_make_target_printed_is_there(name):
    there = set(re.findall(r"^([a-z][a-z-]+):", read("Makefile"), re.MULTILINE))
    printed = set(re.findall(r"(?:^|`)make ([a-z-]+)", read(name), re.MULTILINE))
    assert printed <= there


@pytest.mark.parametrize("name", DOCS)
def test_every_file_linked_or_named_is_there(name):
    text = read(name)
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    named = re.findall(r"`((?:crmtui|models|screens|data|tests|docs|bench)/[\w./-]*)`", text)
    assert [path for path in (*linked, *named) if not (ROOT / path).exists()] == []


def test_no_file_names_a_registry_or_a_place_of_one_machine():
    here = {str(ROOT)} - {"/"}
    for name, text in texts(tracked()).items():
        if name == "tests/test_docs.py":
            continue
        found = FOREIGN.search(text)
        assert found is None, f"{name}: {found and found[0]}"
        assert not any(place in text for place in here), name


def test_pictures_fetch_nothing():
    pictures = sorted((ROOT / "docs").glob("*.svg"))
    assert pictures
    for picture in pictures:
        text = picture.read_text(encoding="utf-8")
        text = text.replace('xmlns="http://www.w3.org/2000/svg"', "", 1)
        assert not re.search(r"//|url\(|href|@import|<script|<image", text), picture.name
        assert picture.name in read("README.md") + read("LISEZMOI.md")


def test_the_changelog_has_a_part_for_what_comes():
    assert re.search(r"^## \[?Unreleased\]?", read("CHANGELOG.md"), re.MULTILINE)
