"""Every place of the program, and the keys that lead there from the lookup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from story import Story


@dataclass(frozen=True)
class Place:
    """A screen or a dialog: its name, how to get there, the class that is shown there.

    Among the keys, what begins with `=` is a text to type, what begins with `@` a field to go to.
    """

    name: str
    keys: tuple[str, ...]
    shown: str

    async def reach(self, story: Story) -> None:
        """Go there from the lookup."""
        for key in self.keys:
            if key.startswith("="):
                await story.type(key[1:])
            elif key.startswith("@"):
                await story.go(key[1:])
            else:
                await story.press(key)
        assert story.place == self.shown, f"{self.name}: {story.place}\n{story.text}"

    def __str__(self) -> str:
        return self.name


PARTY = ("=tremb01", "enter")
CONTACT = ("=marie roy", "enter")
ACTIVITIES = (*CONTACT, "ctrl+g", "v")
TODAY = ("ctrl+g", "t")
MONTH = ("ctrl+g", "a")
# How long it takes is typed, since the words for it are read in real languages only.
LASTING = ("@duration", "home", "shift+end", "delete", "=30")
MADE = (*MONTH, "n", "@subject", "=Tremblay", *LASTING, "f2", "escape")
WEEKLY = (*MONTH, "n", "@subject", "=Suivi", "@repeats", "f4", "down", "down", "enter")
CODES = ("ctrl+g", "b", "enter")
OPPORTUNITY = (*CONTACT, "ctrl+g", "y", "n", "@description", "=Tremblay", "f2", "escape")
A_LINE = ("@salesperson", "enter", "tab", "=Tremblay")
QUOTE = (*CONTACT, "ctrl+g", "e", "n", "@reference", "=Tremblay", *A_LINE, "f2", "escape")
NEW_OPPORTUNITY = ("ctrl+g", "o", "n")
LINES = (*OPPORTUNITY, "enter", "@owner", "enter")
NEW_QUOTE = ("ctrl+g", "q", "n")
QUOTED = (*OPPORTUNITY, "enter", "f9", "enter", *A_LINE, "f2")
NEW_ITEM = ("ctrl+g", "i", "n")
MAILINGS = ("ctrl+g", "m")
WRITTEN = ("@subject_fr", "=Tremblay", "@text_fr", "={{ contact.name }}")
MAILING = (*MAILINGS, "n", "=Tremblay", *WRITTEN, "f2", "escape")
# The letter that agrees in either language; the other one does nothing.
YES = ("o", "y")
PRODUCED = (*MAILING, "f9", "p", *YES, "enter")
ITEM = (*NEW_ITEM, "=CHAI", "enter", "=Tremblay", "f2", "escape")
DOCUMENTS = (*CONTACT, "f9", "end", *["up"] * 3, "enter")
# A file of one word, which is the data's.
FILE = Path(__file__).parent / "stories" / "Tremblay"
DOCUMENT = (*DOCUMENTS, "n", f"={FILE}", "enter", "escape")

PLACES = (
    Place("lookup", (), "Lookup"),
    Place("lookup hits", ("=tremb",), "Lookup"),
    Place("lookup nothing", ("=zzz",), "Lookup"),
    Place("lookup filters", ("f4",), "FilterDialog"),
    Place("party", PARTY, "PartyCardScreen"),
    Place("party purchasing", (*PARTY, "3"), "PartyCardScreen"),
    Place("party form", (*PARTY, "e"), "PartyForm"),
    Place("new party", ("f6",), "PartyForm"),
    Place("wrong party", ("f6", "f2"), "PartyForm"),
    Place("party actions", (*PARTY, "f9"), "Choose"),
    Place("customers", ("ctrl+g", "c"), "PartyList"),
    Place("suppliers", ("ctrl+g", "f"), "PartyList"),
    Place("no prospects", ("ctrl+g", "p"), "PartyList"),
    Place("sort", ("ctrl+g", "c", "s"), "Choose"),
    Place("delete", ("ctrl+g", "c", "d"), "Ask"),
    Place("contacts", ("ctrl+g", "k"), "ContactList"),
    Place("contact", CONTACT, "ContactCardScreen"),
    Place("new contact", (*PARTY, "f6"), "ContactCardScreen"),
    Place("wrong contact", (*PARTY, "f6", "f2"), "ContactCardScreen"),
    Place("contact actions", (*CONTACT, "f9"), "Choose"),
    Place("salutation", (*CONTACT, "@salutation", "f4"), "Choose"),
    Place("groupings", (*CONTACT, "@groupings", "f4"), "Choose"),
    Place("notes", (*CONTACT, "ctrl+g", "n"), "ContactCardScreen"),
    Place("interval", (*CONTACT, "ctrl+g", "n", "i"), "Choose"),
    Place("dates", (*CONTACT, "ctrl+g", "n", "i", "u"), "TypeText"),
    Place("new note", (*CONTACT, "f6"), "RecordForm"),
    Place("note", (*CONTACT, "ctrl+g", "n", "enter"), "RecordForm"),
    Place("calendar", (*CONTACT, "f6", "@date", "f4"), "PickDate"),
    Place("activities", ACTIVITIES, "ContactCardScreen"),
    Place("today", TODAY, "TodayScreen"),
    Place("today actions", (*TODAY, "f9"), "Choose"),
    Place("put off", (*TODAY, "z"), "TypeDay"),
    Place("month", MONTH, "MonthScreen"),
    Place("month list", (*MADE, "tab"), "MonthScreen"),
    Place("week", (*MADE, "w", "tab"), "WeekScreen"),
    Place("day", (*MADE, "enter"), "DayScreen"),
    Place("free day", (*MONTH, "d"), "DayScreen"),
    Place("new activity", (*MONTH, "n"), "ActivityForm"),
    Place("wrong activity", (*MONTH, "n", "f2"), "ActivityForm"),
    Place("activity actions", (*MADE[:-1], "f9"), "Choose"),
    Place("recurrence", WEEKLY, "ActivityForm"),
    Place("contact looked up", (*MONTH, "n", "@contact", "=m"), "FindContact"),
    Place("times", (*MONTH, "n", "@time", "f4"), "Choose"),
    Place("scope", (*WEEKLY, *LASTING, "f2", "escape", "x"), "AskScope"),
    Place("completion note", (*MADE, "x"), "TypeText"),
    Place("calendar actions", (*MADE, "f9"), "Choose"),
    Place("whose", (*MONTH, "o"), "Choose"),
    Place("go to a date", (*MONTH, "g"), "GoToDay"),
    Place("unsaved", (*PARTY, "e", "=x", "escape"), "Ask"),
    Place("follow", (*PARTY, "e", "@city", "=x", "f2"), "Ask"),
    Place("opportunities", ("ctrl+g", "o"), "OpportunityList"),
    Place("opportunity filters", ("ctrl+g", "o", "f4"), "OpportunityFilterDialog"),
    Place("opportunities sorted", ("ctrl+g", "o", "s"), "Choose"),
    Place("contact's opportunities", (*CONTACT, "ctrl+g", "y"), "ContactCardScreen"),
    Place("contact's opportunity", OPPORTUNITY, "ContactCardScreen"),
    Place("opportunity actions", (*OPPORTUNITY, "f9"), "Choose"),
    Place("opportunity's outcome", (*OPPORTUNITY, "x"), "Choose"),
    Place("opportunity in its list", (*OPPORTUNITY, "ctrl+g", "o"), "OpportunityList"),
    Place("new opportunity", NEW_OPPORTUNITY, "OpportunityForm"),
    Place("wrong opportunity", (*NEW_OPPORTUNITY, "f2"), "OpportunityForm"),
    Place("opportunity", (*OPPORTUNITY, "enter"), "OpportunityForm"),
    Place("opportunity lines", LINES, "OpportunityForm"),
    Place("wrong lines", (*LINES, "=Tremblay", "f2"), "OpportunityForm"),
    Place("item looked up", (*LINES, "f4"), "FindItem"),
    Place("opportunity form actions", (*LINES, "f9"), "Choose"),
    Place("stages history", (*OPPORTUNITY, "enter", "f9", *["down"] * 5, "enter"), "StageHistory"),
    Place("sales due", (*QUOTE, *TODAY), "TodayScreen"),
    Place("pipeline", ("ctrl+g", "l"), "PipelineScreen"),
    Place("pipeline of one", (*OPPORTUNITY, "ctrl+g", "l", "2"), "PipelineScreen"),
    Place("pipeline by month", ("ctrl+g", "l", "3", "m"), "PipelineScreen"),
    Place("quotes", ("ctrl+g", "q"), "QuoteList"),
    Place("quotes' outcomes", ("ctrl+g", "q", "f4"), "Choose"),
    Place("contact's quotes", (*CONTACT, "ctrl+g", "e"), "ContactCardScreen"),
    Place("new quote", NEW_QUOTE, "QuoteForm"),
    Place("wrong quote", (*NEW_QUOTE, "f2"), "QuoteForm"),
    Place("quote", (*QUOTE, "enter"), "QuoteForm"),
    Place("closed quote", (*QUOTE, "enter", "f9", "down", "enter"), "QuoteForm"),
    Place("quote form actions", (*QUOTE, "enter", "f9"), "Choose"),
    Place("why it is lost", (*QUOTE, "enter", "f9", "down", "down", "enter"), "Choose"),
    Place("billed", (*NEW_QUOTE, "@bill_to", "=t"), "FindParty"),
    Place("quote's contact", (*QUOTE, "enter", "@contact", "f4"), "FindContact"),
    Place("opportunity won too", (*QUOTED, "f9", "down", "enter"), "Ask"),
    Place("revised", (*QUOTED, "f9", *["down"] * 4, "enter"), "Ask"),
    Place("quote in its list", (*QUOTE, "ctrl+g", "q"), "QuoteList"),
    Place("quote actions", (*QUOTE, "f9"), "Choose"),
    Place("print", (*QUOTE, "p"), "Choose"),
    Place("print on the screen", (*QUOTE, "p", "enter"), "PrintSheet"),
    Place("items", ("ctrl+g", "i"), "ItemList"),
    Place("new item", NEW_ITEM, "RecordForm"),
    Place("wrong item", (*NEW_ITEM, "f2"), "RecordForm"),
    Place("item", (*ITEM, "enter"), "RecordForm"),
    Place("item actions", (*ITEM, "f9"), "Choose"),
    Place("mailings", MAILINGS, "MailingList"),
    Place("mailing filters", (*MAILINGS, "f4"), "MailingFilterDialog"),
    Place("new mailing", (*MAILINGS, "n"), "MailingForm"),
    Place("wrong mailing", (*MAILINGS, "n", "f2"), "MailingForm"),
    Place("whom a mailing is for", (*MAILINGS, "n", "pagedown"), "MailingForm"),
    Place("mailing's text", MAILING[:-2], "MailingForm"),
    Place("fields of a text", (*MAILING[:-2], "f4"), "Choose"),
    Place(
        "group of a mailing",
        (*MAILINGS, "n", "@to_groups", "space", "@group_code", "f4"),
        "FindGroup",
    ),
    Place("mailing actions", (*MAILING, "f9"), "Choose"),
    Place("audience", (*MAILING, "a"), "AudienceScreen"),
    Place("take in", (*MAILING, "a", "f6"), "FindContact"),
    Place("produce", (*MAILING, "f9", "p"), "Ask"),
    Place("recipients", PRODUCED, "RecipientsScreen"),
    Place("sending", (*PRODUCED, "s", *YES), "SendingScreen"),
    Place("subscriptions", (*CONTACT, "f9", "g"), "SubscriptionList"),
    Place("new subscription", (*CONTACT, "f9", "g", "f6"), "SubscriptionForm"),
    Place("sends", (*CONTACT, "f9", "end", *["up"] * 4, "enter"), "SendsList"),
    Place("no documents", DOCUMENTS, "DocumentList"),
    Place("documents", DOCUMENT, "DocumentList"),
    Place("attach", (*DOCUMENTS, "n"), "AttachDialog"),
    Place("wrong document", (*DOCUMENTS, "n", "enter"), "AttachDialog"),
    Place("attached", DOCUMENT[:-1], "AttachDialog"),
    Place("document", (*DOCUMENT, "enter"), "DocumentSheet"),
    Place("document saved", (*DOCUMENT, "w"), "TypeText"),
    Place("document renamed", (*DOCUMENT, "e"), "TypeText"),
    Place("document removed", (*DOCUMENT, "d"), "Ask"),
    Place("tables", ("ctrl+g", "b"), "TablesScreen"),
    Place("codes", CODES, "CodesScreen"),
    Place("code", (*CODES, "enter"), "RecordForm"),
    Place("new code", (*CODES, "f6"), "RecordForm"),
    Place("stages", ("ctrl+g", "b", "down", "down", "down", "enter"), "CodesScreen"),
    Place("users", ("ctrl+g", "u"), "UsersScreen"),
    Place("user", ("ctrl+g", "u", "enter"), "RecordForm"),
    Place("new user", ("ctrl+g", "u", "f6"), "RecordForm"),
    Place("settings", ("ctrl+g", "s"), "RecordForm"),
    Place("go to", ("ctrl+g",), "Choose"),
    Place("palette", ("ctrl+p",), "Choose"),
    Place("help", (*CONTACT, "@email", "f1"), "HelpScreen"),
    Place("lookup help", ("f1",), "HelpScreen"),
)
