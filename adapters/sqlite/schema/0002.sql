-- The last number of each series of invoices and credit notes. It is raised in
-- the transaction that stores the document, so a change that fails uses none up.
CREATE TABLE orderkit_series (
	name TEXT    PRIMARY KEY,
	last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
