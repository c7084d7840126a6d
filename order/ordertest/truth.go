package ordertest

import (
	"fmt"
	"slices"
	"strings"
)

// Truth is what the world knows of an order, in a comparable text.
func (w *World) Truth(id string) string { return w.truth(id).String() }

func (w *World) truth(id string) truth { return truthOfBooks(w.orders[id]) }

func truthOfBooks(books []*entry) truth {
	money := map[string]int64{}
	var reserved, left int64
	coupons := map[string]int{}
	var points int64
	parcels := map[string]int{}
	for _, e := range books {
		money[e.op] += e.amount.Minor()
		if e.op == "capture" && e.of == nil { // charged at once, which promises as much as it takes
			money["authorize"] += e.amount.Minor()
		}
		for _, g := range e.goods {
			switch e.op {
			case "reserve":
				reserved += g.Quantity
			case "release":
				reserved -= g.Quantity
			case "commit":
				reserved, left = reserved-g.Quantity, left+g.Quantity
			case "restock":
				left -= g.Quantity
			}
		}
		switch e.op {
		case "redeem":
			coupons[e.code]++
		case "give back":
			coupons[e.code]--
		case "accrue":
			points += e.amount.Minor()
		case "reverse":
			points -= e.amount.Minor()
		case "book", "label":
			parcels[e.op] += int(units(e.goods))
		case "unbook":
			parcels["book"] -= int(units(e.goods))
		case "unlabel":
			parcels["label"] -= int(units(e.goods))
		}
	}
	return truth{money["authorize"], money["capture"], money["void"], money["refund"], money["chargeback"], reserved, left, coupons, points,
		parcels["book"], parcels["label"]}
}

// truth is what world and order must agree on.
type truth struct {
	authorized, captured, voided, refunded, back int64
	reserved, left                               int64 // units of stock set aside, and gone
	coupons                                      map[string]int
	points                                       int64
	parcels, labels                              int // units in them
}

func (t truth) equal(u truth) bool {
	a, b := t.coupons, u.coupons
	if t.numbers() != u.numbers() {
		return false
	}
	for c, n := range a {
		if b[c] != n {
			return false
		}
	}
	for c, n := range b {
		if a[c] != n {
			return false
		}
	}
	return true
}

// add adds what another order says.
func (t *truth) add(u truth) {
	t.authorized, t.captured, t.voided, t.refunded, t.back = t.authorized+u.authorized, t.captured+u.captured, t.voided+u.voided, t.refunded+u.refunded, t.back+u.back
	t.reserved, t.left, t.points = t.reserved+u.reserved, t.left+u.left, t.points+u.points
	t.parcels, t.labels = t.parcels+u.parcels, t.labels+u.labels
	for c, n := range u.coupons {
		t.coupons[c] += n
	}
}

// numbers are all but the coupons.
func (t truth) numbers() [10]int64 {
	return [...]int64{t.authorized, t.captured, t.voided, t.refunded, t.back, t.reserved, t.left, t.points, int64(t.parcels), int64(t.labels)}
}

func (t truth) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "authorized %d captured %d voided %d refunded %d charged back %d, stock reserved %d left %d, points %d, sent %d, labels %d",
		t.authorized, t.captured, t.voided, t.refunded, t.back, t.reserved, t.left, t.points, t.parcels, t.labels)
	codes := make([]string, 0, len(t.coupons))
	for c, n := range t.coupons {
		if n != 0 {
			codes = append(codes, fmt.Sprintf(", %s used %d", c, n))
		}
	}
	slices.Sort(codes)
	b.WriteString(strings.Join(codes, ""))
	return b.String()
}

// odd counts what the books do not say and later answers depend on: keys that are
// stuck, wait or are half done, and authorizations that ended early.
func (w *World) odd() (n [4]int) {
	for _, e := range w.keys {
		for i, so := range [...]bool{e.stuck, e.waits != nil, len(e.rest) > 0, e.ended} {
			if so {
				n[i]++
			}
		}
	}
	return n
}
