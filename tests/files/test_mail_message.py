"""One mail: its headers, its text and footer, and what can be in none of them."""

import datetime as dt
import re
from email import message_from_bytes
from email.policy import SMTP
from typing import Any

import pytest
from sample_sending import sender

from crmtui.mail.identity import Identity, identity, refuse_incomplete
from crmtui.mail.message import as_data, message_of
from models.database import execute, forget_cached
from models.mailing_outbox import Recipient
from models.rules import RuleBroken
from models.setting import change_setting

NOON = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
SHOP = Identity(
    name="Épicerie Tremblay & Fils",
    address="1, rue des Érables\nQuébec QC  G1R 2B5",
    phone="418 555-0100",
    email="info@tremblay.example",
    reply_to="",
    unsubscribe_email="info@tremblay.example",
    unsubscribe_url="",
)


def recipient(**given: Any) -> Recipient:
    values: dict[str, Any] = {
        "id": 7,
        "mailing": 3,
        "contact": 12,
        "name": "Zoé Côté",
        "language": "fr",
        "address": "zoe@client.example",
        "subject": "Bonjour Zoé",
        "body": "Ligne une\n.\n..deux\n",
        "attempts": 0,
    }
    return Recipient(**values | given)


def read(message: Any) -> Any:
    """The mail as its reader's program takes it."""
    return message_from_bytes(message.as_bytes(), policy=SMTP)


