"""The lookup's filters by a contact's own city and grouping; phones compared for duplicates."""

from models.checks import phone_key, words

COLUMNS = """
ALTER TABLE party ADD COLUMN phone_digits TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN phone_digits TEXT NOT NULL DEFAULT '';
CREATE INDEX contact_phone ON contact (phone_digits) WHERE phone_digits <> '';
CREATE INDEX contact_city ON contact (city) WHERE city <> ''
"""

# A contact is found by its party's words as well, and filtered by its kind, salesperson and
# activity; not by its name's beginning, its grouping or its city, which are the party's alone.
OF_PARTY = "replace(replace(replace({0}.search_text, '=', '/'), '+g', '/g'), '+c', '/c')"
RAISED = 1 << 40

VIEW = f"""
CREATE VIEW search_source AS
    SELECT id, search_text AS text FROM party
    UNION ALL
    SELECT contact.id + {RAISED}, contact.search_text || ' ' || {OF_PARTY.format("party")}
    FROM contact JOIN party ON party.id = contact.party_id
"""

OLD_TRIGGERS = ("contact_search_insert", "contact_search_delete", "contact_search_update")


def contact_text(contact):
    """The words of a contact that is `new` or `old`, as an expression."""
    party = f"(SELECT {OF_PARTY.format('party')} FROM party WHERE id = {contact}.party_id)"
    return f"{contact}.search_text || ' ' || {party}"


def contact_triggers():
    """What keeps the index true of contacts, whichever way a row is written."""
    forget = (
        "INSERT INTO search(search, rowid, text)"
        f" VALUES ('delete', old.id + {RAISED}, {contact_text('old')});"
    )
    learn = f"INSERT INTO search(rowid, text) VALUES (new.id + {RAISED}, {contact_text('new')});"
    yield f"CREATE TRIGGER contact_search_insert AFTER INSERT ON contact BEGIN {learn} END"
    yield f"CREATE TRIGGER contact_search_delete BEFORE DELETE ON contact BEGIN {forget} END"
    yield (
        "CREATE TRIGGER contact_search_update AFTER UPDATE OF search_text, party_id ON contact"
        " WHEN old.search_text <> new.search_text OR old.party_id <> new.party_id"
        f" BEGIN {forget} {learn} END"
    )


def party_trigger():
    """What keeps the index true of a party and of its contacts, once its words are others."""
    theirs = f"contact.search_text || ' ' || {OF_PARTY} FROM contact WHERE party_id = {{0}}.id"
    return (
        "CREATE TRIGGER party_search_update AFTER UPDATE OF search_text ON party"
        " WHEN old.search_text <> new.search_text BEGIN"
        " INSERT INTO search(search, rowid, text) VALUES ('delete', old.id, old.search_text);"
        " INSERT INTO search(rowid, text) VALUES (new.id, new.search_text);"
        " INSERT INTO search(search, rowid, text)"
        f" SELECT 'delete', contact.id + {RAISED}, {theirs.format('old')};"
        f" INSERT INTO search(rowid, text) SELECT contact.id + {RAISED}, {theirs.format('new')};"
        " END"
    )


def reworded(text, city):
    """Words to be found by, with the filter by city as its last one."""
    others = [word for word in text.split(" ") if not word.startswith("+c")]
    return " ".join([*others, "+c" + "/".join(words(city))] if city else others)


def up(migrator, db):
    """Make the columns of phones; write the words and their index anew."""
    for statement in COLUMNS.split(";\n"):
        db.execute_sql(statement)
    for trigger in (*OLD_TRIGGERS, "party_search_update"):
        db.execute_sql(f"DROP TRIGGER {trigger}")
    db.execute_sql("DROP VIEW search_source")
    connection = db.connection()
    connection.create_function("reworded", 2, reworded, deterministic=True)
    connection.create_function("phone_key", 2, phone_key, deterministic=True)
    for table, extension in (("party", "''"), ("contact", "extension")):
        db.execute_sql(
            f"UPDATE {table} SET search_text = reworded(search_text, city),"
            f" phone_digits = phone_key(phone, {extension})"
        )
    for statement in (VIEW, *contact_triggers(), party_trigger()):
        db.execute_sql(statement)
    db.execute_sql("INSERT INTO search(search) VALUES ('rebuild')")
