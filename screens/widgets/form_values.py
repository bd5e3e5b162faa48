"""What a form holds: the record's values, what was typed over them, what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from crmtui import values as text_values
from crmtui.i18n import t
from crmtui.messages import reason
from models.columns import LinesColumn, YesNoColumn
from models.entity import Entity, Field, Values
from models.rules import Invalid, RuleBroken
from screens.widgets.paint import cells


class HoldsValues:
    """The part of a form that turns text into values and back."""

    entity: Entity
    values: Values
    errors: dict[str, str]
    widgets: dict[str, Any]
    new: bool
    made: frozenset[str]
    today: Any
    size: Any
    _start: dict[str, str]
    _errors_at: dict[str, tuple[int, int]]

    def lay_out(self) -> None:
        """What the form does when its errors have changed."""

    def within_reach(self) -> list[str]:
        """The fields that are shown on any page."""
        return list(self.widgets)

    def focus_on(self, name: str) -> None:
        """What the form does to go to a field."""

    def _text(self, field: Field) -> str:
        value = self.values.get(field.name)
        if isinstance(field.column, YesNoColumn):
            return "true" if value else "false"
        return text_values.show(field.column, value)

    @property
    def dirty(self) -> bool:
        """Whether anything was edited."""
        return bool(self.edited_names())

    def edited_names(self) -> set[str]:
        """The fields that were edited."""
        return {name for name, w in self.widgets.items() if w.text != self._start[name]}

    def texts(self) -> dict[str, Any]:
        """What is typed in each field."""
        return {name: widget.text for name, widget in self.widgets.items()}

    def typed_since(self, texts: Mapping[str, Any]) -> set[str]:
        """The fields in which something else is typed than was then."""
        return {name for name, widget in self.widgets.items() if widget.text != texts[name]}

    def _typed_values(self) -> Values:
        """What is typed, as far as it can be understood."""
        typed = dict(self.values)
        for name, widget in self.widgets.items():
            if widget.text != self._start[name]:
                typed[name] = widget.text
        return typed

    def collect(self, *, everything: bool = False) -> Values:
        """The values that were edited, or all of them. Raises `Invalid`."""
        collected: Values = dict(self.values) if everything else {}
        collected.pop("id", None)
        collected.pop("version", None)
        problems: list[RuleBroken] = []
        within = self.within_reach()
        for name, widget in self.widgets.items():
            edited = widget.text != self._start[name]
            # What was begun in a field that a choice has put away is nobody's word.
            if (edited and name not in within) or not (edited or (self.new and everything)):
                continue
            try:
                collected[name] = self.value(name)
            except RuleBroken as broken:
                if name in within:
                    problems.append(broken)
        if problems:
            raise Invalid(problems)
        return collected

    def value(self, name: str) -> Any:
        """What is typed in a field. Raises `RuleBroken`, naming the field."""
        try:
            return self._parsed(name)
        except RuleBroken as broken:
            raise broken.at(name) from None

    def _parsed(self, name: str) -> Any:
        field = self.entity.field(name)
        text = self.widgets[name].text
        if self.new and name in self.made and not text.strip():
            return ""
        return field.tidy(text_values.parse(field.column, text, self.today))

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put into fields what follows from another that was edited."""
        for name, text in texts.items():
            self.widgets[name].text = text
            self.errors.pop(name, None)
        self.lay_out()

    def accept(self, values: Mapping[str, Any], *, kept: Collection[str] = ()) -> None:
        """Show a record as it is; the fields `kept` stay as they were typed, now over it."""
        self.values = dict(values)
        self.new = False
        self.errors = {}
        for name, widget in self.widgets.items():
            text = self._text(self.entity.field(name))
            if name in kept:
                self._start[name] = text
                continue
            widget.text = text
            self._start[name] = widget.text
        self.lay_out()

    def show_problems(self, broken: RuleBroken) -> bool:
        """Put errors under their fields and the focus on the first; whether any was ours."""
        problems = broken.problems if isinstance(broken, Invalid) else [broken]
        self.errors = {p.field: reason(p) for p in problems if p.field in self.widgets}
        self.lay_out()
        wrong = next((name for name in self.within_reach() if name in self.errors), None)
        if wrong is not None:
            self.focus_on(wrong)
        return wrong is not None

    def cut_errors(self) -> list[str]:
        """The errors that are longer than the line under their field, each with its field."""
        return [
            t("problem.at_field", field=t(self.entity.label_key(name)), problem=self.errors[name])
            for name, (x, _) in self._errors_at.items()
            if cells(f"! {self.errors[name]}") > self.size.width - x
        ]

    def _text_of(self, name: str) -> str:
        return str(self.widgets[name].text)

    def _check(self, name: str) -> None:
        field = self.entity.field(name)
        widget: Any = self.widgets[name]
        try:
            value = text_values.parse(field.column, widget.text, self.today)
            value = field.tidy(value)
        except RuleBroken as broken:
            self.errors[name] = reason(broken)
            self.lay_out()
            return
        if not isinstance(field.column, YesNoColumn | LinesColumn):
            widget.text = text_values.show(field.column, value)