def refused(call: Any, *given: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        call(*given)
    return broken.value


def test_a_mail_says_who_sends_it_and_how_to_get_no_more() -> None:
    mail = read(message_of(recipient(), SHOP, NOON))
    assert mail["From"].addresses[0].addr_spec == "info@tremblay.example"
    assert mail["From"].addresses[0].display_name == "Épicerie Tremblay & Fils"
    assert mail["To"].addresses[0].addr_spec == "zoe@client.example"
    assert mail["To"].addresses[0].display_name == "Zoé Côté"
    assert (mail["Subject"], mail["Date"].datetime) == ("Bonjour Zoé", NOON)
    assert mail["Content-Language"] == "fr"
    assert mail["List-Unsubscribe"] == (
        "<mailto:info@tremblay.example?subject=unsubscribe%20zoe%40client.example>"
    )
    assert "List-Unsubscribe-Post" not in mail and "Reply-To" not in mail
    text = mail.get_content().replace("\r\n", "\n")
    assert text.startswith("Ligne une\n.\n..deux\n")
    for said in ("Épicerie Tremblay & Fils", "Québec QC  G1R 2B5", "418 555-0100", "écrivez à"):
        assert said in text.partition("____")[2]


def test_one_click_is_offered_by_https_alone_and_says_who_it_is() -> None:
    page = Identity(**vars(SHOP) | {"unsubscribe_url": "https://tremblay.example/stop?list=1"})
    mail = read(message_of(recipient(), page, NOON))
    first, second = re.split(r",\s+", mail["List-Unsubscribe"])
    assert first == "<https://tremblay.example/stop?list=1&email=zoe%40client.example>"
    assert second.startswith("<mailto:")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://tremblay.example/stop" in mail.get_content()


def test_long_ways_to_unsubscribe_and_ids_are_sent_as_they_are() -> None:
    url, domain = "https://tremblay.example/" + "x" * 150, "d" * 60 + ".example"
    long = Identity(**vars(SHOP) | {"unsubscribe_url": url, "email": f"info@{domain}"})
    data = message_of(recipient(address="z" * 60 + "@client.example"), long, NOON).as_bytes()
    head = data.partition(b"\r\n\r\n")[0]
    assert f"<{url}?email={'z' * 60}%40client.example>,\r\n".encode() in head
    assert re.search(rb"Message-ID:\s+<crmtui\.3\.7\.\w+@d{60}\.example>\r\n", head)
    assert max(map(len, head.split(b"\r\n"))) < 998


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_link_in_the_text_says_who_unsubscribes_as_that_in_the_header_does(
    language: str,
) -> None:
    for url in ("https://tremblay.example/stop", "https://tremblay.example/stop?list=1"):
        page = Identity(**vars(SHOP) | {"unsubscribe_url": url})
        to = recipient(address="zoe+crm@client.example", language=language)
        mail = read(message_of(to, page, NOON))
        (link,) = re.findall(r"https://\S+", mail.get_content())
        assert f"<{link}>" in mail["List-Unsubscribe"]
        assert link.endswith("email=zoe%2Bcrm%40client.example")


def test_the_footer_speaks_the_readers_language() -> None:
    assert "receive no more" in read(message_of(recipient(language="en"), SHOP, NOON)).get_content()
    assert "ne plus en recevoir" in SHOP.footer("fr", "x@y.ca")


def test_the_same_mail_has_the_same_id_and_another_one_another() -> None:
    def made(**given: Any) -> str:
        return str(message_of(recipient(**given), SHOP, NOON)["Message-ID"])

    assert made() == made()
    assert len({made(), made(id=8), made(mailing=4), made(body="x"), made(address="b@c.ca")}) == 5
    assert re.fullmatch(r"<[\w.]+@tremblay\.example>", made())


@pytest.mark.parametrize("at", ["subject", "name", "address"])
@pytest.mark.parametrize("bad", ["\r\nBcc: all@x.example", "\n", "\x00", "\x85", "\u2028", "\x0b"])
def test_a_line_break_or_a_control_character_is_in_no_header(at: str, bad: str) -> None:
    text = {"address": f"zoe{bad}@client.example"}.get(at, f"Bonjour{bad}")
    broken = refused(message_of, recipient(**{at: text}), SHOP, NOON)
    assert broken.key == "mail.unfit"
    assert "\n" not in broken.facts["text"] and "\r" not in broken.facts["text"]


@pytest.mark.parametrize("name", ["name", "email", "reply_to", "unsubscribe_url"])
def test_nor_is_one_of_the_sender(name: str) -> None:
    bad = Identity(**vars(SHOP) | {name: "https://x.example/\nBcc: all@x.example"})
    refused(message_of, recipient(), bad, NOON)


@pytest.mark.parametrize(
    "name",
    [
        "Roy, Marie",
        "Roy, " * 30,
        "é, " * 40 + "<autre@x.example>",
        'É"\\,<b@c.example>' * 20,
        "=?utf-8?q?autre?= <a@b.example>,",
        "a@b.example, Zoé",
        "",
    ],
)
def test_no_name_makes_other_addresses(name: str) -> None:
    mail = read(message_of(recipient(name=name), SHOP, NOON))
    assert [each.addr_spec for each in mail["To"].addresses] == ["zoe@client.example"]
    assert mail["Cc"] is None and mail["Bcc"] is None


def test_an_address_that_not_every_server_takes_is_refused() -> None:
    for address in ("zoé@client.example", "zoe", "a@b.example, c@d.example", ""):
        assert refused(message_of, recipient(address=address), SHOP, NOON).key == "rule.email"


def test_data_ends_lines_as_smtp_wants_and_doubles_dots() -> None:
    data = as_data(message_of(recipient(body=".\n..a\n" + "é" * 3000), SHOP, NOON))
    assert not re.search(rb"[^\r]\n|\r[^\n]", data)
    assert data.endswith(b"\r\n") and not data.endswith(b"\r\n.\r\n")
    assert b"\r\n..\r\n...a\r\n" in data
    assert b"\r\n.\r\n" not in data
    assert max(map(len, data.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78


@pytest.mark.usefixtures("database")
def test_nothing_is_sent_before_the_sender_is_known() -> None:
    assert refused(refuse_incomplete).facts["names"] == "CompanyName, CompanyAddress, MailFrom"
    change_setting("CompanyName", "Acme")
    change_setting("CompanyEmail", "acme@acme.example")
    assert refused(identity).facts["names"] == "CompanyAddress"
    change_setting("CompanyAddress", "1 Main St")
    found = identity()
    assert (found.email, found.unsubscribe_email) == ("acme@acme.example",) * 2
    sender(UnsubscribeEmail="stop@tremblay.example", MailReplyTo="zoe@tremblay.example")
    assert "stop@tremblay.example" in identity().footer("fr", "x@y.ca")
    mail = read(message_of(recipient(), identity(), NOON))
    assert mail["Reply-To"].addresses[0].addr_spec == "zoe@tremblay.example"


@pytest.mark.usefixtures("database")
def test_a_setting_that_something_else_wrote_with_a_line_break_is_refused() -> None:
    sender()
    execute("UPDATE setting SET value = ? WHERE name = 'CompanyName'", ("A\nBcc: all@x.example",))
    forget_cached()
    try:
        mail = read(message_of(recipient(), identity(), NOON))
    except RuleBroken:
        return
    assert mail["Bcc"] is None and "\n" not in mail["From"]
