package sandbox

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Gateway is the payment provider as an order.PaymentGateway, order.Authorizer
// and order.PaymentLookup. It is safe for concurrent use.
type Gateway struct {
	URL    string // of the server, with a /fault/NAME behind it if wanted
	Secret string
	// Client makes the calls; nil is http.DefaultClient.
	Client *http.Client
	// KeyLife and AuthLife are those of the server's Config; 0 is its default.
	KeyLife, AuthLife time.Duration
	// Eventual says that lookups may lag, as they do under the fault of that name.
	Eventual bool
}

// Traits says: keys for a day, lookups that can be trusted, parts of everything.
func (g Gateway) Traits() order.Traits {
	t := order.Traits{KeyLife: g.KeyLife, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true, AuthLife: g.AuthLife}
	if t.KeyLife == 0 {
		t.KeyLife = 24 * time.Hour
	}
	if t.AuthLife == 0 {
		t.AuthLife = 7 * 24 * time.Hour
	}
	if g.Eventual {
		t.Lookup = order.LookupEventual
	}
	return t
}

func (g Gateway) client() client { return client{g.URL, g.Secret, g.Client} }

// Authorize promises c.Amount of c.Token.
func (g Gateway) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.client().call(ctx, "/v1/payments", c.Key, payRequest{Order: c.Order, Amount: c.Amount, Token: c.Token})
}

// Capture takes c.Amount of the authorization c.Ref, or charges c.Token at once.
func (g Gateway) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	if c.Ref == "" {
		return g.client().call(ctx, "/v1/payments", c.Key, payRequest{c.Order, c.Amount, c.Token, true})
	}
	return g.draw(ctx, "capture", c)
}

// Void gives up c.Amount of the authorization c.Ref.
func (g Gateway) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.draw(ctx, "void", c)
}

// Refund gives c.Amount of the payment c.Ref back.
func (g Gateway) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.draw(ctx, "refund", c)
}

func (g Gateway) draw(ctx context.Context, op string, c order.PaymentCall) (order.Receipt, error) {
	return g.client().call(ctx, "/v1/payments/"+url.PathEscape(c.Ref)+"/"+op, c.Key, struct {
		Amount currency.Amount `json:"amount"`
	}{c.Amount})
}

// Lookup says what c.Key came to.
func (g Gateway) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return g.client().lookup(ctx, c.Key)
}
