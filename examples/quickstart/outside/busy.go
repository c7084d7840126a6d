package outside

import (
	"context"

	"github.com/orderkit/orderkit/order"
)

// Busy is the gateway on a bad day: the first call for every order fails, and is
// written down as such, so that a demo that is started again does not fail once
// more.
type Busy struct{ *Gateway }

// Authorize fails at first, for now, and then does what the gateway does.
func (b Busy) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if len(b.ledger.Deeds(c.Order)) > 0 {
		return b.Gateway.Authorize(ctx, c)
	}
	return b.ledger.do(deed("authorize", c), func([]Deed, *Deed) error {
		return &order.Reply{Outcome: order.OutcomeTemporary, Code: "busy", Reason: "the bank is busy"}
	})
}
