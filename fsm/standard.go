package fsm

import (
	"strings"
	"time"
)

const (
	halfHour  = Duration(30 * time.Minute)
	twoWeeks  = Duration(14 * 24 * time.Hour)
	fifteen   = Duration(15 * 24 * time.Hour)
	month     = Duration(30 * 24 * time.Hour)
	shipped   = "already shipped; return it instead"
	finished  = "already finished"
	made      = "made to the customer's specification (Directive 2011/83/EU art. 16(c))"
	paidTwice = "already paid"
	paidLate  = "paid, but it is cancelled, returned or lost"
)

// Goods returns the workflow of goods in stock: money is promised when the
// customer pays and taken when the parcel leaves.
func Goods() Definition {
	return Definition{
		Name: "goods", Version: 1, Initial: "placed",
		States: append([]State{
			{Name: "placed", Phase: Created, Label: "placed", Timer: &Timer{After: halfHour, Action: "cancel"}},
			{Name: "paid", Phase: Paid, Label: "paid, to be shipped", Waits: true},
		}, afterShipping()...),
		Transitions: join(
			[]Transition{
				{Action: "place", To: "placed", Steps: steps("reserve redeem")},
				{Action: "pay", From: "placed", To: "paid", Steps: steps("authorize"), By: by(Customer, Staff, System, Webhook)},
				{Action: "modify", From: "placed", To: "placed", By: by(Customer, Staff)},
				{Action: "modify", From: "paid", To: "paid", By: by(Customer, Staff)},
				{Action: "cancel", From: "placed", To: "cancelled", Steps: steps("release! giveback"), By: by(Customer, Staff, System)},
				{Action: "cancel", From: "paid", To: "cancelled", Steps: steps("void! release giveback"), By: by(Customer, Staff, System)},
				{Action: "ship", From: "paid", To: "shipped", Steps: steps("book capture! commit"), By: by(Staff, System)},
			},
			delivery(),
			returning(by(Customer, Staff), "refund! restock reverse"),
		),
		Otherwise: join(parcelEvents(), []Otherwise{
			{Action: "cancel", In: []string{"cancelled"}, Answer: Ignore, Because: "already cancelled"},
			{Action: "cancel", In: []string{"shipped", "delivered", "confirmed", "return_requested", "return_received"}, Answer: Refuse, Because: shipped},
			{Action: "cancel", Answer: Refuse, Because: finished},
			{Action: "pay", In: []string{"cancelled", "returned", "lost"}, Answer: Escalate, Because: paidLate},
			{Action: "pay", Answer: Ignore, Because: paidTwice},
		}),
	}
}

