package outside_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/examples/quickstart/outside"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

func ledger(t ordertest.T) *outside.Ledger {
	t.Helper()
	l, err := outside.OpenLedger(filepath.Join(t.TempDir(), "ledger.jsonl"))
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func TestTheGatewayKeepsItsPromises(t *testing.T) {
	ordertest.TestPayments(t, func(t ordertest.T) ordertest.Payments {
		l := ledger(t)
		return ordertest.Payments{Gateway: outside.NewGateway(l), Token: "card",
			Paid: func(_ context.Context, ref string) (captured, refunded currency.Amount, err error) {
				captured, refunded = currency.Zero(currency.EUR), currency.Zero(currency.EUR)
				for _, d := range l.Deeds("o-1") {
					switch {
					case d.Outcome != order.OutcomeDone || d.Ref != ref && d.Of != ref:
					case d.Op == "capture":
						captured, err = captured.Add(d.Amount)
					case d.Op == "refund":
						refunded, err = refunded.Add(d.Amount)
					}
				}
				return captured, refunded, err
			}}
	})
}

func TestTheCarrierKeepsItsPromises(t *testing.T) {
	ordertest.TestCarrier(t, func(t ordertest.T) ordertest.Carrier {
		return ordertest.Carrier{Carrier: outside.NewCarrier(ledger(t))}
	})
}

func TestTheWarehouseKeepsItsPromises(t *testing.T) {
	ordertest.TestStock(t, func(t ordertest.T) ordertest.Stock {
		w := outside.NewWarehouse(ledger(t))
		skus := 0
		return ordertest.Stock{Stock: w,
			Fill: func(t ordertest.T, n int64) string {
				skus++
				sku := fmt.Sprintf("SKU-%d", skus)
				fill := order.StockCall{Key: "fill " + sku, Order: "fill", Goods: []order.Goods{{SKU: sku, Quantity: outside.Opening - n}}}
				if err := w.Reserve(context.Background(), fill); n != outside.Opening && err != nil {
					t.Fatalf("%v", err)
				}
				return sku
			},
			Available: func(_ context.Context, sku string) (int64, error) { return w.Free(sku), nil }}
	})
}

func TestTheCouponsKeepTheirPromises(t *testing.T) {
	ordertest.TestPromotions(t, func(t ordertest.T) ordertest.Promotions {
		uses := map[string]int{}
		return ordertest.Promotions{Promotions: outside.NewCoupons(ledger(t), func(code string) int { return uses[code] }),
			Coupon: func(_ ordertest.T, n int64) string {
				code := fmt.Sprintf("CODE-%d", len(uses)+1)
				uses[code] = int(n)
				return code
			}}
	})
}

func TestTheClubKeepsItsPromises(t *testing.T) {
	ordertest.TestMembers(t, func(t ordertest.T) ordertest.Members {
		c := outside.NewClub(ledger(t))
		return ordertest.Members{Members: c, Points: func(_ context.Context, customer string) (int64, error) { return c.Points(customer), nil }}
	})
}
