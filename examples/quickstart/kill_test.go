package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/examples/quickstart/outside"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// childEnv makes the test binary be the quickstart, so that there is a real
// process to kill and nothing to build.
const childEnv = "ORDERKIT_QUICKSTART_CHILD"

func TestMain(m *testing.M) {
	partners := map[string]func(*shop) order.Config{"standard": standard, "forgetful": forgetful}[os.Getenv(childEnv)]
	if partners != nil {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr, partners))
	}
	os.Exit(m.Run())
}

const kills = 100

func TestKilledAtRandomMomentsTheOrderGoesOnAndNoPaymentIsTakenTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))

	began := time.Now()
	db := filepath.Join(t.TempDir(), "whole.db")
	killed, said := child(t, "standard", db, time.Minute)
	require.False(t, killed)
	whole := time.Since(began)
	require.Empty(t, disagreements(t, db), said)

	done, lives, moments := 0, 0, map[string]bool{}
	for ; done < kills; lives++ {
		db := filepath.Join(t.TempDir(), "orders.db")
		for {
			wait := time.Duration(random.Int64N(int64(whole)))
			if killed, said := child(t, "standard", db, wait); !killed {
				require.Contains(t, said, "is completed.", "life %d", lives)
				break
			}
			done++
			moments[moment(db)] = true
		}
		require.Empty(t, disagreements(t, db), "life %d", lives)
	}
	t.Logf("%d kills in %d lives of %v each; %d different states of the partners' files met", done, lives, whole.Round(time.Millisecond), len(moments))
	require.Greater(t, len(moments), 5, "the kills must come at different moments")
}

func TestAGatewayThatIgnoresKeysIsCaught(t *testing.T) {
	db := filepath.Join(t.TempDir(), "orders.db")
	killed, said := child(t, "forgetful", db, time.Minute)
	require.True(t, killed, "it dies after the first capture: %s", said)
	killed, said = child(t, "forgetful", db, time.Minute)
	require.False(t, killed, said)
	require.Contains(t, strings.Join(disagreements(t, db), "\n"), "the payment provider did capture")
}

// child runs the quickstart as a process of its own and kills it after a while.
// It reports whether the process was killed, by whomever, and what it printed.
func child(t *testing.T, partners, db string, after time.Duration) (killed bool, said string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-db", db)
	// The race detector sleeps for a second at the end: no kill would hit work.
	cmd.Env = append(os.Environ(), childEnv+"="+partners, "ORDERKIT_FAST=1", "GORACE=atexit_sleep_ms=0")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && !exit.Exited() {
		return true, out.String()
	}
	if partners == "standard" {
		require.NoError(t, err, out.String())
	}
	return false, out.String()
}

// moment is how far the partners had come when a process was killed.
func moment(db string) string {
	a, _ := os.ReadFile(db + ".payments.jsonl")
	b, _ := os.ReadFile(db + ".partners.jsonl")
	return fmt.Sprint(bytes.Count(a, []byte("\n")), "/", bytes.Count(b, []byte("\n")))
}

// disagreements opens the files, as a process would that knows nothing of the
// earlier ones, and compares the database with the gateway's ledger.
func disagreements(t *testing.T, db string) []string {
	t.Helper()
	ctx := context.Background()
	s, err := open(ctx, db, standard)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.close()) }()
	found, err := s.Find(ctx, order.Query{Number: "2026-0042"})
	require.NoError(t, err)
	require.Len(t, found, 1, "one order, however often it was placed")
	r, err := s.record(ctx, found[0].ID)
	require.NoError(t, err)
	wrong := audit(r)
	if got := r.Order.Status(); got != fsm.Completed {
		wrong = append(wrong, "the order is "+string(got))
	}
	if n := len(r.Order.Cases); n != 0 {
		wrong = append(wrong, fmt.Sprintf("%d cases are open", n))
	}
	// Said once more in the plainest way: what the customer's bank sees.
	var bank []string
	for _, d := range done(r.paid) {
		bank = append(bank, d.Op+" "+d.Amount.Number())
	}
	const want = "authorize 115.15, capture 4.50, capture 76.90, capture 22.50, capture 11.25, refund 11.25"
	if got := strings.Join(bank, ", "); got != want {
		wrong = append(wrong, "the bank saw "+got)
	}
	return wrong
}

// forgetful is the shop with a gateway that promises to honour keys and does
// not. The process dies after the first capture, before anybody hears of it.
func forgetful(s *shop) order.Config {
	c := standard(s)
	c.Gateways = map[string]order.PaymentGateway{"": forgetfulGateway{outside.NewGateway(s.payments), s.payments}}
	return c
}

type forgetfulGateway struct {
	*outside.Gateway
	ledger *outside.Ledger
}

func (g forgetfulGateway) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	first := true
	for _, d := range g.ledger.Deeds(c.Order) {
		first = first && d.Op != "capture"
	}
	c.Key += fmt.Sprint("?", rand.Int64())
	r, err := g.Gateway.Capture(ctx, c)
	if self, found := os.FindProcess(os.Getpid()); first && found == nil {
		_ = self.Kill()
		select {}
	}
	return r, err
}
