"""The interface: opens the database, its user and the first screen."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from crmtui import paths
from crmtui.settings import Settings
from crmtui.terminal.lean import lean
from models.database import DatabaseThread
from models.party import Party
from models.rules import RuleBroken
from models.setting import setting, today

if TYPE_CHECKING:
    from crmtui.opening import Session

with lean():
    from textual import work
    from textual.events import Resize
    from textual.filter import Monochrome, NoColor
    from textual.screen import Screen
    from textual.worker import WorkerFailed

    from crmtui.terminal.ascii import AsciiFilter
    from crmtui.terminal.safe_app import SafeApp
    from screens.base import Talks, bindings_of
    from screens.commands import everywhere
    from screens.lookup import Lookup
    from screens.symbols import draw_ascii, is_ascii

THEMES = {"ansi": "ansi-dark", "light": "ansi-light", "dark": "textual-dark", "mono": "ansi-dark"}

# The smallest window in which there is room for the constant lines and something between.
LEAST_WIDTH, LEAST_HEIGHT = 40, 10


class CrmApp(SafeApp[None], inherit_bindings=False):
    """The program in a terminal.

    `memory` is what screens remember of one another while the program runs.
    """

    CSS_PATH = "../screens/crmtui.tcss"
    # In place of those of Textual, which leave without asking.
    BINDINGS = bindings_of(everywhere.OUT)
    COMMAND_PALETTE_BINDING = ""

    def __init__(self, session: Session, database: DatabaseThread) -> None:
        super().__init__()
        self.session = session
        self.database = database
        self.user = dict(session.user)
        self.today = database.submit(today).result()
        self.memory: dict[str, str] = {}
        self.mouse_wanted = session.settings.mouse
        if is_ascii():
            self._filters.append(AsciiFilter())
        if self.no_color or session.settings.theme == "mono":
            # What Textual puts in for NO_COLOR paints the terminal's own colours black on black.
            self._filters[:] = [f for f in self._filters if not isinstance(f, Monochrome)]
            self._filters.append(NoColor())
        self.theme = THEMES.get(session.settings.theme, "ansi-dark")

    def get_default_screen(self) -> Screen[Any]:
        """The lookup is where every path begins and ends."""
        return Lookup()

    async def on_mount(self) -> None:
        """Greet on a database that is new."""
        if self.database.submit(_is_new).result():
            from screens.first_run import FirstRun

            await self.push_screen(FirstRun())

    async def action_quit(self) -> None:
        """Leave, once nothing would be lost."""
        self._quit()

    @work
    async def _quit(self) -> None:
        from screens.go_to import leave_all

        if await leave_all(self.screen):
            self.exit()

    async def action_copy_or_quit(self) -> None:
        """Copy what is selected; where nothing is, leave."""
        selected = getattr(self.focused, "selected_text", "") or self.screen.get_selected_text()
        if not selected:
            self._quit()
            return
        self.copy_to_clipboard(selected)
        if isinstance(self.screen, Talks):
            from crmtui.i18n import t
            from screens.commands.command import key_names

            keys = key_names(everywhere.QUIT.keys)
            self.screen.say(t("quit.copied", quits=keys, text=selected))

    def _handle_exception(self, error: Exception) -> None:
        """Tell of a rule that a worker broke; anything else ends the program."""
        broken = error.error if isinstance(error, WorkerFailed) else None
        if isinstance(broken, RuleBroken) and isinstance(self.screen, Talks):
            self.screen.problem(broken)
        else:
            super()._handle_exception(error)

    def on_resize(self, event: Resize) -> None:
        """Say so where the window is too small to work in."""
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        shown = getattr(self.screen, "is_too_small_notice", False)
        if small and not shown:
            from screens.too_small import TooSmall

            self.push_screen(TooSmall())
        elif shown and not small:
            self.pop_screen()


def _is_new() -> bool:
    """Whether nobody has said anything about the company nor made a party yet."""
    return not setting("CompanyName") and not Party.any()


def run(settings: Settings, *, make: bool = False) -> int:
    """Show the interface until the user leaves; returns the exit status.

    `make` makes the database that was named where none is.
    """
    from crmtui.failures import refused
    from crmtui.opening import open_session
    from crmtui.terminal import crash, session
    from crmtui.terminal.environment import ascii_wanted

    session.guard_session()
    crash.catch_strays(paths.log_folder())
    database = DatabaseThread()
    try:
        opened = database.submit(open_session, settings, make=make).result()
    except RuleBroken as broken:
        return refused(broken, None)
    draw_ascii(ascii_wanted(settings.ascii))
    app = CrmApp(opened, database)
    app.log_directory = paths.log_folder()
    gc.freeze()
    gc.enable()
    app.run(mouse=settings.mouse)
    database.stop()
    session.leave(app.return_code or 0)
