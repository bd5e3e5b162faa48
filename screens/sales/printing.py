"""Printing an opportunity or a quote, in either language (spec 8.4, 9.4)."""

from __future__ import annotations

from typing import Any

from crmtui.i18n import LANGUAGES, t
from crmtui.printing.document import Document, document_of
from crmtui.printing.letters import replaced
from crmtui.printing.pdf import CHARSET, as_pdf
from crmtui.printing.text import as_text
from models.rules import RuleBroken
from screens.printing import WAYS, Job, Made, choose_way, print_to

_LANGUAGE = "language"


async def print_record(screen: Any, kind: str, key: int) -> None:
    """Ask where to print a record, in which language, and do it. Raises `RuleBroken`."""
    language = ""
    chosen = _LANGUAGE
    while chosen == _LANGUAGE:
        document = await screen.ask(document_of, kind, key, language)
        chosen = await choose_way(
            screen,
            document.name,
            (*WAYS, _LANGUAGE),
            before=chosen if language else "",
            facts={_LANGUAGE: {"language": t(f"choice.{document.language}")}},
        )
        language = next(other for other in LANGUAGES if other != document.language)
    if chosen:
        try:
            await print_to(screen, _job(document), chosen)
        except RuleBroken as broken:
            screen.call_later(screen.problem, broken)


def _job(document: Document) -> Job:
    def text(charset: str) -> Made:
        made = as_text(document, charset).encode(charset, "replace")
        return Made(made, replaced(document.texts, charset))

    def pdf() -> Made:
        return Made(as_pdf(document), replaced(document.texts, CHARSET))

    return Job(document.name, f"{document.title}-{document.number}", text, pdf)
