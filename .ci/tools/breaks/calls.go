package main

// callBreaks are about calls to the outside world: none without a record, none
// twice, none forgotten, and a way back from each.
func callBreaks() []Break {
	const order = "order"
	return []Break{
		{
			What: "an action is not stored before its first call",
			File: "order/do.go", Old: "\tif err := w.commit(ctx); err != nil {\n\t\treturn err\n\t}\n\tw.begunKey = begun", New: "\tw.begunKey = begun",
			Room: order, Test: "TestAStoreThatCannotAnswerIsUnavailable/before_anything_was_called",
		},
		{
			What: "a call that the port cannot repeat safely is not written down before it is made",
			File: "order/advance.go", Old: "\tif (c.KeyLife == 0 || it.Chain.IsZero()) && w.begunKey != key", New: "\tif it.Chain.IsZero() && w.begunKey != key",
			Room: order, Test: "TestAKillAtAnyPointLosesNothingAndDoesNothingTwice/strong_lookup",
		},
		{
			What: "an action is refused because of an order that was only recalled",
			File: "order/do.go", Old: "\t\tif w.guess {", New: "\t\tif false {",
			Room: order, Test: "TestWhatIsRefusedOnARecalledOrderIsPlannedAnew",
		},
		{
			What: "the store is not told that an action is planned on a recalled order",
			File: "order/work.go", Old: ", Guess: w.guess}", New: "}",
			Room: order, Test: "TestAKeyWithAnAnswerIsNotActedOnAgain",
		},
		{
			What: "a payment has a new key at each attempt",
			File: "order/perform.go", Old: "call := PaymentCall{Key: c.Key,", New: "call := PaymentCall{Key: c.Key + \"/\" + itoa(int64(c.Attempts)),",
			Room: order, Test: "TestAFailedCallIsRetriedAfterFiveMinutes",
		},
		{
			What: "a refund has the key of the one before",
			File: "order/planner.go", Old: "k := w.o.ID + \"/\" + itoa(intent) + \"/\"", New: "k := w.o.ID + \"/\" + itoa(min(intent, 1)) + \"/\"",
			Room: order, Test: "TestRefundWithoutReturn",
		},
		{
			What: "a key is sent again after its life",
			File: "order/advance.go", Old: "return c.KeyLife > 0 && w.now.Sub(c.First) < c.KeyLife", New: "return c.KeyLife > 0",
			Room: order, Test: "TestAKeyIsNotSentAgainAfterItsLife",
		},
		{
			What: "an outcome is dropped when the caller's context has ended",
			File: "order/advance.go", Old: "context.WithTimeout(context.WithoutCancel(ctx), storeTime)", New: "context.WithTimeout(ctx, storeTime)",
			Room: order, Test: "TestTheCallersContextEndsButTheOutcomeIsRecorded",
		},
		{
			What: "an outcome is dropped when others changed the order meanwhile",
			File: "order/advance.go", Old: "\tfor _, t := range w.takes {\n\t\tif err := w.retake(t)", New: "\tfor _, t := range w.takes[:0] {\n\t\tif err := w.retake(t)",
			Room: order, Test: "TestAnOutcomeIsRecordedThoughTheOrderChangedMeanwhile",
		},
		{
			What: "the answer of an action is not stored under its key",
			File: "order/complete.go", Old: "\t\tw.answer(it.Key, Answer{Status: Done,", New: "\t\t_ = (Answer{Status: Done,",
			Room: order, Test: "TestAKeyAnswersForItsActionOnly/done",
		},
		{
			What: "an unknown outcome is read as a refusal",
			File: "order/complete.go", Old: "OutcomeUnknown: CallUnknown", New: "OutcomeUnknown: CallRefused",
			Room: order, Test: "TestAnUnknownOutcomeIsLookedUpNotRepeated",
		},
		{
			What: "what a lookup finds is taken for nothing found",
			File: "order/advance.go", Old: "\tt := take{intent: it.No, key: c.Key, receipt: r, reply: reply}\n",
			New:  "\tif reply == nil {\n\t\treply = &Reply{Outcome: outcomeNoRecord}\n\t}\n\tt := take{intent: it.No, key: c.Key, receipt: r, reply: reply}\n",
			Room: order, Test: "TestAnUnknownOutcomeIsLookedUpNotRepeated",
		},
		{
			What: "a lookup that lags and finds nothing is taken for proof",
			File: "order/advance.go", Old: "w.e.lookup(c) == LookupStrong && c.State", New: "c.State",
			Room: order, Test: "TestALookupThatLagsProvesNothing",
		},
		{
			What: "compensations skip what was reserved",
			File: "order/advance.go", Old: "undone(it, c.Key) || c.Undo == \"\" {", New: "undone(it, c.Key) || c.Undo == \"\" || c.Effect == fsm.Stock {",
			Room: order, Test: "TestARefusalUndoesWhatWasDone",
		},
		{
			What: "what may have happened is undone before it is known",
			File: "order/advance.go", Old: "\t\tdefault:\n\t\t\tif c.Key == w.begunKey {",
			New:  "\t\tdefault:\n\t\t\tif it.Stop && w.goBack(it, CodeCancelled, \"\") {\n\t\t\t\tcontinue\n\t\t\t}\n\t\t\tif c.Key == w.begunKey {",
			Room: order, Test: "TestCancelPreemptsAnActionUnderWay/unknown:_nothing_is_undone_before_it_is_known",
		},
		{
			What: "an action goes back although it is past its point of no return",
			File: "order/advance.go", Old: "if it.Undoing || it.pivotPassed() {\n\t\treturn false", New: "if it.Undoing {\n\t\treturn false",
			Room: order, Test: "TestARefusalPastThePivotIsACase",
		},
		{
			What: "nobody is told of a call whose retries are used up",
			File: "order/advance.go", Old: "if it.Due.IsZero() || c.Code == CaseStep {", New: "if c.Code == CaseStep {",
			Room: order, Test: "TestUsedUpRetriesBecomeACase",
		},
		{
			What: "an action under way that nobody works on is due at no time",
			File: "order/work.go", Old: "\t\tsooner(o.Intents[i].Due)\n", New: "\t\t_ = i\n",
			Room: order, Test: "TestAFailedCallIsRetriedAfterFiveMinutes",
		},
		{
			What: "an action takes units that another one under way holds",
			File: "order/pick.go", Old: "Units{l.ID, r.First, r.Count}), s.locks[l.ID])) {", New: "Units{l.ID, r.First, r.Count}), nil)) {",
			Room: order, Test: "TestUnitsInTheMiddleOfAnActionAreBusy",
		},
		{
			What: "a plan that was confirmed is replaced by another one",
			File: "order/do.go", Old: "if p.Hash != opt.plan {", New: "if p.Hash != opt.plan && false {",
			Room: order, Test: "TestAPlanThatIsStaleIsAConflict",
		},
		{
			What: "an order that is broken is not kept in quarantine",
			File: "order/do.go", Old: "\t\tw.o.Quarantine = cause.Error()\n", New: "",
			Room: order, Test: "TestAPanicQuarantinesOneOrder",
		},
		{
			What: "one order's trouble ends the pass over all",
			File: "order/run.go", Old: "\t\tif err := e.leased(ctx, l); err != nil {\n", New: "\t\tif err := e.leased(ctx, l); err != nil {\n\t\t\treturn n, err\n",
			Room: order, Test: "TestAnOrderThatDoesNotAddUpStopsNoOther",
		},
		{
			What: "a panic about one order ends Run",
			File: "order/run.go", Old: "\tdefer e.contain(ctx, \"run\", &l.Order, &err)\n", New: "",
			Room: order, Test: "TestAPanicInWhatIsDueStopsNoOtherOrder",
		},
		{
			What: "a timer whose action was refused fires again and again",
			File: "order/complete.go", Old: "func(r Run) Run { r.Off = true; return r }", New: "func(r Run) Run { return r }",
			Room: order, Test: "TestATimerThatTheWorldRefusesAsksAPersonOnce",
		},
		{
			What: "a timer that keeps the state fires twice in its time",
			File: "order/complete.go", Old: "r.Turns[was.State]++\n", New: "r.Turns[was.State]++\n\t\t\tr.Entered = was.Entered\n",
			Room: order, Test: "TestATimerThatKeepsTheStateFiresOncePerPeriod",
		},
		{
			What: "a notice that cannot be read ends the pass",
			File: "order/run.go", Old: "\tn, unread := e.notices(ctx)\n", New: "\tn, unread := e.notices(ctx)\n\tif unread != nil {\n\t\treturn n, unread\n\t}\n",
			Room: order, Test: "TestANoticeThatCannotBeReadHoldsUpNothingElse",
		},
		{
			What: "a reload remembers for whom the parcel was",
			File: "order/advance.go", Old: `w.begunKey, w.reads, w.who, w.chain, w.ended, w.refused = "", false, nil, 0, 0, nil`,
			New:  `w.begunKey, w.reads, w.chain, w.ended, w.refused = "", false, 0, 0, nil`,
			Room: order, Test: "TestAParcelIsNotAddressedToWhomACommitReadBeforeTheProcessWasStopped",
		},
	}
}
