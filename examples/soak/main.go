// Command soak runs a shop over real parts and breaks them: worker processes on
// one store, a payment provider and carrier as a process of its own, a proxy that
// cuts the database's connections. Workers are killed, and stopped for longer than
// their leases; the database crashes. Then everything comes to rest, and orders,
// journal and the provider's ledger must agree to the cent.
//
//	go run ./examples/soak                          SQLite, 30 seconds
//	go run ./examples/soak -store postgres -for 60s
//	go run ./examples/soak -store postgres -for 6h  in rounds of ten minutes
//
// It prints what it did and exits with 1 if a promise was broken, and says then
// how to look into what is left. After an interrupt (Ctrl-C) nothing more is broken,
// and it comes to rest and compares; after another one it ends at once.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// plan is what the command line says.
type plan struct {
	store    string
	duration time.Duration
	workers  int
	seed     uint64
	keep     string
	least    goals
}

// goals are what a run must have come to, to count.
type goals struct{ kills, stops, crashes, cuts, orders int }

// round is how long things are broken before everything must come to rest.
const round = 10 * time.Minute

// rounds runs the plan, in several parts of equal length if it is a long one, each
// with a new store, a new bank and a seed of its own. When enough is over, this
// round is the last one, and breaks nothing more.
func (p plan) rounds(ctx, enough context.Context) error {
	if p.store != "sqlite" && p.store != "postgres" {
		return fmt.Errorf("-store %q: want sqlite or postgres", p.store)
	}
	if p.workers < 1 {
		return errors.New("-workers: want one at least")
	}
	n := max(1, int((p.duration+round-1)/round))
	p.duration /= time.Duration(n)
	p.least = goals{p.least.kills / n, p.least.stops / n, p.least.crashes / n, p.least.cuts / n, p.least.orders / n}
	keep := p.keep
	for i := range n {
		if keep != "" && n > 1 {
			p.keep = filepath.Join(keep, fmt.Sprint("round-", i+1))
			if err := os.MkdirAll(p.keep, 0o755); err != nil {
				return err
			}
		}
		if err := p.run(ctx, enough); err != nil || enough.Err() != nil {
			return err
		}
		p.seed++
	}
	return nil
}

func main() {
	var p plan
	role := flag.String("role", "", "what this process is: empty is the one that starts the others")
	flag.StringVar(&p.store, "store", "sqlite", "sqlite or postgres")
	flag.DurationVar(&p.duration, "for", 30*time.Second, "how long to break things")
	flag.IntVar(&p.workers, "workers", 4, "worker processes")
	flag.Uint64Var(&p.seed, "seed", uint64(time.Now().UnixNano()), "decides what breaks when; the times are the machine's own")
	flag.StringVar(&p.keep, "keep", "", "folder to work in, which is kept; empty is a new one, kept if something is wrong")
	flag.IntVar(&p.least.kills, "kills", 0, "fail unless so many processes were killed")
	flag.IntVar(&p.least.stops, "stops", 0, "fail unless so many processes were stopped beyond their leases")
	flag.IntVar(&p.least.crashes, "crashes", 0, "fail unless the database crashed so often")
	flag.IntVar(&p.least.cuts, "cuts", 0, "fail unless so many connections were cut")
	flag.IntVar(&p.least.orders, "orders", 0, "fail unless so many orders were placed")
	var w worker
	flag.StringVar(&w.store, "at", "", "worker: where the store is")
	flag.StringVar(&w.bank, "bank", "", "worker: where the provider is")
	flag.StringVar(&w.name, "name", "", "worker: its name")
	flag.StringVar(&w.hooks, "hooks", "", "bank: where webhooks go")
	flag.StringVar(&w.listen, "listen", "", "bank: its address")
	flag.Parse()
	w.kind, w.seed = p.store, p.seed

	ctx := context.Background()
	enough, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(enough, stop) // so that the second one ends it
	var err error
	switch *role {
	case "":
		err = p.rounds(ctx, enough)
	case "worker":
		err = w.work(enough)
	case "bank":
		err = w.serve(enough)
	default:
		err = fmt.Errorf("no such role: %q", *role)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}
