package sandbox_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// The answer to a charge is lost. The shop does not know whether it was paid; it
// asks again with the same key, and pays once.
func Example() {
	ctx := context.Background()
	server := sandbox.New(sandbox.Config{Secret: "s3cret"})
	web := httptest.NewServer(server)
	defer web.Close()
	bank := sandbox.Gateway{URL: web.URL, Secret: "s3cret"}

	_ = server.Fail(sandbox.Fault{Answer: "lost", On: "capture", Times: 1})
	call := order.PaymentCall{Key: "o-1/1/0", Order: "o-1", Token: "tok", Amount: currency.MustParse("25.00", currency.EUR)}
	_, err := bank.Capture(ctx, call)
	fmt.Println("first: ", err != nil)
	receipt, err := bank.Capture(ctx, call)
	fmt.Println("second:", receipt.Ref, err)
	for _, p := range server.Ledger("o-1").Payments {
		fmt.Println("ledger:", p.ID, p.Captured)
	}
	// Output:
	// first:  true
	// second: pay_000001 <nil>
	// ledger: pay_000001 EUR 25.00
}
