-- One row per order. head is the order as JSON; keys is what it is listed by, as
-- last written to marks. Times are nanoseconds since 1970 in UTC.
CREATE TABLE orders (
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

CREATE UNIQUE INDEX orders_id ON orders (id);
CREATE UNIQUE INDEX orders_number ON orders (number, channel);
CREATE INDEX orders_placed ON orders (placed, id);
CREATE INDEX orders_channel ON orders (channel, placed, id);
CREATE INDEX orders_customer ON orders (customer, placed, id) WHERE customer <> '';
CREATE INDEX orders_cases ON orders (placed, id) WHERE stage > 0;
CREATE INDEX orders_due ON orders (due, id) WHERE due IS NOT NULL;

-- What orders are listed by besides: their phases (1), states (2), product types
-- (3) and outside references (4), in the order of the lists.
CREATE TABLE marks (
	kind   INTEGER NOT NULL,
	value  TEXT    NOT NULL,
	placed INTEGER NOT NULL,
	id     TEXT    NOT NULL,
	n      INTEGER NOT NULL REFERENCES orders (n),
	PRIMARY KEY (kind, value, placed, id)
) STRICT, WITHOUT ROWID;

-- seq is the cursor: transactions that write take turns, so numbers are given
-- out in commit order, and AUTOINCREMENT never gives one out twice.
CREATE TABLE events (
	seq  INTEGER PRIMARY KEY AUTOINCREMENT,
	n    INTEGER NOT NULL REFERENCES orders (n),
	no   INTEGER NOT NULL,
	data TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX events_order ON events (n, no);

CREATE TABLE entries (
	n    INTEGER NOT NULL REFERENCES orders (n),
	no   INTEGER NOT NULL,
	data TEXT    NOT NULL,
	PRIMARY KEY (n, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
	n    INTEGER NOT NULL REFERENCES orders (n),
	key  TEXT    NOT NULL,
	data TEXT    NOT NULL,
	PRIMARY KEY (n, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
	n    INTEGER PRIMARY KEY REFERENCES orders (n),
	data TEXT    NOT NULL
) STRICT;

-- An applied notice keeps its row, without data, so that its ID stays known.
CREATE TABLE inbox (
	seq      INTEGER PRIMARY KEY AUTOINCREMENT,
	provider TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	look     INTEGER NOT NULL, -- when to look again
	data     TEXT              -- null: applied
) STRICT;

CREATE UNIQUE INDEX inbox_id ON inbox (provider, id);
CREATE INDEX inbox_waiting ON inbox (look, seq) WHERE data IS NOT NULL;
