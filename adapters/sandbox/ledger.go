package sandbox

import (
	"fmt"
	"slices"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

// Movement is one thing that happened, or was declined, or waits, under a key.
type Movement struct {
	// ID is the provider's reference: the payment's for what began it, the parcel's
	// tracking number for what made it.
	ID string `json:"id"`
	// Of is the payment or parcel.
	Of     string          `json:"of"`
	Op     string          `json:"op"` // authorize, capture, void, refund, dispute, book, label, cancel
	Order  string          `json:"order"`
	Key    string          `json:"key,omitempty"`
	Amount currency.Amount `json:"amount,omitzero"`
	Status Status          `json:"status"`
	Code   string          `json:"code,omitempty"`   // of a declined one
	Reason string          `json:"reason,omitempty"` // the same in words
	URL    string          `json:"url,omitempty"`    // where a waiting one is confirmed
	// Expires is when an authorization ends.
	Expires time.Time `json:"expires,omitzero"`
	At      time.Time `json:"at"`
	shown   time.Time // lookups find it from then on
}

// Status says how a movement stands.
type Status string

// The statuses of a movement.
const (
	Done     Status = "done"
	Declined Status = "declined"
	Waiting  Status = "waiting"
)

// Payment is one authorization or charge and what became of it.
type Payment struct {
	ID         string          `json:"id"`
	Order      string          `json:"order"`
	Token      string          `json:"token,omitempty"`
	Authorized currency.Amount `json:"authorized"`
	Captured   currency.Amount `json:"captured"`
	Voided     currency.Amount `json:"voided"`
	Refunded   currency.Amount `json:"refunded"`
	Disputed   currency.Amount `json:"disputed"`
	Expires    time.Time       `json:"expires,omitzero"`
	direct     bool            // charged without an authorization
	waits      *Movement       // for the customer
}

// Parcel is one booking.
type Parcel struct {
	ID        string        `json:"id"` // the tracking number
	Order     string        `json:"order"`
	Shipment  string        `json:"shipment"`
	Return    bool          `json:"return,omitempty"`
	Cancelled bool          `json:"cancelled,omitempty"`
	Goods     []order.Goods `json:"goods"` // what is left in it
}

// Ledger is all that happened.
type Ledger struct {
	Payments  []Payment  `json:"payments"`
	Parcels   []Parcel   `json:"parcels"`
	Movements []Movement `json:"movements"`
}

// Ledger returns what happened to one order, or to all with an empty id.
func (s *Server) Ledger(id string) Ledger {
	s.mu.Lock()
	defer s.mu.Unlock()
	var l Ledger
	for _, p := range s.payments {
		if id == "" || p.Order == id {
			l.Payments = append(l.Payments, *p)
		}
	}
	for _, p := range s.parcels {
		if id == "" || p.Order == id {
			c := *p
			c.Goods = slices.Clone(p.Goods)
			l.Parcels = append(l.Parcels, c)
		}
	}
	for _, m := range s.movements {
		if id == "" || m.Order == id {
			l.Movements = append(l.Movements, *m)
		}
	}
	return l
}

// refusal is why something was declined.
type refusal struct{ code, reason string }

func (r *refusal) Error() string { return r.code + ": " + r.reason }

func declined(code, format string, args ...any) error {
	return &refusal{code, fmt.Sprintf(format, args...)}
}

// The cards of the sandbox: any other token pays.
const (
	DeclinedToken = "tok_declined" // never pays
	ConfirmToken  = "tok_confirm"  // pays once the customer has confirmed
)

type payRequest struct {
	Order   string          `json:"order"`
	Amount  currency.Amount `json:"amount"`
	Token   string          `json:"token"`
	Capture bool            `json:"capture,omitempty"`
}

// pay begins a payment.
func (s *Server) pay(q payRequest, m *Movement) error {
	m.Op, m.Order, m.Amount = "authorize", q.Order, q.Amount
	if q.Capture {
		m.Op = "capture"
	}
	switch {
	case q.Amount.Sign() <= 0:
		return declined("invalid_amount", "the amount is not above zero")
	case q.Token == DeclinedToken:
		return declined("card_declined", "the bank says no")
	}
	zero := currency.Zero(q.Amount.Code())
	p := &Payment{ID: s.next("pay"), Order: q.Order, Token: q.Token, Authorized: zero, Captured: zero, Voided: zero,
		Refunded: zero, Disputed: zero, direct: q.Capture}
	m.ID, m.Of = p.ID, p.ID
	s.payments = append(s.payments, p)
	if q.Token == ConfirmToken {
		m.Status, p.waits = Waiting, m
		return nil
	}
	s.begin(p, m)
	return nil
}

// begin makes a payment real: at once, or when the customer has confirmed.
func (s *Server) begin(p *Payment, m *Movement) {
	if p.direct {
		p.Captured = m.Amount
		return
	}
	p.Authorized = m.Amount
	p.Expires = s.cfg.Now().Add(s.cfg.AuthLife).UTC()
	m.Expires = p.Expires
}

// draw captures, voids, refunds or disputes a part of a payment.
func (s *Server) draw(op string, p *Payment, amount currency.Amount, m *Movement) error {
	m.Op, m.Order, m.Of, m.Amount = op, p.Order, p.ID, amount
	var sums [3]currency.Amount
	var errs [3]error
	sums[0], errs[0] = p.Authorized.Sub(p.Captured)
	sums[0], errs[1] = sums[0].Sub(p.Voided)
	sums[1], errs[2] = p.Captured.Sub(p.Refunded)
	open, kept := sums[0], sums[1]
	for _, err := range errs {
		if err != nil {
			return declined("invalid_amount", "%v", err)
		}
	}
	if p.direct || p.waits != nil {
		open = currency.Zero(p.Captured.Code())
	}
	limit, into := open, &p.Captured
	switch op {
	case "void":
		into = &p.Voided
		if amount.IsZero() {
			amount = open
			m.Amount = open
		}
	case "refund":
		limit, into = kept, &p.Refunded
	case "dispute":
		limit, into = kept, &p.Disputed
	}
	expired := !p.Expires.IsZero() && !s.cfg.Now().Before(p.Expires)
	if (op == "capture" || op == "void") && expired {
		return declined("authorization_expired", "it ended at %v", p.Expires)
	}
	over, err := amount.Cmp(limit)
	switch {
	case err != nil:
		return declined("invalid_amount", "%v", err)
	case amount.Sign() <= 0:
		return declined("invalid_amount", "the amount is not above zero")
	case over > 0:
		return declined("over_"+op, "only %v is left", limit)
	}
	sum, err := into.Add(amount)
	if err != nil {
		return declined("invalid_amount", "%v", err)
	}
	*into = sum
	m.ID = s.next(op)
	return nil
}

// confirm is what the customer does with a waiting payment.
func (s *Server) confirm(p *Payment, refuse bool) (*Movement, error) {
	m := p.waits
	if m == nil {
		return nil, declined("not_waiting", "the payment does not wait for anybody")
	}
	p.waits = nil
	if refuse {
		m.Status, m.Code, m.Reason = Declined, "refused_by_customer", "the customer did not confirm"
		return m, nil
	}
	m.Status = Done
	s.begin(p, m)
	return m, nil
}

type bookRequest struct {
	Order    string          `json:"order"`
	Shipment string          `json:"shipment"`
	Return   bool            `json:"return,omitempty"`
	Of       string          `json:"of,omitempty"` // the parcel that a return label is for
	To       i18n.Address    `json:"to,omitzero"`
	Goods    []order.Goods   `json:"goods"`
	Value    currency.Amount `json:"value,omitzero"`
}

// book makes a parcel or a return label.
func (s *Server) book(q bookRequest, m *Movement) error {
	m.Op, m.Order, m.Amount = "book", q.Order, q.Value
	if q.Return {
		m.Op = "label"
	}
	if len(q.Goods) == 0 {
		return declined("empty_parcel", "there is nothing in the parcel")
	}
	p := &Parcel{ID: s.next("trk"), Order: q.Order, Shipment: q.Shipment, Return: q.Return, Goods: slices.Clone(q.Goods)}
	m.ID, m.Of = p.ID, p.ID
	s.parcels = append(s.parcels, p)
	return nil
}

// unbook takes goods out of a parcel; none means all.
func (s *Server) unbook(p *Parcel, goods []order.Goods, m *Movement) error {
	m.Op, m.Order, m.Of = "cancel", p.Order, p.ID
	left := p.Goods
	for _, g := range goods {
		rest, ok := without(left, g)
		if !ok {
			return declined("already_cancelled", "units of %s are not in the parcel any more", g.Line)
		}
		left = rest
	}
	if p.Cancelled {
		return declined("already_cancelled", "the parcel is cancelled already")
	}
	if len(goods) == 0 || len(left) == 0 {
		p.Cancelled = true
	} else {
		p.Goods = left
	}
	m.ID = p.ID
	return nil
}

// without takes the units of g out of have; false if some are not there.
func without(have []order.Goods, g order.Goods) (left []order.Goods, ok bool) {
	missing := g.Quantity
	for _, h := range have {
		from, to := max(h.First, g.First), min(h.First+h.Quantity, g.First+g.Quantity)
		if h.Line != g.Line || to <= from {
			left = append(left, h)
			continue
		}
		missing -= to - from
		before, after := h, h
		before.Quantity = from - h.First
		after.First, after.Quantity = to, h.First+h.Quantity-to
		for _, part := range []order.Goods{before, after} {
			if part.Quantity > 0 {
				left = append(left, part)
			}
		}
	}
	return left, missing == 0
}

// next makes a reference.
func (s *Server) next(kind string) string {
	s.made++
	return fmt.Sprintf("%s_%06d", kind, s.made)
}
