package order

import (
	"context"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
)

// Contract of every port method that changes something outside.
//
// It is called with a Key that names this one effect: derived from the order,
// the intent and the step, never from the attempt. A second call with the same
// key must not cause a second effect; a port that cannot promise this says so in
// its Traits, and the engine then writes down every attempt before it makes it,
// asks Lookup after a lost answer, and leaves the rest to a person. Methods are
// called concurrently, also with the same key, and may be called again after a
// crash in the middle. The answer is nil for done, or an error made by Decline,
// Retry, Unsure or Await. A panic counts as an unclassified error.
//
// It must return soon after its context ends, which is after Config.Patience at
// the latest. The engine starts no goroutine and so cannot leave a call behind:
// one that heeds no context holds whoever made it, a Run or a Do, until it
// returns, and then the next one that takes the order over. Wrap such a client: let
// it work in a goroutine of the host's, and return the context's error when that
// ends. Where twenty have begun a call and none came back, hanging or killed by it,
// an engineer's case is opened and nobody follows.

// Traits is what a port promises about its calls.
type Traits struct {
	// KeyLife is for how long the port answers a repeated key with the first
	// result instead of doing it again. 0 = it does not. Stripe v1: 24 h.
	KeyLife time.Duration
	// Lookup says how far the port's Lookup can be trusted. New refuses a gateway or
	// carrier that promises one and has no method Lookup.
	Lookup Lookup
	// The rest is for payment gateways.
	PartialCapture bool // several captures of one authorization
	PartialVoid    bool // part of an authorization can be given up
	// AuthLife is how long an authorization can be captured; 0 = not known.
	AuthLife time.Duration
}

// Forever is a KeyLife without end, for ports that remember every key.
const Forever = time.Duration(1<<63 - 1)

// Lookup says what the absence of a record proves.
type Lookup string

// The kinds of lookup.
const (
	LookupNone     Lookup = ""         // the port cannot be asked
	LookupEventual Lookup = "eventual" // found is final; not found proves nothing
	LookupStrong   Lookup = "strong"   // not found proves that it did not happen
)

// PaymentCall is one request to a payment gateway.
type PaymentCall struct {
	Key     string
	Order   string
	Number  string
	Payment string // the payment's ID within the order
	// Token is the host's opaque reference of the card or account.
	Token  string
	Amount currency.Amount
	// Ref is the authorization to capture or void (empty: charge at once), or
	// the authorization or charge to refund.
	Ref string
	// Op is authorize, capture, void or refund; Lookup needs it.
	Op string
}

// Receipt is what a port says about a done effect.
type Receipt struct {
	// Ref is the provider's reference. It must be the same for every answer
	// to the same key.
	Ref string
	// Expires is when an authorization ends, if known.
	Expires time.Time
	// Settled is what a capture credits, or a refund debits, in the shop's own
	// currency, if the provider converts and says so. What it differs from the
	// order's own rate is booked as a gain or loss.
	Settled currency.Amount
}

// PaymentGateway takes and gives back money. Capture with an empty Ref charges
// the token at once.
type PaymentGateway interface {
	Traits() Traits
	Capture(ctx context.Context, c PaymentCall) (Receipt, error)
	Refund(ctx context.Context, c PaymentCall) (Receipt, error)
}

// Authorizer is a PaymentGateway that can promise money before taking it.
// Without it, paying captures at once.
type Authorizer interface {
	Authorize(ctx context.Context, c PaymentCall) (Receipt, error)
	// Void gives up c.Amount of the authorization; all of what is left unless
	// Traits.PartialVoid. It is done, too, if the authorization has ended already.
	Void(ctx context.Context, c PaymentCall) (Receipt, error)
}

// PaymentLookup is a PaymentGateway that can be asked what a key came to. The
// receipt and nil if it was done, a Decline if it was refused, ErrNotFound if
// there is no record of it.
type PaymentLookup interface {
	Lookup(ctx context.Context, c PaymentCall) (Receipt, error)
}

// Parcel is one request to a carrier.
type Parcel struct {
	Key      string
	Order    string
	Number   string
	Shipment string // the shipment's ID within the order
	Tracking string // of the parcel to cancel, or the outward parcel of a return
	Return   bool
	To       i18n.Address // empty for carriers of downloads that need none
	Email    string
	Goods    []Goods
	// Value is what the customer pays for the goods, tax included: what a carrier
	// insures. Customs want the net value of each, which is in Goods.
	Value currency.Amount
	// Op is book, unbook, label or unlabel; Lookup needs it.
	Op string
}

