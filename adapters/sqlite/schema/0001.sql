-- Every name begins with orderkit_, and user_version is left alone: the host's own
-- tables may be in the same file. The row says how many steps were taken.
CREATE TABLE orderkit_schema (
	version INTEGER NOT NULL
) STRICT;

INSERT INTO orderkit_schema (version) VALUES (0);

-- One row per order. head is the order as JSON; keys is what it is listed by, as
-- last written to marks. Times are nanoseconds since 1970 in UTC.
CREATE TABLE orderkit_orders (
	n           INTEGER PRIMARY KEY,
	id          TEXT    NOT NULL,
	channel     TEXT    NOT NULL,
	number      TEXT    NOT NULL,
	customer    TEXT    NOT NULL,
	placed      INTEGER NOT NULL,
	stage       INTEGER NOT NULL, -- the highest stage of an open case, 0 if none
	version     INTEGER NOT NULL,
	due         INTEGER,          -- null: never
	lease       TEXT,             -- token of the lease, null: none
	lease_until INTEGER,
	keys        TEXT    NOT NULL,
	head        TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX orderkit_orders_id ON orderkit_orders (id);
CREATE UNIQUE INDEX orderkit_orders_number ON orderkit_orders (number, channel);
CREATE INDEX orderkit_orders_placed ON orderkit_orders (placed, id);
CREATE INDEX orderkit_orders_channel ON orderkit_orders (channel, placed, id);
CREATE INDEX orderkit_orders_customer ON orderkit_orders (customer, placed, id) WHERE customer <> '';
CREATE INDEX orderkit_orders_cases ON orderkit_orders (placed, id) WHERE stage > 0;
CREATE INDEX orderkit_orders_due ON orderkit_orders (due, id) WHERE due IS NOT NULL;

-- What orders are listed by besides: their phases (1), states (2), product types
-- (3) and outside references (4), in the order of the lists.
CREATE TABLE orderkit_marks (
	kind   INTEGER NOT NULL,
	value  TEXT    NOT NULL,
	placed INTEGER NOT NULL,
	id     TEXT    NOT NULL,
	n      INTEGER NOT NULL REFERENCES orderkit_orders (n),
	PRIMARY KEY (kind, value, placed, id)
) STRICT, WITHOUT ROWID;

-- seq is the cursor: transactions that write take turns, so numbers are given
-- out in commit order, and AUTOINCREMENT never gives one out twice.
CREATE TABLE orderkit_events (
	seq  INTEGER PRIMARY KEY AUTOINCREMENT,
	n    INTEGER NOT NULL REFERENCES orderkit_orders (n),
	no   INTEGER NOT NULL,
	data TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX orderkit_events_order ON orderkit_events (n, no);

CREATE TABLE orderkit_entries (
	n    INTEGER NOT NULL REFERENCES orderkit_orders (n),
	no   INTEGER NOT NULL,
	data TEXT    NOT NULL,
	PRIMARY KEY (n, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE orderkit_answers (
	n    INTEGER NOT NULL REFERENCES orderkit_orders (n),
	key  TEXT    NOT NULL,
	data TEXT    NOT NULL,
	PRIMARY KEY (n, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE orderkit_people (
	n    INTEGER PRIMARY KEY REFERENCES orderkit_orders (n),
	data TEXT    NOT NULL
) STRICT;

-- An applied notice keeps its row, without data, so that its ID stays known.
CREATE TABLE orderkit_inbox (
	seq      INTEGER PRIMARY KEY AUTOINCREMENT,
	provider TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	look     INTEGER NOT NULL, -- when to look again
	data     TEXT              -- null: applied
) STRICT;

CREATE UNIQUE INDEX orderkit_inbox_id ON orderkit_inbox (provider, id);
CREATE INDEX orderkit_inbox_waiting ON orderkit_inbox (look, seq) WHERE data IS NOT NULL;
