"""What the sample on SafeApp shows: each key and paste it gets, beside hostile data.

Some keys do what a test wants to see survived.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import DataTable, Input, Static

from crmtui.terminal.safe_app import SafeApp

HOSTILE = {
    "osc52": "\x1b]52;c;aGFja2Vk\x1b\\",
    "osc0": "\x1b]0;title\x07",
    "csi": "\x1b[2J\x1b[21t",
    "c1": "\x9b2J\x9d52;c;aGFja2Vk\x9c",
    "nul": "a\x00b\x05c\x0ed\x7f",
    "bidi": "a\u202eb\u2066c\u2028d\ufeffe\U000e0041f",
    "surrogate": "a\ud800b",
}


def fail_with_a_secret() -> None:
    """Fail, as code does that holds a password."""
    s3cret_password = "hunter2"
    raise RuntimeError(f"on purpose {len(s3cret_password)}\x1b[2J")


async def fail_later() -> None:
    """Fail in a task."""
    fail_with_a_secret()


class Unpaintable(Static):
    """A widget that fails when it is painted."""

    def render(self) -> str:
        fail_with_a_secret()
        return ""


class Sample(SafeApp[None]):
    """The sample."""

    def __init__(self, place: Path) -> None:
        super().__init__()
        self.place = place
        self.log_directory = place / "log"
        self.got: list[str] = []

        self.CSS = "Static { no-such-thing: 1; }" if "bad-css" in sys.argv else ""

    def compose(self) -> ComposeResult:
        if "bad-compose" in sys.argv:
            fail_with_a_secret()
        yield Static("", id="got")
        yield Static(Content("|".join(HOSTILE.values())), id="hostile")
        yield DataTable(id="table")
        yield Input(id="field")

    def on_mount(self) -> None:
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
        fail_with_a_secret()

    def do_W(self) -> None:
        self.run_worker(fail_later())

    def do_T(self) -> None:
        self.run_worker(fail_with_a_secret, thread=True)

    def do_R(self) -> None:
        self.mount(Unpaintable(), Unpaintable())

    def do_F(self) -> None:
        self.set_interval(0.001, self.flood)

    def flood(self) -> None:
        for _ in range(100):
            self._driver.write("x" * 4000)

    def do_Z(self) -> None:
        self.action_suspend_process()
        os.kill(os.getpid(), signal.SIGTSTP)

    def do_B(self) -> None:
        self.open_url("https://example.org/")
        self.deliver_screenshot(path=str(self.place))
        self.save_screenshot(path=str(self.place))
        self.show("refused")

    def do_D(self) -> None:
        self.lost = asyncio.create_task(fail_later())
        self.set_timer(0.05, self.forget)

    def forget(self) -> None:
        del self.lost
        self.show("forgotten")
