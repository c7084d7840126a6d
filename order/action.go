package order

import (
	"slices"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
)

// Action is what somebody wants done with an order, as data: the same value
// comes from Go code, a queue, a webhook or an admin page. A host adds its own
// by declaring a struct with JSON tags, naming it in its workflow, and listing
// it in Config.Actions.
type Action interface {
	// Name is the action's name in workflows: "ship". It depends on the type
	// only.
	Name() string
}

// Selector is an Action that may be meant for some units only. Without it, or
// with an empty selection, an action is meant for every unit that can do it.
type Selector interface {
	Select() Selection
}

// Private is an Action that carries something that history must not keep. It
// returns itself without that; what it leaves out is also not there when the
// action's steps run.
type Private interface {
	Public() Action
}

// Selection is a list of lines and how many of their units.
type Selection []Pick

// Pick is a number of units of one line: the first ones that can do the action.
type Pick struct {
	Line string `json:"line"`
	// Quantity 0 means all units that can.
	Quantity int64 `json:"quantity,omitempty"`
	// From is the first unit that may be picked; 0 for any.
	From int64 `json:"from,omitempty"`
	// Exact picks the units From..From+Quantity-1 and no others.
	Exact bool `json:"exact,omitempty"`
}

// Target is the number of units that a line shall have left.
type Target struct {
	Line     string `json:"line"`
	Quantity int64  `json:"quantity"`
}

// Some selects a quantity of a line: order.Ship{Of: order.Some("mug", 2)}. A
// quantity of 0 means all units that can.
func Some(line string, quantity int64) Selection {
	return Selection{{Line: line, Quantity: quantity}}
}

// All selects every unit that can of the named lines.
func All(lines ...string) Selection {
	s := make(Selection, len(lines))
	for i, l := range lines {
		s[i].Line = l
	}
	return s
}

// And adds a quantity of another line.
func (s Selection) And(line string, quantity int64) Selection {
	return append(s[:len(s):len(s)], Pick{Line: line, Quantity: quantity})
}

// Tender is a means of payment and how much of it to use.
type Tender struct {
	Gateway string `json:"gateway,omitempty"` // name in Config.Gateways; "" = the default
	// Token is the gateway's opaque reference of the card or account.
	Token string `json:"token,omitempty"`
	// Amount is what to take from it; zero means whatever the others leave.
	Amount currency.Amount `json:"amount,omitzero"`
}

// Forward actions.
type (
	// Pay promises or takes the money for the units, and for the charges that
	// belong to them.
	Pay struct {
		Of   Selection `json:"of,omitempty"`
		With []Tender  `json:"with,omitempty"` // none: the default gateway, no token
	}
	// Produce starts making the units.
	Produce struct {
		Of Selection `json:"of,omitempty"`
	}
	// Finish ends making the units.
	Finish struct {
		Of Selection `json:"of,omitempty"`
	}
	// Ship hands the units to a carrier as one parcel.
	Ship struct {
		Of Selection `json:"of,omitempty"`
	}
	// Grant opens access to downloads.
	Grant struct {
		Of Selection `json:"of,omitempty"`
	}
	// Deliver says that the units arrived: those of a shipment, or those selected.
	Deliver struct {
		Of       Selection `json:"of,omitempty"`
		Shipment string    `json:"shipment,omitempty"` // its ID or tracking number
	}
	// Confirm says that the customer has the units and is content.
	Confirm struct {
		Of Selection `json:"of,omitempty"`
	}
	// Complete ends the forward process.
	Complete struct {
		Of Selection `json:"of,omitempty"`
	}
)

