"""PDF files read back as they are, and mailings that are on paper."""

import re
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from crmtui.printing.pdf import width_in
from crmtui.printing.pdf_stream import FONTS, LETTER
from models import mailing_outbox
from models.contact import Contact
from models.mailing import Mailing
from models.party import Party

_SHOWN = re.compile(
    rb"/F(\d) ([\d.]+) Tf 1 0 0 1 ([-\d.]+) ([-\d.]+) Tm \(((?:[^\\()]|\\.)*)\) Tj\n", re.DOTALL
)


class Shown(NamedTuple):
    """A text on a page with the box that its letters are in, from the sheet's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


def objects_in(pdf: bytes) -> dict[int, bytes]:
    """The objects of a file, each found where its table says that it begins."""
    begins = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", pdf)[1])
    head, count = re.match(rb"xref\n0 (\d+)\n", pdf[begins:]), 0
    count = int(head[1])
    table = pdf[begins + head.end() :][: 20 * count]
    assert table[:20] == b"0000000000 65535 f \n"
    found = {}
    for n in range(1, count):
        row = table[20 * n : 20 * n + 20]
        assert re.fullmatch(rb"\d{10} 00000 n \n", row)
        place = int(row[:10])
        mark = b"%d 0 obj\n" % n
        assert pdf[place:].startswith(mark)
        found[n] = pdf[place + len(mark) : pdf.index(b"\nendobj\n", place)]
    trailer = pdf[begins + head.end() + 20 * count :]
    assert b"/Size %d " % count in trailer and b"/Root 1 0 R" in trailer
    return found


def pages_in(pdf: bytes) -> list[list[Shown]]:
    """The texts of each page."""
    objects = objects_in(pdf)
    kids = [int(n) for n in re.findall(rb"(\d+) 0 R", objects[2].split(b"/Kids")[1])]
    assert b"/Count %d " % len(kids) in objects[2]
    pages = []
    for kid in kids:
        assert b"/MediaBox [0 0 612 792]" in objects[kid]
        content = objects[int(re.search(rb"/Contents (\d+)", objects[kid])[1])]
        head, _, rest = content.partition(b"\nstream\n")
        length = int(re.search(rb"/Length (\d+)", head)[1])
        assert rest[length:] == b"\nendstream"
        drawn = zlib.decompress(rest[:length])
        pages.append([_shown(*found) for found in _SHOWN.findall(drawn)])
        # Nothing is drawn but texts.
        assert _SHOWN.sub(b"", drawn) == b"BT\nET\n"
    return pages


def _shown(font: bytes, size: bytes, x: bytes, y: bytes, literal: bytes) -> Shown:
    text = re.sub(rb"\\(.)", lambda m: b"\r" if m[1] == b"r" else m[1], literal).decode("cp1252")
    wide = width_in(FONTS[int(font)])(text) * float(size)
    base = LETTER[1] - float(y)
    # Of Helvetica: 718 above the base line, 207 below, and accents on capitals.
    above, below = 0.75 * float(size), 0.21 * float(size)
    return Shown(text, float(x), base - above, float(x) + wide, base + below, float(size))


def texts_in(pdf: bytes) -> list[list[str]]:
    """The texts of each page, without their places."""
    return [[shown.text for shown in page] for page in pages_in(pdf)]


def person(code: str, first: str, last: str, **values: Any) -> int:
    """A contact of a customer that is made where it is not there; it is sent mailings."""
    language = values.get("language", "fr")
    party = Party.blank("customer") | {"code": code, "name": f"{code} inc.", "language": language}
    key = Party.make(party | {"country": "CA"}).id
    address = {"address1": f"{key}, rue du Quai", "city": "Québec", "province": "QC"}
    blank = Contact.blank_for(key) | address | {"postal_code": "G1K 3X2", "in_mailing": True}
    return Contact.make(blank | {"first_name": first, "last_name": last} | values).id


def mailing(**values: Any) -> int:
    """A postal mailing that is produced."""
    texts = {"text_fr": "Bonjour {{ contact.first_name }},\n\nMerci.", "text_en": "Hello."}
    blank = Mailing.blank() | {"name": "Carte de Noël", "channel": "postal"}
    key = Mailing.make(blank | texts | values).id
    mailing_outbox.produce(key)
    return key


def addressed(key: int, lines: Sequence[str]) -> None:
    """Let the first of a mailing's people have an address that is like this."""
    from models.database import execute

    execute(
        "UPDATE mailing_recipient SET address = ? WHERE id ="
        " (SELECT min(id) FROM mailing_recipient WHERE mailing_id = ?)",
        ("\n".join(lines), key),
    )
