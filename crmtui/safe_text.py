"""The one door through which text from people and files goes to a terminal."""

import re

# C1, bidirectional marks, embeddings, overrides and isolates, line and paragraph separators,
# deprecated format characters, BOM, interlinear anchors, tag characters.
# ZWSP and the joiners stay: names, emoji and line breaking need them, and they hide nothing.
_HIDDEN = (
    "\x80-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_SURROGATES = "\ud800-\udfff"
# Compiled when first met, since the first frame meets none of what they find.
_blank = "\r\n|[\r\n\t]"
_line_end = "\r\n?"
_hidden = f"[{_HIDDEN}{_SURROGATES}]"
_unseen = f"[\x00-\x1f\x7f{_HIDDEN}]"
_unsafe = f"[\x00-\x1f\x7f{_HIDDEN}{_SURROGATES}]"
_unsafe_in_lines = f"[\x00-\x08\x0b-\x1f\x7f{_HIDDEN}{_SURROGATES}]"
_surrogate = f"[{_SURROGATES}]"


def visible(text: str, *, multiline: bool = False) -> str:
    """Return `text` without what a terminal would obey or hide instead of showing.

    Line ends and tabs become a space each, or stay (as newline and tab) when `multiline`.
    """
    if text.isprintable():
        return text
    if multiline:
        return re.sub(_unsafe_in_lines, "", re.sub(_line_end, "\n", text))
    return re.sub(_unsafe, "", re.sub(_blank, " ", text))


def painted(text: str) -> str:
    """Return `text`, already laid out in cells, without control characters.

    What is deleted has no width; a lone surrogate has one cell, so it becomes `?`.
    """
    return text if text.isprintable() else re.sub(_surrogate, "?", re.sub(_unseen, "", text))


def typed(text: str) -> str:
    """Return what came from a keyboard without hidden characters; the control keys stay."""
    return text if text.isascii() else re.sub(_hidden, "", text)


def escaped(text: str) -> str:
    """Return `text` with what is unsafe to show written as `\\x1b`, for logs read in a terminal."""
    if text.isprintable():
        return text
    return re.sub(_unsafe_in_lines, _escape, text)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
