"""The pages of a form, and which of its fields are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmtui import values as text_values
from models.columns import ChoiceColumn, LinesColumn, YesNoColumn
from models.entity import Entity, Values
from models.rules import RuleBroken
from screens.widgets.layout import Place


class HasPages:
    """The part of a form that says what is shown and what a key reaches next."""

    Paged: Any
    post_message: Any

    entity: Entity
    places: Sequence[Place]
    values: Values
    widgets: dict[str, Any]
    today: Any

    page = 0
    """The page that is shown."""

    _chosen: dict[str, str]
    _left_at: dict[int, str]

    def lay_out(self) -> None:
        """What the form does when other fields are shown."""

    # What is shown.

    def shown_places(self) -> list[Place]:
        """The places of the page that is shown whose conditions are met."""
        return [place for place in self._met() if place.page == self.page]

    def within_reach(self) -> list[str]:
        """The fields of every page whose conditions are met, in order."""
        return [place.name for place in self._met()]

    def _met(self) -> list[Place]:
        return [p for p in self.places if not p.when or p.is_met(self.chosen)]

    def chosen(self, name: str) -> str:
        """What a choice is, `true` for a tick; what it was while its word is half typed."""
        column = self.entity.field(name).column
        widget = self.widgets.get(name)
        if isinstance(column, YesNoColumn):
            ticked = widget.text == "true" if widget else self.values.get(name)
            return "true" if ticked else ""
        if widget and isinstance(column, ChoiceColumn):
            try:
                self._chosen[name] = text_values.parse(column, widget.text, self.today)
            except RuleBroken:
                return self._chosen.get(name, "")
            return self._chosen[name]
        return str(self.values.get(name) or "")

    # Going through.

    @property
    def focused_name(self) -> str | None:
        """The field that has the focus."""
        return next((name for name, widget in self.widgets.items() if widget.has_focus), None)

    def beside(self, name: str, step: int) -> str | None:
        """The field after (1) or before (-1) another, on whatever page."""
        within = self.within_reach()
        to = within.index(name) + step if name in within else -1
        return within[to] if 0 <= to < len(within) else None

    def onward(self, name: str) -> str | None:
        """Where Enter goes from a field, past those that stand aside."""
        to = self.beside(name, 1)
        aside = {place.name for place in self.places if place.aside}
        while to in aside:
            to = self.beside(to, 1)
        return to

    @property
    def at_end(self) -> bool:
        """Whether Enter, where the focus is, finishes the form; in a text it makes a line."""
        name = self.focused_name
        if name is None or isinstance(self.entity.field(name).column, LinesColumn):
            return False
        return self.onward(name) is None

    def focus_on(self, name: str) -> None:
        """Go to a field, on its page."""
        page = self._page_of(name)
        if page != self.page:
            self._show(page)
        self._left_at[page] = name
        self.widgets[name].focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let Tab be the screen's but where it leads to another page."""
        return action != "cross" or self._across(int(str(parameters[0]))) is not None

    def action_cross(self, step: int) -> None:
        """Go to the field after the last of a page, or before its first."""
        to = self._across(step)
        if to is not None:
            self.focus_on(to)

    def _across(self, step: int) -> str | None:
        """The field beside the one that has the focus, where it is on another page."""
        to = self.beside(self.focused_name or "", step)
        return to if to and self._page_of(to) != self.page else None

    def _page_of(self, name: str) -> int:
        return next(place.page for place in self.places if place.name == name)

    def turn_to(self, page: int) -> bool:
        """Show a page, at the field one left it in; whether there is such a page."""
        within = [place.name for place in self._met() if place.page == page]
        if not within:
            return False
        left = self._left_at.get(page)
        self.focus_on(left if left in within else within[0])
        return True

    def _show(self, page: int) -> None:
        self.page = page
        self.lay_out()
        self.post_message(self.Paged())
