// Package fsm holds workflows as data: what can happen to one piece of a
// product type, which steps that takes in the outside world, and who may ask
// for it. It compiles a Definition, proves that no path through it loses money,
// goods, stock, coupons or points, answers what can happen next, and draws it.
//
// # Goals
//
//   - A workflow is a plain value: a struct literal, or the same as JSON.
//   - Mistakes are found before the first order, all of them at once, each with
//     the path on which a piece would meet it.
//   - Asking what is next is cheap enough to ask for every piece on every page.
//
// # Guarantees
//
//   - Compile returns a Machine only when rules 1 to 7 hold, Meet and the Check of
//     a Switch nothing only when rules 8 and 9 do; else Faults, every one, in a
//     fixed order, with stable codes.
//   - A Machine never changes and is safe for concurrent use. Next, Candidates,
//     Offers, Otherwise and Phase allocate nothing.
//   - The same definition has the same Hash, drawings and faults in every
//     process.
//   - looplab/fsm makes every move (Fire); the table answers every question;
//     a test holds them equal for every state, action and choice.
//   - No input makes Compile, Parse or Check panic.
//
// # Not here
//
// Running steps, retries, timers, time, storage and guards' conditions (package
// order). A free piece runs the same steps with amounts of zero.
//
// # What a piece holds
//
// Each step may carry a verb (Verbs) that adds to or drops from what a piece
// holds: Promised, Taken, Reserved, Redeemed, Accrued, Sent. A step of the
// host's own joins in by saying what it Means. The proof walks every state with
// everything that a piece can hold there, taking every alternative as possible,
// whatever its guards say.
//
// # The rules
//
// Rule 1, names and answers.
//
//	name         a name is a-z, then a-z, 0-9 or _, at most 64; "new" and
//	             "refused" are no states, "place" is only placing
//	duplicate    states, guards, roles and otherwise rows are named once
//	unknown      states, phases, roles, effects, verbs, answers exist
//	text         labels and reasons are one line of clean UTF-8
//	size         versions count from 1; timers and lists have bounds
//	initial      the initial state exists and is not final
//	final        a final state exists; final states are completed, cancelled or
//	             returned, have no timer, wait for nobody, and nothing leaves them
//	placing      "place" leads from nothing to the initial state, and nothing
//	             else does; a definition may leave it out: no steps then
//	ambiguous    no alternative stands behind one that passes whenever it does
//	unanswered   the last alternative has no guards, or an otherwise row answers
//	             when they fail
//	timer        a timer's action is answered whatever the guards say, by
//	             transitions that the system may do
//
// Rule 2, every piece gets to an end.
//
//	unreachable  a way leads to every state
//	trapped      from every state a way leads to a final one
//	stalled      a state that is not final waits for a person, or something
//	             leads out of it that system or webhook may do; a timer with a
//	             budget can run out and does not count
//
// Rule 3, nothing runs for ever by itself.
//
//	endless      a cycle of timers and of what only the system may do has a
//	             timer with a budget (Times) on it
//
// Rule 4, obligations are settled on every path.
//
//	sent_unpaid  nothing is handed over while no money is promised or taken,
//	             unless the workflow says PaysLater
//	not_paid     completed: money is taken, also under PaysLater
//	not_sent     completed: handed over, if any path of the workflow does that
//	not_accrued  completed: points credited, if any path does that
//	promise_open every end: no authorization left open
//	stock_held   every end: no stock left set aside
//	money_kept   cancelled, returned: money taken is given back
//	points_held  cancelled, returned: points are reversed
//	coupon_held  cancelled: the coupon is given back
//	goods_out    cancelled: nothing is with the customer
//	no_refund_route
//	             where money is held and handing over comes next, that may be
//	             refused for good: some way that hands nothing over leads to an
//	             end with the money given back
//	idle         no step gives back what no piece can hold there
//
// Rule 5, a refused step leaves nothing half done.
//
//	pivots       a transition has at most one pivot
//	no_undo      a step before the pivot, or without a pivot every step but the
//	             last, has an Undo, a verb with an inverse, or is Irreversible;
//	             void, refund, restock, unbook and unlabel have no inverse
//	wrong_undo   an Undo drops what the step adds and has the same effect; an
//	             irreversible step names none
//	after_pivot  after the pivot no step may be refused (Verb.Asks): what is
//	             left is retried until it is done
//	irreversible an irreversible step leaves a state that waits for a person or
//	             that staff can move
//
// Notifications need no undo and cause none. A capture before a step that may
// be refused is compensated by a refund; most shops want it as the pivot,
// behind the booking.
//
// Rule 6, no answer stays unclear.
//
//	effect       a step is a verb, means one, or declares its effect; a verb
//	             keeps its own
//	blind        a money or logistics step that is no built-in verb declares
//	             Idempotent or Lookup; ports answer for the built-in ones
//	retry        first <= max, factor 1-10, attempts 1-100, at most 720h
//
// Rule 7, every outside event is answered.
//
//	unanswered   "cancel", and each action that names Webhook somewhere, is
//	             answered in every state: by transitions (for a webhook: open to
//	             it), or by an otherwise row
//	dead_row     every otherwise row can be asked for: in its state the guards
//	             may fail, or somebody who may do the action elsewhere, or the
//	             customer, may not do it here
//
// Rule 8, workflows can meet in one order (Meet). What a piece can do depends on
// its own state, so no piece waits for one of another workflow, and lines cannot
// lock each other up. They meet where one action moves pieces of several: then
// each step runs once, over all of them (Merge), and whichever pieces come
// together
//
//	step_order   the transitions of one action, for one role, do not contradict
//	             each other about the order of their steps
//	after_pivot  nothing that may be refused has to come after what cannot be
//	             taken back: a pivot, or a step without an undo
//
// Two steps are one only if they are the Same in more than the name.
//
// Rule 9, a switch to another version keeps obligations (Switch, its Check).
//
//	version      it is for two versions of one workflow
//	unmapped     each state of the old version has a row
//	held         what a piece can hold in the old state, the new version's proof
//	             has followed from the new one: nothing is lost, nothing invented
//	sold         live pieces stay live, cancelled ones cancelled, returned ones
//	             returned: the cost of an order changes by actions only
//	phase        the phase stays
//	final        ended pieces stay ended, others go on
//	waits        who waits for a person still does, and nobody else
//	timer        no timer fires at once or earlier than before: it counts on with
//	             the same action and no shorter time, or starts anew
//	keeper       what a step of the old version took, the new one takes by the same
//	             step, so that its steps give back to the right one
//	meant        every code that a row says is meant is met
//
// A row may say that phase, final, waits, timer or keeper are meant.
//
// Parse and ParseSwitch add json: the text is not exactly a definition, a switch.
package fsm
