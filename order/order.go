package order

import (
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/pricing"
)

// Order is the record of one order: what was bought, in which state every
// unit is, what was paid, and what is under way. It is a plain value handed out
// as a copy: changing it changes nothing; only the engine writes.
//
// It holds no personal data. Names, addresses and free text are in the Person
// stored beside it, so that a person can be erased without breaking history.
type Order struct {
	ID string `json:"id"`
	// Channel and Number are unique together. An order center takes in orders
	// of several systems, each with its own numbers.
	Channel string `json:"channel,omitempty"`
	Number  string `json:"number"`
	// Customer is the host's own reference to the customer; no personal data.
	Customer string `json:"customer,omitempty"`
	// Locale is the BCP 47 tag of the customer's language and region, "de-CH"; empty
	// if the draft had none.
	Locale string `json:"locale,omitempty"`
	// Transaction is what chose among the workflows of a product type.
	Transaction string `json:"transaction,omitempty"`
	// Addressed says that a delivery address is stored with the Person.
	Addressed bool           `json:"addressed,omitempty"`
	Currency  currency.Code  `json:"currency"`
	Policy    pricing.Policy `json:"policy"`
	// Version counts the commits of this order, from 1.
	Version int64     `json:"version"`
	Placed  time.Time `json:"placed"`
	Changed time.Time `json:"changed"`

	Workflows []Pin      `json:"workflows"`
	Lines     []Line     `json:"lines"`
	Charges   []Charge   `json:"charges,omitempty"`
	Coupons   []Coupon   `json:"coupons,omitempty"`
	Payments  []Payment  `json:"payments,omitempty"`
	Shipments []Shipment `json:"shipments,omitempty"`
	// Documents are the invoices and credit notes, in the order in which they were
	// issued.
	Documents []Document `json:"documents,omitempty"`

	// Accounts are the balances of the order's journal; see Entry. They always
	// add up to zero.
	Accounts []Posting `json:"accounts,omitempty"`

	// Settlement is the total at placing in the shop's own currency, with the rates
	// that the order keeps; nil if the order is in that currency. Settled are the
	// balances of the journal in it.
	Settlement *currency.Converted `json:"settlement,omitempty"`
	Settled    []Posting           `json:"settled,omitempty"`
	// TaxRates lead from the order's currency to that of the tax authority, for
	// Document.Abroad; none if invoices need no other currency.
	TaxRates []currency.Rate `json:"taxRates,omitempty"`

	Intents []Intent `json:"intents,omitempty"` // actions under way
	Queue   []Queued `json:"queue,omitempty"`   // actions that wait for an intent
	Cases   []Case   `json:"cases,omitempty"`   // open cases only

	// LeftPaid is what staff left paid although it exceeds the total, LeftOpen
	// what they let run out of authorizations that nothing needs.
	LeftPaid currency.Amount `json:"leftPaid,omitzero"`
	LeftOpen currency.Amount `json:"leftOpen,omitzero"`

	// Excused are units that the shop gave up: promotions are judged as if they had
	// stayed.
	Excused []Units `json:"excused,omitempty"`

	// Hold is the reason why staff stopped the order; empty means not held.
	Hold string `json:"hold,omitempty"`
	// Quarantine is the broken invariant that stopped the order; empty means none.
	Quarantine string   `json:"quarantine,omitempty"`
	Tags       []string `json:"tags,omitempty"`
	// Notes counts the notes kept with the Person.
	Notes int64 `json:"notes,omitempty"`

	// Counters of what was ever recorded for this order.
	LastEvent    int64 `json:"lastEvent"`
	LastEntry    int64 `json:"lastEntry"`
	LastIntent   int64 `json:"lastIntent,omitempty"`
	LastShipment int64 `json:"lastShipment,omitempty"`
	LastCase     int64 `json:"lastCase,omitempty"`
}

// Pin is the workflow version that some lines of an order run under. An order
// placed under one version finishes under it, whatever is deployed later.
type Pin struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
	Hash    string `json:"hash"`
}

// Line is what was priced together and runs under one workflow. Its price never
// changes after placing: added units are a new line, and a later reduction is
// an allowance.
type Line struct {
	ID    string `json:"id"`
	SKU   string `json:"sku,omitempty"`
	Title string `json:"title,omitempty"`
	// Type is the product type, which chose the workflow.
	Type string `json:"type"`
	// Workflow is the index of the line's workflow in Order.Workflows.
	Workflow int `json:"workflow"`
	// Of is the line whose quantity this one raised, if it was added later.
	Of         string              `json:"of,omitempty"`
	Price      pricing.Item        `json:"price"`
	Allowances []pricing.Allowance `json:"allowances,omitempty"`
	// Runs cover units 0..Quantity-1 exactly once, in order.
	Runs    []Run             `json:"runs"`
	Customs Customs           `json:"customs,omitzero"`
	Meta    map[string]string `json:"meta,omitempty"`
}

// Quantity is the number of units that the line was priced for.
func (l *Line) Quantity() int64 { return l.Price.Quantity }

// Run is a range of neighbouring units of a line that share one state.
type Run struct {
	First   int64     `json:"first"`
	Count   int64     `json:"count"`
	State   string    `json:"state"`
	Phase   fsm.Phase `json:"phase"` // of the state
	Entered time.Time `json:"entered"`
	// Held is what each of these units holds: money promised or taken, stock
	// reserved, and so on. It is the same set that the workflow's proof follows.
	Held fsm.Held `json:"held,omitempty"`
	// Turns counts, by state, how often its timer fired since a person last acted
	// on these units.
	Turns map[string]int `json:"turns,omitempty"`
	// Off is set when the state's timer was refused and disarmed.
	Off bool `json:"off,omitempty"`
}

