"""The demo company's mailings, subscriptions, copies, members and documents; none goes out."""

import io
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crmtui import demo_database
from crmtui.demo import Subscribers, documents, mailings, world
from crmtui.i18n import set_language
from crmtui.mail import labels, letters, sending
from models import copying, document_store
from models.contact import Contact
from models.database import close_database, open_database, rows
from models.document import Document
from models.journal import act_as
from models.listing import Listing
from models.mailing import Mailing
from models.mailing_audience import REASONS, Audience
from models.mailing_outbox import produce
from models.mailing_recipient import counts, sends_of
from models.record import Record
from models.rules import RuleBroken
from models.setting import all_settings
from models.subscription import Subscription
from models.template import Template
from models.upkeep import CHECKS, faults
from models.user import User
from tests.files.test_demo_world import codes

TODAY = date(2026, 11, 24)
SIZE = 500


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company's database, made once."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with time_machine.travel(f"{TODAY}T16:00:00Z"):
        demo_database.make(path, SIZE)
    return path


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Iterator[dict[str, int]]:
    """A copy of it, open, its administrator at work; the mailings' ids by type."""
    path = tmp_path / "copy.db"
    shutil.copy(made, path)
    shutil.copytree(document_store.folder_of(made), document_store.folder_of(path))
    open_database(str(path))
    act_as(User.all()["lgauthier"])
    set_language("fr")
    with time_machine.travel(f"{TODAY}T16:00:00Z"):
        yield dict(rows("SELECT mailing_type, id FROM mailing"))
    close_database()
    act_as(None)


def cells(listing: Listing) -> list[dict[str, Any]]:
    """The first rows of a list by the names of their cells."""
    return [dict(zip(listing.names, row.cells, strict=True)) for row in listing.after(None, 50)]


# Nothing goes out.


def test_no_server_is_named_and_every_address_is_made_up(demo) -> None:
    settings = all_settings()
    assert settings["SmtpHost"] == "" and settings["SmtpUser"] == ""
    for name in ("CompanyEmail", "MailFrom", "UnsubscribeEmail"):
        assert settings[name].endswith(".example")
    emails = rows(
        "SELECT email FROM contact WHERE email <> '' UNION SELECT address FROM mailing_recipient r"
        " JOIN mailing m ON m.id = r.mailing_id WHERE m.channel = 'email' AND address <> ''"
    )
    assert len(emails) > 300 and all(email.endswith(".example") for (email,) in emails)


def test_sending_the_price_list_is_refused(demo) -> None:
    produce(demo["PRICELIST"])
    with pytest.raises(RuleBroken, match="smtp|host|server"):
        sending.send(demo["PRICELIST"])
    assert counts(demo["PRICELIST"])["sent"] == 0


# Mailings.


def test_there_are_mailings_of_both_channels_and_of_three_statuses(demo) -> None:
    found = {row["mailing_type"]: row for row in cells(Mailing.listing())}
    assert {n: (c["channel"], c["status"]) for n, c in found.items() if n != "PRICELIST"} == {
        "NEWSLETTER": ("email", "done"),
        "XMASCARD": ("postal", "produced"),
        "CALENDAR": ("postal", "draft"),
    }
    assert set(found) <= codes("mailingtype")


def test_the_newsletter_was_sent_in_the_past_in_both_languages(demo) -> None:
    key = demo["NEWSLETTER"]
    found = counts(key)
    assert found["sent"] > 60 and found["failed"] >= 2 and found["out"] > 30
    assert found["waiting"] == found["sending"] == 0
    sent = rows(
        "SELECT language, sent_at, body, footer FROM mailing_recipient"
        " WHERE mailing_id = ? AND status = 'sent'",
        (key,),
    )
    assert {language for language, *_ in sent} == {"fr", "en"}
    day = rows("SELECT produced_on FROM mailing WHERE id = ?", (key,))[0][0]
    assert day < TODAY.isoformat() and all(at.startswith(day) for _, at, *_ in sent)
    for language, _, body, footer in sent:
        assert ("Bonjour" in body) == (language == "fr")
        assert "retrait@belle-anse.example" in footer and "{" not in body + footer


