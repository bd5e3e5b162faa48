"""A contact's card: its form with every section, and the tabs of its lists below (spec 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from crmtui.i18n import t
from models.contact import Contact
from models.entity import Values
from models.setting import setting
from screens.actions import set_active
from screens.base import tells
from screens.commands import activities, lists, records, sales_lists
from screens.commands.command import Command
from screens.contact_actions import act_on
from screens.contact_columns import contact_name
from screens.contact_tabs.activities import ActivitiesTab
from screens.contact_tabs.notes import NotesTab
from screens.contact_tabs.opportunities import OpportunitiesTab
from screens.contact_tabs.quotes import QuotesTab
from screens.contact_tabs.tabbed import TabbedForm
from screens.copying.provenance import TellsProvenance
from screens.record_form import Editing
from screens.walk import Walk, Walks
from screens.widgets.layout import Place

PLACES = (
    Place("salutation", 8, first=True),
    Place("first_name", 16),
    Place("last_name", 17),
    Place("active"),
    Place("job_title", 21, first=True),
    Place("department", 17),
    Place("language", 10),
    Place("address1", 31, first=True),
    Place("address2", 23),
    Place("city", 16, first=True),
    Place("province", 5),
    Place("country", 5),
    Place("postal_code", 8),
    Place("phone", 16, first=True),
    Place("extension", 7),
    Place("mobile", 16),
    Place("email", 30, first=True),
    Place("fax", 16),
    Place("payable", first=True),
    Place("payable_rank", 3, when="payable"),
    Place("purchasing"),
    Place("purchasing_rank", 3, when="purchasing"),
    Place("groupings", 12),
    Place("in_mailing", first=True),
    Place("opted_out", 12),
    Place("opted_out_reason", 13),
)
BIRTH = Place("birth_date", 16, first=True)
ANNIVERSARY = Place("anniversary", 16, first=True)
REMARKS = Place("remarks", 38, height=2)


def contact_editing(values: Values, party: Values) -> Editing:
    """What the card of a contact edits; run on the database's thread, for it asks a setting."""
    day = ANNIVERSARY if setting("ContactAnniversaryDate") else BIRTH
    return Editing(
        entity=Contact.entity,
        places=(*PLACES, day, REMARKS),
        values=values,
        save=Contact.save_telling,
        read=Contact.values_of,
        path=(t(f"kind.{party['kind']}"), party["code"]),
        title=contact_title,
        key=values.get("id"),
        followed=lambda typed: Contact.same_as_party(typed, party),
    )


def contact_title(values: Mapping[str, Any]) -> str:
    """A contact's name, last name first."""
    return contact_name(values)


class ContactCardScreen(TellsProvenance, Walks, TabbedForm):
    """A contact's form, and below it the lists of what there is on the contact."""

    TABS = (NotesTab, ActivitiesTab, OpportunitiesTab, QuotesTab)
    OFFERS: ClassVar[tuple[Command, ...]] = (
        records.SAVE,
        lists.OPEN,
        lists.NEW,
        lists.NEW_LETTER,
        records.PROMPT,
        records.INTERVAL,
        records.DONE,
        activities.COMPLETED,
        *sales_lists.GROUPS,
        sales_lists.PRINT,
        records.ACTIONS,
        records.ACTIONS_LETTER,
        records.PREVIOUS,
        records.NEXT,
        records.PREVIOUS_LETTER,
        records.NEXT_LETTER,
        records.CANCEL,
        activities.FIRST_TAB,
        activities.SECOND_TAB,
        sales_lists.THIRD_TAB,
        sales_lists.FOURTH_TAB,
        lists.DELETE,
        lists.COPY,
        *lists.LETTERS,
    )

    def __init__(
        self, editing: Editing, walk: Walk | None = None, at: tuple[str, Any] | None = None
    ) -> None:
        """Edit a contact; `at` names a tab and what the cursor is on in it."""
        super().__init__(editing, at)
        self.walk_from = walk

    @tells
    async def action_completed(self) -> None:
        """Show completed activities too, or no longer."""
        if isinstance(self.tab, ActivitiesTab):
            await self.tab.toggle_completed()

    async def own_actions(self, key: int) -> None:
        """Choose what to do with the contact."""
        await act_on(self, key)

    @tells
    async def set_active(self, active: bool) -> None:
        """Activate or deactivate the contact, once nothing edited is unsaved."""
        if self.form.dirty:
            self.say(t("form.unsaved"), error=True)
            return
        await set_active(self, Contact, self.editing.values, active)
        self.editing.values = await self.ask(Contact.values_of, self.editing.key or 0)
        self.form.accept(self.editing.values)
