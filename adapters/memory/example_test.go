package memory_test

import (
	"context"
	"fmt"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// A fake keeps its own truth: here the answer to a charge is lost, and the same
// key is sent again.
func Example() {
	ctx := context.Background()
	pay := memory.NewPayments(memory.PortConfig{})
	pay.Next("capture", memory.Lost(1))

	call := order.PaymentCall{Key: "o-1/1/capture", Order: "o-1", Token: "tok", Amount: currency.New(1234, currency.EUR)}
	_, err := pay.Capture(ctx, call)
	fmt.Println(err)
	receipt, err := pay.Capture(ctx, call)
	fmt.Println(receipt.Ref, err)
	fmt.Println(pay.PaidFor("o-1").Captured, "in", pay.Effects(call.Key), "charge")

	// Output:
	// unknown: scripted fault
	// charge-1 <nil>
	// EUR 12.34 in 1 charge
}
