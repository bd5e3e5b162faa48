"""Items, opportunities with their lines and stage history, quotes with lines, taxes and numbers.

Money is in cents, prices and quantities in ten-thousandths, percentages in thousandths.
"""

RECORD = """
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    created_by_id INTEGER REFERENCES user(id),
    changed_at TEXT NOT NULL,
    changed_by_id INTEGER REFERENCES user(id)
"""

LINE = """
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    {of}_id INTEGER NOT NULL REFERENCES {of}(id),
    position INTEGER NOT NULL,
    item_id INTEGER REFERENCES item(id),
    item TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    unit TEXT NOT NULL DEFAULT '',
    unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
    discount INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 100000),
    taxable INTEGER NOT NULL DEFAULT 1,
    amount INTEGER NOT NULL
"""

INDEX = """
    search_text, content='{of}', content_rowid='id', detail=none, columnsize=0,
    prefix='1 2 3 4 5', tokenize='ascii'
"""

TABLES = f"""
CREATE TABLE item (
    {RECORD},
    code TEXT NOT NULL UNIQUE CHECK (code <> ''),
    description_fr TEXT NOT NULL DEFAULT '',
    description_en TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT '',
    price INTEGER NOT NULL DEFAULT 0 CHECK (price >= 0),
    taxable INTEGER NOT NULL DEFAULT 1,
    active INTEGER NOT NULL DEFAULT 1,
    fr_key TEXT NOT NULL,
    en_key TEXT NOT NULL,
    search_text TEXT NOT NULL
);
CREATE INDEX item_fr ON item (fr_key, id, active);
CREATE INDEX item_en ON item (en_key, id, active);
CREATE INDEX item_price ON item (price, id, active);
CREATE TABLE opportunity (
    {RECORD},
    contact_id INTEGER NOT NULL REFERENCES contact(id),
    description TEXT NOT NULL CHECK (description <> ''),
    stage TEXT NOT NULL DEFAULT '',
    probability INTEGER NOT NULL DEFAULT 0 CHECK (probability BETWEEN 0 AND 100),
    opened_on TEXT NOT NULL,
    closes_on TEXT,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'won', 'lost', 'hold')),
    lost_reason TEXT NOT NULL DEFAULT '',
    closed_on TEXT,
    owner_id INTEGER NOT NULL REFERENCES user(id),
    note TEXT NOT NULL DEFAULT '',
    amount INTEGER NOT NULL DEFAULT 0,
    weighted INTEGER NOT NULL DEFAULT 0,
    closes_key TEXT NOT NULL,
    description_key TEXT NOT NULL,
    search_text TEXT NOT NULL,
    CHECK (status <> 'lost' OR lost_reason <> '')
);
CREATE INDEX opportunity_contact ON opportunity (contact_id, status);
CREATE INDEX opportunity_closes ON opportunity (status, closes_key, id);
CREATE INDEX opportunity_stages ON opportunity (status, stage, id, owner_id);
CREATE INDEX opportunity_owner ON opportunity (owner_id, status, closes_key, id);
CREATE INDEX opportunity_by_closes ON opportunity (closes_key, id, status, search_text);
CREATE INDEX opportunity_of_owner ON opportunity (owner_id, closes_key, id, status);
CREATE INDEX opportunity_at_stage ON opportunity (stage, closes_key, id, status);
CREATE INDEX opportunity_by_opened ON opportunity (opened_on, id, status);
CREATE INDEX opportunity_by_description ON opportunity (description_key, id, status);
CREATE INDEX opportunity_by_stage ON opportunity (stage, id, status, owner_id, amount, weighted);
CREATE INDEX opportunity_by_amount ON opportunity (amount, id, status);
CREATE INDEX opportunity_by_weighted ON opportunity (weighted, id, status);
CREATE TABLE opportunity_line ({LINE.format(of="opportunity")});
CREATE INDEX opportunity_line_of ON opportunity_line (opportunity_id, position);
CREATE INDEX opportunity_line_item ON opportunity_line (item_id) WHERE item_id IS NOT NULL;
CREATE TABLE opportunity_stage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
    at TEXT NOT NULL,
    user_id INTEGER REFERENCES user(id),
    stage TEXT NOT NULL,
    probability INTEGER NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX opportunity_stage_of ON opportunity_stage (opportunity_id, id);
CREATE INDEX opportunity_stage_code ON opportunity_stage (stage);
CREATE TABLE sequence (
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (name, year)
) WITHOUT ROWID;
CREATE TABLE quote (
    {RECORD},
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL CHECK (serial > 0),
    number TEXT NOT NULL UNIQUE,
    bill_to_id INTEGER NOT NULL REFERENCES party(id),
    contact_id INTEGER REFERENCES contact(id),
    date TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    reference TEXT NOT NULL DEFAULT '',
    salesperson_id INTEGER REFERENCES user(id),
    terms TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'draft'
        CHECK (status IN ('draft', 'sent', 'won', 'lost', 'cancelled')),
    lost_reason TEXT NOT NULL DEFAULT '',
    closed_on TEXT,
    opportunity_id INTEGER REFERENCES opportunity(id),
    revises_id INTEGER REFERENCES quote(id),
    note TEXT NOT NULL DEFAULT '',
    subtotal INTEGER NOT NULL DEFAULT 0,
    taxes INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    addressed TEXT NOT NULL DEFAULT '',
    contact_name TEXT NOT NULL DEFAULT '',
    bill_to_key TEXT NOT NULL,
    search_text TEXT NOT NULL,
    UNIQUE (serial, year),
    CHECK (valid_until >= date)
);
CREATE INDEX quote_contact ON quote (contact_id, status) WHERE contact_id IS NOT NULL;
CREATE INDEX quote_bill_to ON quote (bill_to_id, date, id);
CREATE INDEX quote_reference ON quote (bill_to_id, reference) WHERE reference <> '';
CREATE INDEX quote_opportunity ON quote (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX quote_revises ON quote (revises_id) WHERE revises_id IS NOT NULL;
CREATE INDEX quote_by_number ON quote (year, serial, id, status, date, search_text);
CREATE INDEX quote_of_salesperson ON quote (salesperson_id, year, serial, id, status)
    WHERE salesperson_id IS NOT NULL;
CREATE INDEX quote_by_date ON quote (date, id, status);
CREATE INDEX quote_by_valid ON quote (valid_until, id, status);
CREATE INDEX quote_by_bill_to ON quote (bill_to_key, id, status);
CREATE INDEX quote_by_total ON quote (total, id, status);
CREATE INDEX quote_expiring ON quote (salesperson_id, valid_until, id)
    WHERE status IN ('draft', 'sent');
CREATE TABLE quote_line ({LINE.format(of="quote")});
CREATE INDEX quote_line_of ON quote_line (quote_id, position);
CREATE INDEX quote_line_item ON quote_line (item_id) WHERE item_id IS NOT NULL;
CREATE TABLE quote_tax (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    quote_id INTEGER NOT NULL REFERENCES quote(id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    description_fr TEXT NOT NULL,
    description_en TEXT NOT NULL,
    rate INTEGER NOT NULL,
    amount INTEGER NOT NULL
);
CREATE INDEX quote_tax_of ON quote_tax (quote_id, position);
CREATE INDEX quote_tax_code ON quote_tax (code);
CREATE VIRTUAL TABLE opportunity_search USING fts5({INDEX.format(of="opportunity")});
CREATE VIRTUAL TABLE quote_search USING fts5({INDEX.format(of="quote")});
"""


def triggers():
    """What keeps the indexes of words true, whichever way a row is written."""
    for table in ("opportunity", "quote"):
        index = f"{table}_search"
        forget = (
            f"INSERT INTO {index}({index}, rowid, search_text)"
            " VALUES ('delete', old.id, old.search_text);"
        )
        learn = f"INSERT INTO {index}(rowid, search_text) VALUES (new.id, new.search_text);"
        yield f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {learn} END"
        yield f"CREATE TRIGGER {index}_delete BEFORE DELETE ON {table} BEGIN {forget} END"
        yield (
            f"CREATE TRIGGER {index}_update AFTER UPDATE OF search_text ON {table}"
            f" WHEN old.search_text <> new.search_text BEGIN {forget} {learn} END"
        )


def up(migrator, db):
    """Make the tables of sales."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    for trigger in triggers():
        db.execute_sql(trigger)
