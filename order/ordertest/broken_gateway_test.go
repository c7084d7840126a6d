package ordertest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
)

type (
	pay = func(context.Context, string, order.PaymentCall) (order.Receipt, error)
	// around stands between the caller and the gateway: op is the verb, or lookup.
	around = func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error)
)

// bank is a gateway in the process with something around it, and its provider.
type bank struct {
	*memory.Payments
	around around
	waits  sync.Map // keys that were told to wait
	passed atomic.Int64
}

const confirmToken = "tok_confirm"

// inner is what the gateway does without anything around it.
func (b *bank) inner(ctx context.Context, op string, c order.PaymentCall) (order.Receipt, error) {
	if c.Token == confirmToken && op == "capture" {
		if _, known := b.waits.LoadOrStore(c.Key, true); !known {
			b.Next("capture", memory.Await("https://bank.example/confirm"))
		}
	}
	switch op {
	case "authorize":
		return b.Payments.Authorize(ctx, c)
	case "capture":
		return b.Payments.Capture(ctx, c)
	case "void":
		return b.Payments.Void(ctx, c)
	case "refund":
		return b.Payments.Refund(ctx, c)
	}
	return b.Payments.Lookup(ctx, c)
}

func (b *bank) do(ctx context.Context, op string, c order.PaymentCall) (order.Receipt, error) {
	if b.around == nil {
		return b.inner(ctx, op, c)
	}
	return b.around(ctx, op, c, b.inner)
}

func (b *bank) Authorize(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.do(ctx, "authorize", c)
}

func (b *bank) Capture(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.do(ctx, "capture", c)
}

func (b *bank) Void(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.do(ctx, "void", c)
}

func (b *bank) Refund(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.do(ctx, "refund", c)
}

func (b *bank) Lookup(ctx context.Context, c order.PaymentCall) (order.Receipt, error) {
	return b.do(ctx, "lookup", c)
}

// usual is what the bank promises and keeps.
var usual = order.Traits{KeyLife: 24 * time.Hour, Lookup: order.LookupStrong, PartialCapture: true, PartialVoid: true, AuthLife: 7 * 24 * time.Hour}

// kept makes a bank that keeps those promises.
func kept(t order.Traits, lag time.Duration, f func(*bank) around) *bank {
	b := &bank{}
	b.Payments = memory.NewPayments(memory.PortConfig{Traits: &t, Lag: lag,
		Now: func() time.Time { return now.Add(time.Duration(b.passed.Load())) }})
	if f != nil {
		b.around = f(b)
	}
	return b
}

// gatewayOn makes a bank that keeps the usual promises, with something around it.
func gatewayOn(f func(*bank) around) func() (*bank, order.PaymentGateway) {
	return func() (*bank, order.PaymentGateway) {
		b := kept(usual, 0, f)
		return b, b
	}
}

func paymentsOver(open func() (*bank, order.PaymentGateway)) func(ordertest.T) ordertest.Payments {
	return func(ordertest.T) ordertest.Payments {
		b, g := open()
		return ordertest.Payments{Gateway: g, Token: "tok", DeclinedToken: memory.DeclinedToken, ConfirmToken: confirmToken,
			Currencies: []currency.Code{currency.JPY, currency.BHD},
			Confirm: func(_ context.Context, key string, yes bool) error {
				if !yes {
					return b.Abandon(key, "refused")
				}
				_, err := b.Settle(key)
				return err
			},
			Paid: func(_ context.Context, ref string) (currency.Amount, currency.Amount, error) {
				m, ok := b.Paid(ref)
				if !ok {
					return currency.Amount{}, currency.Amount{}, order.ErrNotFound
				}
				return m.Captured, m.Refunded, nil
			},
			Provider: scripted(&b.Script, func(d time.Duration) { b.passed.Add(int64(d)) })}
	}
}

// scripted is what a fake's script can do. Each clause makes one call while the
// provider is down.
func scripted(s *memory.Script, pass func(time.Duration)) ordertest.Provider {
	return ordertest.Provider{Pass: pass,
		Down: func(down bool) {
			if down {
				s.Next("", memory.Fail(1))
			}
		},
		Lose: func() { s.Next("", memory.Lost(1)) }}
}

func gateway(name, clauses string, f func(b *bank) around) broken {
	return gatewayAs(name, clauses, gatewayOn(f))
}

