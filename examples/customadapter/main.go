// Command customadapter runs an order on a store and a payment gateway that the
// shop wrote itself. Its tests hold both against the conformance suites of
// order/ordertest: that is what makes an adapter trustworthy.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// The store has every method that the engine asks for, and the gateway can be
// asked what a call came to.
var (
	_ order.Store         = (*Store)(nil)
	_ order.PaymentLookup = (*Gateway)(nil)
)

func main() {
	dir, err := os.MkdirTemp("", "customadapter")
	if err == nil {
		err = run(context.Background(), filepath.Join(dir, "orders.json"), os.Stdout)
		_ = os.RemoveAll(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run sells a download to an account that cannot pay for two.
func run(ctx context.Context, path string, out io.Writer) error {
	price := currency.MustParse("15.00", currency.EUR)
	gateway := &Gateway{Accounts: map[string]currency.Amount{"account-7": currency.MustParse("20.00", currency.EUR)}}
	shop, err := order.New(order.Config{
		Store: &Store{Path: path}, Now: time.Now, NewID: rand.Text,
		Gateways: map[string]order.PaymentGateway{"": gateway},
		Carriers: map[string]order.Carrier{"download": memory.NewCarrier(memory.PortConfig{})},
	})
	if err != nil {
		return err
	}
	for _, number := range []string{"1001", "1002"} {
		placed, err := shop.Place(ctx, order.Draft{
			Number: number, Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
			Items: []order.Item{{Type: "download", Title: "Atlas",
				Line: pricing.Line{ID: "atlas", Unit: price.Decimal(), Quantity: 1}}},
		})
		if err != nil {
			return err
		}
		paid, err := shop.Do(ctx, placed.Order.ID, order.Pay{With: []order.Tender{{Token: "account-7"}}}, order.By(fsm.Customer, "c-7"))
		if err != nil {
			var no *order.Error
			if !errors.As(err, &no) || no.Kind != order.Refused {
				return err
			}
			fmt.Fprintf(out, "%s: %s\n", number, no.Reason)
			continue
		}
		fmt.Fprintf(out, "%s: %s, %s left\n", number, paid.Order.Lines[0].Runs[0].State, gateway.Accounts["account-7"])
	}
	return nil
}
