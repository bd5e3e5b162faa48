"""What is shown of contacts: their names, and the columns of lists of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmtui.i18n import t
from models.contact_role import ROLES
from screens.symbols import sign
from screens.widgets.columns import Column


def contact_columns(where: str, role: str = "") -> list[Column]:
    """A party's contacts (`party`), a `group`'s, or everybody's with their party (`all`)."""
    columns = [
        Column(t("contact.name"), 0, _name),
        Column(t("contact.job_title"), 20, lambda c: str(c["job_title"])),
        Column(t("contact.phone"), 21, _phone),
    ]
    if role:
        rank = f"{role}_rank"
        columns.insert(0, Column(t("contact.payable_rank"), 5, lambda c: str(c[rank] or "")))
    if where == "all":
        columns.insert(1, Column(t("contact.party"), 11, lambda c: str(c["party"])))
        columns[2] = Column(t("contact.email"), 24, lambda c: str(c["email"]))
        return columns
    if where == "group":
        columns[-2:] = [
            Column(t("contact.party"), 12, _of_party),
            Column(t("contact.job_title"), 14, lambda c: str(c["job_title"])),
            Column(t("contact.phone"), 14, _phone),
        ]
    return [
        *columns,
        Column(t("contact.types"), 9, _types),
        Column(t("contact.email"), 36, lambda c: str(c["email"])),
    ]


def _name(cells: dict[str, Any]) -> str:
    name = contact_name(cells)
    return name if cells["active"] else f"{name} ({t('list.inactive')})"


def _of_party(cells: dict[str, Any]) -> str:
    """Whose a member by reference is; a contact of the group itself is the group's own."""
    return f"{sign('arrow')} {cells['party']}" if cells["reference"] else ""


def _phone(cells: dict[str, Any]) -> str:
    if cells["extension"]:
        return t("contact.phone_ext", phone=cells["phone"], extension=cells["extension"])
    return str(cells["phone"] or cells["mobile"])


def _types(cells: dict[str, Any]) -> str:
    return " ".join(
        f"{t(f'role.{role}.short')}{cells[f'{role}_rank'] or ''}" for role in ROLES if cells[role]
    )


def contact_name(cells: Mapping[str, Any]) -> str:
    """A contact's name, last name first."""
    return ", ".join(p for p in (cells["last_name"], cells["first_name"]) if p)


def contact_text(cells: dict[str, Any]) -> str:
    """A contact as one line to paste elsewhere."""
    name = " ".join(p for p in (cells["first_name"], cells["last_name"]) if p)
    return ", ".join(p for p in (name, cells["phone"], cells["mobile"], cells["email"]) if p)
