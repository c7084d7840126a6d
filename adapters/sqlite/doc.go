// Package sqlite keeps orders in one SQLite file: an order.Store for a shop, a
// till or a small service that wants no database server. It is pure Go.
//
// # Goals
//
// To be safe against power cuts by default and fast all the same. A commit
// waits for the disk; so one goroutine writes, takes every change that is
// waiting at that moment into one transaction, and answers all their callers
// after its commit. Thirty callers wait for one disk flush instead of thirty.
//
// # Guarantees
//
//   - Store passes ordertest.TestStore, also in transactions of the host's.
//   - When Commit has returned nil the change is on the disk (journal in WAL
//     mode, synchronous=FULL). With Config.Relaxed it survives a crash of the
//     process, but the last commits may be lost in a power cut.
//   - A change that fails, fails alone: neighbours in the same transaction are
//     not disturbed.
//   - Several stores may have one file open, in one process or in many on the
//     same machine; they take turns at writing.
//   - An order changes in the host's own transaction, beside the host's own rows
//     in the same file, or not at all: In.
//   - The schema is made and brought up to date by Open. A file of a newer
//     schema is refused, never guessed at; and a program that had the file open
//     when a newer one brought it further writes nothing from then on.
//   - Documents are numbered without gaps: the number is raised in the transaction
//     that stores the document, and taken back with it.
//   - No list and no claim reads through all orders; every one uses an index.
//   - What cannot be read hides nothing else: lists go on behind it, and name it
//     (order.Unread). Bytes that are not UTF-8 come back as U+FFFD, and an order is
//     found by the text with the one or the other.
//   - Erased personal data is overwritten in the file.
//
// # The host's own tables
//
// They may be in the same file: every table and index of the store begins with
// orderkit_, and user_version is the host's. Store.DB opens it, and its transactions
// are what In wants:
//
//	db := store.DB()
//	tx, err := db.BeginTx(ctx, nil)
//	_, err = tx.ExecContext(ctx, "INSERT INTO vips VALUES (?)", id)
//	_, err = engine.Do(sqlite.In(ctx, tx), id, order.Tag{Add: []string{"vip"}})
//	err = tx.Commit() // or the tag and the row are both not there
//	engine.Kick()     // if the action has calls to make: now, instead of at the next poll
//
// SQLite has one writer, so every other write to the file, of this process and of
// others, waits until the transaction ends. Keep it short, wait for nobody in it,
// and use the store with the context of In only: a write without it would wait for
// the transaction that waits for it, until Config.BusyTimeout. Transactions of DB
// and the store's own writes are served in the order in which they came; who writes
// otherwise, by another pool, another process or without a transaction, looks for the
// lock again up to ten times a second, and may wait long while the store is busy all
// the time.
//
// The host may use a *sql.DB of its own instead, of this driver and on the same file:
//
//	sql.Open("sqlite", "file:shop.db?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)")
//
// The journal stays in WAL mode by itself; synchronous is FULL unless it says
// otherwise, and decides how safe the host's commits are, also those with orders in
// them. Without busy_timeout a lock that is taken is an error at once. Without
// _txlock=immediate a transaction has no lock yet: the first use of the context takes
// it. That fails if the transaction has read before, and somebody else is writing or
// has written since (SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT): it can only be rolled back
// then, and tried again from the start.
//
// A transaction on another file, on a database in memory, with the store's file
// only attached, through another copy of SQLite, or one that is over, is an error
// that says so; nothing is stored.
//
// # Not here
//
// Files on network drives: SQLite's locks do not work there. Copying the file
// while it is open copies half of it; use VACUUM INTO or SQLite's backup.
package sqlite
