package order_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// huge is the largest order there may be.
func huge() order.Draft {
	d := goods(1)
	d.Items = nil
	for i := range order.MaxLines {
		it := item(fmt.Sprintf("line-%d", i), "goods", "12.50", 2)
		it.SKU = "MUG"
		it.Meta = map[string]string{"m": strings.Repeat("x", order.MaxMeta/order.MaxLines-1)}
		d.Items = append(d.Items, it)
	}
	return d
}

func TestTheLargestOrderLivesItsLife(t *testing.T) {
	if testing.Short() {
		t.Skip("10,000 lines")
	}
	s := newShop(t)
	o := s.place(huge())
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("line-0", 1).And("line-9999", 2)})
	s.do(o.ID, order.Cancel{Of: order.Some("line-1", 1)})
	o = &s.do(o.ID, order.Cancel{}).Order
	assert.Equal(t, "1 shipped, 1 cancelled", states(o, "line-0"))
	assert.Equal(t, fsm.Production, o.Status())
	assert.Equal(t, int64(3), s.stock.Level("MUG").Sold)
	assert.Zero(t, s.stock.Level("MUG").Reserved)
	assert.Equal(t, "EUR 42.40", s.pay.PaidFor(o.ID).Captured.String())

	s.clock.add(1)
	other := s.place(numbered(goods(1), "2026-2"))
	s.do(other.ID, order.Pay{})
	_, err := s.Do(s.ctx, o.ID, order.Modify{Add: []order.Item{item("more", "goods", "1.00", 1)}}, byStaff)
	assert.Equal(t, []string{"add too_many"}, faultsOf(t, err))
}

// Each line is found, and its family counted, without a walk over all of them: with a
// walk for each, and one for each line on it, this took hours.
func TestEveryLineOfALongOrderIsSetAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("10,000 lines")
	}
	const lines = order.MaxLines / 2
	s := newShop(t)
	s.stock.Set("MUG", 1<<20)
	o := s.place(long(lines))
	s.do(o.ID, order.Pay{})
	o = &s.do(o.ID, setAll(lines, 3)).Order
	assert.Len(t, o.Lines, 2*lines)
	assert.Equal(t, int64(3*lines), s.stock.Level("MUG").Reserved)
	o = &s.do(o.ID, setAll(lines, 1)).Order
	assert.Equal(t, "1 cancelled, 1 paid", states(o, "line-7"))
	assert.Equal(t, "1 cancelled", states(o, "line-7+5007"))
	assert.Equal(t, int64(lines), s.stock.Level("MUG").Reserved)
}

// Both rooms find some of what is wrong; each fault is told once, the order's own
// first, however many there are.
func TestEveryFaultOfALongDraftIsToldOnce(t *testing.T) {
	s := newShop(t)
	d := long(order.MaxLines)
	var own, prices []string
	for i := range d.Items {
		d.Items[i].Line.ID, d.Items[i].Line.Quantity = "", 0
		at := fmt.Sprintf("items[%d].line", i)
		own, prices = append(own, at+".id required"), append(prices, at+".quantity range")
	}
	_, err := s.Quote(d)
	assert.Equal(t, append(own, prices...), faultsOf(t, err))
}

func TestMetadataThatIsTooMuchOrCannotBeKeptIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		meta map[string]string
		want []string
	}{
		"too much":        {map[string]string{"scan": strings.Repeat("x", order.MaxMeta)}, []string{"too_long"}},
		"a long name":     {map[string]string{strings.Repeat("x", order.MaxID+1): "1"}, []string{"too_long"}},
		"no name":         {map[string]string{"": "1"}, []string{"required"}},
		"no text":         {map[string]string{"a": "\xff"}, []string{"characters"}},
		"a NUL":           {map[string]string{"a": "x\x00"}, []string{"characters"}},
		"lines and signs": {map[string]string{"engraving": "für\n🐸", "empty": ""}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			o := s.place(goods(1))
			d := numbered(goods(1), "2026-2")
			d.Items[0].Meta = c.meta
			_, placing := s.Place(s.ctx, d)
			it := item("cup", "goods", "1.00", 1)
			it.Meta = c.meta
			_, adding := s.Do(s.ctx, o.ID, order.Modify{Add: []order.Item{it}}, byStaff)
			for _, err := range []error{placing, adding} {
				if c.want == nil {
					require.NoError(t, err)
					continue
				}
				problem(t, err, order.Invalid)
				var codes []string
				for _, f := range faultsOf(t, err) {
					codes = append(codes, f[strings.LastIndex(f, " ")+1:])
				}
				assert.Equal(t, c.want, codes)
			}
		})
	}
	t.Run("what is added counts with what is there", func(t *testing.T) {
		s := newShop(t)
		d := goods(1)
		d.Items[0].Meta = map[string]string{"scan": strings.Repeat("x", order.MaxMeta/2)}
		o := s.place(d)
		_, err := s.Do(s.ctx, o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}}}, byStaff)
		assert.Equal(t, []string{"add too_long"}, faultsOf(t, err))
	})
}
