package ordertest

import (
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Full is the sample that must have something in every field.
var Full = full

// FullEvent, FullNotice and FullPerson are further such samples.
var (
	FullEvent  = fullEvent
	FullNotice = fullNotice
	FullPerson = person
)

// Answers are all that can happen at some point.
var Answers = columns[:]

// Promise is a clause as a reader sees it.
type Promise struct{ Suite, Clause, Says string }

// Promises are the clauses of all suites, in the order in which they run.
func Promises() []Promise {
	var all []Promise
	all = promised(all, "TestStore", storeClauses())
	all = promised(all, "TestPayments", paymentClauses())
	all = promised(all, "TestCarrier", carrierClauses())
	all = promised(all, "TestStock", stockClauses())
	all = promised(all, "TestPromotions", promotionClauses())
	all = promised(all, "TestMembers", memberClauses())
	all = promised(all, "TestOwnStep", ownStepClauses())
	return promised(all, "TestWebhooks", webhookClauses())
}

func promised[S any](all []Promise, suite string, clauses []clause[S]) []Promise {
	for _, cl := range clauses {
		all = append(all, Promise{suite, cl.name, cl.promise})
	}
	return all
}

// Wait moves the clock of a world.
func Wait(w *World, d time.Duration) { w.wait(d) }

// Answering lets everything that is asked of a world be answered so.
func Answering(w *World, a Answer) { w.at = func(point) Answer { return a } }

// PaidInWorld is what a world's books say of the payment that ref belongs to.
func PaidInWorld(w *World, ref string) (captured, refunded currency.Amount, err error) {
	e := w.refs[ref]
	if e == nil {
		return captured, refunded, order.ErrNotFound
	}
	if e.of != nil {
		e = e.of
	}
	n := e.drawn["capture"]
	if e.op == "capture" {
		n += e.amount.Minor()
	}
	code := e.amount.Code()
	return currency.New(n, code), currency.New(e.drawn["refund"], code), nil
}

// Instead does by hand what a case's call cannot do any more.
func (w *World) Instead(o *order.Order, c order.Case) (ref string, ok bool) { return w.instead(o, c) }
