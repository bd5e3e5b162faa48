"""A Textual program with a table of fifty rows: what `table` means in the figures."""

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import DataTable

ROWS = 50


def filled(name: str) -> DataTable[str]:
    """Fifty rows in four columns, each with a name."""
    table: DataTable[str] = DataTable(cursor_type="row")
    table.add_columns("Code", "Name", "City", "Phone")
    table.add_rows(
        (f"CODE{n:04}", f"{name} {n}", "Montréal", f"514 555-{n:04}") for n in range(ROWS)
    )
    return table


class Another(Screen[None]):
    """Another table, on a screen of its own."""

    BINDINGS = [("escape", "dismiss", "Back")]

    def compose(self) -> ComposeResult:
        """The table."""
        yield filled("Line of quote")


class Table(App[None]):
    """Fifty rows; `o` opens another table."""

    BINDINGS = [("o", "open", "Open")]

    def compose(self) -> ComposeResult:
        """The table."""
        yield filled("Name of company")

    def action_open(self) -> None:
        """Open another one."""
        self.push_screen(Another())


if __name__ == "__main__":
    Table().run()
