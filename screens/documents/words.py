"""What is said of a document, in the user's language."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePath

from crmtui.i18n import t
from crmtui.number_words import decimal_text

_UNIT = 1024


def size_words(size: int) -> str:
    """A size as people read it: `812 o`, `12,3 Kio`, `4,0 Mio`."""
    if size < _UNIT:
        return t("documents.bytes", number=size)
    unit = "kib" if size < _UNIT * _UNIT else "mib"
    number = Decimal(size) / (_UNIT if unit == "kib" else _UNIT * _UNIT)
    return t(f"documents.{unit}", number=decimal_text(round(number, 1), 1))


def kind_words(name: str, mime: str) -> str:
    """What kind of file it is: the ending of its name, else what its type says."""
    ending = PurePath(name).suffix.removeprefix(".").upper()
    return ending or mime.rpartition("/")[2]
