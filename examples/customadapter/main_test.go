package main

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

func TestTheStoreKeepsItsPromises(t *testing.T) {
	ordertest.TestStore(t, func(t ordertest.T) ordertest.Store {
		return ordertest.Store{Store: &Store{Path: filepath.Join(t.TempDir(), "orders.json")}}
	})
}

func TestTheGatewayKeepsItsPromises(t *testing.T) {
	ordertest.TestPayments(t, func(t ordertest.T) ordertest.Payments {
		g := &Gateway{Accounts: map[string]currency.Amount{
			"rich": currency.MustParse("10000.00", currency.EUR), "poor": currency.Zero(currency.EUR)}}
		return ordertest.Payments{Gateway: g, Token: "rich", DeclinedToken: "poor",
			Paid: func(_ context.Context, ref string) (captured, refunded currency.Amount, err error) {
				g.mu.Lock()
				defer g.mu.Unlock()
				ch := g.charges[ref]
				if ch == nil {
					return captured, refunded, order.ErrNotFound
				}
				return ch.taken, ch.refunded, nil
			}}
	})
}

func TestTheExampleRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.json")
	var out bytes.Buffer
	require.NoError(t, run(context.Background(), path, &out))
	require.Equal(t, "1001: granted, EUR 5.00 left\n1002: the account has EUR 5.00\n", out.String())

	again := &Store{Path: path} // as after a restart
	found, err := again.Find(context.Background(), order.Query{State: "granted"})
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, "1001", found[0].Number)
}