// MadeToOrder returns the workflow of goods that are made for the customer:
// money is taken when production starts, and from then on only staff cancel.
func MadeToOrder() Definition {
	return Definition{
		Name: "made_to_order", Version: 1, Initial: "placed",
		States: append([]State{
			{Name: "placed", Phase: Created, Label: "placed", Timer: &Timer{After: halfHour, Action: "cancel"}},
			{Name: "paid", Phase: Paid, Label: "paid, to be produced", Waits: true},
			{Name: "producing", Phase: Production, Label: "in production", Waits: true},
			{Name: "made", Phase: Production, Label: "made, to be shipped", Waits: true},
		}, afterShipping()...),
		Transitions: join(
			[]Transition{
				{Action: "place", To: "placed", Steps: steps("reserve redeem")},
				{Action: "pay", From: "placed", To: "paid", Steps: steps("authorize"), By: by(Customer, Staff, System, Webhook)},
				{Action: "modify", From: "placed", To: "placed", By: by(Customer, Staff)},
				{Action: "modify", From: "paid", To: "paid", By: by(Customer, Staff)},
				{Action: "cancel", From: "placed", To: "cancelled", Steps: steps("release! giveback"), By: by(Customer, Staff, System)},
				{Action: "cancel", From: "paid", To: "cancelled", Steps: steps("void! release giveback"), By: by(Customer, Staff, System)},
				{Action: "cancel", From: "producing", To: "cancelled", Steps: steps("refund! giveback"), By: by(Staff)},
				{Action: "cancel", From: "made", To: "cancelled", Steps: steps("refund! giveback"), By: by(Staff)},
				{Action: "produce", From: "paid", To: "producing", Steps: steps("capture! commit"), By: by(Staff, System)},
				{Action: "finish", From: "producing", To: "made", By: by(Staff, System, Webhook)},
				{Action: "ship", From: "made", To: "shipped", Steps: steps("book"), By: by(Staff, System)},
			},
			delivery(),
			returning(by(Staff), "refund! reverse"),
		),
		Otherwise: join(parcelEvents(), []Otherwise{
			{Action: "cancel", In: []string{"cancelled"}, Answer: Ignore, Because: "already cancelled"},
			{Action: "cancel", In: []string{"producing", "made", "shipped", "delivered", "confirmed", "return_requested", "return_received"}, Answer: Refuse, Because: made},
			{Action: "cancel", Answer: Refuse, Because: finished},
			{Action: "return", In: []string{"delivered", "confirmed"}, Answer: Refuse, Because: made},
			{Action: "pay", In: []string{"cancelled", "returned", "lost"}, Answer: Escalate, Because: paidLate},
			{Action: "pay", Answer: Ignore, Because: paidTwice},
			{Action: "finish", In: []string{"placed", "paid", "cancelled"}, Answer: Escalate, Because: "finished, but production was not to run"},
			{Action: "finish", Answer: Ignore, Because: "already made"},
		}),
	}
}

// Download returns the workflow of digital goods: money is taken at once and
// access is granted by itself.
func Download() Definition {
	return Definition{
		Name: "download", Version: 1, Initial: "placed",
		States: []State{
			{Name: "placed", Phase: Created, Label: "placed", Timer: &Timer{After: halfHour, Action: "cancel"}},
			{Name: "paid", Phase: Paid, Label: "paid", Timer: &Timer{Action: "grant"}},
			{Name: "granted", Phase: Confirmed, Label: "access granted", Timer: &Timer{After: twoWeeks, Action: "complete"}},
			{Name: "completed", Phase: Completed, Label: "completed", Final: true},
			{Name: "cancelled", Phase: Cancelled, Label: "cancelled", Final: true},
			{Name: "returned", Phase: Returned, Label: "returned", Final: true},
		},
		Transitions: []Transition{
			{Action: "place", To: "placed", Steps: steps("redeem")},
			{Action: "pay", From: "placed", To: "paid", Steps: steps("authorize capture!"), By: by(Customer, Staff, System, Webhook)},
			{Action: "modify", From: "placed", To: "placed", By: by(Customer, Staff)},
			{Action: "cancel", From: "placed", To: "cancelled", Steps: steps("giveback"), By: by(Customer, Staff, System)},
			{Action: "cancel", From: "paid", To: "cancelled", Steps: steps("refund! giveback"), By: by(Staff, Customer)},
			{Action: "grant", From: "paid", To: "granted", Steps: []Step{{Do: "book", Using: "download"}}, By: by(System, Staff)},
			{Action: "complete", From: "granted", To: "completed", Steps: steps("accrue"), By: by(System, Staff)},
			{Action: "return", From: "granted", To: "returned", Steps: []Step{{Do: "refund", Pivot: true}, {Do: "unbook", Using: "download"}}, By: by(Staff)},
		},
		Otherwise: []Otherwise{
			{Action: "cancel", In: []string{"cancelled"}, Answer: Ignore, Because: "already cancelled"},
			{Action: "cancel", In: []string{"granted"}, Answer: Refuse, Because: "access is granted already"},
			{Action: "cancel", In: []string{"completed", "returned"}, Answer: Refuse, Because: finished},
			{Action: "pay", In: []string{"paid", "granted", "completed"}, Answer: Ignore, Because: paidTwice},
			{Action: "pay", In: []string{"cancelled", "returned"}, Answer: Escalate, Because: paidLate},
		},
	}
}

