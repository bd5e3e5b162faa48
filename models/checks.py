"""Text as it is kept: cleaned, folded for search, keyed for sorting; phones, codes, addresses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What no field may hold: terminal controls, bidi overrides, tags, surrogates, byte order marks.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029"
    "\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"[\s\xa0]+")
# The usual form of RFC 5322's addr-spec (3.4.1): its full grammar costs fifty times more.
_PLAIN_EMAIL = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# More than anybody types; a query of hundreds of words is more than SQLite parses.
MOST_WORDS = 8
MOST_LETTERS = 40

_WORD = re.compile(r"[^\W_]+")
_EXTENSION = re.compile(r"(?i)poste|ext|x|#")
_ANY_EXTENSION = re.compile(r"(?i)p\.|poste|ext|x|#")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h",
        "Œ": "oe", "Æ": "ae", "Ø": "o", "Đ": "d", "Ð": "d", "Ł": "l", "Þ": "th", "İ": "i",
    }
)  # fmt: skip


def clean(text: str, *, multiline: bool = False) -> str:
    """Drop what is no text (controls, bidi overrides) and surplus blanks at the ends."""
    if multiline:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return _UNSAFE.sub("", text).strip("\n").rstrip()
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _UNSAFE.sub(" ", text.replace("\u2028", " "))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text)).strip()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Fold case, accents, ligatures and apostrophes, so that `cote` and `Côté` are one."""
    text = text.translate(_APOSTROPHES)
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold())
    # Folded again, for what only then is a letter: mathematical capitals, for one.
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words(text: str) -> list[str]:
    """The folded words of a text, in order: what search compares."""
    return _WORD.findall(fold(text))


def typed_words(text: str) -> list[str]:
    """The words of a text that something is searched by: the first ones, none of them endless."""
    return [word[:MOST_LETTERS] for word in words(text)[:MOST_WORDS]]


def index_words(text: str) -> list[str]:
    """The folded words to index: as `words`, and the parts of what an apostrophe joins."""
    found = words(text)
    if not text.isalnum() and text.translate(_APOSTROPHES) != text:
        parts = re.split(r"[\s'’ʼ`´]+", text)
        found.extend(w for part in parts for w in words(part) if w not in found)
    return found


@lru_cache(maxsize=4096)
def sort_key(*texts: str | None) -> str:
    """A key that sorts as French does: words folded, then accents compared from the end.

    It begins with the folded words, so a range over the key finds names by their beginning.
    """
    text = " ".join(t for t in texts if t)
    base = " ".join(words(text))
    if text.isascii():
        return base
    return f"{base}\x01{_accents(text)}"


def _accents(text: str) -> str:
    marks: list[str] = []
    for char in unicodedata.normalize("NFD", text.casefold()):
        if unicodedata.combining(char):
            if marks:
                marks[-1] += char
        elif char.isalnum():
            marks.append("0")
    return "".join(reversed(marks)).rstrip("0")


def digits(text: str | None) -> str:
    """The digits of a phone number, without its extension."""
    if not text:
        return ""
    return re.sub(r"\D", "", _EXTENSION.split(text, maxsplit=1)[0])


def phone_key(phone: str, extension: str = "") -> str:
    """The digits of a phone and, after an `x`, its extension, in whichever field it is written."""
    number, *rest = _ANY_EXTENSION.split(phone, maxsplit=1)
    # An extension may be a letter.
    inner = "".join(words(extension or "".join(rest)))
    inner = re.sub(r"\D", "", inner) or inner
    number = re.sub(r"\D", "", number)
    return f"{number}x{inner}" if number and inner else number


def phone_words(text: str | None) -> list[str]:
    """What finds a phone: its digits whole, each group, and the rest from each group on."""
    if not text:
        return []
    groups = re.findall(r"\d+", _EXTENSION.split(text, maxsplit=1)[0])
    tails = ["".join(groups[i:]) for i in range(len(groups))]
    return list(dict.fromkeys(tails + groups))


def tidy_phone(text: str) -> str:
    """Write a North American number (NANP) as `514 555-0142`; leave others as typed."""
    plain = re.fullmatch(r"\(?([2-9]\d\d)\)?[ .-]?([2-9]\d\d)[ .-]?(\d{4})", text)
    return "{} {}-{}".format(*plain.groups()) if plain else text


def tidy_postal_code(text: str) -> str:
    """Write a Canadian postal code as `H2X 1Y4`; leave others as typed."""
    plain = re.fullmatch(r"([ABCEGHJ-NPRSTVXYabceghj-nprstvxy]\d[A-Za-z])[ -]?(\d[A-Za-z]\d)", text)
    return "{} {}".format(*plain.groups()).upper() if plain else text


def is_email(text: str) -> bool:
    """Whether a text is one e-mail address with a dotted domain (RFC 5322 addr-spec)."""
    if len(text) <= 254 and _PLAIN_EMAIL.fullmatch(text):
        return True
    # email.headerregistry costs 20 ms to import and only a typed address needs it.
    from email.errors import MessageError
    from email.headerregistry import Address

    if "@" not in text or len(text) > 254 or " " in text:
        return False
    try:
        address = Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):
        return False
    labels = address.domain.split(".")
    return bool(address.username) and len(labels) > 1 and all(labels)
