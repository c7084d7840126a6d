// Package postgres keeps orders in a PostgreSQL database (13 or later, in UTF8;
// tested with 13 to 18): an order.Store for shops with several processes, beside the
// host's own tables.
//
// # Goals
//
// To cost the database as little as a careful program written by hand, and to
// leave the rest to PostgreSQL. A commit is one statement and one round trip;
// commits, and loads, that come in while others are under way share a statement.
// An action on an order that this process saw last needs no load (order.Recaller):
// its commit finds out whether the order is still so.
// What is stored is squeezed with words that orders have in common, so that an
// order's whole life of nine commits is 11 KB of write-ahead log.
//
//	store, err := postgres.Open(ctx, url, postgres.Config{})
//	engine, err := order.New(order.Config{Store: store, ...})
//	go store.Listen(ctx, engine.Kick)
//
// # Guarantees
//
//   - Store passes ordertest.TestStore, also from several processes.
//   - When Commit has returned nil the change is as safe as the server's settings
//     make it; with PostgreSQL's own (fsync, synchronous_commit) it survives kill -9
//     and a power cut. A commit whose connection breaks is an error that is no
//     conflict: it may be stored or not.
//   - Versions and leases are compared in the WHERE clause of the UPDATE, and an
//     event number is unique per order besides. Leases run by the server's clock.
//   - Events loses none: an event shows once no older transaction that writes is
//     under way, in any database of the server. So one that stays open for an hour
//     delays readers by an hour: watch pg_stat_activity.
//   - An order changes in the host's own transaction, beside the host's own rows,
//     or not at all: In.
//   - Documents are numbered without gaps, at the price that commits into one
//     series wait for each other.
//   - No list and no claim reads through all orders; every one uses an index.
//   - What cannot be read hides nothing else: lists go on behind it, and name it
//     (order.Unread).
//   - Migrate may run twice, in many processes at once, and be cut off anywhere.
//     Open refuses a schema of another version, and one that was restored from a
//     dump until Migrate ran: transaction numbers start anew in another server.
//   - Any text can be stored, also NUL, what is not UTF-8 and what is very long, and
//     none of it breaks the views. Bytes that are not UTF-8 come back as U+FFFD, and
//     an order is found by the text with the one or the other. Only an order's ID has at most 500 bytes.
//
// # In the database
//
// Everything is in one schema, orderkit by default. The views bi_orders, bi_lines,
// bi_units, bi_payments, bi_refunds, bi_journal, bi_history and bi_cases are for
// reports; the tables may change from version to version. Roles has the rights
// that the program, its migrations and its readers need. Erase deletes a person's
// row; it is gone from the disk after the next VACUUM, and from the write-ahead
// log and backups when those are thrown away.
//
// # Not here
//
// Partitions, replicas and failover are the server's. Through a pooler like
// PgBouncer the connections must be sessions: statements are prepared, and Listen
// needs its connection for itself.
package postgres
