"""What parties and contacts have alike: where they are and how they are reached."""

from __future__ import annotations

from models.columns import (
    ChoiceColumn,
    CodeColumn,
    EmailColumn,
    LineColumn,
    LinesColumn,
    PhoneColumn,
    PostalCodeColumn,
    YesNoColumn,
)
from models.record import Record
from models.user import LANGUAGES

# What is one address: half of it beside half of another is where nobody is.
ADDRESS = ("address1", "address2", "city", "province", "country", "postal_code")
# What a contact takes over from its party, and follows while it is still equal (spec 3.3).
FOLLOWED = (*ADDRESS, "phone", "fax", "language")


class Addressed(Record):
    """A record with an address, phones, an e-mail and the words that find it."""

    address1 = LineColumn(max_length=60)
    address2 = LineColumn(max_length=60)
    city = LineColumn(max_length=40)
    province = CodeColumn("province", open_list=True, max_length=30)
    country = CodeColumn("country", open_list=True, max_length=30)
    postal_code = PostalCodeColumn(max_length=12)
    phone = PhoneColumn(max_length=30)
    fax = PhoneColumn(max_length=30)
    email = EmailColumn(max_length=80)
    language = ChoiceColumn(LANGUAGES)
    remarks = LinesColumn()
    active = YesNoColumn()
    name_key = LineColumn(max_length=400)
    search_text = LinesColumn()
    phone_digits = LineColumn(max_length=60)