// Reverse actions.
type (
	// Cancel gives units up before they leave. Their money, stock and coupon go
	// back; charges go back with the last unit they belong to. A cancel by a timer
	// keeps promotions.
	Cancel struct {
		Of  Selection `json:"of,omitempty"`
		Why string    `json:"why,omitempty"`
		// KeepPromotions lets the customer keep them whatever the policy says: it is the
		// shop that gives the units up, not the customer. Later reversals judge as if
		// they had stayed. Staff and system only.
		KeepPromotions bool `json:"keepPromotions,omitempty"`
	}
	// Lose says that the carrier lost the units. It keeps promotions.
	Lose struct {
		Of       Selection `json:"of,omitempty"`
		Shipment string    `json:"shipment,omitempty"`
	}
	// Return asks to send delivered units back.
	Return struct {
		Of  Selection `json:"of,omitempty"`
		Why string    `json:"why,omitempty"`
	}
	// Receive says that returned units arrived at the shop.
	Receive struct {
		Of Selection `json:"of,omitempty"`
	}
	// Inspect says what the inspection of returned units found. Accepted units
	// are refunded and, unless Scrap, restocked; others go back to the customer.
	Inspect struct {
		Of       Selection `json:"of,omitempty"`
		Accepted bool      `json:"accepted"`
		Scrap    bool      `json:"scrap,omitempty"`
		// Charges are IDs of charges that are refunded with the units. Under
		// Directive 2011/83/EU art. 13 a withdrawal from the whole order gives
		// back standard delivery too.
		Charges        []string `json:"charges,omitempty"`
		Finding        string   `json:"finding,omitempty"`
		KeepPromotions bool     `json:"keepPromotions,omitempty"` // as in Cancel: what was sent was at fault
	}
	// Lapse ends a return whose goods never came.
	Lapse struct {
		Of Selection `json:"of,omitempty"`
	}
	// Refund gives money back without moving units: all that is left of the
	// selected units and charges, or Amount of it. Staff and system only.
	Refund struct {
		Of      Selection       `json:"of,omitempty"`
		Charges []string        `json:"charges,omitempty"`
		Amount  currency.Amount `json:"amount,omitzero"`
		Why     string          `json:"why,omitempty"`
	}
	// Modify changes quantities and adds lines before shipping. A lower quantity
	// cancels units, a higher one and Add make new lines, still to be paid.
	// What was paid for the given up units counts towards the new ones; the rest
	// is refunded.
	Modify struct {
		Set []Target `json:"set,omitempty"`
		// Add are new lines. A raised quantity is priced as the line was, without
		// its discounts; to grant some, add a line instead.
		Add            []Item `json:"add,omitempty"`
		Why            string `json:"why,omitempty"`
		KeepPromotions bool   `json:"keepPromotions,omitempty"` // as in Cancel, for units given up
	}
)

// Actions of the order as a whole. They keep every state.
type (
	// Readdress replaces the delivery address before the last unit left.
	Readdress struct {
		ShipTo i18n.Address `json:"shipTo"`
	}
	// Note adds a text to the order's notes.
	Note struct {
		Text string `json:"text"`
	}
	// Tag adds and removes tags.
	Tag struct {
		Add    []string `json:"add,omitempty"`
		Remove []string `json:"remove,omitempty"`
	}
	// Issue makes out the invoice of the selected live units that are on none yet,
	// with the charges of their lines; of all live units and charges if nothing is
	// selected. What the order owes a credit note for is credited with it. It is
	// Ignored when nothing is due. Staff and system only.
	Issue struct {
		Of Selection `json:"of,omitempty"`
	}
	// Hold stops every action and timer but cancelling, refunding and noting. It
	// moves no timer: what comes due meanwhile happens when the hold ends.
	Hold struct {
		Why string `json:"why"`
	}
	// Unhold ends a hold.
	Unhold struct{}
	// Decide resolves a case; Resolve is short for it.
	Decide struct {
		Case   int64         `json:"case"`
		Choice Choice        `json:"choice"`
		Ref    string        `json:"ref,omitempty"` // evidence
		ShipTo *i18n.Address `json:"shipTo,omitempty"`
		Why    string        `json:"why,omitempty"`
	}
	// Settle gives back what was paid beyond the order's total. The engine does
	// it by itself; nobody needs to.
	Settle struct{}
	// Named is an action without a struct of its own.
	Named struct {
		Called string    `json:"called"`
		Of     Selection `json:"of,omitempty"`
	}
)

// Name implements Action.
func (Pay) Name() string { return "pay" }

