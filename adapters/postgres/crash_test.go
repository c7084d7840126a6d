package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/adapters/postgres/internal/test"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// cable is a proxy before the server that can be cut when a certain text comes by.
type cable struct {
	net.Listener
	network, address string
	text             atomic.Pointer[string]
	after            atomic.Bool // cut when the answer comes, not when the text does
}

func newCable(t *testing.T) *cable {
	cfg, err := pgxpool.ParseConfig(server.URL)
	require.NoError(t, err)
	c := &cable{}
	c.network, c.address = pgconn.NetworkAddress(cfg.ConnConfig.Host, cfg.ConnConfig.Port)
	c.Listener, err = net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	go func() {
		for {
			conn, err := c.Accept()
			if err != nil {
				return
			}
			go c.serve(conn)
		}
	}()
	return c
}

func (c *cable) serve(client net.Conn) {
	defer client.Close()
	up, err := net.Dial(c.network, c.address)
	if err != nil {
		return
	}
	defer up.Close()
	var cut atomic.Bool
	go func() {
		defer client.Close()
		buf := make([]byte, 64<<10)
		for {
			n, err := up.Read(buf)
			if err != nil || cut.Load() {
				return
			}
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		if text := c.text.Load(); text != nil && bytes.Contains(buf[:n], []byte(*text)) {
			c.text.Store(nil)
			if !c.after.Load() {
				return
			}
			cut.Store(true)
		}
		if _, err := up.Write(buf[:n]); err != nil {
			return
		}
	}
}

func (c *cable) open(t *testing.T, schema string) *postgres.Store {
	addr := c.Addr().(*net.TCPAddr)
	s, err := postgres.Open(context.Background(), server.URL, postgres.Config{Schema: schema, Pool: func(p *pgxpool.Config) {
		p.ConnConfig.DialFunc = func(context.Context, string, string) (net.Conn, error) { return net.Dial("tcp", addr.String()) }
		p.ConnConfig.TLSConfig, p.ConnConfig.Fallbacks = nil, nil // or the text could not be read
	}})
	if err != nil && !server.Own {
		notTested(t, "connections that break, in a server that takes none without TLS: %v", err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// Whether a commit was stored when its connection broke, the caller cannot know:
// it gets an error that is no conflict, and finds out by asking.
func TestACommitWhoseConnectionBreaksIsNotReportedAsAConflict(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	c := newCable(t)
	s := c.open(t, schema)
	require.NoError(t, s.Commit(ctx, change(sample("warm"), "k")))
	for _, after := range []bool{false, true} {
		id := fmt.Sprint("cut-", after)
		c.after.Store(after)
		c.text.Store(&id)
		err := s.Commit(ctx, change(sample(id), "k"))
		require.Error(t, err)
		require.NotErrorIs(t, err, order.ErrConflict)
		require.Eventually(t, func() bool {
			_, err := s.Load(ctx, id, "k")
			return (err == nil) == after
		}, 10*time.Second, 10*time.Millisecond, "cut after the commit reached the server: %v", after)
	}
	e := engine(t, s)
	for _, after := range []bool{false, true} {
		key := fmt.Sprint("place-", after)
		c.after.Store(after)
		place := func() (order.Result, error) { return e.Place(ctx, mugs(1, "goods"), order.Key(key)) }
		c.text.Store(&key)
		_, err := place() // the first thing that is sent with the key is the question whether it is known
		if err == nil {
			c.text.Store(&key)
			_, err = place()
		}
		for try := 0; err != nil; try++ {
			require.ErrorIs(t, err, order.Unavailable)
			require.Less(t, try, 5)
			_, err = place()
		}
	}
	found, err := s.Find(ctx, order.Query{Customer: "c-7"})
	require.NoError(t, err)
	require.Len(t, found, 2, "each order once")
}

// The server is killed in the middle, and what it had answered is there when it
// is started again; the store connects again by itself.
func TestWhatWasAnsweredSurvivesAKillOfTheServer(t *testing.T) {
	own, err := test.Start() // another one than the tests share, which is not ours to kill
	if errors.Is(err, test.ErrNone) {
		notTested(t, "the kill of a server: %v", err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { _ = own.Stop() })
	ctx := context.Background()
	require.NoError(t, postgres.Migrate(ctx, own.URL, postgres.Config{}))
	s, err := postgres.Open(ctx, own.URL, postgres.Config{})
	require.NoError(t, err)
	defer s.Close()
	var answered sync.Map
	var count atomic.Int64
	var all sync.WaitGroup
	for c := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := 0; ; i++ {
				id := fmt.Sprintf("c%d-%d", c, i)
				ch := change(sample(id), "k")
				ch.Number = []int{0}
				ch.Order.Documents = []order.Document{{Kind: order.Invoice, Series: "INV-"}}
				if s.Commit(ctx, ch) != nil {
					return
				}
				answered.Store(id, ch.Order.Documents[0].No)
				count.Add(1)
			}
		}()
	}
	require.Eventually(t, func() bool { return count.Load() > 200 }, 60*time.Second, time.Millisecond)
	require.NoError(t, own.Kill())
	all.Wait()
	require.NoError(t, own.Up())
	require.Eventually(t, func() bool { _, err := s.Load(ctx, "c0-0", "k"); return err == nil }, 20*time.Second, 50*time.Millisecond)
	answered.Range(func(id, no any) bool {
		rec, err := s.Load(ctx, id.(string), "k")
		require.NoError(t, err, "%s was answered", id)
		require.NotNil(t, rec.Answer)
		require.Equal(t, no, rec.Order.Documents[0].No)
		return true
	})
	stored, err := s.Find(ctx, order.Query{Limit: 100_000})
	require.NoError(t, err)
	numbers := make(map[int64]bool)
	for _, o := range stored {
		numbers[o.Documents[0].No] = true
	}
	require.Len(t, numbers, len(stored), "no number is there twice")
	require.True(t, numbers[1] && numbers[int64(len(stored))], "the kill left no gap")
}

// wire is a connection like those of golang.org/x/crypto/ssh.
type wire struct{ net.Conn }

func (wire) SetDeadline(time.Time) error { return errors.New("deadline not supported") }

func TestAConnectionNeedsNoDeadlines(t *testing.T) {
	s, err := postgres.Open(t.Context(), server.URL, postgres.Config{Schema: fresh(t), Pool: func(p *pgxpool.Config) {
		dial := p.ConnConfig.DialFunc
		p.ConnConfig.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := dial(ctx, network, addr)
			return wire{c}, err
		}
	}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	require.NoError(t, s.Commit(t.Context(), change(sample("o-1"), "k")))
	_, err = s.Load(t.Context(), "o-1", "k")
	require.NoError(t, err)
}
