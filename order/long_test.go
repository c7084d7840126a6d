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
