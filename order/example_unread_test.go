package order_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// scratched is a store on a disk that lost a part of one order.
type scratched struct{ order.Store }

func (s scratched) Find(ctx context.Context, q order.Query) ([]order.Order, error) {
	list, err := s.Store.Find(ctx, q)
	if err != nil {
		return nil, err
	}
	return list, order.Unread{{Order: "o-7", Cause: errors.New("unexpected end of JSON input")}}
}

// A page of staff shows what can be read, and says what is missing.
func ExampleUnread() {
	ctx := context.Background()
	shop, err := order.New(order.Config{Store: scratched{memory.NewStore(memory.Config{})}, Now: time.Now, NewID: rand.Text})
	if err != nil {
		fmt.Println(err)
		return
	}
	orders, err := shop.Find(ctx, order.Query{Customer: "c-1"})
	var unread order.Unread
	if err != nil && !errors.As(err, &unread) {
		fmt.Println(err) // nothing was listed
		return
	}
	fmt.Println(len(orders), "orders")
	for _, one := range unread {
		fmt.Println("to be mended:", one.Order, "-", one.Cause)
	}
	// Output:
	// 0 orders
	// to be mended: o-7 - unexpected end of JSON input
}
