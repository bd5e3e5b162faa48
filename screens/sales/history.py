"""The history of an opportunity's stages, the latest one first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.widget import Widget

from crmtui.i18n import language, t
from crmtui.values import moment_text
from models.code import Choice
from models.listing import FixedList
from models.stage_change import StageChange
from screens.dialogs.listed import ListDialog
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable


class StageHistory(ListDialog[None]):
    """When it came to which stage, and who moved it there."""

    WIDTH = 72

    def __init__(self, changes: Sequence[StageChange], stages: Mapping[str, Choice]) -> None:
        super().__init__(t("sale.action.history"))
        self._rows = [
            (i, (moment_text(c.at), _stage(c, stages), _likely(c), c.login))
            for i, c in enumerate(reversed(changes))
        ]

    def body(self) -> Iterator[Widget]:
        """The list."""
        columns = [
            Column(t("sale.history.at"), 16, lambda c: str(c["at"])),
            Column(t("opportunity.stage"), 0, lambda c: str(c["stage"])),
            Column("%", 4, lambda c: str(c["likely"]), right=True),
            Column(t("sale.history.who"), 14, lambda c: str(c["who"])),
        ]
        yield RecordTable(columns, self.ask)

    async def on_mount(self) -> None:
        """Show all of it."""
        await super().on_mount()
        source = FixedList.of(("at", "stage", "likely", "who"), self._rows)
        self.table.show_at_once(source, list(source.rows))
        self.set_focus(self.table)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that the last line shows."""
        return super().keys()[1:]

    def action_choose(self) -> None:
        """There is nothing to choose: back."""
        self.dismiss(None)


def _stage(change: StageChange, stages: Mapping[str, Choice]) -> str:
    stage = stages[change.stage].text(language()) if change.stage in stages else change.stage
    status = "in_progress" if change.status == "open" else change.status
    return f"{stage} · {t(f'choice.{status}')}"


def _likely(change: StageChange) -> str:
    return str(change.probability)
