package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/order"
)

// boss starts everything, breaks it, and compares at the end.
type boss struct {
	plan
	dir    string
	r      *rand.Rand
	db     *cluster // of postgres
	proxy  *proxy
	direct string // the store without the proxy
	via    string // the store as workers see it
	bank   string
	self   string // this program
	watch  *watcher

	mu                    sync.Mutex
	procs                 []*exec.Cmd
	kills, stops, crashes int
	started               int
}

func (p plan) run(ctx, enough context.Context) (err error) {
	b := &boss{plan: p, r: rand.New(rand.NewPCG(p.seed, 1)), dir: p.keep}
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "soak"); err != nil {
			return err
		}
	}
	defer func() {
		switch {
		case err != nil:
			fmt.Printf("what is left is in %s; what broke when came from -seed %d\n", b.dir, b.seed)
		case p.keep == "":
			_ = os.RemoveAll(b.dir)
		}
	}()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return err
	}
	if b.watch, err = watch(b.dir, p.keep); err != nil {
		return err
	}
	defer b.end()
	if err := b.lay(ctx); err != nil {
		return err
	}
	s, closeStore, err := open(ctx, b.store, b.direct)
	if err != nil {
		return err
	}
	defer closeStore()
	e, hooks, err := b.listen(ctx, s)
	if err != nil {
		return err
	}
	if err := b.openBank(ctx, hooks); err != nil {
		return err
	}
	fmt.Printf("breaking things for %v over %s, in %s; an interrupt ends it sooner\n", b.duration, b.store, b.dir)
	start := time.Now()
	b.breakThings(ctx, enough)
	took := time.Since(start).Round(time.Second)
	b.calm(ctx)
	fmt.Println("nothing is broken any more; waiting until all orders have come to rest")
	if err := b.rest(ctx, e); err != nil {
		return err
	}
	orders, err := b.compare(ctx, s)
	fmt.Printf("%d orders by %d processes in %v over %s; %d killed, %d stopped beyond their leases",
		orders, b.started, took, b.store, b.kills, b.stops)
	if b.db != nil {
		fmt.Printf(", %d crashes of the database, %d connections cut", b.crashes, b.cuts())
	}
	fmt.Println()
	if err != nil {
		return err
	}
	for _, g := range []struct {
		what      string
		got, want int
	}{{"kills", b.kills, b.least.kills}, {"stops", b.stops, b.least.stops}, {"crashes", b.crashes, b.least.crashes},
		{"cuts", b.cuts(), b.least.cuts}, {"orders", orders, b.least.orders}} {
		if g.got < g.want {
			return fmt.Errorf("%d %s are too few: %d were asked for", g.got, g.what, g.want)
		}
	}
	fmt.Println("orders, journal and the provider's ledger agree to the cent")
	return nil
}

func (b *boss) cuts() int {
	if b.proxy == nil {
		return 0
	}
	return int(b.proxy.cuts.Load())
}

// lay makes the store.
func (b *boss) lay(ctx context.Context) (err error) {
	if b.store == "sqlite" {
		b.direct = filepath.Join(b.dir, "orders.db")
		b.via = b.direct
		return nil
	}
	if b.db, err = newCluster(ctx, b.dir); err != nil {
		return err
	}
	b.direct = b.db.url()
	if err := postgres.Migrate(ctx, b.direct, postgres.Config{}); err != nil {
		return err
	}
	b.proxy = &proxy{to: b.db.dial, r: rand.New(rand.NewPCG(b.seed, 2))}
	at, err := b.proxy.listen(ctx)
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(at)
	b.via = fmt.Sprintf("host=%s port=%s user=postgres dbname=postgres sslmode=disable", host, port)
	return err
}