// Name implements Action.
func (Produce) Name() string { return "produce" }

// Name implements Action.
func (Finish) Name() string { return "finish" }

// Name implements Action.
func (Ship) Name() string { return "ship" }

// Name implements Action.
func (Grant) Name() string { return "grant" }

// Name implements Action.
func (Deliver) Name() string { return "deliver" }

// Name implements Action.
func (Confirm) Name() string { return "confirm" }

// Name implements Action.
func (Complete) Name() string { return "complete" }

// Name implements Action.
func (Cancel) Name() string { return "cancel" }

// Name implements Action.
func (Lose) Name() string { return "lose" }

// Name implements Action.
func (Return) Name() string { return "return" }

// Name implements Action.
func (Receive) Name() string { return "receive" }

// Name implements Action.
func (Inspect) Name() string { return "inspect" }

// Name implements Action.
func (Lapse) Name() string { return "lapse" }

// Name implements Action.
func (Refund) Name() string { return "refund" }

// Name implements Action.
func (Modify) Name() string { return "modify" }

// Name implements Action.
func (Readdress) Name() string { return "readdress" }

// Name implements Action.
func (Note) Name() string { return "note" }

// Name implements Action.
func (Tag) Name() string { return "tag" }

// Name implements Action.
func (Issue) Name() string { return "issue" }

// Name implements Action.
func (Hold) Name() string { return "hold" }

// Name implements Action.
func (Unhold) Name() string { return "unhold" }

// Name implements Action.
func (Decide) Name() string { return "decide" }

// Name implements Action.
func (Settle) Name() string { return "settle" }

// Name implements Action.
func (n Named) Name() string { return n.Called }

// Select implements Selector.
func (a Pay) Select() Selection { return a.Of }

// Select implements Selector.
func (a Produce) Select() Selection { return a.Of }

// Select implements Selector.
func (a Finish) Select() Selection { return a.Of }

// Select implements Selector.
func (a Ship) Select() Selection { return a.Of }

// Select implements Selector.
func (a Grant) Select() Selection { return a.Of }

// Select implements Selector.
func (a Deliver) Select() Selection { return a.Of }

// Select implements Selector.
func (a Confirm) Select() Selection { return a.Of }

// Select implements Selector.
func (a Complete) Select() Selection { return a.Of }

// Select implements Selector.
func (a Cancel) Select() Selection { return a.Of }

// Select implements Selector.
func (a Lose) Select() Selection { return a.Of }

// Select implements Selector.
func (a Return) Select() Selection { return a.Of }

// Select implements Selector.
func (a Receive) Select() Selection { return a.Of }

// Select implements Selector.
func (a Inspect) Select() Selection { return a.Of }

// Select implements Selector.
func (a Lapse) Select() Selection { return a.Of }

// Select implements Selector.
func (a Refund) Select() Selection { return a.Of }

// Select implements Selector.
func (a Issue) Select() Selection { return a.Of }

// Select implements Selector.
func (n Named) Select() Selection { return n.Of }

// Public implements Private: the token stays with the payment.
func (a Pay) Public() Action {
	a.With = slices.Clone(a.With)
	for i := range a.With {
		a.With[i].Token = ""
	}
	return a
}

// Public implements Private: the reason becomes a note.
func (a Cancel) Public() Action { a.Why = ""; return a }

// Public implements Private: the reason becomes a note.
func (a Return) Public() Action { a.Why = ""; return a }

// Public implements Private: the finding becomes a note.
func (a Inspect) Public() Action { a.Finding = ""; return a }

// Public implements Private: the reason becomes a note.
func (a Refund) Public() Action { a.Why = ""; return a }

// Public implements Private: the reason becomes a note.
func (a Modify) Public() Action { a.Why = ""; return a }

// Public implements Private: the address stays with the Person.
func (Readdress) Public() Action { return Readdress{} }

// Public implements Private: the text stays with the Person.
func (Note) Public() Action { return Note{} }

// Public implements Private: address and reason stay with the Person.
func (d Decide) Public() Action { d.ShipTo, d.Why = nil, ""; return d }
