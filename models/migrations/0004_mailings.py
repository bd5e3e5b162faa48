"""Copies of contacts, members of groups, documents, subscriptions, mailings and what was sent."""

RECORD = """
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    created_by_id INTEGER REFERENCES user(id),
    changed_at TEXT NOT NULL,
    changed_by_id INTEGER REFERENCES user(id)
"""

PART = """
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1
"""

TABLES = f"""
CREATE TABLE contact_copy (
    {PART},
    contact_id INTEGER NOT NULL UNIQUE REFERENCES contact(id),
    source_id INTEGER REFERENCES contact(id),
    source_name TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    user_id INTEGER REFERENCES user(id)
);
CREATE INDEX contact_copy_source ON contact_copy (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE group_member (
    {PART},
    group_id INTEGER NOT NULL REFERENCES party(id),
    contact_id INTEGER NOT NULL REFERENCES contact(id),
    at TEXT NOT NULL,
    user_id INTEGER REFERENCES user(id),
    UNIQUE (group_id, contact_id)
);
CREATE INDEX group_member_contact ON group_member (contact_id, group_id);
CREATE TABLE document (
    {RECORD},
    contact_id INTEGER REFERENCES contact(id),
    activity_id INTEGER REFERENCES activity(id),
    opportunity_id INTEGER REFERENCES opportunity(id),
    quote_id INTEGER REFERENCES quote(id),
    name TEXT NOT NULL CHECK (name <> ''),
    type TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL CHECK (size >= 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    CHECK ((contact_id IS NOT NULL) + (activity_id IS NOT NULL)
        + (opportunity_id IS NOT NULL) + (quote_id IS NOT NULL) = 1)
);
CREATE INDEX document_contact ON document (contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX document_activity ON document (activity_id, id) WHERE activity_id IS NOT NULL;
CREATE INDEX document_opportunity ON document (opportunity_id, id)
    WHERE opportunity_id IS NOT NULL;
CREATE INDEX document_quote ON document (quote_id, id) WHERE quote_id IS NOT NULL;
CREATE INDEX document_content ON document (sha256);
CREATE TABLE mailing (
    {RECORD},
    name TEXT NOT NULL CHECK (name <> ''),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'postal')),
    mailing_type TEXT NOT NULL DEFAULT '',
    to_customers INTEGER NOT NULL DEFAULT 0,
    to_suppliers INTEGER NOT NULL DEFAULT 0,
    to_prospects INTEGER NOT NULL DEFAULT 0,
    to_groups INTEGER NOT NULL DEFAULT 0,
    group_code TEXT NOT NULL DEFAULT '',
    "grouping" TEXT NOT NULL DEFAULT '',
    contact_type TEXT NOT NULL DEFAULT '' CHECK (contact_type IN ('', 'payable', 'purchasing')),
    rank INTEGER CHECK (rank BETWEEN 1 AND 999),
    subscribers_only INTEGER NOT NULL DEFAULT 0,
    city TEXT NOT NULL DEFAULT '',
    province TEXT NOT NULL DEFAULT '',
    salesperson_id INTEGER REFERENCES user(id),
    language TEXT NOT NULL DEFAULT '',
    subject_fr TEXT NOT NULL DEFAULT '',
    subject_en TEXT NOT NULL DEFAULT '',
    text_fr TEXT NOT NULL DEFAULT '',
    text_en TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'draft'
        CHECK (status IN ('draft', 'produced', 'done', 'cancelled')),
    produced_on TEXT,
    name_key TEXT NOT NULL UNIQUE,
    runner TEXT NOT NULL DEFAULT ''
);
CREATE INDEX mailing_type ON mailing (mailing_type) WHERE mailing_type <> '';
CREATE INDEX mailing_status ON mailing (status, id);
CREATE TABLE mailing_choice (
    {PART},
    mailing_id INTEGER NOT NULL REFERENCES mailing(id),
    contact_id INTEGER NOT NULL REFERENCES contact(id),
    choice TEXT NOT NULL CHECK (choice IN ('in', 'out')),
    UNIQUE (mailing_id, contact_id)
);
CREATE INDEX mailing_choice_contact ON mailing_choice (contact_id);
CREATE TABLE mailing_recipient (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mailing_id INTEGER NOT NULL REFERENCES mailing(id),
    contact_id INTEGER NOT NULL REFERENCES contact(id),
    status TEXT NOT NULL
        CHECK (status IN ('out', 'waiting', 'sending', 'sent', 'failed', 'skipped')),
    reason TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    address_key TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    footer TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT,
    sent_at TEXT,
    UNIQUE (mailing_id, contact_id)
);
CREATE UNIQUE INDEX mailing_recipient_once ON mailing_recipient (mailing_id, address_key)
    WHERE status <> 'out';
CREATE INDEX mailing_recipient_people ON mailing_recipient (mailing_id, id);
CREATE INDEX mailing_recipient_status ON mailing_recipient (mailing_id, status, id);
CREATE INDEX mailing_recipient_queue ON mailing_recipient (mailing_id, next_at, id)
    WHERE status = 'waiting';
CREATE INDEX mailing_recipient_contact ON mailing_recipient (contact_id, id, status);
CREATE TABLE subscription (
    {RECORD},
    contact_id INTEGER NOT NULL REFERENCES contact(id),
    mailing_type TEXT NOT NULL DEFAULT '',
    mailing_id INTEGER REFERENCES mailing(id),
    starts_on TEXT,
    ends_on TEXT,
    CHECK ((mailing_type <> '') + (mailing_id IS NOT NULL) = 1),
    CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on)
);
CREATE INDEX subscription_contact ON subscription (contact_id, id);
CREATE INDEX subscription_type ON subscription (mailing_type, contact_id)
    WHERE mailing_type <> '';
CREATE INDEX subscription_mailing ON subscription (mailing_id, contact_id)
    WHERE mailing_id IS NOT NULL;
CREATE INDEX contact_opted_out ON contact (email_key) WHERE opted_out IS NOT NULL;
"""


def up(migrator, db):
    """Make the tables of mailings, documents, copies and members."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
