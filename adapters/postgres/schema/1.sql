-- What an order is listed by. Text compares by its bytes, times are nanoseconds
-- since 1970 in UTC.
CREATE SEQUENCE orders_n;
CREATE TABLE orders (
	n        bigint PRIMARY KEY,
	id       text COLLATE "C" NOT NULL,
	channel  text COLLATE "C" NOT NULL,
	number   text COLLATE "C" NOT NULL,
	customer text COLLATE "C" NOT NULL,
	placed   bigint NOT NULL,
	stage    int    NOT NULL -- the highest stage of an open case, 0 if none
);
ALTER SEQUENCE orders_n OWNED BY orders.n;
CREATE UNIQUE INDEX orders_id ON orders (id);
CREATE UNIQUE INDEX orders_number ON orders (number, channel);
CREATE INDEX orders_placed ON orders (placed, id);
CREATE INDEX orders_channel ON orders (channel, placed) WHERE channel <> '';
CREATE INDEX orders_customer ON orders (customer, placed) WHERE customer <> '';
CREATE INDEX orders_cases ON orders (placed, id) WHERE stage > 0;

-- What changes with every commit. goods is what was bought, which hardly ever
-- changes and so stands first: of a row that is written anew in its page, the
-- write-ahead log holds only what is behind the part that stayed. look is when to
-- look at the order, never later than due and often earlier: it moves only when
-- it must, so that most commits touch no index. goods and head are squeezed JSON.
CREATE TABLE heads (
	n           bigint PRIMARY KEY,
	goods       bytea NOT NULL,
	version     bigint NOT NULL,
	stamp       bigint NOT NULL, -- random, another one with every commit
	due         bigint, -- null: never
	look        bigint,
	lease       text,   -- token of the lease, null: none
	lease_until timestamptz,
	head        bytea NOT NULL
) WITH (fillfactor = 50);
ALTER TABLE heads ALTER goods SET STORAGE EXTERNAL, ALTER head SET STORAGE EXTERNAL;
CREATE INDEX heads_look ON heads (look) WHERE look IS NOT NULL;

-- What orders are listed by besides: their states (s), product types (t) and outside
-- references (r), each behind its letter. A state and a phase of the order share a
-- row, whether or not they belong together: when one changes, mostly both do. A phase
-- that finds no state has the mark p and its name.
CREATE TABLE marks (
	placed bigint NOT NULL,
	n      bigint NOT NULL,
	mark   text COLLATE "C" NOT NULL,
	phase  text COLLATE "C" NOT NULL
);
CREATE INDEX marks_list ON marks (mark, placed);
CREATE INDEX marks_phase ON marks (phase, placed) WHERE phase <> '';

-- What commits append: one row each, and one more for every further answer. It has
-- the numbers of the first and last of its events and, in "what", events, entries and
-- answers as squeezed JSON. The cursor is xid, the number of the transaction.
CREATE TABLE log (
	n       bigint NOT NULL,
	xid     bigint NOT NULL,
	version int    NOT NULL,
	first   int,
	last    int,
	key     text COLLATE "C", -- that the row has an answer to
	what    bytea NOT NULL
);
ALTER TABLE log ALTER what SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX log_event ON log (n, first);
CREATE INDEX log_key ON log (n, key, version) WHERE key IS NOT NULL;
CREATE INDEX log_cursor ON log (xid);

CREATE TABLE people (
	n    bigint PRIMARY KEY,
	data bytea NOT NULL
);

-- An applied notice keeps its row, without data, so that its ID stays known.
CREATE TABLE inbox (
	provider text COLLATE "C" NOT NULL,
	id       text COLLATE "C" NOT NULL,
	seq      bigint GENERATED ALWAYS AS IDENTITY,
	look     bigint NOT NULL, -- when to look again
	data     bytea,           -- null: applied
	PRIMARY KEY (provider, id)
);
CREATE INDEX inbox_waiting ON inbox (look, seq) WHERE data IS NOT NULL;

-- The last number of each series of invoices and credit notes. It is raised in
-- the transaction that stores the document, so a change that fails uses none up.
CREATE TABLE series (
	name text COLLATE "C" PRIMARY KEY,
	last bigint NOT NULL
);

-- What the log adds to numbers of transactions: 0, until a dump is restored in another
-- server, where they start anew. It is a constant, which no statement has to read; a
-- statement that is prepared notices when it changes.
CREATE FUNCTION shift() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 0::bigint';
CREATE FUNCTION shift_to(shift bigint) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	EXECUTE format('CREATE OR REPLACE FUNCTION shift() RETURNS bigint LANGUAGE sql IMMUTABLE AS ''SELECT %s::bigint''', shift);
END
$$;

-- Ends the statement that it is called in, and undoes it.
CREATE FUNCTION conflict(what text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION USING ERRCODE = 'OK409', MESSAGE = what;
END
$$;
