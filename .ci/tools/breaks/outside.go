package main

// outsideBreaks are about what comes from outside by itself: each event counts
// once, whenever and however often it comes.
func outsideBreaks() []Break {
	const (
		order    = "order"
		memory   = "adapters/memory"
		sqlite   = "adapters/sqlite"
		postgres = "adapters/postgres"
	)
	return []Break{
		{
			What: "sqlite: what cannot be read takes a place of the page",
			File: sqlite + "/read.go", Old: "if !some || most <= 0 ||", New: "if true || !some || most <= 0 ||",
			Room: sqlite, Test: promises + "find/unread",
		},
		{
			What: "postgres: what cannot be read takes a place of the page",
			File: postgres + "/read.go", Old: "if !some || most <= 0 ||", New: "if true || !some || most <= 0 ||",
			Room: postgres, Test: promises + "find/unread",
		},
		{
			What: "a page with an order that cannot be read ends the list of cases",
			File: "order/read.go", Old: "if len(orders) < q.Limit {", New: "if len(orders) < q.Limit || unread != nil {",
			Room: order, Test: "TestAnOrderThatCannotBeReadHidesNoCaseOfAnother",
		},
		{
			What: "sqlite: an order is listed by text that nobody reads back",
			File: sqlite + "/keys.go", Old: "\tif utf8.ValidString(text) {\n", New: "\tif text != \"\" || utf8.ValidString(text) {\n",
			Room: sqlite, Test: promises + "text/invalid",
		},
		{
			What: "postgres: an order is listed by text that nobody reads back",
			File: postgres + "/keys.go", Old: "return column(asRead(text))", New: "return column(text)",
			Room: postgres, Test: promises + "text/invalid",
		},
		{
			What: "memory: a webhook that comes twice is new twice",
			File: memory + "/inbox.go", Old: "if s.inbox[id] != nil {", New: "if false {",
			Room: memory, Test: promises + "inbox/once",
		},
		{
			What: "sqlite: a webhook that comes twice is new twice",
			File: sqlite + "/statements.go", Old: "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", New: "VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data",
			Room: sqlite, Test: promises + "inbox/once",
		},
		{
			What: "postgres: a webhook that comes twice is new twice",
			File: postgres + "/texts.go", Old: "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", New: "VALUES ($1, $2, $3, $4) ON CONFLICT (provider, id) DO UPDATE SET data = excluded.data",
			Room: postgres, Test: promises + "inbox/once",
		},
		{
			What: "memory: a webhook is applied by two processes",
			File: memory + "/commit.go", Old: "a == nil || a.applied ||", New: "a == nil ||",
			Room: memory, Test: promises + "inbox/applied_twice",
		},
		{
			What: "sqlite: a webhook is applied by two processes",
			File: sqlite + "/commit.go", Old: "if changed == 0 {\n\t\t\treturn fmt.Errorf(\"notice", New: "if changed < 0 {\n\t\t\treturn fmt.Errorf(\"notice",
			Room: sqlite, Test: promises + "inbox/applied_twice",
		},
		{
			What: "postgres: a webhook is applied by two processes",
			File: postgres + "/statement.go", Old: "(SELECT count(*) FROM taken) <> `", New: "(SELECT count(*) FROM taken) > `",
			Room: postgres, Test: promises + "inbox/applied_twice",
		},
		{
			What: "sqlite: a webhook is marked as applied before the order's commit",
			File: sqlite + "/commit.go", Old: "\tif err := s.written(ctx, e.apply); err != nil {",
			New: `	if err := s.written(ctx, func(w *writeStmts) (err error) {
		for _, id := range e.applied {
			_, err = w.apply.ExecContext(ctx, id.Provider, id.ID)
		}
		return err
	}); err != nil {
		return err
	}
	e.applied = nil
	if err := s.written(ctx, e.apply); err != nil {`,
			Room: sqlite, Test: promises + "conflict/stale",
		},
		{
			What: "a webhook is not marked as applied",
			File: "order/notify.go", Old: "\t\tw.applied = []NoticeID{{Provider: n.Provider, ID: n.ID}}\n", New: "",
			Room: order, Test: "TestANoticeThatWasAppliedLeavesTheInbox",
		},
		{
			What: "a webhook that could not be stored is acknowledged",
			File: "order/notify.go", Old: "\tif err != nil {\n\t\treturn storeError(\"notify\", n.Order, err)", New: "\tif false {\n\t\treturn storeError(\"notify\", n.Order, err)",
			Room: order, Test: "TestANoticeThatIsNotStoredIsNotAcknowledged",
		},
		{
			What: "a webhook whose order is not known yet is not looked at again",
			File: "order/notify.go", Old: "\tif err != nil || id == \"\" {\n\t\treturn false, err", New: "\tif err != nil || id == \"\" {\n\t\treturn true, err",
			Room: order, Test: "TestNoticesWaitForTheirOrder",
		},
		{
			What: "a late webhook moves money backwards",
			File: "order/match.go", Old: "if same && stage(op.Kind) > stage(kind) {", New: "if same && stage(op.Kind) > stage(kind)+9 {",
			Room: order, Test: "TestOutsideEvents/echoes_of_our_own_calls_change_nothing,_in_any_order,_any_number_of_times",
		},
		{
			What: "a webhook that overtakes the answer of its call is booked with it again",
			File: "order/complete.go", Old: "if c.Effect == fsm.Money && w.o.known(c.Key) {", New: "if false {",
			Room: order, Test: "TestAVoidHeardOfBeforeItWasWrittenDownDoesNotCountTwice",
		},
		{
			What: "a webhook's refund is booked beyond what was captured",
			File: "order/notify.go", Old: "case s.err == nil && now.Sign() >= 0:", New: "case s.err == nil:",
			Room: order, Test: "TestMoneyThatMovedByItselfIsBooked/more_refunded_than_taken",
		},
		{
			What: "a webhook's money of another currency is booked",
			File: "order/notify.go", Old: "n.Amount.IsZero() || n.Amount.Code() != w.o.Currency", New: "n.Amount.IsZero()",
			Room: order, Test: "TestMoneyThatMovedByItselfIsBooked/other_money",
		},
		{
			What: "money that comes after a cancel is kept",
			File: "order/work.go", Old: "if over.Sign() > 0 || idle.Sign() > 0 {", New: "if over.Sign() > 1 || idle.Sign() > 0 {",
			Room: order, Test: "TestOutsideEvents",
		},
	}
}
