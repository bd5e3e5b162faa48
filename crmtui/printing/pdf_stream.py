"""Thousands of pages as PDF, each written as it comes; the same pages give the same bytes.

Reportlab keeps all pages until the last one is there, which is a gigabyte for a hundred thousand
letters. Here only the places of objects in the file are kept (ISO 32000-1, 7.5).
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable
from types import TracebackType
from typing import BinaryIO, NamedTuple

from crmtui.printing.pdf import CHARSET

LETTER = (612.0, 792.0)
FONTS = ("Helvetica", "Helvetica-Bold")

_CATALOG, _PAGES, _INFO = 1, 2, 3
_FIRST_FONT = 4


class Text(NamedTuple):
    """A text with the left end of its base line, in points from the lower left corner."""

    x: float
    y: float
    text: str
    font: str = FONTS[0]
    size: float = 10


class PdfStream:
    """A file of pages in US letter size: `page` adds one, and leaving the block ends it."""

    def __init__(
        self, out: BinaryIO, *, title: str, author: str, day: dt.date, language: str
    ) -> None:
        self.pages = 0
        self._out = out
        self._at = 0
        self._places: dict[int, int] = {}
        self._info = (title, author, day)
        self._language = language

    def __enter__(self) -> PdfStream:
        # Four bytes above 127 say that the file is no text.
        self._write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        for n, font in enumerate(FONTS, _FIRST_FONT):
            named = f"/Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding"
            self._object(n, f"<< {named} >>".encode("ascii"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._end()

    def page(self, texts: Iterable[Text]) -> None:
        """Write a page with its texts, in letters of the charset alone."""
        drawn = zlib.compress(b"BT\n" + b"".join(map(_drawn, texts)) + b"ET\n", 6)
        content = self._first_page + 2 * self.pages
        self._object(
            content,
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        )
        fonts = " ".join(f"/F{n} {_FIRST_FONT + n} 0 R" for n in range(len(FONTS)))
        width, height = LETTER
        described = (
            f"<< /Type /Page /Parent {_PAGES} 0 R /MediaBox [0 0 {width:g} {height:g}]"
            f" /Resources << /Font << {fonts} >> >> /Contents {content} 0 R >>"
        )
        self._object(content + 1, described.encode("ascii"))
        self.pages += 1

    @property
    def _first_page(self) -> int:
        return _FIRST_FONT + len(FONTS)

    def _end(self) -> None:
        """Write what leads to the pages: a reader begins at the end of the file."""
        kids = b" ".join(b"%d 0 R" % (self._first_page + 2 * n + 1) for n in range(self.pages))
        self._object(_PAGES, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (self.pages, kids))
        spoken = f"/Lang ({self._language}-CA)"
        catalog = f"<< /Type /Catalog /Pages {_PAGES} 0 R {spoken} >>"
        self._object(_CATALOG, catalog.encode("ascii"))
        title, author, day = self._info
        self._object(
            _INFO,
            b"<< /Title %s /Author %s /Creator (crmtui) /CreationDate (D:%s) >>"
            % (_unicode(title), _unicode(author), f"{day:%Y%m%d}".encode("ascii")),
        )
        begins = self._at
        count = len(self._places) + 1
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for n in range(1, count):
            self._write(b"%010d 00000 n \n" % self._places[n])
        trailer = f"<< /Size {count} /Root {_CATALOG} 0 R /Info {_INFO} 0 R >>"
        self._write(f"trailer\n{trailer}\nstartxref\n{begins}\n%%EOF\n".encode("ascii"))

    def _object(self, number: int, body: bytes) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def _drawn(text: Text) -> bytes:
    font = FONTS.index(text.font)
    placed = f"/F{font} {text.size:g} Tf 1 0 0 1 {text.x:.2f} {text.y:.2f} Tm "
    return placed.encode("ascii") + _literal(text.text.encode(CHARSET)) + b" Tj\n"


def _literal(data: bytes) -> bytes:
    """Bytes as a string; a carriage return would be read as a line feed."""
    for plain, written in ((b"\\", b"\\\\"), (b"(", b"\\("), (b")", b"\\)"), (b"\r", b"\\r")):
        data = data.replace(plain, written)
    return b"(%s)" % data


def _unicode(text: str) -> bytes:
    return b"<%s>" % ("\ufeff" + text).encode("utf-16-be").hex().encode("ascii")
