"""argparse's own words, said from our catalogue."""

from __future__ import annotations

import argparse

from crmtui.i18n import t

# argparse has its English words looked up by gettext; this is the same by our keys.
_KEYS = {
    "usage: ": "usage",
    "positional arguments": "positionals",
    "options": "options",
    "show this help message and exit": "help",
    "the following arguments are required: %s": "required",
    "unrecognized arguments: %s": "unrecognized",
    "argument %(argument_name)s: %(message)s": "argument",
    "invalid choice: %(value)r (choose from %(choices)s)": "choice",
    "invalid %(type)s value: %(value)r": "value",
    "expected one argument": "one",
    "expected at least one argument": "at_least_one",
    "ignored explicit argument %r": "explicit",
    "not allowed with argument %s": "not_allowed",
}


def speak_argparse() -> None:
    """Have argparse say its own words in the user's language."""
    vars(argparse)["_"] = _said


def _said(text: str) -> str:
    key = _KEYS.get(text)
    return t(f"cli.argparse.{key}") if key else text
