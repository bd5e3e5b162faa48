"""What is done with an activity, or with one date of a series, from wherever it is shown.

Of a series each act asks for which dates it is meant, telling beforehand what it will do, and
tells afterwards what it did (spec 7.7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from crmtui.i18n import t
from crmtui.plan_words import beside, done_words
from crmtui.typed_dates import typed_day
from crmtui.values import long_date, moment_words
from models import series
from models.activity import Activity
from models.entity import Values
from models.occurrence import Occurrence
from models.rules import RuleBroken, Saved
from models.series_plan import Plan
from screens.actions import choose_action
from screens.activity_form.joining import new_values, read_activity
from screens.activity_form.screen import ActivityForm
from screens.dialogs.choose import Choose, Option
from screens.dialogs.confirm import confirmed
from screens.dialogs.scope import Chosen, ask_scope
from screens.dialogs.type_text import TypeText
from screens.documents.documents import documents_fact, show_documents
from screens.opening import open_contact

Act = Callable[[Any, int, "dt.datetime | None"], Coroutine[Any, Any, bool]]

# Minutes of a day, by which an activity is moved to another date.
DAY = 24 * 60


async def new_activity(
    screen: Any,
    *,
    contact: int | None = None,
    day: dt.date | None = None,
    at: dt.time | None = None,
) -> int | None:
    """Make an activity in the form; its id, if it was saved."""
    try:
        values = await screen.ask(_new_values, contact, day, at)
    except RuleBroken as broken:
        _problem(screen, broken)
        return None
    return await _show(screen, values)


def _new_values(contact: int | None, day: dt.date | None, at: dt.time | None) -> Values:
    context: Values = {"contact": contact}
    if day is not None:
        usual = Activity.blank()["start"].time()
        context["start"] = dt.datetime.combine(day, at or usual)
    return new_values(**context)


async def open_activity(screen: Any, key: int, original: dt.datetime | None) -> int | None:
    """Open an activity, or one date of a series, in the form; its id, if it was saved."""
    try:
        values = await screen.ask(read_activity, key, original)
    except RuleBroken as broken:
        _problem(screen, broken)
        return None
    return await _show(screen, values)


async def _show(screen: Any, values: Values) -> int | None:
    path = (t("activity.path"),)
    key: int | None = await screen.app.push_screen_wait(ActivityForm(values, path))
    return key


# What is done with it.


async def complete(screen: Any, key: int, original: dt.datetime | None) -> bool:
    """Say that it is done, with a note; or that one that is done is still to be done."""
    try:
        values = await screen.ask(series.occurrence_values, key, original)
        if values["status"] == "done":
            await screen.ask(series.reopen, key, original)
            _say(screen, t("activity.reopened", subject=values["subject"]))
            return True
        chosen = await _scope(screen, values, "complete")
        if chosen is None:
            return False
        note = await screen.app.push_screen_wait(TypeText(t("activity.note_title")))
        if note is None:
            return False
        saved = await screen.ask(series.complete, key, original, chosen.scope, note)
    except RuleBroken as broken:
        _problem(screen, broken)
        return False
    _tell(screen, values, chosen, "complete", saved)
    return True


async def delete(screen: Any, key: int, original: dt.datetime | None) -> bool:
    """Delete an activity, or dates of a series, once the user agrees."""
    try:
        values = await screen.ask(series.occurrence_values, key, original)
        name = values["subject"]
        if original is None and not values["rrule"]:
            agreed = await confirmed(
                screen, t("delete.title"), t("delete.text", name=name), t("delete.act")
            )
            chosen = _whole(values) if agreed else None
        else:
            chosen = await _scope(screen, values, "delete")
        if chosen is None:
            return False
        await screen.ask(series.delete, key, original, chosen.scope)
    except RuleBroken as broken:
        _problem(screen, broken)
        return False
    _tell(screen, values, chosen, "delete", Saved(key))
    return True


async def move(screen: Any, key: int, original: dt.datetime | None, minutes: int) -> bool:
    """Move an activity, or dates of a series, by so many minutes."""
    try:
        values = await screen.ask(series.occurrence_values, key, original)
        start = values["start"] + dt.timedelta(minutes=minutes)
        chosen = await _scope(screen, values, "change", {"start": start})
        if chosen is None:
            return False
        saved = await screen.ask(series.move, key, original, chosen.scope, minutes)
    except RuleBroken as broken:
        _problem(screen, broken)
        return False
    except OverflowError:
        _problem(screen, RuleBroken("rule.too_late"))
        return False
    say = long_date if values["all_day"] else moment_words
    told = [t("activity.moved", before=say(values["start"]), after=say(start))]
    if values["status"] != "open" and values["rrule"] and chosen.scope != "this":
        # The others are moved; what is history stays where it was.
        told = []
    told += [done_words(chosen.plan)] if values["rrule"] else []
    _say(screen, " ".join(told), saved)
    return True


async def move_to(screen: Any, key: int, original: dt.datetime | None, day: dt.date) -> bool:
    """Move an activity, or dates of a series, to another date."""
    try:
        values = await screen.ask(series.occurrence_values, key, original)
    except RuleBroken as broken:
        _problem(screen, broken)
        return False
    days = (day - values["start"].date()).days
    if not days:
        _say(screen, t("activity.there_already"))
        return False
    return await move(screen, key, original, days * DAY)


async def restore(screen: Any, key: int) -> bool:
    """Give a series back one of the dates that were removed."""
    try:
        removed = await screen.ask(series.removed_dates, key)
        if not removed:
            _say(screen, t("activity.none_removed"))
            return False
        options = [Option(str(n), long_date(day)) for n, day in enumerate(removed)]
        dialog = Choose(t("activity.removed"), options, codes=False)
        answer = await screen.app.push_screen_wait(dialog)
        if answer is None:
            return False
        day = removed[int(answer)]
        await screen.ask(series.restore, key, day)
    except RuleBroken as broken:
        _problem(screen, broken)
        return False
    _say(screen, t("activity.restored", day=long_date(day)))
    return True


async def _scope(
    screen: Any, values: Values, act: str, changed: Mapping[str, Any] | None = None
) -> Chosen | None:
    """The dates meant; one that is no series is meant whole. Raises `RuleBroken`."""
    original = values["original"]
    if original is not None:
        return await ask_scope(screen, values["id"], original, act, changed)
    if not values["rrule"]:
        return _whole(values)
    # A series that is shown whole: there is but one answer, and what it does is told all the same.
    return await ask_scope(screen, values["id"], None, act, changed, scopes=("all",))


def _whole(values: Values) -> Chosen:
    return Chosen("all", Plan(1, False, values["start"], values["start"]))


def _tell(screen: Any, values: Values, chosen: Chosen, act: str, saved: Saved) -> None:
    """Tell what was done, and with which activity."""
    if not values["rrule"]:
        text = t(f"activity.did_whole.{act}", subject=values["subject"])
    else:
        text = t("activity.did", subject=values["subject"], done=done_words(chosen.plan))
    _say(screen, text, saved)


def _say(screen: Any, text: str, saved: Saved | None = None) -> None:
    """Tell, after what the screen says of itself once a dialog over it has gone."""
    screen.call_later(screen.tell, text, beside(saved) if saved else ())


def _problem(screen: Any, broken: RuleBroken) -> None:
    screen.call_later(screen.problem, broken)


# What can be done, to choose from.


async def activity_actions(screen: Any, occurrence: Occurrence) -> bool:
    """Choose what to do with an occurrence; whether anything was done."""
    if occurrence.busy:
        _say(screen, t("activity.busy_only"))
        return False
    return await _choose(
        screen,
        occurrence.key,
        occurrence.original,
        done=occurrence.status == "done",
        contact=occurrence.contact_id,
        series_too=occurrence.recurs,
        opens=True,
    )


async def actions_in_form(screen: Any) -> bool:
    """Choose what to do with the activity that a form shows; whether anything was done."""
    values = screen.editing.values
    return await _choose(
        screen,
        values["id"],
        screen.original,
        done=values["status"] == "done",
        contact=values["contact"],
        series_too=bool(values["rrule"]),
        opens=False,
    )


async def _choose(
    screen: Any,
    key: int,
    original: dt.datetime | None,
    *,
    done: bool,
    contact: int | None,
    series_too: bool,
    opens: bool,
) -> bool:
    names = ["reopen" if done else "complete", "delete"]
    names += ["removed"] if series_too else []
    names += ["whole"] if series_too and original is not None else []
    names += ["documents", *(["contact"] if contact else [])]
    # In the form it is moved by its own fields.
    names[:0] = ["open", "move"] if opens else []
    facts = await documents_fact(screen, "activity", key)
    chosen = await choose_action(screen, names, _action, facts=facts)
    return chosen is not None and await _do(screen, chosen, key, original, contact)


def _action(name: str) -> str:
    return f"activity.action.{name}"


async def _do(
    screen: Any, name: str, key: int, original: dt.datetime | None, contact: int | None
) -> bool:
    if name in ("open", "whole"):
        # Whatever was done in the form, its own actions included.
        await open_activity(screen, key, original if name == "open" else None)
        return True
    if name == "contact" and contact:
        return await _open_contact(screen, contact)
    if name == "removed":
        return await restore(screen, key)
    if name == "documents":
        return await _open_documents(screen, key, original)
    acts: dict[str, Act] = {
        "complete": complete,
        "reopen": complete,
        "move": _ask_date,
        "delete": delete,
    }
    return await acts[name](screen, key, original)


async def _ask_date(screen: Any, key: int, original: dt.datetime | None) -> bool:
    def check(text: str) -> str:
        return typed_day(text, screen.host.today).isoformat()

    text = await screen.app.push_screen_wait(TypeText(t("activity.move_title"), check))
    return bool(text) and await move_to(screen, key, original, dt.date.fromisoformat(text))


async def _open_documents(screen: Any, key: int, original: dt.datetime | None) -> bool:
    """Show the documents of an activity, which all dates of a series have together."""
    try:
        values = await screen.ask(series.occurrence_values, key, original)
        path = (t("activity.path"), str(values["subject"]))
        await show_documents(screen, "activity", key, path)
    except RuleBroken as broken:
        _problem(screen, broken)
    return False


async def _open_contact(screen: Any, contact: int) -> bool:
    try:
        await open_contact(screen, contact)
    except RuleBroken as broken:
        _problem(screen, broken)
    return False