def test_the_card_is_ready_to_be_printed(demo) -> None:
    out = io.BytesIO()
    done = letters.write_text(demo["XMASCARD"], out)
    assert len(done.recipients) == done.pages == counts(demo["XMASCARD"])["waiting"] > 30
    text = out.getvalue().decode()
    assert "Joyeuses fêtes" in text and "Happy holidays" in text and "22 novembre 2026" in text
    assert labels.write_pdf(demo["XMASCARD"], io.BytesIO()).replaced == ""


def test_drafts_have_an_audience_with_people_in_and_out(demo) -> None:
    for name in ("CALENDAR", "XMASCARD", "NEWSLETTER"):
        audience = Audience(demo[name])
        assert list(audience.all()) and audience.n_in and audience.n_out
        assert set(audience.reasons) <= set(REASONS)
    calendar = Audience(demo["CALENDAR"])
    list(calendar.all())
    assert calendar.reasons["subscription_dates"] >= 3


def test_texts_have_conditions_and_filters_and_both_languages() -> None:
    for mailing in mailings(TODAY):
        values = mailing["values"]
        for language in ("fr", "en"):
            text = values[f"text_{language}"]
            assert Template.of(text).fields and text == text.strip()
        assert Template.of(values["text_fr"]).fields == Template.of(values["text_en"]).fields
        assert bool(values["subject_fr"]) == bool(values["subject_en"])
    texts = "".join(m["values"]["text_fr"] for m in mailings(TODAY))
    assert "{% if" in texts and "| default" in texts and "| upper" in texts


@pytest.mark.parametrize(
    ("day", "card"), [(date(2026, 1, 15), 2025), (date(2026, 7, 1), 2026), (TODAY, 2026)]
)
def test_cards_are_of_the_nearest_winter(day, card) -> None:
    names = [mailing["values"]["name"] for mailing in mailings(day)]
    assert f"Carte de Noël {card}" in names and f"Liste de prix {card + 1}" in names


# Subscriptions.


def test_subscriptions_are_of_several_types_past_running_and_to_come(demo) -> None:
    now = TODAY.isoformat()
    found = rows("SELECT contact_id, mailing_type, starts_on, ends_on FROM subscription")
    assert len(found) > 60
    types = Counter(kind for _, kind, *_ in found if kind)
    assert min(types[n] for n in ("CALENDAR", "XMASCARD", "NEWSLETTER")) >= 10
    assert set(types) <= codes("mailingtype")
    assert sum(ends is not None and ends < now for *_, ends in found) >= 10
    assert sum(starts is not None and starts > now for *_, starts, _ in found) >= 1
    again = Counter((contact, kind) for contact, kind, *_ in found if kind)
    assert max(again.values()) == 2
    assert rows("SELECT 1 FROM subscription WHERE mailing_id = ?", (demo["PRICELIST"],))
    opted_out = "SELECT 1 FROM subscription s JOIN contact c ON c.id = s.contact_id"
    assert rows(f"{opted_out} WHERE c.opted_out NOTNULL")


def test_marie_has_the_calendar_twice_with_other_dates_and_got_the_newsletter(demo) -> None:
    marie = rows("SELECT id FROM contact WHERE last_name = 'Roy' ORDER BY id LIMIT 1")[0][0]
    asked = cells(Subscription.listing(marie))
    assert [row["mailing_type"] for row in asked] == ["CALENDAR", "CALENDAR", "XMASCARD"]
    assert [(row["status"], row["channel"]) for row in cells(sends_of(marie))] == [
        ("waiting", "postal"),
        ("sent", "email"),
    ]


def test_subscriptions_are_drawn_the_same_each_time() -> None:
    def drawn() -> list[object]:
        subscribers = Subscribers(TODAY)
        return [
            subscribers.of(party, place, contact)
            for party in world(300, TODAY)
            for place, contact in enumerate(party["contacts"])
        ]

    assert drawn() == drawn() and any(drawn())


# Copies and members.


