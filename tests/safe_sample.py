"""A small program on SafeApp, started by tests in a terminal of its own.

It shows each key and paste it gets; some keys do what a test wants to see survived.
"""

import os
import sys
from pathlib import Path

from crmtui.terminal import environment, session

HOSTILE = {
    "osc52": "\x1b]52;c;aGFja2Vk\x1b\\",
    "osc0": "\x1b]0;title\x07",
    "csi": "\x1b[2J\x1b[21t",
    "c1": "\x9b2J\x9d52;c;aGFja2Vk\x9c",
    "nul": "a\x00b\x05c\x0ed\x7f",
    "bidi": "a\u202eb\u2066c\u2028d\ufeffe\U000e0041f",
    "surrogate": "a\ud800b",
}


def main() -> int:
    """Run the program; the first argument is where it leaves its marks."""
    place = Path(sys.argv[1])

    def on_end() -> None:
        with open(place / "saved", "a") as file:
            file.write("x")

    session.guard_session(on_end)
    try:
        environment.prepare()
    except environment.NoTerminal as refused:
        print(refused.key, file=sys.stderr)
        return 2
    return run(place)


def run(place: Path) -> int:
    """Open the interface; Textual is imported only now."""
    from rich.text import Text
    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widgets import DataTable, Input, Static

    from crmtui.terminal import crash
    from crmtui.terminal.safe_app import SafeApp

    class Sample(SafeApp[None]):
        """Shows what it gets."""

        log_directory = place / "log"

        def compose(self) -> ComposeResult:
            yield Static("", id="got")
            yield Static(Content("|".join(HOSTILE.values())), id="hostile")
            yield DataTable(id="table")
            yield Input(id="field")

        def on_mount(self) -> None:
            self.got: list[str] = []
            table = self.query_one(DataTable)
            table.add_columns("name", "text")
            for name, text in HOSTILE.items():
                table.add_row(name, Text(text))
            self.query_one(Input).border_title = Content(HOSTILE["osc52"])
            self.set_focus(self.query_one(Input) if "field" in sys.argv else None)
            self.show("ready")

        def show(self, text: str) -> None:
            self.got.append(text)
            self.query_one("#got", Static).update(Content(" ".join(self.got[-8:])))

        def on_paste(self, event: events.Paste) -> None:
            self.show(f"paste({len(event.text)}:{event.text[:40]!r})")

        def on_key(self, event: events.Key) -> None:
            self.show(f"<{event.key}>")
            getattr(self, f"do_{event.key}", lambda: None)()

        def do_q(self) -> None:
            self.exit()

        def do_m(self) -> None:
            self.exit(message="bye\x1b]52;c;aGFja2Vk\x1b\\")

        def do_X(self) -> None:
            s3cret_password = "hunter2"
            raise RuntimeError(f"on purpose {len(s3cret_password)}\x1b[2J")

        def do_W(self) -> None:
            async def work() -> None:
                s3cret_password = "hunter2"
                raise ValueError(len(s3cret_password))

            self.run_worker(work())

        def do_T(self) -> None:
            def work() -> None:
                s3cret_password = "hunter2"
                raise ValueError(len(s3cret_password))

            self.run_worker(work, thread=True)

        def do_F(self) -> None:
            self.set_interval(0.001, self.flood)
            self.show("flood")

        def flood(self) -> None:
            for _ in range(100):
                self._driver.write("x" * 4000)

        def do_Z(self) -> None:
            self.action_suspend_process()
            os.kill(os.getpid(), 20)

        def do_B(self) -> None:
            self.open_url("https://example.org/")
            self.deliver_screenshot(path=str(place))
            self.show("refused")

        def do_D(self) -> None:
            raise_later = self.loop_error
            self.call_later(raise_later)

        def loop_error(self) -> None:
            import asyncio

            async def lost() -> None:
                s3cret_password = "hunter2"
                raise ValueError(len(s3cret_password))

            self.lost = asyncio.create_task(lost())
            self.set_timer(0.05, self.forget)

        def forget(self) -> None:
            del self.lost
            self.show("forgotten")

    crash.catch_strays(place / "log")
    app = Sample()
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
