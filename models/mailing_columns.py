"""The columns that only mailings have: what becomes a header, and templates."""

from __future__ import annotations

import re
from typing import Any

from models.columns import LineColumn, LinesColumn
from models.rules import RuleBroken
from models.template import Template

# Whatever some program takes for the end of a line: RFC 5322's, and Unicode's besides.
_BREAK = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def one_line(value: Any) -> str:
    """A text that is to be one line of a mail's header. Raises `RuleBroken` where it is more."""
    text = str(value) if value is not None else ""
    if _BREAK.search(text.strip(" \t")):
        raise RuleBroken("rule.header_break")
    return text


class HeaderColumn(LineColumn):
    """A text that becomes a header: a line break is refused, never mended (RFC 5322, 2.2)."""

    def tidy(self, value: Any) -> str:
        return super().tidy(one_line(value))


class SubjectColumn(HeaderColumn):
    """A subject as a template."""

    def tidy(self, value: Any) -> str:
        text = super().tidy(value)
        Template.of(text, header=True)
        return text


class TemplateColumn(LinesColumn):
    """A text as a template."""

    max_length = 20_000

    def tidy(self, value: Any) -> str:
        text = super().tidy(value)
        Template.of(text)
        return text