// listen takes in webhooks, in this process, which is never killed.
func (b *boss) listen(ctx context.Context, s order.Store) (*order.Engine, string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	bankAt, err := net.Listen("tcp", "127.0.0.1:0") // a free port
	if err != nil {
		return nil, "", err
	}
	b.bank = "http://" + bankAt.Addr().String()
	_ = bankAt.Close()
	e, err := shop(s, b.bank, "boss")
	if err != nil {
		return nil, "", err
	}
	web := &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := sandbox.Notice(r, secret, "", time.Now())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if err := e.Notify(r.Context(), n); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})}
	go func() { _ = web.Serve(l) }()
	go func() { <-ctx.Done(); _ = web.Close() }()
	return e, "http://" + l.Addr().String(), nil
}

func (b *boss) openBank(ctx context.Context, hooks string) error {
	cmd := exec.CommandContext(ctx, b.self, "-role", "bank", "-listen", b.bank[len("http://"):], "-hooks", hooks)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = b.watch.group()
	if err := cmd.Start(); err != nil {
		return err
	}
	b.mu.Lock()
	b.procs = append(b.procs, cmd)
	b.mu.Unlock()
	for range 100 {
		if w, err := b.ask(ctx, http.MethodGet, "/v1/ledger?order=none"); err == nil {
			return w.Body.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("the bank does not answer")
}

func (b *boss) ask(ctx context.Context, method, path string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, b.bank+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+secret)
	return http.DefaultClient.Do(r)
}

// hire starts a worker.
func (b *boss) hire(ctx context.Context) (*exec.Cmd, error) {
	b.started++
	cmd := exec.CommandContext(ctx, b.self, "-role", "worker", "-store", b.store, "-at", b.via, "-bank", b.bank,
		"-name", fmt.Sprint("w", b.started), "-seed", fmt.Sprint(b.seed))
	cmd.Env = append(os.Environ(), "TMPDIR="+b.dir) // what SQLite leaves behind when it is killed goes with the rest
	cmd.SysProcAttr = b.watch.group()
	if f, err := os.OpenFile(filepath.Join(b.dir, "workers.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644); err == nil {
		defer func() { _ = f.Close() }()
		cmd.Stderr = f
	}
	return cmd, cmd.Start()
}

// breakThings lets the workers work and breaks one thing after another, until time
// is up or it is enough.
func (b *boss) breakThings(ctx, enough context.Context) {
	end := time.Now().Add(b.duration)
	crew := make([]*exec.Cmd, b.workers)
	var stopped []*exec.Cmd
	wake := map[*exec.Cmd]time.Time{}
	last := time.Now()
	for time.Now().Before(end) && enough.Err() == nil {
		for i, c := range crew {
			if c == nil {
				if cmd, err := b.hire(ctx); err == nil {
					crew[i] = cmd
				}
			}
		}
		b.fault(ctx)
		time.Sleep(time.Duration(50+b.r.IntN(60)) * time.Millisecond)
		i := b.r.IntN(len(crew))
		switch c := crew[i]; {
		case c == nil:
		case b.r.IntN(8) == 0: // it sleeps, and comes back after its lease
			if c.Process.Signal(syscall.SIGSTOP) == nil {
				b.stops++
				wake[c] = time.Now().Add(beyond)
				stopped = append(stopped, c)
				crew[i] = nil
			}
		default:
			_ = c.Process.Kill()
			_ = c.Wait()
			b.kills++
			crew[i] = nil
		}
		if b.db != nil && time.Since(last) > min(b.duration/8, time.Minute) {
			last = time.Now()
			if b.db.crash(ctx) == nil {
				b.crashes++
			}
		}
		for k := 0; k < len(stopped); k++ {
			c := stopped[k]
			switch since := time.Since(wake[c]); {
			case since > 400*time.Millisecond: // it had time to do harm
				_ = c.Process.Kill()
				_ = c.Wait()
				stopped = append(stopped[:k:k], stopped[k+1:]...)
				k--
			case since > 0:
				_ = c.Process.Signal(syscall.SIGCONT)
			}
		}
	}
	for _, c := range append(crew, stopped...) {
		if c != nil {
			_ = c.Process.Kill()
			_ = c.Wait()
		}
	}
}

func (b *boss) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.procs {
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	if b.db != nil {
		b.db.stop()
	}
	b.watch.dismiss()
}
