"""The base of every screen: its three lines, its commands, its way to the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, Protocol, TypeVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from crmtui.i18n import t
from crmtui.messages import sentence, told
from crmtui.opening import Session
from crmtui.values import long_date
from models.database import DatabaseThread
from models.entity import Entity, Values
from models.rules import Notice, RuleBroken
from screens.commands import everywhere
from screens.commands.command import Command, comes_first, key_name
from screens.widgets.bars import KeyLine, StatusLine, TopLine

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="Talks")


class CrmAppLike(Protocol):
    """What screens need of the app, which stands above them."""

    session: Session
    database: DatabaseThread
    user: Values
    today: Any
    memory: dict[str, str]


# What some screen's command does, so that screens that inherit its key and not it refuse it.
_runs: set[str] = set()


def bindings_of(commands: tuple[Command, ...]) -> list[BindingType]:
    """Textual's bindings for commands; F-keys and ctrl act before the focused widget does."""
    _runs.update(command.run.partition("(")[0] for command in commands)
    return [
        Binding(key, command.run, command.label, show=False, priority=comes_first(command, key))
        for command in commands
        if command.run
        for key in command.keys.split(",")
    ]


def tells(
    action: Callable[Concatenate[S, P], Awaitable[None]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, None]]:
    """Let a screen's action say a broken rule on its status line instead of failing."""

    @wraps(action)
    async def told_action(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            await action(self, *args, **kwargs)
        except RuleBroken as broken:
            self.problem(broken)

    return cast(Callable[Concatenate[S, P], Coroutine[Any, Any, None]], told_action)


class Talks:
    """What screens and dialogs share: the database, and what they say."""

    entity: Entity | None = None

    @property
    def host(self) -> CrmAppLike:
        """The app."""
        return cast(CrmAppLike, cast(Any, self).app)

    async def ask(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call on the database's thread."""
        return await asyncio.wrap_future(self.host.database.submit(call, *args, **kwargs))

    def say(self, text: str, *, error: bool = False) -> None:
        """Say what happened on the status line."""
        cast(Any, self).query_one(StatusLine).say(text, error=error)

    def whole_key(self) -> str:
        """The key that shows the whole of a message that is longer than its line."""
        return key_name(everywhere.HELP.keys.partition(",")[0])

    def messages(self) -> list[str]:
        """What was said last, and what is wrong with fields, where either was cut; whole."""
        said = cast(Any, self).query_one(StatusLine).whole()
        form = getattr(self, "form", None)
        wrong = form.cut_errors() if form is not None else []
        return [*said, *(text for text in wrong if not any(text in other for other in said))]

    def action_whole_message(self) -> None:
        """Show the whole of what was said last."""
        from screens.dialogs.whole_message import WholeMessage

        if texts := self.messages():
            app = cast(Any, self).app
            app.push_screen(WholeMessage(texts, app.size))
        else:
            self.say(t("message.none"))

    def problem(self, broken: RuleBroken) -> None:
        """Say what rule was broken."""
        self.say(sentence(broken, self.entity), error=True)

    def tell(self, first: str, notices: tuple[Notice, ...] = ()) -> None:
        """Say what was done, and what was done beside it."""
        self.say(" ".join((first, *(told(notice) for notice in notices))))


class CrmScreen(Talks, Screen[Any]):
    """A whole screen: path, body, status line and keys."""

    OFFERS: ClassVar[tuple[Command, ...]] = ()
    AUTO_FOCUS = ""
    DEFAULT_CSS = "CrmScreen { layout: vertical; overflow: hidden; }"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "OFFERS" in cls.__dict__:
            own = cls.__dict__.get("BINDINGS", ())
            cls.BINDINGS = [*bindings_of(cls.OFFERS), *own]
        super().__init_subclass__(**kwargs)

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(everywhere.ALL)

    def compose(self) -> ComposeResult:
        """The constant lines around the body."""
        yield TopLine()
        yield from self.body()
        yield StatusLine()
        yield KeyLine()

    def body(self) -> Iterator[Widget]:
        """The widgets between the top line and the status line."""
        yield from ()

    def path(self) -> tuple[str, ...]:
        """The names of the places that lead here."""
        return ()

    async def on_mount(self) -> None:
        """Say where one is."""
        self.show_path()

    def show_path(self) -> None:
        """Write the top line."""
        top = self.query_one(TopLine)
        top.path = self.path()
        top.who = f"{self.host.user['login']} · {long_date(self.host.today)}"

    # Which commands count here and now.

    def in_list(self) -> bool:
        """Whether a list has the focus, so that letters are commands."""
        from screens.widgets.record_table import RecordTable

        return isinstance(self.focused, RecordTable)

    def in_form(self) -> bool:
        """Whether a field of a form has the focus."""
        from screens.widgets.fields import FormField

        return isinstance(self.focused, FormField) or self.in_lines()

    def in_lines(self) -> bool:
        """Whether a grid of lines has the focus."""
        return bool(getattr(self.focused, "is_grid", False))

    def commands(self) -> tuple[Command, ...]:
        """Every command of the screen, its own first."""
        return (*self.OFFERS, *everywhere.ALL)

    def acts(self, command: Command) -> bool:
        """Whether a command does something here and now."""
        if command.where == "list":
            return self.in_list()
        if command.where == "form":
            return self.in_form()
        if command.where == "grid":
            return self.in_lines()
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let only those commands act that count here and now."""
        named = [c for c in self.commands() if c.run.partition("(")[0] == action]
        return any(self.acts(command) for command in named) if named else action not in _runs

    def show_keys(self) -> None:
        """Write the footer."""
        shown = []
        for command in self.commands():
            if self.in_footer(command) and self.acts(command):
                usual = command.shown if command.keys == command.usual else ""
                keys = usual or key_name(command.keys.partition(",")[0])
                shown.append((keys, t(self.footer_label(command))))
        self.query_one(KeyLine).show_keys(shown)

    def in_footer(self, command: Command) -> bool:
        """Whether the last line of this screen tells of a command where it acts."""
        return command.footer

    def footer_label(self, command: Command) -> str:
        """The key of a command's word in this screen's footer."""
        return command.label

    def on_descendant_focus(self) -> None:
        """Other keys matter once another widget has the focus."""
        for line in self.query(StatusLine):
            line.unsay()
        self.show_keys()
        status = self.query_one(StatusLine)
        if status.is_cut:
            status.refresh()

    def whole_key(self) -> str:
        """The key that shows the whole of a message; where one types, help twice."""
        usual = super().whole_key()
        if self.in_form() or isinstance(self.focused, Input):
            return f"{usual} {usual}"
        return key_name(everywhere.WHOLE_MESSAGE.keys.partition(",")[0])

    # Commands of every screen.

    def action_help(self) -> None:
        """Show help on the field and the screen."""
        from screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self), self._helped)

    def _helped(self, asked_again: bool | None) -> None:
        if asked_again:
            self.action_whole_message()

    @work
    async def action_go_to(self) -> None:
        """Choose another list to go to."""
        from screens.go_to import go_to

        await go_to(self)

    @work
    async def action_palette(self) -> None:
        """Find any command by its words."""
        from screens.palette import run_palette

        await run_palette(self)

    @work
    async def action_lookup(self) -> None:
        """Go back to the lookup."""
        from screens.go_to import go

        await go(self, "lookup")

    async def action_refresh(self) -> None:
        """Read again what is shown."""

    def action_redraw(self) -> None:
        """Paint everything anew."""
        redraw = getattr(self.app, "redraw", self.refresh)
        redraw()

    @work
    async def action_language(self) -> None:
        """Speak the other language, from the lookup on."""
        from screens.go_to import speak_other_language

        await speak_other_language(self)

    async def may_leave(self) -> bool:
        """Whether nothing would be lost by leaving; asks where something would."""
        return True

    @work
    async def action_leave(self) -> None:
        """Go back to where one came from."""
        if await self.may_leave():
            self.dismiss(None)

    async def action_quit(self) -> None:
        """Leave the program, once nothing would be lost."""
        await self.app.run_action("quit")

    async def action_copy_or_quit(self) -> None:
        """Copy what is selected; where nothing is, leave the program."""
        await self.app.run_action("copy_or_quit")
