package outside_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/examples/quickstart/outside"
	"github.com/orderkit/orderkit/order"
)

func call(key string) order.PaymentCall {
	return order.PaymentCall{Key: key, Order: "o", Amount: currency.MustParse("5.00", currency.EUR)}
}

func open(t *testing.T, path string) *outside.Ledger {
	t.Helper()
	l, err := outside.OpenLedger(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func TestAKeyIsRememberedAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	first, err := outside.NewGateway(open(t, path)).Capture(context.Background(), call("k"))
	require.NoError(t, err)
	again := open(t, path)
	second, err := outside.NewGateway(again).Capture(context.Background(), call("k"))
	require.NoError(t, err)
	assert.Equal(t, first, second)
	assert.Len(t, again.Deeds("o"), 1)
}

func TestALineThatWasHalfWrittenIsCutOff(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	_, err := outside.NewGateway(open(t, path)).Capture(context.Background(), call("whole"))
	require.NoError(t, err)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, append(whole, `{"op":"capture","key":"half"`...), 0o600))

	g := outside.NewGateway(open(t, path))
	_, err = g.Lookup(context.Background(), call("half"))
	require.ErrorIs(t, err, order.ErrNotFound)
	_, err = g.Capture(context.Background(), call("half"))
	require.NoError(t, err)
	assert.Len(t, open(t, path).Deeds("o"), 2, "the file is whole again")
}

func TestADamagedLedgerIsNotGuessedAt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	require.NoError(t, os.WriteFile(path, []byte("{}\nrubbish\n"), 0o600))
	_, err := outside.OpenLedger(path)
	require.ErrorContains(t, err, "line 2")
}

func TestABusyGatewayFailsOnceForEachOrder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	_, err := outside.Busy{Gateway: outside.NewGateway(open(t, path))}.Authorize(context.Background(), call("k"))
	require.ErrorContains(t, err, "temporary")
	_, err = outside.Busy{Gateway: outside.NewGateway(open(t, path))}.Authorize(context.Background(), call("k"))
	require.NoError(t, err, "also after a restart")
}
