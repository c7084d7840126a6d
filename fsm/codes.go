package fsm

// Codes of faults, by rule. They are stable: programs may switch on them.
const (
	CodeJSON = "json" // Parse: not the JSON of a definition

	// Rule 1: names and answers.
	CodeName      = "name"      // empty, malformed or reserved
	CodeDuplicate = "duplicate" // named twice
	CodeUnknown   = "unknown"   // refers to something that does not exist
	CodeText      = "text"      // label or reason is not clean UTF-8 text
	CodeSize      = "size"      // version, duration or count out of bounds
	CodeInitial   = "initial"   // no initial state, or it is final
	CodeFinal     = "final"     // no final state, or one that does not end
	CodePlacing   = "placing"   // "place" is not the way from nothing to Initial
	CodeAmbiguous = "ambiguous" // an alternative after the unguarded answer
	CodeTimer     = "timer"     // a timer that nothing answers

	// Rule 2: every piece gets to an end.
	CodeUnreachable = "unreachable" // no piece can ever be here
	CodeTrapped     = "trapped"     // no way to a final state
	CodeStalled     = "stalled"     // nobody and nothing moves the piece on

	// Rule 3: nothing runs for ever by itself.
	CodeEndless = "endless" // a cycle of automatic moves without a budget

	// Rule 4: obligations.
	CodeSentUnpaid    = "sent_unpaid"     // goods leave, no money taken or promised
	CodeNotPaid       = "not_paid"        // completed without money
	CodeNotSent       = "not_sent"        // completed without what others were sent
	CodeNotAccrued    = "not_accrued"     // completed without the points others got
	CodePromiseOpen   = "promise_open"    // ends with an authorization left open
	CodeMoneyKept     = "money_kept"      // cancelled or returned, money not given back
	CodeStockHeld     = "stock_held"      // ends with stock set aside
	CodeCouponHeld    = "coupon_held"     // cancelled, coupon not given back
	CodePointsHeld    = "points_held"     // cancelled or returned, points kept
	CodeGoodsOut      = "goods_out"       // cancelled after goods were handed over
	CodeNoRefundRoute = "no_refund_route" // sending may be refused, nothing gives the money back
	CodeIdle          = "idle"            // gives back what no piece can hold there

	// Rule 5: steps that fail half-way.
	CodePivots       = "pivots"       // more than one pivot
	CodeNoUndo       = "no_undo"      // cannot be undone, but a later step may be refused
	CodeWrongUndo    = "wrong_undo"   // the compensation does not undo the step
	CodeAfterPivot   = "after_pivot"  // may be refused when there is no way back
	CodeIrreversible = "irreversible" // a person decides, but none has a way to

	// Rule 6: unclear answers.
	CodeEffect = "effect" // no effect, or not the verb's
	CodeBlind  = "blind"  // neither idempotent nor to be looked up
	CodeRetry  = "retry"  // endless or senseless retries

	// Rule 7: every outside event is answered.
	CodeUnanswered = "unanswered" // an event that a state gives no answer to
	CodeDeadRow    = "dead_row"   // an answer that is never given

	// Rule 8: pieces of several workflows moved by one action. Meet also tells
	// CodeAfterPivot.
	CodeStepOrder = "step_order" // no order of the steps suits all

	// Rule 9: moving pieces to another version of their workflow. Check of a
	// Switch also tells CodeUnknown, CodeDuplicate, CodeSize, CodeFinal, CodeTimer.
	CodeVersion  = "version"  // not two versions of one workflow
	CodeUnmapped = "unmapped" // a state from which no row leads on
	CodePhase    = "phase"    // another phase
	CodeSold     = "sold"     // counts towards what the order costs, or no longer
	CodeHeld     = "held"     // nothing says what becomes of what is held there
	CodeKeeper   = "keeper"   // held by one handler, given back by another
	CodeWaits    = "waits"    // waited for a person and no longer does, or the reverse
	CodeMeant    = "meant"    // what a row says is meant does not happen
)
