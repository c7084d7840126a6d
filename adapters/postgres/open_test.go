package postgres_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var openFlag = flag.Int("open", 5000, "how many open orders come due at once in TestOpenOrdersTakeNoMemory")

// peak is the most that the process had at once.
type peak struct {
	heap       uint64 // bytes of the heap in use
	system     uint64 // bytes from the system
	goroutines int
}

func (p *peak) look() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	p.heap, p.system, p.goroutines = max(p.heap, m.HeapInuse), max(p.system, m.Sys), max(p.goroutines, runtime.NumGoroutine())
}

// during looks again and again until do has ended.
func during(do func()) (p peak) {
	runtime.GC()
	p.look()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			p.look()
			return p
		case <-tick.C:
			p.look()
		}
	}
}

func (p peak) String() string {
	return fmt.Sprintf("%.0f MiB of heap, %.0f MiB from the system, %d goroutines", float64(p.heap)/(1<<20), float64(p.system)/(1<<20), p.goroutines)
}

// All open orders are the store's: Run has one batch of them in its hands, a reader
// one page. Here all of them come due together, as after a long outage: they were
// not paid, and are cancelled. What more orders may take besides is what the
// garbage collector has not come to yet; what the store remembers of the latest
// orders is full with the few already.
func TestOpenOrdersTakeNoMemory(t *testing.T) {
	const mib, few = 1 << 20, 2500
	least, most := peaks(t, few), peaks(t, *openFlag)
	for _, what := range []string{"Run", "Events", "Find"} {
		p, q := least[what], most[what]
		t.Logf("%-6s over %6d orders: %s", what, few, p)
		t.Logf("%-6s over %6d orders: %s", what, *openFlag, q)
		assert.LessOrEqual(t, q.goroutines, p.goroutines+spare, "%s: no goroutine for an order", what)
		assert.LessOrEqual(t, q.heap, p.heap+24*mib, "%s: no memory for an order", what)
		assert.LessOrEqual(t, q.system, uint64(256*mib), "%s: all that the process has", what)
	}
	if text, err := os.ReadFile("/proc/self/status"); err == nil { // Linux
		_, rest, _ := strings.Cut(string(text), "VmHWM:")
		line, _, _ := strings.Cut(rest, "\n")
		t.Logf("the process had at most %s in memory, whatever else it tested", strings.TrimSpace(line))
	}
}

// spare goroutines are those in which connections are made and ended.
const spare = 16

// runs is how many Runs share the orders.
const runs = 4

// peaks lets Run cancel so many orders, and then reads all of them.
func peaks(t *testing.T, orders int) map[string]peak {
	ctx := context.Background()
	schema := fresh(t)
	s := open(t, schema)
	s.RememberLess() // so that the few fill it
	defer s.Close()  // its goroutines are not the next one's
	unpaid(t, s, schema, orders)
	later := func() time.Time { return time.Now().Add(time.Hour) }
	all := make(map[string]peak)
	all["Run"] = during(func() {
		running, stop := context.WithCancel(ctx)
		var all sync.WaitGroup
		for range runs {
			all.Add(1)
			e := forgetful(t, s, later)
			go func() {
				defer all.Done()
				_ = e.Run(running)
			}()
		}
		for left := 1; left > 0; time.Sleep(50 * time.Millisecond) {
			s.Query(t, []any{&left}, "SELECT count(*) FROM (SELECT FROM {s}.heads WHERE due IS NOT NULL LIMIT 1) h")
		}
		stop()
		all.Wait()
	})
	all["Events"] = during(func() {
		n, cursor := 0, ""
		for {
			events, next, err := s.Events(ctx, cursor, 100)
			require.NoError(t, err)
			if len(events) == 0 {
				break
			}
			n, cursor = n+len(events), next
		}
		assert.GreaterOrEqual(t, n, 5*orders)
	})
	all["Find"] = during(func() {
		n, q := 0, order.Query{State: "cancelled", Limit: 100}
		for {
			page, err := s.Find(ctx, q)
			require.NoError(t, err)
			if len(page) == 0 {
				break
			}
			last := page[len(page)-1]
			n, q.BeforePlaced, q.BeforeID = n+len(page), last.Placed, last.ID
		}
		assert.Equal(t, orders, n, "all are cancelled")
	})
	return all
}

// unpaid fills the store with orders that are not paid.
func unpaid(t *testing.T, s *postgres.Store, schema string, orders int) {
	for range 50 {
		e := forgetful(t, s, ticking(time.Now().Add(-time.Minute)))
		_, err := live(context.Background(), e, "goods", "web", "c-7")
		require.NoError(t, err)
	}
	multiply(t, schema, orders)
}
