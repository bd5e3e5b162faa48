"""Choose one of a list, or several, by typing a part of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from crmtui.i18n import t
from models.checks import fold
from models.listing import FixedList
from screens.commands.command import key_name
from screens.dialogs.listed import ListDialog
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable


@dataclass(frozen=True)
class Option:
    """Something to choose: what is answered, what is shown, and what else finds it."""

    value: str
    text: str
    detail: str = ""
    words: str = ""


class Choose(ListDialog[str]):
    """Choose one option; with `several` the space bar ticks any number of them.

    The answer is the option's value, several values with blanks between, or nothing.
    """

    BINDINGS = [Binding("f2,ctrl+s", "finish", show=False, priority=True)]

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        chosen: str = "",
        several: bool = False,
        letters: bool = False,
        codes: bool = True,
    ) -> None:
        super().__init__(title)
        self.options = tuple(options)
        self.several = several
        self.letters = letters
        self.codes = codes
        self.ticked = [v for v in chosen.split() if v] if several else []
        self.chosen = chosen
        self.found: list[Option] = list(options)
        # Letters are read from the list, all of them at once.
        self.HEIGHT = max(7, min(*((23, len(options) + 4) if letters else (20, len(options) + 5))))

    def body(self) -> Iterator[Widget]:
        """A field to narrow the list, and the list."""
        if not self.letters:
            yield Input(compact=True, placeholder=t("choose.type"))
        columns = [
            Column("", 4, lambda c: "[x]" if c["value"] in self.ticked else "")
            if self.several
            else Column("", 12, lambda c: str(c["value"])),
            Column("", 0, lambda c: str(c["text"])),
            Column("", 18, lambda c: str(c["detail"])),
        ]
        if not any(option.detail for option in self.options):
            columns.pop()
        if not self.codes:
            del columns[0]
        table = RecordTable(columns, self.ask, header=False, empty=t("choose.none"))
        table.lit = True
        table.can_focus = self.letters
        yield table

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        if self.several:
            return (
                (key_name("enter"), t("choose.tick")),
                ("F2", t("choose.finish")),
                ("Esc", t("command.leave")),
            )
        return super().keys()

    async def on_mount(self) -> None:
        """Show all options, the cursor on the one chosen before."""
        await super().on_mount()
        self._show()
        values = [option.value for option in self.found]
        if self.chosen in values:
            self.table.place_on(values.index(self.chosen))
        self.set_focus(self.table if self.letters else self.query_one(Input))

    def _show(self) -> None:
        rows = [(i, (o.value, o.text, o.detail)) for i, o in enumerate(self.found)]
        source = FixedList.of(("value", "text", "detail"), rows)
        self.table.show_at_once(source, list(source.rows))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what has every word typed."""
        typed = fold(event.value).split()
        self.found = [
            option
            for option in self.options
            if all(w in fold(f"{option.value} {option.text} {option.words}") for w in typed)
        ]
        self._show()

    def on_key(self, event: object) -> None:
        """A letter chooses at once where options are called by letters."""
        key = getattr(event, "character", None)
        if self.letters and key and any(option.value == key for option in self.options):
            getattr(event, "stop", lambda: None)()
            self.dismiss(key)

    def action_choose(self) -> None:
        """Answer with the option under the cursor, or tick it."""
        row = self.table.row
        if row is None:
            return
        value = str(row.cells[0])
        if not self.several:
            self.dismiss(value)
            return
        if value in self.ticked:
            self.ticked.remove(value)
        else:
            self.ticked.append(value)
        self.table.refresh()

    def action_finish(self) -> None:
        """Answer with what is ticked."""
        if self.several:
            self.dismiss(" ".join(self.ticked))
        else:
            self.action_choose()
