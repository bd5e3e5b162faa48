"""The provinces that a tax holds for, and several rows of one tax that follow one another.

Taxes that are still as the first releases shipped them get their provinces; where nothing else
was added to them, the harmonized sales tax comes in beside them.
"""

# Apart from those of taxes, a code is once in its table.
ONCE = """
CREATE UNIQUE INDEX code_once ON code ("table", code,
    (CASE "table" WHEN 'tax' THEN coalesce(valid_from, '') || ' ' || provinces ELSE '' END))
"""

CODE = """
CREATE TABLE code_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    created_by_id INTEGER REFERENCES user(id),
    changed_at TEXT NOT NULL,
    changed_by_id INTEGER REFERENCES user(id),
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
    rule TEXT NOT NULL DEFAULT '',
    provinces TEXT NOT NULL DEFAULT ''
)
"""

GST = ("GST", "TPS", "GST", 5000, "2008-01-01", None, 1)
QST = ("QST", "TVQ", "QST", 9975, "2013-01-01", None, 1)
WITHOUT_HST = "QC MB SK AB BC YT NT NU"
HST = (
    (13000, "2010-07-01", None, "ON"),
    (15000, "2016-07-01", None, "NB NL"),
    (15000, "2016-10-01", None, "PE"),
    (15000, "2010-07-01", "2025-03-31", "NS"),
    (14000, "2025-04-01", None, "NS"),
)


def up(migrator, db):
    """Make the table of codes anew with provinces, and say them of the taxes that shipped."""
    _rebuild(db)
    found = db.execute_sql(
        "SELECT code, description_fr, description_en, rate, valid_from, valid_to, active"
        " FROM code WHERE \"table\" = 'tax'"
    ).fetchall()
    if QST in found:
        _hold_in(db, "QST", "QC")
    if sorted(found) == [GST, QST]:
        _hold_in(db, "GST", WITHOUT_HST)
        _add_hst(db)


def _rebuild(db):
    # A UNIQUE of the table itself can't be dropped otherwise.
    names = ", ".join(f'"{row[1]}"' for row in db.execute_sql('PRAGMA table_info("code")'))
    db.execute_sql(CODE)
    db.execute_sql(f"INSERT INTO code_new ({names}) SELECT {names} FROM code")
    # An id of a code that is gone is never given again: the journal knows it.
    db.execute_sql("DELETE FROM sqlite_sequence WHERE name = 'code_new'")
    db.execute_sql(
        "INSERT INTO sqlite_sequence (name, seq)"
        " SELECT 'code_new', seq FROM sqlite_sequence WHERE name = 'code'"
    )
    db.execute_sql("DROP TABLE code")
    db.execute_sql("ALTER TABLE code_new RENAME TO code")
    db.execute_sql('CREATE INDEX code_position ON code ("table", position, id)')
    db.execute_sql(ONCE)


def _hold_in(db, code, provinces):
    db.execute_sql(
        "UPDATE code SET provinces = ?, version = version + 1 WHERE \"table\" = 'tax' AND code = ?",
        (provinces, code),
    )


def _add_hst(db):
    for rate, since, until, provinces in HST:
        db.execute_sql(
            'INSERT INTO code ("table", code, description_fr, description_en, position,'
            " rate, valid_from, valid_to, provinces, created_at, changed_at)"
            " SELECT 'tax', 'HST', 'TVH', 'HST', max(position) + 10, ?, ?, ?, ?, moment, moment"
            " FROM code, (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now') AS moment)"
            " WHERE \"table\" = 'tax'",
            (rate, since, until, provinces),
        )
