"""A form of fields with a grid of lines below them and their sums; one save for all."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Sequence
from operator import itemgetter
from typing import Any, cast

from textual.widget import Widget

from crmtui.i18n import t
from crmtui.values import show
from models.entity import Values
from models.rules import RuleBroken, Saved
from models.sale_line import LINE_COLUMNS, InLine, Line
from screens.base import tells
from screens.commands import lines, records
from screens.commands.command import Command
from screens.paged_form import FormBody
from screens.record_form import Editing, RecordForm
from screens.sales.needs_lines import NeedsLines
from screens.sales.sums import Sums
from screens.widgets.bars import Rule
from screens.widgets.line_grid import LineGrid
from screens.widgets.record_field import RecordField

# Values that the forms know beside those of the record, and what is worked out when saving.
NOT_SAVED = frozenset(
    {"number", "party", "amount", "weighted", "subtotal", "taxes", "total", "tax_lines"}
    | {"closed_on"}
)

_facts = itemgetter(*LINE_COLUMNS)


class LinedForm(NeedsLines, RecordForm):
    """Fields above, lines below, sums under them; one save for all.

    Enter in the last field goes into the lines; in an empty last line it finishes the form.
    """

    record: Any = None

    def __init__(self, editing: Editing) -> None:
        super().__init__(editing)
        self.lines_edited = False
        self._kept_facts = list(map(_facts, editing.values["lines"]))

    def body(self) -> Iterator[Widget]:
        """The fields, the lines, the sums."""
        body = FormBody()
        body.styles.height = "auto"
        body.styles.max_height = "60%"
        with body:
            yield self._make_form()
        yield Rule()
        grid = LineGrid(
            self.editing.values["lines"],
            self.ask,
            language=self.editing.values["language"],
            read_only=self.closed,
        )
        grid.styles.height = "1fr"
        yield grid
        yield Sums()

    # What a subclass says.

    @property
    def closed(self) -> bool:
        """Whether nothing may be changed any more."""
        return False

    def sums(self, lines: Sequence[Line]) -> list[tuple[str, str]]:
        """Names and amounts of what the lines come to, with what is typed above them."""
        raise NotImplementedError

    # Beginning.

    async def on_mount(self) -> None:
        """Show what the record has."""
        self.show_kept()

    def begin(self) -> None:
        """Put the focus where one begins: in the lines where nothing above may be changed."""
        self._lock()
        if self.closed:
            self.grid.focus()
        else:
            super().begin()

    def _lock(self) -> None:
        """Let the fields be changed, or no longer."""
        for widget in self.form.widgets.values():
            widget.disabled = self.closed

    def show_kept(self) -> None:
        """Show the record's words and sums as they are kept, where nothing else was chosen."""
        for name, widget in self.form.widgets.items():
            if isinstance(widget, RecordField) and self.is_kept(name):
                widget.name_it(self.editing.values[f"{name}_words"])
        self.show_sums()

    def is_kept(self, name: str) -> bool:
        """Whether a field holds what the record has."""
        column = self.editing.entity.field(name).column
        return bool(self.form.widgets[name].text == show(column, self.editing.values[name]))

    def show_sums(self) -> None:
        """Show what the lines come to as they are typed."""
        self.query_one(Sums).show(self.sums(self.grid.lines))

    @property
    def dirty(self) -> bool:
        """Whether a field or a line was edited, or a cell is half typed."""
        return self.lines_edited or self._half_typed or super().dirty

    @property
    def _half_typed(self) -> bool:
        return any(g.edit is not None and g.problem() is not None for g in self.query(LineGrid))

    def follow(self, call: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        """Work out what follows from a field, instead of what was under way for it."""
        self.run_worker(cast(Any, call), exclusive=True, group=group)

    # The lines.

    def on_line_grid_changed(self, event: LineGrid.Changed) -> None:
        """Let the sums follow."""
        event.stop()
        typed = self.grid.lines
        edited = list(map(_facts, typed)) != self._kept_facts
        if edited != self.lines_edited:
            self.lines_edited = edited
            self.show_path()
        self.lines_changed()
        self.query_one(Sums).show(self.sums(typed))

    @tells
    async def on_line_grid_left(self, event: LineGrid.Left) -> None:
        """Go back to the fields; Enter in an empty last line finishes the form."""
        event.stop()
        if self.closed:
            return
        by_enter = event.step > 0 and self.grid.column == "item"
        if by_enter and await self.enter_may_save():
            if self.lacks_lines:
                self.ask_for_line()
            else:
                self.action_save()
            return
        # After the lines one begins anew; back comes to what Enter passes by.
        within = self.form.within_reach()
        self.form.focus_on(within[-1] if event.step < 0 else within[0])

    async def finish(self) -> None:
        """After the last field come the lines."""
        self.grid.focus_first_empty()

    # Saving.

    async def save(self) -> bool:
        """Save fields and lines; a cell that is wrong keeps the focus."""
        if self.closed:
            self.say(self.closed_words(), error=True)
            return False
        if not await self.grid.finish():
            return False
        broken = self.grid.problem()
        if broken is not None:
            self.refused(broken)
            return False
        return await super().save()

    def in_footer(self, command: Command) -> bool:
        """What is closed is neither filled nor saved."""
        fills = command in (records.SAVE, lines.NEXT)
        if command is lines.NEXT and self.saves_by_enter:
            return False
        return super().in_footer(command) and not (fills and self.closed)

    def closed_words(self) -> str:
        """Why nothing is saved."""
        return ""

    def collected(self, new: bool) -> Values:
        """The fields and lines that were edited, or all of a new record. Raises `Invalid`."""
        known = self.record.entity.by_name
        values = {
            name: value
            for name, value in super().collected(new).items()
            if name in known and name not in NOT_SAVED and name != "lines"
        }
        if new or self.lines_edited:
            values["lines"] = self.grid.lines
        return values

    def typed(self) -> dict[str, Any]:
        """What is typed, the lines too."""
        return super().typed() | {"lines": list(map(_facts, self.grid.lines))}

    def edited_names(self) -> set[str]:
        """The fields that were edited, and the lines if any was."""
        lines = {"lines"} if self.lines_edited or self._half_typed else set()
        return super().edited_names() | lines

    async def after_saving(self, saved: Saved) -> None:
        """Show the record as it is kept; lines that were typed since stay."""
        since = self._half_typed or list(map(_facts, self.grid.lines)) != self.sent["lines"]
        self.take_under(since)

    def take_under(self, lines_typed: bool) -> None:
        """Show the record as it is kept, but for lines that were typed."""
        if lines_typed:
            self._kept_facts = list(map(_facts, self.editing.values["lines"]))
            self.lines_edited = list(map(_facts, self.grid.lines)) != self._kept_facts
            self.show_kept()
        else:
            self._take()

    def _take(self) -> None:
        self.lines_edited = False
        self._kept_facts = list(map(_facts, self.editing.values["lines"]))
        self.grid.language = self.editing.values["language"]
        self.grid.set_lines(self.editing.values["lines"], read_only=self.closed)
        self._lock()
        if self.closed:
            self.grid.focus()
        self.show_kept()
        self.show_path()
        self.show_keys()

    def refused(self, broken: RuleBroken) -> None:
        """Show what forbids it, a line's trouble in its cell."""
        super().refused(broken)
        if isinstance(broken, InLine):
            self.grid.show_problem(broken)
        elif broken.field == "lines" and self.lacks_lines:
            self.grid.focus_first_empty()
            self.lack_is_told()

    def own_fields(self, theirs: Values) -> Values:
        """What another changed, but for sums that follow from it."""
        known = self.record.entity
        return {n: v for n, v in theirs.items() if not known.field(n).read_only} or theirs

    def content(self, name: str, value: Any) -> str:
        """A field's value in words; of lines, how many there are."""
        if name == "lines":
            return t("sale.their_lines", n=len(value))
        return show(self.record.entity.field(name).column, value)

    @tells
    async def on_screen_resume(self) -> None:
        """Show what was done to the record elsewhere meanwhile."""
        if not self.is_mounted or self.editing.key is None:
            return
        values = await self.ask(self.editing.read, self.editing.key)
        # What a dialog chose for a field may have come while it was read.
        if self.is_current and values != self.editing.values and not self.dirty:
            self._show(values)
            self.say(t("form.read_again"))

    @tells
    async def read_again(self) -> None:
        """Show the record as it is kept now."""
        assert self.editing.key is not None
        self._show(await self.ask(self.editing.read, self.editing.key))

    def _show(self, values: Values) -> None:
        self.editing.values = values
        self.form.accept(values)
        self._take()

    async def show_other(self, key: int) -> None:
        """Show another record, which was just made, in place of this one."""
        self.editing.key = self.saved_key = key
        self._was_saved = True
        await self.read_again()
        self.begin()
