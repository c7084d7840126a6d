package order_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// unit is one unit of a line or charge.
type unit struct {
	line, charge string
	no           int64
}

// books follow the documents of an order unit by unit, without what the engine
// does for it.
type books struct {
	on              map[unit]string  // the invoice that holds the unit
	net, tax, gross int64            // invoices less credit notes
	count, last     map[string]int64 // numbers of each series
}

func gone(p fsm.Phase) bool { return p == "" || p == fsm.Cancelled || p == fsm.Returned }

// audited checks the documents of an order against its record.
func audited(t testing.TB, o *order.Order) *books {
	t.Helper()
	b := &books{on: map[unit]string{}, count: map[string]int64{}, last: map[string]int64{}}
	for i := range o.Documents {
		b.document(t, o, &o.Documents[i])
	}
	zero := currency.Zero(o.Currency)
	net, tax, gross := zero, zero, zero
	add := func(s pricing.Share, err error) {
		require.NoError(t, err)
		net, tax, gross = sum(t, net, s.Net), sum(t, tax, s.Tax), sum(t, gross, s.Gross)
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		for _, r := range l.Runs {
			for no := r.First; no < r.First+r.Count; no++ {
				if b.on[unit{line: l.ID, no: no}] != "" {
					require.False(t, gone(r.Phase), "unit %d of %s is %s and still invoiced", no, l.ID, r.State)
					add(l.Share(no, 1))
				}
			}
		}
	}
	for i := range o.Charges {
		c := &o.Charges[i]
		if b.on[unit{charge: c.Price.ID}] != "" {
			require.True(t, c.Live, "charge %s is given up and still invoiced", c.Price.ID)
			add(c.Share())
		}
	}
	require.Equal(t, gross.Minor(), b.gross, "invoices less credit notes are what the documented units cost")
	require.Equal(t, net.Minor(), b.net)
	require.Equal(t, tax.Minor(), b.tax)
	return b
}

func sum(t testing.TB, a, b currency.Amount) currency.Amount {
	t.Helper()
	c, err := a.Add(b)
	require.NoError(t, err)
	return c
}

func (b *books) document(t testing.TB, o *order.Order, d *order.Document) {
	t.Helper()
	b.count[d.Series]++
	require.Greater(t, d.No, b.last[d.Series], "numbers of %s go up", d.Series)
	b.last[d.Series] = d.No
	sign := int64(1)
	if d.Kind == order.CreditNote {
		sign = -1
		require.NotEmpty(t, d.Corrects)
	} else {
		require.Equal(t, order.Invoice, d.Kind)
	}
	zero := currency.Zero(o.Currency)
	net, tax, gross := zero, zero, zero
	taxes := map[string]int64{}
	require.NotEmpty(t, d.Items)
	for i := range d.Items {
		it := &d.Items[i]
		require.Equal(t, frozen(t, o, it), it.Share, "%s: item %d is the frozen share", d.Number(), i)
		net, tax, gross = sum(t, net, it.Share.Net), sum(t, tax, it.Share.Tax), sum(t, gross, it.Share.Gross)
		for _, x := range it.Share.Taxes {
			taxes[x.ID] += x.Amount.Minor()
		}
		for no := it.First; no < it.First+it.Count; no++ {
			u := unit{it.Line, it.Charge, no}
			switch {
			case d.Kind == order.Invoice:
				require.Empty(t, b.on[u], "%v is on two invoices", u)
				b.on[u] = d.Number()
			default:
				require.Equal(t, d.Corrects, b.on[u], "%v is credited to another invoice", u)
				if !it.Reduction {
					delete(b.on, u)
				}
			}
		}
	}
	require.Equal(t, []currency.Amount{net, tax, gross}, []currency.Amount{d.Net, d.Tax, d.Gross}, "%s adds up", d.Number())
	require.Equal(t, d.Gross, sum(t, d.Net, d.Tax))
	for _, x := range d.Taxes {
		require.Equal(t, taxes[x.ID], x.Tax.Minor(), "%s: %s", d.Number(), x.ID)
	}
	require.Len(t, d.Taxes, len(taxes))
	require.Equal(t, len(o.TaxRates) > 0, d.Abroad != nil)
	b.net, b.tax, b.gross = b.net+sign*net.Minor(), b.tax+sign*tax.Minor(), b.gross+sign*gross.Minor()
}

// frozen is what an item must be by the record of the order alone.
func frozen(t testing.TB, o *order.Order, it *order.DocumentItem) pricing.Share {
	t.Helper()
	price, all := pricing.Item{}, []pricing.Allowance(nil)
	if l, ok := o.Line(it.Line); ok && it.Line != "" {
		price, all = l.Price, l.Allowances
	}
	for _, c := range o.Charges {
		if c.Price.ID == it.Charge {
			price, all = c.Price, c.Allowances
		}
	}
	s, err := pricing.Remaining(price, all[:it.Allowances], it.First, it.Count)
	require.NoError(t, err)
	if !it.Reduction {
		return s
	}
	// What a reduction takes off is checked by the sums over all documents.
	require.Positive(t, it.Share.Gross.Sign()*price.Gross.Sign())
	require.True(t, it.Share.Discount.IsZero())
	return it.Share
}

// documents lists "INV-2026-000001 12.34: 2 mug, shipping".
func documents(o *order.Order) []string {
	var out []string
	for _, d := range o.Documents {
		s := d.Number() + " " + d.Gross.Number() + ":"
		for i, it := range d.Items {
			if i > 0 {
				s += ","
			}
			switch {
			case it.Reduction:
				s += fmt.Sprintf(" less for %d %s%s", it.Count, it.Line, it.Charge)
			case it.Charge != "":
				s += " " + it.Charge
			default:
				s += fmt.Sprintf(" %d %s", it.Count, it.Line)
			}
		}
		if d.Corrects != "" {
			s += " of " + d.Corrects
		}
		out = append(out, s)
	}
	return out
}