func gatewayAs(name, clauses string, open func() (*bank, order.PaymentGateway)) broken {
	return broken{name, clauses, func(only ...string) []ordertest.Broken { return ordertest.CheckPayments(paymentsOver(open), only...) }}
}

// mostly changes what one operation does.
func mostly(op string, f func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error)) func(*bank) around {
	return func(*bank) around {
		return func(ctx context.Context, is string, c order.PaymentCall, next pay) (order.Receipt, error) {
			if is != op {
				return next(ctx, is, c)
			}
			return f(ctx, c, next)
		}
	}
}

// rekeyed changes the keys of calls.
func rekeyed(key func(op string, c order.PaymentCall) string) func(*bank) around {
	return func(*bank) around {
		return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
			if op != "lookup" {
				c.Key = key(op, c)
			}
			return next(ctx, op, c)
		}
	}
}

// failing changes what callers are told of failures.
func failing(f func(op string, err error) error) func(*bank) around {
	return func(*bank) around {
		return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
			r, err := next(ctx, op, c)
			if err != nil {
				err = f(op, err)
			}
			return r, err
		}
	}
}

// cut makes keys of databases that ignore case or have short columns.
func cut(key string) string { return strings.ToLower(key[:min(len(key), 36)]) }

func brokenGateways() []broken {
	return []broken{
		gateway("makes a new key for every attempt", `charge/same_key authorize/same_key capture/same_key void/same_key refund/same_key
			keys/life_of_charges keys/life_of_refunds keys/life_of_authorizations down/charge down/refund lost/charge lost/refund`,
			func(*bank) around {
				var n atomic.Int64
				return rekeyed(func(_ string, c order.PaymentCall) string { return fmt.Sprint(c.Key, "#", n.Add(1)) })(nil)
			}),
		gateway("forgets the order in the key", "charge/other_key authorize/other_key keys/alike",
			rekeyed(func(op string, c order.PaymentCall) string { return op + c.Amount.String() })),
		gateway("cuts keys off", "keys/alike", rekeyed(func(_ string, c order.PaymentCall) string { return cut(c.Key) })),
		gateway("looks for the key, then charges", "charge/same_key", looksFirst),
		gateway("numbers the answers", "charge/same_key lookup/found", func(*bank) around {
			var n atomic.Int64
			return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
				r, err := next(ctx, op, c)
				r.Ref += fmt.Sprint("/", n.Add(1))
				return r, err
			}
		}),
		gateway("does not remember that it took nothing", "charge/taken", mostly("capture", func(_ context.Context, c order.PaymentCall, _ pay) (order.Receipt, error) {
			return order.Receipt{Ref: c.Key}, nil
		})),
		gateway("authorizes by charging", "authorize/takes_nothing authorize/same_key", mostly("authorize", func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error) {
			return next(ctx, "capture", c)
		})),
		gateway("names the payment in every receipt", "receipts/own", mostly("refund", func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error) {
			_, err := next(ctx, "refund", c)
			return order.Receipt{Ref: c.Ref}, err
		})),
		gateway("captures what is left instead of the amount", "capture/partial capture/same_key void/rest", func(b *bank) around {
			return mostly("capture", func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error) {
				if m, ok := b.Paid(c.Ref); ok {
					c.Amount = m.Authorized
				}
				return next(ctx, "capture", c)
			})(b)
		}),
		gateway("charges again instead of capturing", "capture/whole capture/charged capture/too_much capture/unknown void/whole refund/does_not_reopen",
			mostly("capture", func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error) {
				c.Ref = ""
				return next(ctx, "capture", c)
			})),
		gateway("looks at the authorization, then captures or voids", "race/capture_void capture/too_much", racing),
		gateway("voids nothing", "void/whole void/part void/rest", mostly("void", func(_ context.Context, c order.PaymentCall, _ pay) (order.Receipt, error) {
			return order.Receipt{Ref: c.Key}, nil
		})),
		gateway("voids everything that is left", "void/part void/same_key", mostly("void", func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error) {
			c.Amount = currency.Zero(c.Amount.Code())
			return next(ctx, "void", c)
		})),
		gateway("refunds when told to void", "void/captured void/rest", mostly("void", func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error) {
			if r, err := next(ctx, "refund", c); err == nil {
				return r, nil
			}
			return next(ctx, "void", c)
		})),
		gateway("voids all authorizations of the order", "void/own_payment", func(*bank) around {
			var mu sync.Mutex
			var all []string
			return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
				mu.Lock()
				defer mu.Unlock()
				if op == "void" {
					for _, c.Ref = range all {
						_, _ = next(ctx, op, c)
						c.Key += "+"
					}
					return order.Receipt{Ref: c.Key}, nil
				}
				r, err := next(ctx, op, c)
				if op == "authorize" {
					all = append(all, r.Ref)
				}
				return r, err
			}
		}),
		gateway("refunds the largest payment of the order", "refund/own_payment", func(b *bank) around {
			var largest order.PaymentCall
			return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
				if op == "refund" {
					c.Ref = largest.Ref
				}
				r, err := next(ctx, op, c)
				if op == "capture" && c.Amount.Minor() > largest.Amount.Minor() {
					largest.Ref, largest.Amount = r.Ref, c.Amount
				}
				return r, err
			}
		}),
		gateway("refunds one capture at a time", "refund/across_captures", func(*bank) around {
			captured := map[string]int64{}
			return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
				if op == "capture" {
					captured[c.Ref] = max(captured[c.Ref], c.Amount.Minor())
				}
				if op == "refund" && c.Amount.Minor() > captured[c.Ref] {
					return order.Receipt{}, order.Decline("charge_too_small", "the charge is smaller")
				}
				return next(ctx, op, c)
			}
		}),
		gateway("opens an authorization again by a refund", "refund/does_not_reopen", func(b *bank) around {
			return mostly("capture", func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error) {
				if m, ok := b.Paid(c.Ref); ok && !m.Refunded.IsZero() {
					c.Ref = ""
				}
				return next(ctx, "capture", c)
			})(b)
		}),
		gateway("refunds whatever it is asked for", "refund/parts refund/too_much refund/authorized refund/unknown amount/mixed_currencies",
			mostly("refund", func(_ context.Context, c order.PaymentCall, _ pay) (order.Receipt, error) {
				return order.Receipt{Ref: c.Key}, nil
			})),
		gateway("counts in whole units", "amount/exact", func(*bank) around {
			return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
				c.Amount = currency.New(c.Amount.Minor()/100*100, c.Amount.Code())
				return next(ctx, op, c)
			}
		}),
		gateway("thinks that every currency has two decimals", "amount/other_currencies", func(*bank) around {
			return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
				if c.Amount.Code() == currency.JPY {
					c.Amount = currency.New(c.Amount.Minor()*100, currency.JPY)
				}
				return next(ctx, op, c)
			}
		}),
		gateway("ignores the currency", "amount/mixed_currencies", func(b *bank) around {
			return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
				if m, ok := b.Paid(c.Ref); ok && op != "lookup" {
					code := m.Captured.Code()
					if !m.Authorized.IsZero() {
						code = m.Authorized.Code()
					}
					c.Amount = currency.New(c.Amount.Minor(), code)
				}
				return next(ctx, op, c)
			}
		}),
	}
}

