"""What became of somebody of a mailing, in words."""

from __future__ import annotations

from crmtui.i18n import has, t


def reason_text(reason: str, detail: str = "") -> str:
    """Why somebody gets nothing or got nothing, with what the server said or which field it is."""
    key = f"mailing.reason.{reason}"
    text = t(key) if has(key) else reason
    if not detail:
        return text
    return t("mail.with_detail", reason=text, detail=detail) if text else detail