// afterShipping are the states that parcels of every kind go through.
func afterShipping() []State {
	return []State{
		{Name: "shipped", Phase: Production, Label: "shipped"},
		{Name: "delivered", Phase: Confirmed, Label: "delivered", Timer: &Timer{After: fifteen, Action: "confirm"}},
		{Name: "confirmed", Phase: Confirmed, Label: "receipt confirmed", Timer: &Timer{After: twoWeeks, Action: "complete"}},
		{Name: "return_requested", Phase: Confirmed, Label: "to be sent back", Timer: &Timer{After: month, Action: "lapse"}},
		{Name: "return_received", Phase: Confirmed, Label: "sent back, to be inspected", Waits: true},
		{Name: "completed", Phase: Completed, Label: "completed", Final: true},
		{Name: "rejected", Phase: Completed, Label: "return rejected", Final: true},
		{Name: "returned", Phase: Returned, Label: "returned", Final: true},
		{Name: "lost", Phase: Returned, Label: "lost on the way", Final: true},
		{Name: "cancelled", Phase: Cancelled, Label: "cancelled", Final: true},
	}
}

func delivery() []Transition {
	return []Transition{
		{Action: "deliver", From: "shipped", To: "delivered", By: by(Webhook, Staff, Customer)},
		{Action: "lose", From: "shipped", To: "lost", Steps: steps("refund!"), By: by(Staff, Webhook)},
		{Action: "confirm", From: "shipped", To: "confirmed", Steps: steps("accrue"), By: by(Customer, Staff, System)},
		{Action: "confirm", From: "delivered", To: "confirmed", Steps: steps("accrue"), By: by(Customer, Staff, System)},
		{Action: "complete", From: "confirmed", To: "completed", By: by(Staff, System)},
	}
}

// returning: a return that lapses or is rejected earns the points that a
// confirmed receipt would have; pieces that hold them already are skipped.
func returning(who []Role, accepted string) []Transition {
	return []Transition{
		{Action: "return", From: "delivered", To: "return_requested", Steps: steps("label"), By: who},
		{Action: "return", From: "confirmed", To: "return_requested", Steps: steps("label"), By: who},
		{Action: "lapse", From: "return_requested", To: "confirmed", Steps: steps("accrue"), By: by(System, Staff)},
		{Action: "receive", From: "return_requested", To: "return_received", By: by(Staff, Webhook)},
		{Action: "inspect", From: "return_received", To: "returned", Guards: []string{"accepted"}, Steps: steps(accepted), By: by(Staff)},
		{Action: "inspect", From: "return_received", To: "rejected", Steps: steps("accrue"), By: by(Staff)},
	}
}

// parcelEvents answers carriers whose news fit nothing, or come twice.
func parcelEvents() []Otherwise {
	return []Otherwise{
		{Action: "deliver", In: []string{"delivered", "confirmed", "completed", "return_requested", "return_received", "rejected"}, Answer: Ignore, Because: "already delivered"},
		{Action: "deliver", Answer: Escalate, Because: "delivered, but it was not on its way"},
		{Action: "lose", In: []string{"lost"}, Answer: Ignore, Because: "already known to be lost"},
		{Action: "lose", Answer: Escalate, Because: "lost, but it was not on its way"},
		{Action: "receive", In: []string{"return_received", "returned", "rejected"}, Answer: Ignore, Because: "already received"},
		{Action: "receive", Answer: Escalate, Because: "sent back, but no return was announced"},
	}
}

func by(roles ...Role) []Role { return roles }

func join[T any](lists ...[]T) []T {
	var all []T
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// steps reads built-in verbs in order; "!" marks the pivot.
func steps(words string) []Step {
	var out []Step
	for _, w := range strings.Fields(words) {
		do, pivot := strings.CutSuffix(w, "!")
		out = append(out, Step{Do: do, Pivot: pivot})
	}
	return out
}