// Charge is an amount of the order that is not a line: shipping, gift wrap, a fee.
type Charge struct {
	Price pricing.Item `json:"price"`
	// Lines are the lines it is for: it is captured with the first of their
	// units and given back when all of them are cancelled before any was sent. A
	// claw-back names none and is for the whole order.
	Lines      []string            `json:"lines,omitempty"`
	Held       fsm.Held            `json:"held,omitempty"`
	Live       bool                `json:"live,omitempty"` // false before placing and once given back
	Allowances []pricing.Allowance `json:"allowances,omitempty"`
	// Undeserved is set on charges of KindClawBack: the part of a discount that is
	// charged again. The next reversal puts other charges in their place.
	Undeserved *pricing.Undeserved `json:"undeserved,omitempty"`
}

// Coupon is a code that reduced this order.
type Coupon struct {
	Code string `json:"code"`
	// Ref is the promotion system's reference of the redemption.
	Ref       string `json:"ref,omitempty"`
	Redeemed  bool   `json:"redeemed,omitempty"`
	GivenBack bool   `json:"givenBack,omitempty"`
	// LeftUsed is set when staff decided to leave it used although nothing uses it.
	LeftUsed bool `json:"leftUsed,omitempty"`
	// Undeserved is set while its promotion no longer applies to what stays, and
	// what it took off is charged again.
	Undeserved bool `json:"undeserved,omitempty"`
}

// Payment is one means by which the order is paid. Its amounts are sums over
// Ops and only grow; what is open follows from them.
type Payment struct {
	ID      string `json:"id"`
	Gateway string `json:"gateway"`
	// Token is the gateway's opaque reference of the card or account.
	Token   string     `json:"token,omitempty"`
	Ref     string     `json:"ref,omitempty"` // the authorization at the provider
	Expires *time.Time `json:"expires,omitempty"`
	// Closed is set when the provider released what was left of the authorization.
	Closed bool `json:"closed,omitempty"`

	Authorized  currency.Amount `json:"authorized"`
	Captured    currency.Amount `json:"captured"`
	Voided      currency.Amount `json:"voided"`
	Refunded    currency.Amount `json:"refunded"`
	ChargedBack currency.Amount `json:"chargedBack"`

	Ops []PaymentOp `json:"ops,omitempty"`
}

// PaymentOp is one thing that happened to a payment at the provider.
type PaymentOp struct {
	Kind   string          `json:"kind"` // authorize, capture, void, refund, chargeback
	Amount currency.Amount `json:"amount"`
	// Settled is what the provider credited or debited in the shop's own currency,
	// if it said so.
	Settled currency.Amount `json:"settled,omitzero"`
	Ref     string          `json:"ref,omitempty"`
	At      time.Time       `json:"at"`
	Key     string          `json:"key,omitempty"`
}

// Shipment is one parcel, or one grant of access, booked with a carrier.
type Shipment struct {
	ID       string `json:"id"`
	Carrier  string `json:"carrier,omitempty"`
	Tracking string `json:"tracking,omitempty"`
	// Return marks a return label: the units travel back.
	Return    bool      `json:"return,omitempty"`
	Units     []Units   `json:"units"`
	Booked    time.Time `json:"booked"`
	Cancelled bool      `json:"cancelled,omitempty"`
}

// Units is a range of units of one line.
type Units struct {
	Line  string `json:"line"`
	First int64  `json:"first"`
	Count int64  `json:"count"`
}

// Line returns the line with that ID.
func (o *Order) Line(id string) (*Line, bool) {
	for i := range o.Lines {
		if o.Lines[i].ID == id {
			return &o.Lines[i], true
		}
	}
	return nil, false
}

func (o *Order) intent(no int64) *Intent {
	for i := range o.Intents {
		if o.Intents[i].No == no {
			return &o.Intents[i]
		}
	}
	return nil
}

func (o *Order) openCase(no int64) *Case {
	for i := range o.Cases {
		if o.Cases[i].No == no {
			return &o.Cases[i]
		}
	}
	return nil
}

func (o *Order) payment(id string) *Payment {
	for i := range o.Payments {
		if o.Payments[i].ID == id {
			return &o.Payments[i]
		}
	}
	return nil
}

func (o *Order) shipment(id string) *Shipment {
	for i := range o.Shipments {
		if o.Shipments[i].ID == id {
			return &o.Shipments[i]
		}
	}
	return nil
}

// Refs returns every outside reference by which the order can be found:
// payment references, tracking numbers, and the numbers of its documents. Stores
// index them.
func (o *Order) Refs() []string {
	var refs []string
	for i := range o.Payments {
		p := &o.Payments[i]
		if p.Ref != "" {
			refs = append(refs, p.Ref)
		}
		for _, op := range p.Ops {
			if op.Ref != "" && op.Ref != p.Ref {
				refs = append(refs, op.Ref)
			}
		}
	}
	for i := range o.Shipments {
		if t := o.Shipments[i].Tracking; t != "" {
			refs = append(refs, t)
		}
	}
	for i := range o.Documents {
		if n := o.Documents[i].Number(); n != "" {
			refs = append(refs, n)
		}
	}
	return refs
}
