"""Templates of mailings: Jinja2's syntax cut down to fields, `if` and a few filters (spec 10.1).

Whoever writes a template can say nothing else: what is no field, condition or known filter is
refused before anything is run, and what runs is given texts, never records.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NoReturn

from models.checks import clean
from models.letter_facts import FIELDS, Facts
from models.rules import RuleBroken

MOST_TEXT = 20_000
MOST_WRITTEN = 100_000
MOST_DEPTH = 20
MOST_HEADER = 200


class EmptyField(RuleBroken):
    """A field that the text can't do without is empty for somebody: `field` is its name."""

    def __init__(self, name: str) -> None:
        super().__init__("template.empty_field", name=name)
        self.name = name


def _needed(text: object, name: str) -> object:
    if not str(text).strip():
        raise EmptyField(name)
    return text


def _default(text: str, other: str = "") -> str:
    return text if text.strip() else other


_FILTERS: dict[str, Callable[..., object]] = {
    "upper": str.upper,
    "lower": str.lower,
    "capitalize": str.capitalize,
    "title": str.title,
    "trim": str.strip,
    "default": _default,
}

# The filters that may be used, in the order in which they are told of.
FILTERS = tuple(_FILTERS)

# What no template can name, since a name there begins with a letter.
_NEEDED = " needed"


class Template:
    """A text with fields, checked and ready to be written for anybody."""

    def __init__(self, compiled: Any, fields: frozenset[str], header: bool) -> None:
        self._compiled = compiled
        self.fields = fields
        self.header = header

    @classmethod
    def of(cls, text: str, *, header: bool = False) -> Template:
        """The template of a text, or of a subject. Raises `RuleBroken` with its `line`."""
        if len(text) > MOST_TEXT:
            raise RuleBroken("rule.too_long", n=MOST_TEXT, length=len(text))
        return _template(text, header)

    def write(self, facts: Facts) -> str:
        """The text for somebody. Raises `EmptyField`, `RuleBroken`."""
        parts: list[str] = []
        length = 0
        for part in self._compiled.generate(facts):
            length += len(part)
            if length > MOST_WRITTEN:
                raise RuleBroken("template.too_much", n=MOST_WRITTEN)
            parts.append(part)
        written = clean("".join(parts), multiline=True)
        return self._one_line(written) if self.header else written

    def _one_line(self, written: str) -> str:
        if "\n" in written:
            raise RuleBroken("rule.header_break")
        if len(written) > MOST_HEADER:
            raise RuleBroken("rule.too_long", n=MOST_HEADER, length=len(written))
        return clean(written)


@lru_cache(maxsize=64)
def _template(text: str, header: bool) -> Template:
    # Jinja2 takes a tenth of a second to import, and only mailings need it.
    from jinja2 import TemplateSyntaxError, nodes

    environment = _environment()
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        reason = "statement" if "unknown tag" in str(error) else "syntax"
        raise RuleBroken(f"template.{reason}", line=error.lineno) from None
    except ValueError:
        # A number of more digits than Python reads.
        raise RuleBroken("template.expression", line=1) from None
    except RecursionError:
        raise RuleBroken("template.depth", n=MOST_DEPTH) from None
    checker = _Checker(nodes, environment)
    checker.check(tree, 0)
    code = environment.from_string(tree)
    return Template(code, frozenset(checker.fields), header)


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, optimized=False, cache_size=0
    )
    environment.filters = {**_FILTERS, _NEEDED: _needed}
    environment.globals.clear()
    environment.tests.clear()
    return environment


class _Checker:
    """Refuses what is not allowed, and marks each field that is written as needed."""

    def __init__(self, nodes: Any, environment: Any) -> None:
        self.nodes = nodes
        self.environment = environment
        self.fields: set[str] = set()

    def check(self, node: Any, depth: int) -> None:
        """Check a statement and all that is in it."""
        if depth > MOST_DEPTH:
            raise RuleBroken("template.depth", n=MOST_DEPTH)
        n = self.nodes
        if isinstance(node, n.Template):
            self._all(node.body, depth)
        elif isinstance(node, n.Output):
            node.nodes = [self._written(part, depth) for part in node.nodes]
        elif isinstance(node, n.If):
            self._condition(node.test, depth)
            for body in (node.body, node.elif_, node.else_):
                self._all(body, depth)
        else:
            self._refuse("statement", node)

    def _all(self, body: list[Any], depth: int) -> None:
        for node in body:
            self.check(node, depth + 1)

    def _written(self, node: Any, depth: int) -> Any:
        if isinstance(node, self.nodes.TemplateData):
            return node
        name = self._text(node, depth)
        if not name:
            return node
        # A field that is written is needed, unless what it becomes says what stands for it.
        named = self.nodes.Const(name, lineno=node.lineno)
        needed = self.nodes.Filter(node, _NEEDED, [named], [], None, None, lineno=node.lineno)
        return needed.set_environment(self.environment)

    def _text(self, node: Any, depth: int) -> str:
        """Check what gives a text; returns the name of the field that it comes from, if any."""
        if depth > MOST_DEPTH:
            raise RuleBroken("template.depth", n=MOST_DEPTH)
        n = self.nodes
        if isinstance(node, n.Const) and isinstance(node.value, str):
            return ""
        if isinstance(node, n.Name | n.Getattr):
            return self._field(node)
        if isinstance(node, n.Filter):
            return self._filter(node, depth)
        self._refuse("expression", node)

    def _field(self, node: Any) -> str:
        n = self.nodes
        name = ""
        if isinstance(node, n.Name):
            name = node.name
        elif isinstance(node.node, n.Name):
            name = f"{node.node.name}.{node.attr}"
        else:
            self._refuse("expression", node)
        if name not in FIELDS:
            raise RuleBroken("template.no_field", line=node.lineno, name=clean(name)[:40])
        self.fields.add(name)
        return name

    def _filter(self, node: Any, depth: int) -> str:
        name = node.name
        if name not in _FILTERS:
            raise RuleBroken("template.no_filter", line=node.lineno, name=clean(name)[:40])
        texts = [a for a in node.args if isinstance(a, self.nodes.Const)]
        plain = all(isinstance(a.value, str) for a in texts) and len(texts) == len(node.args)
        most = 1 if name == "default" else 0
        others = node.kwargs or node.dyn_args or node.dyn_kwargs
        if not plain or len(texts) > most or others or node.node is None:
            self._refuse("expression", node)
        field = self._text(node.node, depth + 1)
        return "" if name == "default" and texts else field

    def _condition(self, node: Any, depth: int) -> None:
        if depth > MOST_DEPTH:
            raise RuleBroken("template.depth", n=MOST_DEPTH)
        n = self.nodes
        if isinstance(node, n.And | n.Or):
            self._condition(node.left, depth + 1)
            self._condition(node.right, depth + 1)
        elif isinstance(node, n.Not):
            self._condition(node.node, depth + 1)
        elif isinstance(node, n.Compare):
            if any(operand.op not in ("eq", "ne") for operand in node.ops):
                self._refuse("expression", node)
            for compared in (node.expr, *(operand.expr for operand in node.ops)):
                self._text(compared, depth + 1)
        else:
            self._text(node, depth + 1)

    def _refuse(self, what: str, node: Any) -> NoReturn:
        raise RuleBroken(f"template.{what}", line=node.lineno or 1)
