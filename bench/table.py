"""A Textual program with a table of fifty rows: what `table` means in the figures."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 50


class Table(App[None]):
    """Fifty rows in four columns."""

    def compose(self) -> ComposeResult:
        """The table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("Code", "Name", "City", "Phone")
        table.add_rows(
            (f"CODE{n:04}", f"Name of company {n}", "Montréal", f"514 555-{n:04}")
            for n in range(ROWS)
        )


if __name__ == "__main__":
    Table().run()
