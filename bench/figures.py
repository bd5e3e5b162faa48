"""What was measured beside what must be reached, and how it is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Call = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One row: what it is, its value and target in the same unit, and what is told beside."""

    name: str
    value: float
    target: float | None
    unit: str = "ms"
    beside: str = ""
    least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the target is reached, where there is one."""
        if self.target is None:
            return True
        return self.value >= self.target if self.least else self.value <= self.target

    def line(self) -> str:
        """The row as it is printed."""
        if self.target is None:
            return f"{self.name:46}{shown(self.value, self.unit):>12}{'':24}{self.beside}"
        sign = ">=" if self.least else "<="
        target = f"{sign} {shown(self.target, self.unit)}"
        word = "ok" if self.kept else "MISSED"
        value = shown(self.value, self.unit)
        return f"{self.name:46}{value:>12}  {target:>12}  {word:<8}{self.beside}"


def shown(value: float, unit: str) -> str:
    """A value with its unit."""
    if unit == "x":
        return f"{value:.2f} x"
    if unit in ("B", "rows/s"):
        return f"{value:,.0f} {unit}"
    return f"{value:.1f} {unit}"


def show(title: str, figures: Sequence[Figure]) -> None:
    """Print figures under a title."""
    print(f"\n{title}")
    for figure in figures:
        print(f"  {figure.line().rstrip()}", flush=True)


def summary(figures: Sequence[Figure]) -> str:
    """How many targets are reached."""
    judged = [figure for figure in figures if figure.target is not None]
    return f"{sum(f.kept for f in judged)} of {len(judged)} targets reached"


def milliseconds(call: Call) -> float:
    """How long a call takes."""
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000


def percentile(times: Sequence[float], part: float) -> float:
    """The time that a part of all stays within."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def timed(name: str, calls: Sequence[Call], target: float | None, rounds: int) -> Figure:
    """The 99th percentile of calls made in turn, after a round that warms the caches."""
    for call in calls:
        call()
    times = [milliseconds(call) for _ in range(rounds) for call in calls]
    beside = f"p50 {median(times):.2f} ms"
    return Figure(f"{name}, p99", percentile(times, 0.99), target, beside=beside)


def say(text: str) -> None:
    """Say what goes on, apart from the figures."""
    print(text, file=sys.stderr, flush=True)
