package postgres_test

import (
	"context"

	"github.com/orderkit/orderkit/order"
)

// atOnce is a world that says yes at once and keeps no books, so that what is measured
// beside it is the engine and the store.
type atOnce struct{}

func (atOnce) configure(c *order.Config) {
	c.Gateways = map[string]order.PaymentGateway{"": atOnce{}}
	c.Carriers = map[string]order.Carrier{"": carriesAtOnce{}}
	c.Stock = stocksAtOnce{}
}

func (atOnce) Traits() order.Traits {
	return order.Traits{KeyLife: order.Forever, PartialCapture: true}
}

func (atOnce) Authorize(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{Ref: "pi_" + c.Order + c.Payment}, nil
}
func (atOnce) Capture(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{Ref: c.Ref}, nil
}
func (atOnce) Void(context.Context, order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{}, nil
}
func (atOnce) Refund(_ context.Context, c order.PaymentCall) (order.Receipt, error) {
	return order.Receipt{Ref: "re_" + c.Key}, nil
}

type carriesAtOnce struct{ atOnce }

func (carriesAtOnce) Book(_ context.Context, p order.Parcel) (order.Receipt, error) {
	return order.Receipt{Ref: "tr_" + p.Order + p.Shipment}, nil
}
func (carriesAtOnce) Cancel(context.Context, order.Parcel) (order.Receipt, error) {
	return order.Receipt{}, nil
}

type stocksAtOnce struct{}

func (stocksAtOnce) Reserve(context.Context, order.StockCall) error { return nil }
func (stocksAtOnce) Release(context.Context, order.StockCall) error { return nil }
func (stocksAtOnce) Commit(context.Context, order.StockCall) error  { return nil }
func (stocksAtOnce) Restock(context.Context, order.StockCall) error { return nil }