// looksFirst keeps keys itself and forgets that calls come at the same time.
func looksFirst(*bank) around {
	var mu sync.Mutex
	var n atomic.Int64
	done := map[string]order.Receipt{}
	return mostly("capture", func(ctx context.Context, c order.PaymentCall, next pay) (order.Receipt, error) {
		mu.Lock()
		r, ok := done[c.Key]
		mu.Unlock()
		if ok {
			return r, nil
		}
		time.Sleep(5 * time.Millisecond)
		key := c.Key
		c.Key += fmt.Sprint("#", n.Add(1))
		r, err := next(ctx, "capture", c)
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			done[key] = r
		}
		return r, err
	})(nil)
}

// racing looks whether an authorization is used up, and then uses it up.
func racing(*bank) around {
	var mu sync.Mutex
	used := map[string]bool{}
	return func(ctx context.Context, op string, c order.PaymentCall, next pay) (order.Receipt, error) {
		if op != "capture" && op != "void" || c.Amount.Minor() != 3000 {
			return next(ctx, op, c)
		}
		mu.Lock()
		over := used[c.Ref]
		mu.Unlock()
		if over {
			return order.Receipt{}, order.Decline("used_up", "nothing is left")
		}
		time.Sleep(5 * time.Millisecond)
		mu.Lock()
		used[c.Ref] = true
		mu.Unlock()
		if r, err := next(ctx, op, c); err == nil {
			return r, nil
		}
		return order.Receipt{Ref: c.Key}, nil
	}
}

var errOdd = errors.New("402 payment required")
