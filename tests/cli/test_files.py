"""Files in and out from the command line."""

import io
import stat
import sys
from pathlib import Path

import pytest

NORTHWIND = Path(__file__).parents[2].parent / "shared" / "data" / "northwind"


@pytest.fixture
def people(tmp_path):
    """A file of three people, the second without a name."""
    file = tmp_path / "people.csv"
    file.write_text(
        "party,first_name,last_name,email\n"
        "TREMB01,Ève,Gagné,eve@example.com\nTREMB01,,,x@example.com\nTREMB01,Guy,Roy,nope\n",
        encoding="utf-8",
    )
    return file


def test_bad_rows_are_told_and_kept_and_the_others_are_done(shop, people, tmp_path):
    rejects = tmp_path / "rejects.csv"
    done = shop("import", "contacts", people, "--rejects", rejects)
    assert done.status == 3
    assert "1 row created" in done.out
    assert len(done.err.splitlines()) == 2
    assert done.err.startswith("Line 3: ")
    assert len(rejects.read_text(encoding="utf-8-sig").splitlines()) == 3
    found = shop("list", "contacts", "--search", "gagne", "--format", "json").json
    assert [c["first_name"] for c in found] == ["Ève"]


def test_a_dry_run_tells_each_row_and_does_nothing(shop, people):
    told = shop("import", "contacts", people, "--dry-run")
    assert told.status == 3
    assert [line.split()[:2] for line in told.out.splitlines()[:3]] == [
        ["2", "create"],
        ["3", "ERROR"],
        ["4", "ERROR"],
    ]
    assert len(shop("list", "contacts", "--format", "json").json) == 2


def test_what_is_exported_is_imported_without_doubling(shop, tmp_path):
    for form in ("csv", "json"):
        file = tmp_path / f"contacts.{form}"
        out = shop("export", "contacts", "--format", form, "-o", file)
        assert (out.status, out.out) == (0, "")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        again = shop("import", "contacts", file)
        assert (again.status, again.err) == (0, "")
        assert len(shop("list", "contacts", "--format", "json").json) == 2
    assert not list(tmp_path.glob(".*.part"))


def test_an_export_shows_what_the_filter_shows(shop):
    exported = shop("export", "contacts", "--type", "purchasing", "--format", "json")
    assert exported.err == ""
    assert [c["first_name"] for c in exported.json] == ["Zoé"]
    assert shop("export", "customers", "--limit", "1").out.startswith("id,kind,code,")


def test_standard_input_is_read(shop, monkeypatch):
    text = b"code,name\r\nX1,Caf\xe9 du coin\r\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert shop("import", "customers", "-").status == 0
    assert shop("show", "customers", "X1", "--format", "json").json["name"] == "Café du coin"


def test_a_mapping_file_says_which_heading_is_which(shop, tmp_path):
    (tmp_path / "map.toml").write_text('Truc = "name"\nMachin = "code"\n')
    (tmp_path / "list.csv").write_text("Machin;Truc\nM1;Un nom\n")
    done = shop("import", "suppliers", tmp_path / "list.csv", "--map", tmp_path / "map.toml")
    assert done.status == 0
    assert shop("show", "suppliers", "M1", "--format", "json").json["name"] == "Un nom"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("import", "customers", "/nowhere/x.csv"), 1),
        (("import", "customers", "/tmp"), 1),
        (("import", "widgets", "{file}"), 2),
        (("import", "customers"), 2),
        (("import", "contacts", "{file}", "--key", "colour"), 1),
        (("import", "contacts", "{file}", "--map", "/nowhere"), 1),
        (("import", "contacts", "{file}", "--party", "NOPE"), 1),
        (("import", "contacts", "{file}", "--mode", "destroy"), 2),
        (("import", "contacts", "{file}", "--format", "xml"), 2),
        (("import", "contacts", "{file}", "--format", "json"), 1),
        (("export", "contacts", "-o", "/nowhere/x.csv"), 1),
        (("export", "contacts", "-o", "/tmp"), 1),
        (("export", "contacts", "--format", "xlsx"), 2),
        (("export", "customers", "--contact", "1"), 2),
    ],
)
def test_bad_input_is_one_clear_line(shop, people, arguments, status):
    refused = shop(*(a.format(file=people) for a in arguments))
    assert (refused.status, refused.out) == (status, "")
    assert len(refused.err.splitlines()) == 1
    assert len(shop("list", "contacts", "--format", "json").json) == 2


