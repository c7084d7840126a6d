package order_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
)

// long is a draft of that many lines.
func long(lines int) order.Draft {
	d := goods(1)
	d.Number, d.Items = "", nil
	for i := range lines {
		it := item(fmt.Sprintf("line-%d", i), "goods", "12.50", 2)
		it.SKU = "MUG"
		d.Items = append(d.Items, it)
	}
	return d
}

// BenchmarkLongOrders places an order, pays it, ships half of each line, delivers
// that parcel, and cancels the rest. A line costs about the same however many
// there are.
func BenchmarkLongOrders(b *testing.B) {
	for _, lines := range []int{100, 1_000, order.MaxLines} {
		half := order.Selection{}
		for i := range lines {
			half = half.And(fmt.Sprintf("line-%d", i), 1)
		}
		for _, way := range []string{"ships", "is cancelled"} {
			b.Run(fmt.Sprint(lines, " lines, ", way), func(b *testing.B) {
				s := newShop(b)
				s.stock.Set("MUG", 1<<40)
				d := long(lines)
				do := func(id string, a order.Action) {
					_, err := s.Do(s.ctx, id, a, byStaff)
					require.NoError(b, err)
				}
				for b.Loop() {
					r, err := s.Place(s.ctx, d)
					require.NoError(b, err)
					do(r.Order.ID, order.Pay{})
					if way == "ships" {
						do(r.Order.ID, order.Ship{Of: half})
						do(r.Order.ID, order.Deliver{Shipment: "s1"})
					}
					do(r.Order.ID, order.Cancel{})
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
			})
		}
	}
}

// setAll sets the quantity of every line of a long order.
func setAll(lines int, quantity int64) (m order.Modify) {
	for i := range lines {
		m.Set = append(m.Set, order.Target{Line: fmt.Sprintf("line-%d", i), Quantity: quantity})
	}
	return m
}

// BenchmarkLongOrdersModified places an order, pays it, raises every line of it, and
// takes away from every line what was added and more.
func BenchmarkLongOrdersModified(b *testing.B) {
	for _, lines := range []int{1_000, 2_000, 4_000} {
		b.Run(fmt.Sprint(lines, " lines"), func(b *testing.B) {
			s := newShop(b)
			s.stock.Set("MUG", 1<<40)
			d := long(lines)
			b.ReportAllocs()
			for b.Loop() {
				o := s.place(d)
				s.do(o.ID, order.Pay{})
				s.do(o.ID, setAll(lines, 3))
				s.do(o.ID, setAll(lines, 1))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
		})
	}
}

// BenchmarkLongOrdersRefused places a draft in which every item is wrong.
func BenchmarkLongOrdersRefused(b *testing.B) {
	for _, lines := range []int{1_000, order.MaxLines} {
		d := long(lines)
		for i := range d.Items {
			d.Items[i].Line.ID, d.Items[i].Type = "", ""
		}
		b.Run(fmt.Sprint(lines, " lines"), func(b *testing.B) {
			s := newShop(b)
			b.ReportAllocs()
			for b.Loop() {
				_, err := s.Quote(d)
				require.ErrorIs(b, err, order.Invalid)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
		})
	}
}
