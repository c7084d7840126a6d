package sandbox

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

// Carrier is the carrier as an order.Carrier, order.Returner and
// order.CarrierLookup. It is safe for concurrent use.
type Carrier struct {
	URL    string
	Secret string
	Client *http.Client
	// KeyLife is that of the server's Config; 0 is its default.
	KeyLife time.Duration
	// Eventual says that lookups may lag.
	Eventual bool
	// Limits is what the carrier takes of an address, From the country where it is
	// posted. An address that does not fit is declined before anything is sent:
	// the order's case lets staff correct it. The zero Limits take any address.
	Limits i18n.Limits
	From   string
}

// Traits says: keys for a day, lookups that can be trusted.
func (c Carrier) Traits() order.Traits {
	t := Gateway{KeyLife: c.KeyLife, Eventual: c.Eventual}.Traits()
	return order.Traits{KeyLife: t.KeyLife, Lookup: t.Lookup}
}

func (c Carrier) client() client { return client{c.URL, c.Secret, c.Client} }

// Book takes a parcel; the receipt has its tracking number.
func (c Carrier) Book(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return c.book(ctx, p, false)
}

// ReturnLabel makes a label for the way back.
func (c Carrier) ReturnLabel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return c.book(ctx, p, true)
}

func (c Carrier) book(ctx context.Context, p order.Parcel, back bool) (order.Receipt, error) {
	if p.To.Country != "" { // downloads need no address
		to, issues := p.To.Fit(c.Limits, c.From)
		for _, i := range issues {
			if i.Severity == i18n.Error {
				return order.Receipt{}, order.Decline("address_"+i.Code, i.Path+": "+i.Detail)
			}
		}
		p.To = to
	}
	return c.client().call(ctx, "/v1/parcels", p.Key, bookRequest{Order: p.Order, Shipment: p.Shipment, Return: back, Of: p.Tracking,
		To: p.To, Goods: p.Goods, Value: p.Value})
}

// Cancel takes p.Goods out of the parcel p.Tracking.
func (c Carrier) Cancel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return c.client().call(ctx, "/v1/parcels/"+url.PathEscape(p.Tracking)+"/cancel", p.Key, struct {
		Goods []order.Goods `json:"goods"`
	}{p.Goods})
}

// Lookup says what p.Key came to.
func (c Carrier) Lookup(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	return c.client().lookup(ctx, p.Key)
}
