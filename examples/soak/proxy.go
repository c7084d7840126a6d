package main

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
)

// proxy stands between the workers and the database and cuts connections: half
// of them before what the client sent was forwarded, half of them after, so that
// a commit may have happened or not.
type proxy struct {
	to   func() (net.Conn, error)
	cuts atomic.Int64
	odds atomic.Int64 // one of so many messages is cut; 0 is none

	mu sync.Mutex
	r  *rand.Rand
}

func (p *proxy) chance(n int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return n > 0 && p.r.Int64N(n) == 0
}

// listen accepts connections until the context ends and returns the address.
func (p *proxy) listen(ctx context.Context) (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() { <-ctx.Done(); _ = l.Close() }()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.carry(c)
		}
	}()
	return l.Addr().String(), nil
}

// carry forwards a connection until one side ends it or it is cut.
func (p *proxy) carry(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := p.to()
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() {
		defer func() { _, _ = client.Close(), server.Close() }()
		buf := make([]byte, 64<<10)
		for {
			n, err := server.Read(buf)
			if n > 0 {
				if _, err := client.Write(buf[:n]); err != nil {
					return
				}
			}
			if err != nil {
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
		cut := p.chance(p.odds.Load())
		if cut && p.chance(2) {
			p.cuts.Add(1)
			return // before
		}
		if _, err := server.Write(buf[:n]); err != nil {
			return
		}
		if cut {
			p.cuts.Add(1)
			return // after: the answer never arrives
		}
	}
}
