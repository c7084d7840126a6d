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
//   - Store passes ordertest.TestStore.
//   - When Commit has returned nil the change is on the disk (journal in WAL
//     mode, synchronous=FULL). With Config.Relaxed it survives a crash of the
//     process, but the last commits may be lost in a power cut.
//   - A change that fails, fails alone: neighbours in the same transaction are
//     not disturbed.
//   - Several stores may have one file open, in one process or in many on the
//     same machine; they take turns at writing.
//   - The schema is made and brought up to date by Open. A file of a newer
//     schema is refused, never guessed at.
//   - Documents are numbered without gaps: the number is raised in the transaction
//     that stores the document, and taken back with it.
//   - No list and no claim reads through all orders; every one uses an index.
//   - Erased personal data is overwritten in the file.
//
// # Not here
//
// Files on network drives: SQLite's locks do not work there. Copying the file
// while it is open copies half of it; use VACUUM INTO or SQLite's backup. The
// file belongs to the store: put the host's own tables into another one.
package sqlite
