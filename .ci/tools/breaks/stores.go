package main

// promises begins the name of the test that runs the suite of order/ordertest
// over a store; behind it come those of the clause.
const promises = "TestTheStoreKeepsItsPromises/"

// storeBreaks are about what stores promise: one change of one order, whole, once,
// under its version and its lease.
func storeBreaks() []Break {
	const (
		memory   = "adapters/memory"
		sqlite   = "adapters/sqlite"
		postgres = "adapters/postgres"
	)
	return []Break{
		{
			What: "memory: an older version is written over a newer one",
			File: memory + "/commit.go", Old: "r.order.Version != c.Expect", New: "r.order.Version < c.Expect",
			Room: memory, Test: promises + "race/one_winner",
		},
		{
			What: "sqlite: the version is not in the WHERE clause",
			File: sqlite + "/statements.go", Old: "WHERE n = ?1 AND version = ?3 AND", New: "WHERE n = ?1 AND",
			Room: sqlite, Test: promises + "race/one_winner",
		},
		{
			What: "postgres: neither version nor stamp is in the WHERE clause",
			File: postgres + "/statement.go", Old: "h.n = {n} AND h.version = {expect} AND h.stamp = {was} AND", New: "h.n = {n} AND",
			Room: postgres, Test: "TestOfTwoProcessesThatKnowOneVersionOnlyOneCommits",
		},
		{
			What: "postgres: nobody looks whether the key of a guess has an answer",
			File: postgres + "/statement.go", Old: "\tif s.fresh {", New: "\tif false {",
			Room: postgres, Test: "TestAGuessFindsTheAnswersOfOthersByTheirIndex",
		},
		{
			What: "postgres: a key that this process answered is taken for another one",
			File: postgres + "/change.go", Old: "\tif j.guess && j.key != nil &&", New: "\tif false && j.key != nil &&",
			Room: postgres, Test: promises + "recall/answered",
		},
		{
			What: "postgres: the number of a journal entry is stored a second time",
			File: postgres + "/change.go", Old: "j.entry > 0 && j.entry <= old.entries", New: "false",
			Room: postgres, Test: promises + "conflict/journal",
		},
		{
			What: "postgres: what changes of an order's goods is overlooked",
			File: postgres + "/split.go", Old: "|| !sameFields(a, b, kept)", New: "|| !sameFields(a, b, kept[:0])",
			Room: postgres, Test: "TestWhateverChangesOfAnOrderIsStored",
		},
		{
			What: "memory: the lease is not looked at when its holder commits",
			File: memory + "/commit.go", Old: "r.token != c.Token)", New: "false)",
			Room: memory, Test: promises + "claim/expires",
		},
		{
			What: "sqlite: the lease is not looked at when its holder commits",
			File: sqlite + "/statements.go", Old: "AND (?2 = '' OR lease = ?2)", New: "AND ?2 = ?2",
			Room: sqlite, Test: promises + "claim/expires",
		},
		{
			What: "postgres: the lease is not looked at when its holder commits",
			File: postgres + "/statement.go", Old: " AND ({token} = '' OR h.lease = {token})", New: "",
			Room: postgres, Test: promises + "claim/expires",
		},
		{
			What: "sqlite: the cursor over events is their number within their order",
			File: sqlite + "/statements.go",
			Old:  "SELECT seq, data FROM orderkit_events WHERE seq > ? ORDER BY seq LIMIT ?",
			New:  "SELECT no, data FROM orderkit_events WHERE no > ? ORDER BY no LIMIT ?",
			Room: sqlite, Test: promises + "events/none_skipped",
		},
		{
			What: "postgres: the cursor over events passes transactions that are still under way",
			File: postgres + "/texts.go",
			Old:  "AND l.xid < (SELECT {s}.shift() + ` + txid(\"pg_snapshot_xmin(pg_current_snapshot())\") + `)",
			New:  "",
			Room: postgres, Test: "TestNoEventIsLostWhenTransactionsCommitOutOfOrder",
		},
		{
			What: "postgres: the cursor over events is the number of their row only",
			File: postgres + "/texts.go", Old: "AND (l.xid, l.n, l.version) >= ($1, $2, $3)", New: "AND l.n >= $2 AND l.version >= $3",
			Room: postgres, Test: promises + "events/none_skipped",
		},
		{
			What: "postgres: an event takes the number of its transaction although the one before it has a higher one",
			File: postgres + "/statement.go", Old: "\tif s.shared {", New: "\tif false {",
			Room: postgres, Test: "TestEventsOfOneOrderStayInTheirOrder",
		},
		{
			What: "sqlite: a change that fails leaves behind what it wrote first",
			File: sqlite + "/statements.go", Old: "\tif err != nil {\n\t\tif _, lost := s.undo", New: "\tif false {\n\t\tif _, lost := s.undo",
			Room: sqlite, Test: promises + "conflict/history",
		},
		{
			What: "memory: a document takes its number before it is clear that it is stored",
			File: memory + "/commit.go", Old: "\tif err := s.check(c, r); err != nil {\n", New: "\tif err := s.check(c, r); err != nil {\n\t\ts.number(c)\n",
			Room: memory, Test: promises + "number/none_lost",
		},
		{
			What: "sqlite: a document takes its number in a transaction of its own",
			File: sqlite + "/commit.go", Old: "\tif err := s.written(ctx, e.apply); err != nil {",
			New:  "\tif err := s.written(ctx, e.numbers); err != nil {\n\t\treturn err\n\t}\n\te.number = nil\n\tif err := s.written(ctx, e.apply); err != nil {",
			Room: sqlite, Test: promises + "number/none_lost",
		},
		{
			What: "postgres: a document takes its number in a transaction of its own",
			File: postgres + "/number.go", Old: "\tbegin.Queue(\"BEGIN\")\n", New: "",
			Room: postgres, Test: promises + "number/none_lost",
		},
		{
			What: "sqlite: the host's own transaction is ignored",
			File: sqlite + "/within.go", Old: "\tj, _ := ctx.Value(joinedKey{}).(*joined)\n\treturn j\n", New: "\treturn nil\n",
			Room: sqlite, Test: "TestAnOrderChangesInTheHostsTransactionOrNotAtAll",
		},
		{
			What: "postgres: the host's own transaction is ignored",
			File: postgres + "/within.go", Old: "\ttx, _ := ctx.Value(txKey{}).(Tx)\n\treturn tx\n", New: "\treturn nil\n",
			Room: postgres, Test: "TestAnOrderChangesInTheHostsTransactionOrNotAtAll",
		},
		{
			What: "postgres: whoever commits an order that a host's transaction holds waits in the statement of all",
			File: postgres + "/open.go", Old: "SET lock_timeout = \"+shortWait", New: "SET lock_timeout = \"+\"0\"",
			Room: postgres, Test: "TestOrdersThatHostsHoldHoldUpNoOthers",
		},
		{
			What: "somebody outside is called while the host may still roll back",
			File: "order/do.go", Old: "return ok && j.Joined(ctx)", New: "return false && ok && j.Joined(ctx)",
			Room: postgres, Test: "TestWhatCallsTheWorldWaitsForTheHostsCommit",
		},
	}
}