@pytest.mark.skipif(not NORTHWIND.exists(), reason="the sample company is not here")
def test_northwind_twice_is_northwind_once(crmtui):
    for kind, n in (("customers", 93), ("suppliers", 29)):
        for _ in range(2):
            done = crmtui("import", kind, NORTHWIND / f"{kind}.csv")
            assert (done.status, done.err) == (0, "")
        records = crmtui("list", kind, "--format", "json").json
        assert abs(len(records) - n) <= 1
    found = crmtui("find", "anders", "--format", "json").json
    assert found[0]["code"] == "ALFKI"


@pytest.mark.parametrize("beside", ["", "-wal", "-shm"])
def test_nothing_is_written_over_the_database(shop, database, people, beside):
    target = f"{database}{beside}"
    before = shop("list", "customers", "--format", "json").json
    for words in (("export", "customers", "-o"), ("import", "contacts", people, "--rejects")):
        assert shop(*words, target).status == 1
    assert shop("list", "customers", "--format", "json").json == before
    assert shop("check").status == 0


def test_a_file_is_replaced_only_when_told_to(shop, people, tmp_path):
    file = tmp_path / "there.csv"
    file.write_text("mine")
    for words in (
        ("export", "customers", "-o", file),
        ("import", "contacts", people, "--rejects", file),
    ):
        before = shop("list", "contacts", "--format", "json").json
        refused = shop(*words)
        assert (refused.status, refused.out, len(refused.err.splitlines())) == (1, "", 1)
        assert "--force" in refused.err
        assert file.read_text() == "mine"
        assert shop("list", "contacts", "--format", "json").json == before
        assert shop(*words, "--force").status in (0, 3)
        assert file.read_text(encoding="utf-8-sig") != "mine"
        file.write_text("mine")


def test_a_birthday_that_cant_be_read_is_told_and_the_person_comes_in(shop, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(
        "party,name,birthday\nTREMB01,Eva Roy,31/31/1975\nTREMB01,Nil Roy,7/8/1975\n",
        encoding="utf-8",
    )
    rejects = tmp_path / "rejects.csv"
    done = shop("import", "contacts", file, "--rejects", rejects)
    assert done.status == 3
    assert "2 rows created" in done.out
    assert done.err.splitlines()[0].startswith("Line 2: taken without Birth: ")
    assert "31/31/1975" in done.err
    assert len(rejects.read_text(encoding="utf-8-sig").splitlines()) == 2
    mended = tmp_path / "mended.csv"
    mended.write_text(rejects.read_text(encoding="utf-8-sig").replace("31/31", "31/12"))
    again = shop("import", "contacts", mended)
    assert (again.status, again.out.splitlines()[0]) == (0, "1 row updated")


def test_a_dry_run_says_by_which_key_somebody_was_found(shop, tmp_path):
    file = tmp_path / "contacts.csv"
    shop("export", "contacts", "-o", file)
    file.write_text(file.read_text(encoding="utf-8-sig").replace("Roy", "Leroy"), encoding="utf-8")
    told = shop("import", "contacts", file, "--dry-run")
    assert any("Luc Leroy" in line and "by its id 2" in line for line in told.out.splitlines())
    assert shop("import", "contacts", file).status == 0
    assert len(shop("list", "contacts", "--format", "json").json) == 2


def test_unknown_companies_become_what_kind_says(shop, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("company,name\nNeuve,Eva Roy\n", encoding="utf-8")
    assert shop("import", "contacts", file, "--kind", "supplier").status == 0
    assert [s["name"] for s in shop("list", "suppliers", "--format", "json").json] == ["Neuve"]
