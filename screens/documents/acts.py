"""What is done with a document: shown, saved as a copy, renamed, removed (spec 6)."""

from __future__ import annotations

import os
import shlex
from typing import Any

from crmtui import documents
from crmtui.i18n import t
from crmtui.messages import sentence
from crmtui.safe_text import visible
from models.document import Document, safe_name
from models.document_store import KEPT_DAYS
from models.entity import Values
from models.quote import Quote
from models.rules import RuleBroken
from screens.dialogs.confirm import confirmed
from screens.dialogs.type_text import TypeText
from screens.documents.sheet import DocumentSheet
from screens.documents.text import MOST, text_of
from screens.documents.words import size_words

_KINDS = {of: kind for kind, of in documents.OF.items()}


async def show_document(screen: Any, key: int, path: tuple[str, ...]) -> None:
    """Show the text of a document, or how to fetch one that is no text. Raises `RuleBroken`."""
    screen.say(t("documents.reading"))
    values, command, data = await screen.ask(_read, key)
    text = text_of(data)
    remark = ""
    if text is None:
        text, remark = _no_text(values, command), t("documents.no_text")
    elif not text:
        text = t("documents.empty")
    elif values["size"] > MOST:
        remark = t("documents.first_part", size=size_words(values["size"]))
    screen.say("")
    await screen.app.push_screen_wait(DocumentSheet((*path, values["name"]), text, remark))


def _read(key: int) -> tuple[Values, str, bytes]:
    values = Document.seen(key)
    return values, _command(values), Document.beginning(key, MOST)


def _command(values: Values) -> str:
    """The command that fetches a document."""
    of = Document.owner(values)
    owner = values[of] if of != "quote" else Quote.values_of(values[of])["number"]
    return f"crmtui documents {_KINDS[of]} {owner} save {values['id']}"


def _no_text(values: Values, command: str) -> str:
    facts = {
        "name": values["name"],
        "type": values["type"] or "?",
        "size": size_words(values["size"]),
        "sha256": values["sha256"],
        "command": f"{command} {t('documents.file')}",
        "remote": f"ssh {t('documents.host')} {command} - > {shlex.quote(values['name'])}",
    }
    return t("documents.fetch", **facts)


async def save_copy(screen: Any, key: int, name: str) -> None:
    """Save a copy where the user says. Raises `RuleBroken`."""

    def check(text: str) -> str:
        if not text.strip():
            raise RuleBroken("documents.no_path")
        documents.target_of(name, text.strip())
        return text.strip()

    path = f"{'' if os.access(os.curdir, os.W_OK) else '~/'}{name}"
    wrong: RuleBroken | None = None
    while True:
        dialog = TypeText(t("documents.save_title"), check, path, wrong)
        path = await screen.app.push_screen_wait(dialog)
        if path is None:
            return
        _say(screen, t("documents.saving"))
        try:
            saved = await _save(screen, key, path)
        except RuleBroken as broken:
            if broken.key != "backup.cannot":
                raise
            # The path is at fault: it stays to be corrected, and no key acts on the list.
            wrong = broken
            continue
        if saved is not None:
            _say(screen, t("document.saved", path=visible(saved)))
        return


async def _save(screen: Any, key: int, path: str) -> str | None:
    try:
        return str((await screen.ask(documents.save_copy, key, path)).absolute())
    except RuleBroken as broken:
        if broken.key != "document.exists":
            raise
        title, question = t("documents.save_title"), t("documents.replace_text", **broken.facts)
    if not await confirmed(screen, title, question, t("documents.replace")):
        _say(screen, "")
        return None
    return str((await screen.ask(_replace, key, path)).absolute())


def _replace(key: int, path: str) -> Any:
    return documents.save_copy(key, path, replace=True)


async def rename_document(screen: Any, key: int, name: str) -> None:
    """Ask what a document is to be called. Raises `RuleBroken`."""

    def check(text: str) -> str:
        if not text.strip():
            raise RuleBroken("documents.no_name")
        return text

    dialog = TypeText(t("documents.rename_title"), check, name)
    chosen = await screen.app.push_screen_wait(dialog)
    if chosen is None or chosen == name:
        return
    await screen.ask(Document.rename, key, chosen)
    kept = safe_name(chosen)
    words = "documents.renamed" if kept == chosen.strip() else "documents.renamed_safe"
    _say(screen, t(words, name=kept))


async def remove_document(screen: Any, key: int, name: str) -> bool:
    """Remove a document once the user agrees; whether it is gone. Raises `RuleBroken`."""
    text = t("documents.remove_text", name=name, n=KEPT_DAYS)
    if not await confirmed(screen, t("documents.remove_title"), text, t("documents.remove_act")):
        return False
    await screen.ask(Document.remove, key)
    _say(screen, t("document.removed", name=name))
    return True


def _say(screen: Any, text: str) -> None:
    """Tell, after what the screen says of itself once a dialog over it has gone."""
    screen.call_later(screen.say, text)


def problem(screen: Any, broken: RuleBroken) -> None:
    """Tell what rule was broken, in the same way."""
    screen.call_later(screen.say, sentence(broken), error=True)
