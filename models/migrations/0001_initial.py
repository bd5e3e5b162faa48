"""The first schema: users, settings, codes, parties, contacts, notes, journal, search."""

RECORD = """
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    created_by_id INTEGER REFERENCES user(id),
    changed_at TEXT NOT NULL,
    changed_by_id INTEGER REFERENCES user(id)
"""

ADDRESS = """
    address1 TEXT NOT NULL DEFAULT '',
    address2 TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    province TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    postal_code TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    fax TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT ''
"""

TABLES = f"""
CREATE TABLE user (
    {RECORD},
    login TEXT NOT NULL UNIQUE CHECK (login <> ''),
    name TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL CHECK (role IN ('administrator', 'editor', 'reader')),
    language TEXT NOT NULL DEFAULT '',
    active INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE setting (
    {RECORD},
    name TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL DEFAULT ''
);
CREATE TABLE preference (
    user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
) WITHOUT ROWID;
CREATE TABLE code (
    {RECORD},
    "table" TEXT NOT NULL,
    code TEXT NOT NULL CHECK (code <> ''),
    description_fr TEXT NOT NULL DEFAULT '',
    description_en TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    probability INTEGER CHECK (probability BETWEEN 0 AND 100),
    rate INTEGER,
    valid_from TEXT,
    valid_to TEXT,
    active INTEGER NOT NULL DEFAULT 1,
    UNIQUE ("table", code)
);
CREATE INDEX code_position ON code ("table", position, id);
CREATE TABLE party (
    {RECORD},
    kind TEXT NOT NULL CHECK (kind IN ('customer', 'supplier', 'prospect', 'group')),
    code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 10),
    name TEXT NOT NULL CHECK (name <> ''),
    {ADDRESS},
    web TEXT NOT NULL DEFAULT '',
    "grouping" TEXT NOT NULL DEFAULT '',
    salesperson_id INTEGER REFERENCES user(id),
    remarks TEXT NOT NULL DEFAULT '',
    active INTEGER NOT NULL DEFAULT 1,
    name_key TEXT NOT NULL,
    city_key TEXT NOT NULL DEFAULT '',
    search_text TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, code)
);
CREATE INDEX party_name ON party (kind, name_key, id);
CREATE INDEX party_city ON party (kind, city_key, id);
CREATE INDEX party_code ON party (code);
CREATE INDEX party_grouping ON party ("grouping", kind, name_key, id);
CREATE INDEX party_salesperson ON party (salesperson_id, kind, name_key)
    WHERE salesperson_id IS NOT NULL;
CREATE TABLE contact (
    {RECORD},
    party_id INTEGER NOT NULL REFERENCES party(id),
    salutation TEXT NOT NULL DEFAULT '',
    first_name TEXT NOT NULL DEFAULT '',
    last_name TEXT NOT NULL DEFAULT '',
    job_title TEXT NOT NULL DEFAULT '',
    department TEXT NOT NULL DEFAULT '',
    {ADDRESS},
    extension TEXT NOT NULL DEFAULT '',
    mobile TEXT NOT NULL DEFAULT '',
    birth_day TEXT NOT NULL DEFAULT '',
    birth_year INTEGER,
    anniversary TEXT NOT NULL DEFAULT '',
    in_mailing INTEGER NOT NULL DEFAULT 1,
    opted_out TEXT,
    opted_out_reason TEXT NOT NULL DEFAULT '',
    remarks TEXT NOT NULL DEFAULT '',
    active INTEGER NOT NULL DEFAULT 1,
    name_key TEXT NOT NULL,
    email_key TEXT NOT NULL DEFAULT '',
    mobile_digits TEXT NOT NULL DEFAULT '',
    search_text TEXT NOT NULL DEFAULT '',
    CHECK (first_name <> '' OR last_name <> '')
);
CREATE INDEX contact_party ON contact (party_id, name_key, id);
CREATE INDEX contact_name ON contact (name_key, id);
CREATE INDEX contact_email ON contact (email_key) WHERE email_key <> '';
CREATE INDEX contact_mobile ON contact (mobile_digits) WHERE mobile_digits <> '';
CREATE TABLE contact_role (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    contact_id INTEGER NOT NULL REFERENCES contact(id),
    party_id INTEGER NOT NULL REFERENCES party(id),
    role TEXT NOT NULL CHECK (role IN ('payable', 'purchasing')),
    rank INTEGER CHECK (rank BETWEEN 1 AND 999),
    UNIQUE (contact_id, role),
    UNIQUE (party_id, role, rank)
);
CREATE TABLE contact_grouping (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    contact_id INTEGER NOT NULL REFERENCES contact(id),
    code TEXT NOT NULL,
    UNIQUE (contact_id, code)
);
CREATE INDEX contact_grouping_code ON contact_grouping (code, contact_id);
CREATE TABLE note (
    {RECORD},
    contact_id INTEGER NOT NULL REFERENCES contact(id),
    subject TEXT NOT NULL CHECK (subject <> ''),
    detail TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL,
    remind_on TEXT,
    snoozed_to TEXT,
    reminder_state TEXT NOT NULL DEFAULT ''
        CHECK (reminder_state IN ('', 'pending', 'snoozed', 'done')),
    author_id INTEGER REFERENCES user(id)
);
CREATE INDEX note_contact ON note (contact_id, date, id);
CREATE INDEX note_date ON note (date, id);
CREATE INDEX note_reminder ON note (author_id, remind_on)
    WHERE reminder_state IN ('pending', 'snoozed');
CREATE TABLE recent (
    user_id INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
    party_id INTEGER NOT NULL REFERENCES party(id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL DEFAULT 0,
    opened_at TEXT NOT NULL,
    PRIMARY KEY (user_id, party_id, contact_id)
) WITHOUT ROWID;
CREATE INDEX recent_opened ON recent (user_id, opened_at);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER REFERENCES user(id),
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    batch INTEGER
);
CREATE INDEX journal_user ON journal (user_id, id);
CREATE INDEX journal_batch ON journal (batch) WHERE batch IS NOT NULL;
CREATE TABLE journal_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    journal_id INTEGER NOT NULL REFERENCES journal(id),
    record TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    change TEXT NOT NULL CHECK (change IN ('insert', 'update', 'delete')),
    fields TEXT NOT NULL
);
CREATE INDEX journal_entry_record ON journal_entry (record, record_id, version);
CREATE INDEX journal_entry_journal ON journal_entry (journal_id);
"""

