"""Whether completed activities are among a contact's, as each user chose last (spec 7.1)."""

from __future__ import annotations

from typing import Any

from models.user import keep_preferences, preferences

PREFERENCE = "activities.completed"


async def completed_shown(screen: Any) -> bool:
    """Whether the user wants to see completed activities."""
    memory: dict[str, str] = screen.host.memory
    if PREFERENCE not in memory:
        kept = await screen.ask(preferences, screen.host.user["id"])
        memory[PREFERENCE] = kept.get(PREFERENCE, "no")
    return memory[PREFERENCE] == "yes"


async def show_completed(screen: Any, shown: bool) -> None:
    """Show completed activities from here on, with every contact, or no longer."""
    screen.host.memory[PREFERENCE] = "yes" if shown else "no"
    chosen = {PREFERENCE: screen.host.memory[PREFERENCE]}
    await screen.ask(keep_preferences, screen.host.user["id"], chosen)
