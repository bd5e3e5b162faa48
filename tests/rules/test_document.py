"""Documents: attached, kept by what they contain, checked when read, removed (spec 6)."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from sample_mailings import person

from models import document_store as store
from models.activity import Activity
from models.contact import Contact
from models.database import rows
from models.document import MOST_NAME, Document, left_over, safe_name, sweep
from models.journal import act_as
from models.party import Party
from models.rules import Missing, RuleBroken
from models.setting import change_setting
from models.upkeep import faults
from models.user import User


@pytest.fixture
def zoe(database: Path) -> int:
    """A contact to attach documents to."""
    return person(Party.make(Party.blank("customer") | {"name": "Acme"}).id, "Zoé")


def attach(contact: int, content: bytes = b"offre", name: str = "offre.txt") -> int:
    return Document.attach("contact", contact, io.BytesIO(content), name).id


def refused(call: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        call(*args, **named)
    return broken.value.key


def read(key: int) -> bytes:
    target = io.BytesIO()
    Document.copy(key, target)
    return target.getvalue()


def place(key: int) -> Path:
    return store._place(Document.values_of(key)["sha256"])


def test_a_file_is_attached_and_read_again(zoe: int, tmp_path: Path) -> None:
    path = tmp_path / "Offre d'été.pdf"
    path.write_bytes(b"%PDF-1.4")
    key = Document.attach("contact", zoe, path).id
    source = Document.listing("contact", zoe)
    cells = dict(zip(source.names, source.after(None, 5)[0].cells, strict=True))
    assert (cells["name"], cells["type"], cells["size"]) == (path.name, "application/pdf", 8)
    assert cells["who"] == User.id_of("marie") and cells["at"]
    assert read(key) == Document.beginning(key, 100) == b"%PDF-1.4"
    assert Document.beginning(key, 4) == b"%PDF"
    assert Document.count("contact", zoe) == 1
    assert place(key).stat().st_mode & 0o777 == 0o600
    assert store.folder().stat().st_mode & 0o777 == 0o700


def test_one_content_is_kept_once(zoe: int) -> None:
    first, second = attach(zoe), attach(zoe)
    assert place(first) == place(second) and len(list(store.stored())) == 1
    assert Document.values_of(second)["name"] == "offre (2).txt"
    Document.remove(first)
    assert read(second) == b"offre" and faults("documents") == []


@pytest.mark.parametrize("content", [b"", b"x" * (store.CHUNK * 2 + 1)])
def test_any_content_comes_back(zoe: int, content: bytes) -> None:
    assert read(attach(zoe, content)) == content


def test_what_is_no_regular_file_is_refused(zoe: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "closed").write_bytes(b"x")
    for name, key in (
        ("fifo", "document.not_a_file"),
        (".", "document.not_a_file"),
        ("/dev/zero", "document.not_a_file"),
        ("none", "document.unreadable"),
        ("a\0b", "document.unreadable"),
    ):
        assert refused(Document.attach, "contact", zoe, tmp_path / name) == key
    assert list(store.stored()) == [] and rows("SELECT * FROM document") == []


def test_the_limit_counts_what_is_read(zoe: int) -> None:
    change_setting("DocumentLimitMB", 1)
    attach(zoe, b"x" * (1 << 20), "whole.bin")
    assert refused(attach, zoe, b"x" * ((1 << 20) + 1)) == "document.too_big"
    assert [p for p in (store.folder() / "incoming").iterdir()] == []


def test_a_full_disk_leaves_nothing_behind(zoe: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refused(attach, zoe) == "document.cannot_store"
    assert rows("SELECT * FROM document") == [] and list(store.stored()) == []
    assert list((store.folder() / "incoming").iterdir()) == []


def test_what_was_altered_is_told_and_never_served(zoe: int, tmp_path: Path) -> None:
    key = attach(zoe, b"offre de 100 $")
    path = place(key)

    def altered(change: Any) -> None:
        path.unlink()
        change()
        target = io.BytesIO()
        with pytest.raises(RuleBroken) as broken:
            Document.copy(key, target)
        assert broken.value.key == "document.altered"
        assert broken.value.facts["name"] == "offre.txt"
        assert refused(Document.beginning, key, 3) == "document.altered"
        assert faults("documents") == [f"altered {key} offre.txt"]

    (tmp_path / "same").write_bytes(b"offre de 100 $")
    altered(lambda: path.write_bytes(b"offre de 999 $"))
    altered(lambda: path.write_bytes(b"offre"))
    altered(lambda: path.write_bytes(b"offre de 100 $" * 9))
    altered(lambda: path.symlink_to(tmp_path / "same"))
    altered(lambda: os.mkfifo(path))
    path.unlink()
    path.mkdir()
    assert refused(read, key) == "document.altered"


def test_what_is_missing_is_told(zoe: int) -> None:
    key = attach(zoe)
    place(key).unlink()
    assert refused(read, key) == "document.missing"
    assert faults("documents") == [f"missing {key} offre.txt"]
    # Attaching the same again mends it.
    attach(zoe)
    assert read(key) == b"offre" and faults("documents") == []


def test_what_a_cut_off_attach_left_is_no_damage_and_is_swept(zoe: int) -> None:
    key = attach(zoe)
    orphan = store.folder() / "ab" / ("ab" + "0" * 62)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"123")
    assert (faults("documents"), left_over()) == ([], (1, 3))
    assert sweep() == (1, 3) and left_over() == (0, 0)
    assert read(key) == b"offre" and sweep() == (0, 0)


def test_a_removal_can_be_taken_back_for_some_weeks(zoe: int) -> None:
    key = attach(zoe)
    values = Document.values_of(key)
    Document.remove(key)
    assert faults("documents") == [] and list(store.stored()) == []
    assert sweep() == (0, 0)
    assert store.beginning(values["sha256"], values["size"], 9) == b"offre"
    aside = store._removed(values["sha256"])
    long_ago = aside.stat().st_mtime - (store.KEPT_DAYS + 1) * 86_400
    os.utime(aside, (long_ago, long_ago))
    assert sweep() == (1, 5) and not aside.exists()


def test_files_that_a_killed_session_left_are_swept(zoe: int) -> None:
    attach(zoe)
    now, old = (store.folder() / "incoming" / name for name in ("now", "old"))
    for path in (now, old):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    assert sweep() == (1, 1) and now.exists()


def test_a_record_with_documents_is_not_deleted(zoe: int) -> None:
    key = attach(zoe)
    assert refused(Contact.remove, zoe) == "rule.referred"
    Document.remove(key)
    Contact.remove(zoe)


def test_a_private_activitys_documents_are_its_owners(zoe: int) -> None:
    private = {"type": "CALL", "subject": "x", "start": "2026-11-24T09:00", "public": False}
    activity = Activity.make(private).id
    key = Document.attach("activity", activity, io.BytesIO(b"x"), "x.txt").id
    User.enter("paul")
    try:
        for call in (read, Document.remove, Document.seen):
            assert refused(call, key) == "rule.gone"
        assert refused(Document.rename, key, "y") == "rule.gone"
        assert refused(Document.listing, "activity", activity) == "rule.gone"
        assert refused(Document.alter, key, {"name": "y"}) == "rule.gone"
        assert Document.count("activity", activity) == 0
        place(key).unlink()
        assert faults("documents") == [f"missing {key}"]
        place(key).write_bytes(b"x")
        more = ("activity", activity, io.BytesIO(b"y"), "y.txt")
        assert refused(Document.attach, *more) == "rule.gone"
    finally:
        act_as(User.id_of("marie"))
    assert read(key) == b"x"


def test_documents_are_on_records_that_are_there(zoe: int) -> None:
    with pytest.raises(Missing):
        Document.attach("contact", 999, io.BytesIO(b"x"), "x")
    assert refused(Document.attach, "party", 1, io.BytesIO(b"x"), "x") == "rule.choice"
    assert list(store.stored()) == []


@pytest.mark.parametrize(
    "text",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        ".",
        "...",
        "",
        "/",
        "a/",
        "..\\..\\windows\\system32\\x.dll",
        "\0",
        "a\0/../b",
        "-rf",
        "--help",
        "con",
        "NUL.txt",
        "\x1b[2J\x07x.txt",
        "a\nb.txt",
        "\u202egpj.exe",
        ".bashrc",
        "x" * 500 + ".pdf",
        "é" * 500 + ".pdf",
        "a:b*c?.txt",
        "\ud800x.txt",
        "~",
        "~root/x",
    ],
)
def test_a_name_never_leaves_its_folder(text: str, tmp_path: Path) -> None:
    name = safe_name(text)
    path = tmp_path / name
    path.write_bytes(b"x")
    assert path.resolve().parent == tmp_path.resolve() and [*tmp_path.iterdir()] == [path]
    assert name.isprintable() and name[0] not in ".-~" and len(name) <= MOST_NAME
    assert len(name.encode()) <= 255 and safe_name(name) == name
    if text.endswith(".pdf"):
        assert name.endswith(".pdf")


def test_a_type_follows_the_name_and_no_two_names_are_the_same(zoe: int) -> None:
    attach(zoe, name="a.pdf")
    other = attach(zoe, name="b.txt")
    Document.rename(other, "a.pdf")
    values = Document.values_of(other)
    assert (values["name"], values["type"]) == ("a (2).pdf", "application/pdf")
    Document.rename(other, "a (2).pdf")
    assert Document.values_of(other)["name"] == "a (2).pdf"


def test_what_is_attached_again_is_put_aside_no_more(zoe: int) -> None:
    first = attach(zoe)
    sha256 = Document.values_of(first)["sha256"]
    Document.remove(first)
    attach(zoe)
    assert not store._removed(sha256).exists()


def test_names_are_made_safe_when_kept(zoe: int) -> None:
    key = attach(zoe, name="../../etc/passwd")
    assert Document.values_of(key)["name"] == "passwd"
    Document.rename(key, "../x.txt")
    assert Document.values_of(key)["name"] == "x.txt"
    assert refused(Document.rename, key, "  ") == "rule.required"