# A contact is found by its own words and its party's; its id is raised so that parties, whose
# ids are lower, come first in the index's own order. 1 << 40 leaves room for both.
SEARCH = """
CREATE VIEW search_source AS
    SELECT id, search_text AS text FROM party
    UNION ALL
    SELECT contact.id + 1099511627776,
           contact.search_text || ' ' || replace(party.search_text, '=', '/')
    FROM contact JOIN party ON party.id = contact.party_id;
CREATE VIRTUAL TABLE search USING fts5(
    text, content='search_source', content_rowid='id', detail=none, columnsize=0,
    prefix='1 2 3 4 5 6 7 8 9 10 11 12', tokenize="ascii tokenchars '=~/+'"
);
"""

PARTY_TEXT = "{0}.search_text"
CONTACT_TEXT = (
    "{0}.search_text || ' ' || "
    "replace((SELECT search_text FROM party WHERE id = {0}.party_id), '=', '/')"
)


def triggers() -> list[str]:
    """What keeps the search index true, whichever way a row is written."""
    forget = "INSERT INTO search(search, rowid, text) VALUES ('delete', {id}, {text})"
    learn = "INSERT INTO search(rowid, text) VALUES ({id}, {text})"
    made = []
    for table, text, raised in (
        ("party", PARTY_TEXT, ""),
        ("contact", CONTACT_TEXT, " + 1099511627776"),
    ):
        new = learn.format(id=f"new.id{raised}", text=text.format("new"))
        old = forget.format(id=f"old.id{raised}", text=text.format("old"))
        made += [
            f"CREATE TRIGGER {table}_search_insert AFTER INSERT ON {table} BEGIN {new}; END",
            f"CREATE TRIGGER {table}_search_delete BEFORE DELETE ON {table} BEGIN {old}; END",
        ]
    made.append(
        "CREATE TRIGGER contact_search_update AFTER UPDATE OF search_text, party_id ON contact "
        "WHEN old.search_text <> new.search_text OR old.party_id <> new.party_id BEGIN "
        + forget.format(id="old.id + 1099511627776", text=CONTACT_TEXT.format("old"))
        + "; "
        + learn.format(id="new.id + 1099511627776", text=CONTACT_TEXT.format("new"))
        + "; END"
    )
    theirs = (
        "contact.search_text || ' ' || replace({0}.search_text, '=', '/') "
        "FROM contact WHERE party_id = {0}.id"
    )
    made.append(
        "CREATE TRIGGER party_search_update AFTER UPDATE OF search_text ON party "
        "WHEN old.search_text <> new.search_text BEGIN "
        + forget.format(id="old.id", text="old.search_text")
        + "; "
        + learn.format(id="new.id", text="new.search_text")
        + "; INSERT INTO search(search, rowid, text) "
        "SELECT 'delete', contact.id + 1099511627776, "
        + theirs.format("old")
        + "; INSERT INTO search(rowid, text) "
        "SELECT contact.id + 1099511627776, " + theirs.format("new") + "; END"
    )
    return made


def up(migrator, db):
    """Make every table, index, view and trigger of the first schema."""
    for script in (TABLES, SEARCH):
        for statement in script.split(";\n"):
            if statement.strip():
                db.execute_sql(statement)
    for statement in triggers():
        db.execute_sql(statement)
