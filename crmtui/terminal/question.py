"""A question asked before the interface takes the terminal, answered with one key."""

from __future__ import annotations

import os
import sys
import termios
import tty
from contextlib import suppress

from crmtui.safe_text import visible

# Both languages' letters, whichever is spoken; Enter, and at the no Esc, ctrl+c and ctrl+d.
_YES = frozenset({b"\r", b"\n", b"y", b"Y", b"o", b"O"})
_NO = frozenset({b"", b"\x1b", b"n", b"N", b"q", b"Q", b"\x03", b"\x04"})


def agreed(known: str, question: str) -> bool:
    """Say what is known and ask, and wait for a key that says yes or no.

    A terminal that goes away says no.
    """
    print(visible(known), file=sys.stderr)
    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    try:
        # What was typed before the question is there is no answer to it: it is thrown away.
        tty.setraw(number, termios.TCSAFLUSH)
        print(visible(question), end=" ", file=sys.stderr, flush=True)
        while (pressed := os.read(number, 64)) not in _YES | _NO:
            pass
    except OSError:
        return False
    finally:
        with suppress(termios.error):
            termios.tcsetattr(number, termios.TCSAFLUSH, before)
    print(file=sys.stderr)
    return pressed in _YES