// Goods is a number of units of one line, as stock and carriers see them.
type Goods struct {
	Line     string `json:"line"`
	SKU      string `json:"sku,omitempty"`
	Title    string `json:"title,omitempty"`
	Quantity int64  `json:"quantity"`
	First    int64  `json:"first"` // the first of the units; they are First..First+Quantity-1
	// Customs is that of one unit.
	Customs Customs `json:"customs,omitzero"`
	// Value is what customs are told that all these units are worth: their net
	// price after discounts and allowances, as on the invoice. Stock is not told.
	Value currency.Amount `json:"value,omitzero"`
}

// Carrier takes goods to the customer, or grants access to a download. The
// Receipt's Ref is the tracking number.
type Carrier interface {
	Traits() Traits
	Book(ctx context.Context, p Parcel) (Receipt, error)
	// Cancel takes a booking back, before or (for access) after delivery: the
	// units in p.Goods, which are all of a parcel, or some of several downloads.
	Cancel(ctx context.Context, p Parcel) (Receipt, error)
}

// Returner is a Carrier that makes return labels. Without it a return has none.
type Returner interface {
	ReturnLabel(ctx context.Context, p Parcel) (Receipt, error)
}

// CarrierLookup is a Carrier that can be asked; see PaymentLookup.
type CarrierLookup interface {
	Lookup(ctx context.Context, p Parcel) (Receipt, error)
}

// StockCall is one request to the stock system. Goods without SKU are left out,
// and the rest is sorted by SKU, so that two orders touch rows in one order.
type StockCall struct {
	Key   string
	Order string
	Goods []Goods
}

// Stock reserves goods for an order and moves them. Each call is all or nothing
// over its goods, and the port remembers keys for ever.
type Stock interface {
	// Reserve takes goods out of what can be sold. Decline if any is short.
	Reserve(ctx context.Context, c StockCall) error
	// Release gives a reservation back.
	Release(ctx context.Context, c StockCall) error
	// Commit turns a reservation into goods that left.
	Commit(ctx context.Context, c StockCall) error
	// Restock takes returned goods back into what can be sold.
	Restock(ctx context.Context, c StockCall) error
}

// CouponCall is one request to the promotion system.
type CouponCall struct {
	Key      string
	Order    string
	Customer string
	Code     string
	Ref      string          // of the redemption, to give back
	Amount   currency.Amount // what the coupon takes off
}

// Promotions redeems coupons. The port remembers keys for ever.
type Promotions interface {
	// Redeem uses the coupon up. Decline if it is spent, expired or unknown; of
	// two concurrent redemptions of a single-use coupon one must be declined.
	Redeem(ctx context.Context, c CouponCall) (Receipt, error)
	// GiveBack makes the coupon usable again.
	GiveBack(ctx context.Context, c CouponCall) error
}

// PointsCall is one request to the membership system.
type PointsCall struct {
	Key      string
	Order    string
	Customer string
	// Amount is what the customer paid for the units, tax included; how many
	// points that makes is the membership's rule.
	Amount currency.Amount
}

// Members credits membership points. The port remembers keys for ever.
type Members interface {
	Accrue(ctx context.Context, c PointsCall) error
	// Reverse takes the points of that amount back.
	Reverse(ctx context.Context, c PointsCall) error
}

// StepCall is one call of a host's own step.
type StepCall struct {
	Key   string
	Order Order // a copy of the record
	Goods []Goods
	// Action is the action that runs the step.
	Action Action
	// Step is the step's name in the workflow.
	Step string
}

// Step is a host's own step: "engrave", "print_ticket". Whether the key makes it
// safe to call twice is declared in the workflow (fsm.Step.Idempotent).
type Step interface {
	Run(ctx context.Context, c StepCall) (Receipt, error)
}

// StepLookup is a Step that can be asked; see PaymentLookup. Not found proves
// nothing.
type StepLookup interface {
	Lookup(ctx context.Context, c StepCall) (Receipt, error)
}

// StepFunc makes a function a Step.
type StepFunc func(ctx context.Context, c StepCall) (Receipt, error)

// Run calls f.
func (f StepFunc) Run(ctx context.Context, c StepCall) (Receipt, error) { return f(ctx, c) }
