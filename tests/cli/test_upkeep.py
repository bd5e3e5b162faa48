"""Backup, checks, configuration, the demo, and databases that can't be used."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from crmtui import demo_database
from crmtui.cli import files
from crmtui.cli.parser import KINDS, PARTY_KINDS
from models import catalogue, party
from models.rules import DatabaseUnusable


def test_the_names_on_the_command_line_are_those_of_the_models():
    assert tuple(catalogue.KINDS_BY_PLURAL) == KINDS
    assert party.KINDS == PARTY_KINDS


def test_a_backup_is_whole_private_and_never_written_over(shop, tmp_path, monkeypatch):
    target = tmp_path / "backup.db"
    assert shop("backup", target).status == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    again = shop("backup", target)
    assert (again.status, len(again.err.splitlines())) == (1, 1)
    monkeypatch.setenv("CRMTUI_DATABASE", str(target))
    assert len(shop("list", "contacts", "--format", "json").json) == 2
    assert shop("check").status == 0
    assert not list(tmp_path.glob(".*.part"))


def test_a_backup_into_nowhere_is_refused(shop, tmp_path):
    for target in (tmp_path / "no" / "backup.db", tmp_path, "/dev/null", "x" * 300):
        refused = shop("backup", target)
        assert (refused.status, len(refused.err.splitlines())) == (1, 1)


def test_check_says_what_is_damaged(shop, database):
    assert shop("check").status == 0
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA foreign_keys = 0")
    connection.execute("DELETE FROM party")
    connection.commit()
    connection.close()
    damaged = shop("check")
    assert damaged.status == 4
    assert "DAMAGED" in damaged.out


def test_check_calls_what_a_killed_attach_left_by_its_name(shop, database):
    place = Path(f"{database}.documents") / "ab" / ("ab" + "0" * 62)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"123")
    checked = shop("check")
    assert checked.status == 0 and "DAMAGED" not in checked.out
    (line,) = checked.err.splitlines()
    assert "1 file that no document has, 3 bytes" in line and "--sweep" in line
    assert shop("check", "--sweep").status == 0 and not place.exists()
    assert shop("check").err == ""


@pytest.mark.parametrize(
    "content", [b"\x00\xff" * 5000, b"hello", b"SQLite format 3\x00" + b"\xaa" * 5000]
)
def test_a_file_that_is_no_database(crmtui, database, content):
    database.write_bytes(content)
    for arguments in (("list", "customers"), ("check",), ("users",)):
        refused = crmtui(*arguments)
        assert (refused.status, refused.out, len(refused.err.splitlines())) == (4, "", 1)
    assert database.read_bytes() == content
    assert crmtui("doctor").status == 0


@pytest.mark.parametrize(
    "command",
    [
        ("list", "customers"),
        ("add", "customers", "name=A"),
        ("find", "a"),
        ("check",),
        ("users",),
        ("agenda",),
        ("export", "contacts"),
        ("backup", "copy.db"),
        ("mailing", "preview", "1"),
    ],
)
def test_a_mistyped_database_is_refused_and_nothing_is_made(crmtui, tmp_path, command):
    before = sorted(tmp_path.rglob("*"))
    path = tmp_path / "typo" / "crm.db"
    for url in (path, f"sqlite:///{path}", path.parent.parent / "crmm.db"):
        refused = crmtui("--database", url, *command)
        assert (refused.status, refused.out) == (4, "")
        (line,) = refused.err.splitlines()
        assert str(url).removeprefix("sqlite:///") in line and "crmtui init" in line
    assert sorted(tmp_path.rglob("*")) == before


def test_a_database_that_the_environment_or_the_configuration_mistypes_is_refused(
    crmtui, tmp_path, monkeypatch
):
    monkeypatch.setenv("CRMTUI_DATABASE", str(tmp_path / "typo.db"))
    assert crmtui("list", "customers").status == 4
    monkeypatch.delenv("CRMTUI_DATABASE")
    file = tmp_path / "config.toml"
    file.write_text(f'database = "{tmp_path / "typo.db"}"\n')
    monkeypatch.setenv("CRMTUI_CONFIG", str(file))
    assert crmtui("list", "customers").status == 4
    assert not (tmp_path / "typo.db").exists()


def test_the_default_place_is_made_at_the_first_command(crmtui, tmp_path, monkeypatch):
    monkeypatch.delenv("CRMTUI_DATABASE")
    assert crmtui("list", "customers").status == 0
    assert (tmp_path / "xdg_data_home" / "crmtui" / "crm.db").exists()


def test_init_makes_an_empty_database_and_never_a_second_one(crmtui, tmp_path):
    path = tmp_path / "new" / "crm.db"
    made = crmtui("--database", path, "init")
    assert (made.status, made.out, made.err) == (0, f"{path}\n", "")
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (path.parent, path)]
    assert modes == [0o700, 0o600]
    assert crmtui("--database", path, "--user", "ann", "list", "customers").status == 0
    assert crmtui("--database", path, "--user", "ann", "codes", "list", "unit").out
    (ann,) = crmtui("--database", path, "--user", "ann", "users", "list", "--format", "json").json
    assert ann["role"] == "administrator"
    content = path.read_bytes()
    again = crmtui("--database", path, "init")
    assert (again.status, len(again.err.splitlines())) == (1, 1) and str(path) in again.err
    assert path.read_bytes() == content
    other = tmp_path / "other"
    other.write_text("no database")
    assert crmtui("--database", other, "init").status == 1
    assert other.read_text() == "no database"


def test_databases_that_are_not_ours_or_newer_or_elsewhere(crmtui, database, tmp_path):
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    crmtui("list", "customers")
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for url in (
        other,
        database,
        tmp_path,
        "postgresql://host/x",
        "mysql://x",
        "/dev/null/x.db",
        "~nobody-here/x.db",
        "x" * 300,
    ):
        refused = crmtui("--database", url, "list", "customers")
        assert (refused.status, refused.out, len(refused.err.splitlines())) == (4, "", 1)


def test_the_configuration_is_shown_checked_and_begun(crmtui, tmp_path, monkeypatch):
    file = tmp_path / "etc" / "config.toml"
    monkeypatch.setenv("CRMTUI_CONFIG", str(file))
    assert "doesn't exist" in crmtui("list", "customers").err
    assert crmtui("config", "init").status == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert crmtui("config", "init").status == 1
    assert crmtui("config", "check").status == 0
    file.write_text('theme = "dark"\n\ncolour = 1\n')
    checked = crmtui("config", "check")
    assert checked.status == 1
    assert "line 3" in checked.err and "colour" in checked.err
    assert "dark" in crmtui("config").out
    assert "dark" in crmtui("config", "show").out


def test_a_mail_password_that_others_can_read_is_told(crmtui, tmp_path, monkeypatch):
    file = tmp_path / "config.toml"
    monkeypatch.setenv("CRMTUI_CONFIG", str(file))
    file.write_text('theme = "dark"\n')
    file.chmod(0o644)
    assert crmtui("config", "check").status == 0
    file.write_text('smtp_password = "s3cret-word"\n')
    for mode in (0o644, 0o640, 0o604):
        file.chmod(mode)
        told = crmtui("config", "check")
        assert (told.status, told.out) == (1, "")
        assert f"chmod 600 {file}" in told.err and "smtp_password" in told.err
        doctor = crmtui("doctor")
        assert (doctor.status, doctor.err) == (0, "") and f"chmod 600 {file}" in doctor.out
        assert "s3cret-word" not in told.err + doctor.out
    file.chmod(0o600)
    assert crmtui("config", "check").status == 0
    assert "chmod" not in crmtui("doctor").out


def test_random_bytes_as_configuration_stop_nothing(crmtui, tmp_path, monkeypatch):
    file = tmp_path / "config.toml"
    monkeypatch.setenv("CRMTUI_CONFIG", str(file))
    for content in (os.urandom(4096), b"[[[[", b"a = " + b"[" * 100_000, b"\x00" * 100):
        file.write_bytes(content)
        listed = crmtui("list", "customers", "--format", "json")
        assert (listed.status, listed.json, len(listed.err.splitlines())) == (0, [], 1)


def test_doctor_opens_and_makes_nothing(crmtui, database):
    database.unlink()
    told = crmtui("doctor")
    assert (told.status, told.err) == (0, "")
    assert "SQLite" in told.out and str(database) in told.out
    assert not database.exists()


def test_without_a_terminal_there_is_no_interface(crmtui, monkeypatch, tmp_path):
    for arguments in ((), ("demo",), ("--ascii",)):
        refused = crmtui(*arguments)
        assert (refused.status, refused.out, len(refused.err.splitlines())) == (2, "", 1)
    assert not (tmp_path / "xdg_data_home").exists()


def test_help_in_both_languages(crmtui):
    assert "usage : crmtui" in crmtui("--lang", "fr", "--help").out
    english = crmtui("--help").out
    assert "the key sheet" in english and "cli." not in english
    for command in ("list", "import", "codes", "config", "demo"):
        for language in ("fr", "en"):
            told = crmtui("--lang", language, command, "--help")
            assert (told.status, told.err) == (0, "")
            assert "cli." not in told.out


def test_the_demo_is_made_whole_and_made_anew(database, tmp_path):
    target = tmp_path / "data" / "demo.db"
    seen = []
    demo_database.make(target, 60, seen.append)
    assert seen[-1] == 60
    assert sorted(p.name for p in target.parent.iterdir()) == ["demo.db", "demo.db.documents"]
    demo_database.make(target, 30)
    connection = sqlite3.connect(target)
    assert connection.execute("SELECT count(*) FROM contact").fetchone() == (30,)
    connection.close()


def test_a_demo_that_is_cut_off_leaves_the_old_one(database, tmp_path):
    target = tmp_path / "data" / "demo.db"
    demo_database.make(target, 20)

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo_database.make(target, 60, stop)
    assert sorted(p.name for p in target.parent.iterdir()) == ["demo.db", "demo.db.documents"]
    connection = sqlite3.connect(target)
    assert connection.execute("SELECT count(*) FROM contact").fetchone() == (20,)
    connection.close()


def test_a_demo_that_is_open_elsewhere_is_not_replaced(database, tmp_path):
    target = tmp_path / "demo.db"
    demo_database.make(target, 20)
    elsewhere = sqlite3.connect(target)
    elsewhere.execute("PRAGMA journal_mode = WAL")
    elsewhere.execute("SELECT count(*) FROM contact").fetchall()
    with pytest.raises(DatabaseUnusable):
        demo_database.make(target, 30)
    assert elsewhere.execute("SELECT count(*) FROM contact").fetchone() == (20,)
    elsewhere.close()


def _run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "crmtui", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        **options,
    )


@pytest.mark.parametrize("arguments", [["list", "customers"], ["find", "x"], ["--help"]])
def test_the_command_line_loads_no_interface(database, arguments):
    script = (
        "import sys; from crmtui.__main__ import main; main(sys.argv[1:]);"
        "sys.exit(any(m.split('.')[0] in ('textual', 'rich', 'babel') for m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_way_to_the_interface_loads_no_command_line(database):
    script = (
        "import sys; from crmtui.__main__ import main; status = main(['--ascii', '--lang=fr']);"
        "sys.exit(status if 'argparse' not in sys.modules else 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=60, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert "terminal" in done.stderr.decode()


def test_the_key_sheet(crmtui):
    told = crmtui("keys")
    assert (told.status, told.err) == (0, "")
    assert "F1" in told.out and "F12" in told.out


def test_a_reader_that_goes_away_is_no_error(database):
    for code in range(3):
        _run("add", "customers", f"code=A{code}", "name=x" * 20)
    command = f"{sys.executable} -m crmtui codes list country --format json | true"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    assert done.returncode in (0, 141)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_one_line(database):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "crmtui", "codes", "list", "country"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_standard_output_closed(database):
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m crmtui codes list country --format csv >&-"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_error_nobody_foresaw_is_one_line_with_a_reference(crmtui, monkeypatch, tmp_path):
    monkeypatch.setattr("crmtui.cli.records.listing_of", lambda *_: 1 / 0)
    broken = crmtui("list", "customers")
    assert (broken.status, broken.out, len(broken.err.splitlines())) == (70, "", 1)
    assert "Traceback" not in broken.err


def test_a_database_replaced_while_a_file_comes_in_is_told(shop, database, tmp_path, monkeypatch):
    file = tmp_path / "people.csv"
    file.write_text("party,last_name\nTREMB01,Abel\n")
    copy = shutil.copy(database, tmp_path / "copy.db")
    begin = files.import_file

    def replaced(*arguments, **named):
        os.replace(copy, database)
        return begin(*arguments, **named)

    monkeypatch.setattr(files, "import_file", replaced)
    told = shop("import", "contacts", file)
    assert told.status == 4
    (line,) = told.err.splitlines()
    assert "deleted or replaced" in line and str(database) in line
