"""From the bytes a terminal sends to messages: keys, pastes, nothing else."""

import re
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Generator, Iterator

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.message import Message
from textual.messages import InBandWindowResize

from crmtui.safe_text import typed, visible

ASK_STATUS = "\x1b[5n"
_STATUS = "\x1b[0n"
_PASTE_START = "\x1b[200~"
_PASTE_END = "\x1b[201~"
_PASTE_LIMIT = 8 * 1024 * 1024
_PASTE_PATIENCE = 2.0
# How long a terminal that answers may take, and the rest of a key that has begun may be away.
_ANSWER_PATIENCE = 1.0
# A terminal sends alt with a key in one piece: later than this, it was Esc and then the key.
_ALT_GAP = 0.025

# After a paste that lost its end, so many characters at once are its rest and not typed.
_BURST = 4

# The first that matches is one unit.
_unit = re.compile(
    r"""(?P<run>[^\x1b]+)
      | (?P<answer>\x1b[]P^_X][ -~]{1,256}?(?:\x07|\x1b\\))   # an answer nobody here asked for
      | (?P<key>\x1b\[\[[A-E]                               # Linux console F1 to F5
               |\x1b\[\d{1,3}\$                             # rxvt with shift
               |\x1b\[[0-?]{0,64}[ -/]{0,4}[@-Z\\-~]
               |\x1bO[ -~])
      | (?P<part>\x1b(?:\[(?:\[|[0-?]{0,64}[ -/]{0,4})|O)?\Z)
      | (?P<alt>\x1b[^\x1b[])
      | (?P<broken>\x1b\[[0-?]*[ -/]*[@-~]?)
      | (?P<escape>\x1b)
    """,
    re.VERBOSE | re.DOTALL,
)
# Whatever a key sequence does to the parser, it costs that sequence and not the session.
_PARSER_ERRORS = (
    ArithmeticError,
    LookupError,
    ParseError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)


class Paste:
    """What is being pasted, up to a size beyond which the rest is dropped."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = _PASTE_LIMIT

    def add(self, text: str) -> None:
        """Add what came."""
        if self._room and text:
            self._parts.append(text[: self._room])
            self._room -= len(self._parts[-1])

    def text(self) -> str:
        """Return all of it without what a terminal would obey."""
        return visible("".join(self._parts), multiline=True)


class Keyboard:
    """Reads keys so that no byte ends the session and no half of a key is taken for Esc.

    After an Esc alone the terminal is asked for its status. What it sent before it heard the
    question comes before its answer, so the answer proves that Esc was alone, on any line. A
    terminal that has never answered is given `escape_delay` seconds.
    """

    def __init__(
        self,
        ask: Callable[[], None],
        escape_delay: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._escape_delay = escape_delay
        self._clock = clock
        self._parser = XTermParser()
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._part = ""
        self._part_since = 0.0
        self._in_pieces = False
        self._deadline: float | None = None
        self._answers = False
        self._paste: Paste | None = None
        self._paste_lost = False

    def timeout(self) -> float | None:
        """Return the seconds until `tick` has something to decide, None where it has nothing."""
        return None if self._deadline is None else max(0.0, self._deadline - self._clock())

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that `data` completes."""
        text = self._decode(data)
        if not text:
            return
        if self._paste is None:
            yield from self._before(text)
        self._in_pieces = bool(self._part)
        text, self._part, self._deadline = self._part + text, "", None
        while text:
            if self._paste is None:
                text = yield from self._read_keys(text)
            else:
                text = yield from self._read_paste(self._paste, text)

    def tick(self) -> Iterator[Message]:
        """Yield what is decided because nothing more came in time."""
        if self._deadline is None or self._clock() < self._deadline:
            return
        self._deadline = None
        part, self._part = self._part, ""
        if self._paste is not None:
            self._paste_lost = True
            yield from self._end_paste(self._paste)
            return
        if part == "\x1b":
            self._answers = False
        yield from self._parse_unfinished(part)

    def _before(self, text: str) -> Iterator[Message]:
        """Settle what `text` decides about what came before it."""
        if self._paste_lost:
            self._paste_lost = False
            if len(text) >= _BURST and not text.startswith(("\x1b", _PASTE_END)):
                self._paste = Paste()
        elif self._part == "\x1b" and text[0] not in "\x1b[O" and self._is_old():
            self._part = ""
            yield from self._parse("\x1b")

    def _is_old(self) -> bool:
        return self._clock() - self._part_since > _ALT_GAP

    def _read_keys(self, text: str) -> Generator[Message, None, str]:
        """Yield the keys in `text`; return what follows the start of a paste."""
        for found in _unit.finditer(text):
            kind, unit = found.lastgroup, found[0]
            if unit == _PASTE_START:
                self._paste = Paste()
                return text[found.end() :]
            if unit == _STATUS:
                self._answers = True
            elif kind == "part":
                self._hold(unit)
            elif kind == "run":
                # Enter that was typed before the terminal was ours came as a line end.
                yield from self._parse(typed(unit).replace("\n", "\r"))
            elif kind == "broken":
                yield from self._parse_unfinished(unit)
            elif kind != "answer":
                yield from self._parse(unit)
            self._in_pieces = False
        return ""

    def _hold(self, part: str) -> None:
        """Wait for the rest of what may be the beginning of a key."""
        self._part, self._part_since = part, self._clock()
        patience = _ANSWER_PATIENCE
        if part == "\x1b":
            if self._answers:
                self._ask()
            else:
                patience = self._escape_delay
        self._deadline = self._part_since + patience

    def _parse_unfinished(self, part: str) -> Iterator[Message]:
        """Yield the keys that began like a longer one; what is longer was none and is dropped."""
        if len(part) == 2 and self._in_pieces:
            yield from self._parse("\x1b")
            yield from self._parse(part[1])
        elif len(part) <= 2:
            yield from self._parse(part)

    def _parse(self, unit: str) -> list[Message]:
        parser = self._parser
        try:
            found = list(parser.feed(unit)) if unit else []
            if parser._timeout_time is not None:
                # The parser waits for more, but this is all: an Esc, alt and a key, or no key.
                self._parser = XTermParser()
                if len(unit) <= 2:
                    parser._timeout_time = 0.0
                    found += parser.tick()
        except _PARSER_ERRORS:
            self._parser = XTermParser()
            return []
        # The size is the system's to say: an answer nobody asked for could name any.
        return [one for one in found if not isinstance(one, (events.Resize, InBandWindowResize))]

    def _read_paste(self, paste: Paste, text: str) -> Generator[Message, None, str]:
        """Yield the paste when its end is in `text`; return what follows it."""
        pasted, end, rest = text.partition(_PASTE_END)
        if not end:
            kept = _beginning_of(_PASTE_END, text)
            self._part = text[len(text) - kept :]
            paste.add(text[: len(text) - kept])
            self._deadline = self._clock() + _PASTE_PATIENCE
            return ""
        paste.add(pasted)
        yield from self._end_paste(paste)
        return rest

    def _end_paste(self, paste: Paste) -> Iterator[Message]:
        self._paste = None
        if text := paste.text():
            yield events.Paste(text)


def _beginning_of(mark: str, text: str) -> int:
    """Return how many characters at the end of `text` may be the beginning of `mark`."""
    return next((n for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), 0)
