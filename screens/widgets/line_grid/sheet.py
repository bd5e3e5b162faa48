"""The lines of a grid and what is done with whole lines; an empty one always stands at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from models.rules import RuleBroken
from models.sale_line import MOST_LINES, InLine, Line, amount_of

NewLine = Callable[[], Line]

# What makes a line one that is not empty.
_typed = itemgetter("item", "description", "quantity", "unit", "unit_price", "discount")
FACTORS = ("quantity", "unit_price", "discount")


class SheetLine:
    """One line: its values, and how they are shown once they were."""

    __slots__ = ("shown", "values")

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values: Line = {}
        self.shown: dict[str, str] = {}
        self.take(values)

    def take(self, values: Mapping[str, Any]) -> None:
        """Take other values; the amount follows."""
        self.values.update(values)
        factors = [self.values.get(name) for name in FACTORS]
        if all(isinstance(factor, Decimal) for factor in factors):
            self.values["amount"] = amount_of(*factors)  # type: ignore[arg-type]
        self.shown.clear()


class Step(NamedTuple):
    """What can be taken back: a line deleted from a place, or lines pasted there as they were."""

    deleted: bool
    at: int
    lines: list[tuple[SheetLine, Line]]


class Sheet:
    """Lines in their order, those that were taken away, and an empty line to go on with."""

    def __init__(self, lines: Iterable[Mapping[str, Any]], new_line: NewLine) -> None:
        self.new_line = new_line
        self.blank = new_line()
        self._blank_typed = _typed(self.blank)
        self.fixed = False
        self.lines: list[SheetLine] = []
        self._steps: list[Step] = []
        self.set(lines, fixed=False)

    def set(self, lines: Iterable[Mapping[str, Any]], *, fixed: bool) -> None:
        """Take other lines; those that are `fixed` get no empty one at the end."""
        self.lines = [SheetLine(line) for line in lines]
        self._steps.clear()
        self.fixed = fixed
        self.close()

    def __len__(self) -> int:
        return len(self.lines)

    def is_empty(self, index: int) -> bool:
        """Whether nothing was typed in a line."""
        return bool(_typed(self.lines[index].values) == self._blank_typed)

    def values(self) -> list[Line]:
        """The values of all lines that are not empty."""
        return [dict(line.values) for i, line in enumerate(self.lines) if not self.is_empty(i)]

    def place_of(self, n: int) -> int:
        """Where the n-th line that is not empty stands."""
        filled = [i for i in range(len(self.lines)) if not self.is_empty(i)]
        return filled[n - 1] if 0 < n <= len(filled) else max(0, len(self.lines) - 1)

    def first_empty(self) -> int:
        """Where the first empty line stands, else the last line."""
        return next((i for i in range(len(self)) if self.is_empty(i)), max(0, len(self) - 1))

    def problem(self) -> RuleBroken | None:
        """What forbids to save: a line in which something was typed, but not what is sold."""
        for i, line in enumerate(self.lines):
            nothing = not line.values["item"] and not line.values["description"]
            if nothing and not self.is_empty(i):
                return InLine(i + 1, "item", RuleBroken("rule.line_empty"))
        return None

    # Whole lines.

    def close(self) -> None:
        """Have an empty line at the end, where one may be added."""
        if not self.fixed and (not self.lines or not self.is_empty(len(self.lines) - 1)):
            self.lines.append(SheetLine(self.new_line()))

    def refuse_more(self, n: int) -> None:
        """Refuse more lines than a record may have. Raises `RuleBroken`."""
        filled = sum(not self.is_empty(i) for i in range(len(self)))
        if filled + n > MOST_LINES:
            raise RuleBroken("rule.many_lines", n=MOST_LINES)

    def insert(self, index: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """Put lines before a place. Raises `RuleBroken`."""
        self.refuse_more(len(lines))
        self.lines[index:index] = [SheetLine(line) for line in lines]
        self.close()

    def delete(self, index: int) -> bool:
        """Take a line away, unless it is the empty one at the end; whether that was done."""
        if index >= len(self) or (index == len(self) - 1 and self.is_empty(index)):
            return False
        empty = self.is_empty(index)
        line = self.lines.pop(index)
        if not empty:
            self._steps.append(Step(True, index, [(line, line.values)]))
        self.close()
        return True

    def paste(self, index: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """Put lines before a place, so that they can be taken back. Raises `RuleBroken`."""
        self.insert(index, lines)
        made = self.lines[index : index + len(lines)]
        self._steps.append(Step(False, index, [(line, dict(line.values)) for line in made]))

    def undo(self) -> Step | None:
        """Take back the last deletion or paste; of pasted lines those stay that were changed."""
        if not self._steps:
            return None
        step = self._steps.pop()
        if step.deleted:
            index = max(0, min(step.at, len(self) - 1))
            self.lines[index:index] = [line for line, _ in step.lines]
            return step._replace(at=index)
        as_pasted = {id(line) for line, values in step.lines if line.values == values}
        self.lines = [line for line in self.lines if id(line) not in as_pasted]
        self.close()
        return step._replace(at=min(step.at, len(self) - 1))

    def shift(self, index: int, step: int) -> bool:
        """Move a line by one, never below the empty one at the end; whether that was done."""
        other = index + step
        last = len(self) - 1 if self.is_empty(len(self) - 1) else len(self)
        if not (0 <= index < last and 0 <= other < last):
            return False
        self.lines[index], self.lines[other] = self.lines[other], self.lines[index]
        # What is being typed in the last line may be taken back.
        self.close()
        return True

    def duplicate(self, index: int) -> bool:
        """Put a line like this one below it; whether that was done. Raises `RuleBroken`."""
        if self.is_empty(index):
            return False
        self.insert(index + 1, [{**self.lines[index].values, "id": None}])
        return True