def test_copies_say_where_they_came_from(demo) -> None:
    copied = sum(
        contact["copied_from"] is not None
        for party in world(SIZE, TODAY)
        for contact in party["contacts"]
    )
    found = rows("SELECT contact_id, source_id FROM contact_copy")
    assert len(found) == copied >= 10 and all(source for _, source in found)
    for key, source in found:
        copy, origin = Contact.values_of(key), Contact.values_of(source)
        assert copy["last_name"] == origin["last_name"] and copy["party_kind"] == "group"
        words = copying.provenance(key).source
        assert words is not None and words[1].endswith(f"({origin['party']})")


def test_groups_have_members_of_other_parties_besides(demo) -> None:
    found = rows(
        "SELECT g.kind, c.party_id = g.id, m.contact_id IN (SELECT k.source_id FROM contact_copy k"
        " JOIN contact x ON x.id = k.contact_id WHERE x.party_id = g.id)"
        " FROM group_member m JOIN party g ON g.id = m.group_id"
        " JOIN contact c ON c.id = m.contact_id"
    )
    assert len(found) >= 4 and set(found) == {("group", 0, 0)}


# Documents.


def test_documents_are_on_every_kind_of_record_and_whole(demo) -> None:
    for of in ("contact", "activity", "opportunity", "quote"):
        found = rows(f"SELECT id, {of}_id FROM document WHERE {of}_id NOTNULL")
        assert len(found) >= 2
        for key, _ in found:
            assert Document.beginning(key, 10)
    assert rows("SELECT count(*) FROM document")[0][0] >= 20
    assert not rows(
        "SELECT 1 FROM document d JOIN activity a ON a.id = d.activity_id WHERE NOT a.public"
    )


def test_each_content_is_in_the_store_once(demo) -> None:
    found = rows("SELECT count(DISTINCT sha256), count(*) FROM document")[0]
    assert len(list(document_store.stored())) == found[0] < found[1]
    assert len(documents()) < found[0] <= 2 * len(documents())
    assert not [left for left in document_store.folder().glob("incoming/*")]


def test_all_checks_find_nothing(demo) -> None:
    for check in CHECKS:
        assert faults(check) == []


def test_what_is_written_can_be_saved_again_without_a_change(demo) -> None:
    before = rows("SELECT count(*) FROM journal_entry")
    records: tuple[type[Record], ...] = (Mailing, Subscription)
    for record in records:
        for (key,) in rows(f"SELECT id FROM {record.table()}"):
            values = record.values_of(key)
            if values.get("status", "draft") == "draft":
                record.alter(key, {f.name: values[f.name] for f in record.entity})
    assert rows("SELECT count(*) FROM journal_entry") == before


# Any day, any size, always the same.


@pytest.mark.parametrize("size", [0, 1, 40])
def test_few_people_or_none_will_do(database: Path, size) -> None:
    # Another test's fixture has a user who is none of the demo's; a new file has nobody.
    close_database()
    act_as(None)
    open_database(str(database.with_name("few.db")), make=True)
    demo_database.fill(size, day=TODAY)
    assert rows("SELECT count(*) FROM mailing") == [(4,)]
    assert faults("references") == faults("documents") == []


def test_the_same_day_gives_the_same_rows(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with time_machine.travel(f"{TODAY}T20:00:00Z"):
        demo_database.make(other, SIZE)
    assert _content(other) == _content(made)


def _content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    open_database(str(path))
    try:
        return {
            table: rows(f"SELECT {columns} FROM {table} ORDER BY id")
            for table, columns in (
                ("contact_copy", "contact_id, source_id, source_name, at"),
                ("group_member", "group_id, contact_id"),
                ("subscription", "contact_id, mailing_type, mailing_id, starts_on, ends_on"),
                ("document", "contact_id, activity_id, opportunity_id, quote_id, name, sha256"),
                ("mailing_recipient", "contact_id, status, reason, address, body, sent_at, footer"),
            )
        }
    finally:
        close_database()


def test_nothing_of_a_demo_that_is_replaced_stays_in_the_store(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    demo_database.make(path, 40)
    demo_database.make(path, 20)
    open_database(str(path))
    try:
        named = {sha256 for (sha256,) in rows("SELECT DISTINCT sha256 FROM document")}
        assert set(document_store.stored()) == named
    finally:
        close_database()
