"""Activities with their recurrence, what differs on single dates of a series, holidays' rules.

Notes and activities are searched by the folded words of their subjects.
"""

from models.checks import words

TABLES = """
CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    created_by_id INTEGER REFERENCES user(id),
    changed_at TEXT NOT NULL,
    changed_by_id INTEGER REFERENCES user(id),
    contact_id INTEGER REFERENCES contact(id),
    type TEXT NOT NULL DEFAULT '',
    priority TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL CHECK (subject <> ''),
    detail TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    start TEXT NOT NULL,
    "end" TEXT NOT NULL CHECK ("end" >= start),
    all_day INTEGER NOT NULL DEFAULT 0,
    public INTEGER NOT NULL DEFAULT 1,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'cancelled')),
    completion_note TEXT NOT NULL DEFAULT '',
    completed_on TEXT,
    completed_by_id INTEGER REFERENCES user(id),
    owner_id INTEGER NOT NULL REFERENCES user(id),
    rrule TEXT NOT NULL DEFAULT '',
    ends_before TEXT NOT NULL,
    series_over TEXT NOT NULL,
    overnight INTEGER NOT NULL DEFAULT 0,
    subject_key TEXT NOT NULL
);
CREATE INDEX activity_start ON activity (start, id);
CREATE INDEX activity_contact ON activity (contact_id, start, id) WHERE contact_id IS NOT NULL;
CREATE INDEX activity_owner ON activity (owner_id, start, id);
CREATE INDEX activity_open ON activity (owner_id, start, id) WHERE status = 'open';
CREATE INDEX activity_waiting ON activity (start, id) WHERE status = 'open';
CREATE INDEX activity_owner_overnight ON activity (owner_id, ends_before, start)
    WHERE rrule = '' AND overnight;
CREATE INDEX activity_overnight ON activity (ends_before, start) WHERE rrule = '' AND overnight;
CREATE INDEX activity_series ON activity (owner_id, series_over) WHERE rrule <> '';
CREATE INDEX activity_recurring ON activity (series_over) WHERE rrule <> '';
CREATE TABLE activity_exception (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    activity_id INTEGER NOT NULL REFERENCES activity(id),
    original TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    start TEXT,
    "end" TEXT,
    all_day INTEGER,
    type TEXT,
    priority TEXT,
    subject TEXT,
    detail TEXT,
    location TEXT,
    public INTEGER,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'cancelled')),
    completion_note TEXT NOT NULL DEFAULT '',
    completed_on TEXT,
    completed_by_id INTEGER REFERENCES user(id),
    ends_before TEXT,
    UNIQUE (activity_id, original)
);
CREATE INDEX activity_exception_moved ON activity_exception (start, ends_before, activity_id)
    WHERE start IS NOT NULL;
"""


def up(migrator, db):
    """Make the tables of activities, the columns of holidays' rules and of notes' words."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    db.execute_sql("ALTER TABLE code ADD COLUMN rule TEXT NOT NULL DEFAULT ''")
    db.execute_sql("ALTER TABLE note ADD COLUMN subject_key TEXT NOT NULL DEFAULT ''")
    db.connection().create_function("key_of", 1, lambda subject: " ".join(words(subject)))
    db.execute_sql("UPDATE note SET subject_key = key_of(subject)")
    # A database in use gets the holidays that ship, once, from the session that opens it.
    db.execute_sql(
        "INSERT INTO setting (name, value, created_at, changed_at)"
        " SELECT 'CodesToShip', 'holiday', moment, moment"
        " FROM (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now') AS moment)"
        " WHERE EXISTS (SELECT 1 FROM code)"
    )
