"""Go to another list, to the lookup, or out; never past what would be lost."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from crmtui.i18n import LANGUAGES, language, set_language, t
from screens.dialogs.choose import Choose, Option

# Where one can go, and the letter that goes there, the same in both languages.
PLACES = (
    ("c", "customer"),
    ("f", "supplier"),
    ("p", "prospect"),
    ("g", "group"),
    ("k", "contacts"),
    ("a", "agenda"),
    ("t", "today"),
    ("o", "opportunities"),
    ("l", "pipeline"),
    ("q", "quotes"),
    ("m", "mailings"),
    ("i", "items"),
    ("r", "lookup"),
    ("b", "tables"),
    ("u", "users"),
    ("s", "settings"),
)


_SCREENS = {
    "contacts": ("screens.lists", "ContactList"),
    "agenda": ("screens.calendar.month", "MonthScreen"),
    "today": ("screens.today", "TodayScreen"),
    "opportunities": ("screens.sales.opportunities", "OpportunityList"),
    "pipeline": ("screens.sales.pipeline", "PipelineScreen"),
    "quotes": ("screens.sales.quotes", "QuoteList"),
    "mailings": ("screens.mailings.mailings", "MailingList"),
    "items": ("screens.sales.items", "ItemList"),
    "tables": ("screens.tables", "TablesScreen"),
    "users": ("screens.tables", "UsersScreen"),
    "settings": ("screens.settings", "SettingsScreen"),
}


async def go_to(screen: Any) -> None:
    """Ask where to go, and go."""
    options = [Option(letter, t(f"go.{name}")) for letter, name in PLACES]
    tabs = screen.tabs_to_go() if hasattr(screen, "tabs_to_go") else []
    options[:0] = [Option(letter, t(word)) for letter, word in tabs]
    chosen = await screen.app.push_screen_wait(Choose(t("command.go-to"), options, letters=True))
    if chosen in dict(tabs):
        await screen.go_to_tab(chosen)
        return
    for letter, name in PLACES:
        if letter == chosen:
            await go(screen, name)


async def go(screen: Any, name: str) -> None:
    """Go to a place by name, leaving every screen above the lookup."""
    if not await back_to_lookup(screen):
        return
    if name == "lookup":
        screen.app.screen.search_anew()
        return
    other = _screen(name)
    if other is not None:
        screen.app.push_screen(other)


def _screen(name: str) -> Any:
    """A new screen of a place; only its own module is imported."""
    if name in ("customer", "supplier", "prospect", "group"):
        from screens.lists import PartyList

        return PartyList(name)
    if name not in _SCREENS:
        return None
    module, screen = _SCREENS[name]
    return getattr(import_module(module), screen)()


async def leave_all(screen: Any) -> bool:
    """Whether every screen may be left; the one that may not stays."""
    # The question stands already: whoever presses the same key again has not answered it.
    if getattr(screen.app.screen, "is_of_unsaved", False):
        return False
    for other in reversed(screen.app.screen_stack):
        may_leave = getattr(other, "may_leave", None)
        if may_leave is not None and not await may_leave():
            return False
    return True


async def back_to_lookup(screen: Any) -> bool:
    """Go back to the lookup; whether nothing stood in the way."""
    if not await leave_all(screen):
        return False
    stack = screen.app.screen_stack
    for _ in range(len(stack) - 1):
        screen.app.pop_screen()
    return True


async def speak_other_language(screen: Any) -> None:
    """Speak the other language, and keep it as the user's own."""
    if not await back_to_lookup(screen):
        return
    set_language(LANGUAGES[1 - LANGUAGES.index(language())])
    lookup = screen.app.screen_stack[0]
    # The screen that asked may be gone by now, and its workers with it.
    lookup.run_worker(lookup.speak())
