package pricing_test

import (
	"fmt"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
)

// shop is a cart with three mugs and a book at prices with tax, 5.00 off the
// order, and shipping.
func shop() pricing.Cart {
	standard := []pricing.Tax{{ID: "de-19", Category: "S", Percent: decimal.New(19, 0)}}
	reduced := []pricing.Tax{{ID: "de-7", Category: "S", Percent: decimal.New(7, 0)}}
	return pricing.Cart{
		Currency: currency.EUR,
		Policy:   pricing.Policy{Prices: pricing.Gross},
		Lines: []pricing.Line{
			{ID: "mug", Unit: decimal.New(1299, -2), Quantity: 3, Taxes: standard},
			{ID: "book", Unit: decimal.New(2000, -2), Quantity: 1, Taxes: reduced},
		},
		Discounts: []pricing.Discount{{ID: "welcome", Code: "HELLO5", Fixed: currency.New(500, currency.EUR)}},
		Charges:   []pricing.Charge{{ID: "post", Kind: "shipping", Amount: currency.New(490, currency.EUR), Taxes: standard}},
	}
}

func ExampleCalculate() {
	quote, err := pricing.Calculate(shop())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, item := range append(quote.Lines, quote.Charges...) {
		fmt.Println(item.ID, item.Extended, "less", item.Discount, "is", item.Gross, "with tax", item.Tax)
	}
	for _, tax := range quote.Taxes {
		fmt.Println(tax.ID, "on", tax.Net, "is", tax.Tax)
	}
	fmt.Println(quote.Net, "and", quote.Tax, "are", quote.Gross)
	// Output:
	// mug EUR 38.97 less EUR 3.30 is EUR 35.67 with tax EUR 5.70
	// book EUR 20.00 less EUR 1.70 is EUR 18.30 with tax EUR 1.20
	// post EUR 4.90 less EUR 0.00 is EUR 4.90 with tax EUR 0.78
	// de-19 on EUR 34.09 is EUR 6.48
	// de-7 on EUR 17.10 is EUR 1.20
	// EUR 51.19 and EUR 7.68 are EUR 58.87
}

// 2.5 kg of coffee at 13.99 the kilogram, counted in tenths of it.
func ExampleLine() {
	quote, err := pricing.Calculate(pricing.Cart{Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross},
		Lines: []pricing.Line{{ID: "coffee", Unit: decimal.New(1399, -2), Quantity: 25, Base: 10}}})
	fmt.Println(quote.Gross, err)
	// Output:
	// EUR 34.98 <nil>
}

// A deposit and a gift card, and the rest in coins: 8.87 in steps of five cents.
func ExampleQuote_Payable() {
	cart := shop()
	cart.Policy.Cash, cart.Policy.CashStep = true, 5
	cart.Prepaid = []pricing.Prepaid{
		{ID: "deposit", Kind: pricing.KindPrepaid, Amount: currency.New(2500, currency.EUR)},
		{ID: "card", Kind: pricing.KindGiftCard, Amount: currency.New(2500, currency.EUR)},
	}
	quote, err := pricing.Calculate(cart)
	fmt.Println(quote.Gross, quote.Rounding, quote.Payable(), err)
	// Output:
	// EUR 58.87 EUR -0.02 EUR 8.85 <nil>
}

// The same cart at two faults: both come back at once.
func ExampleFaults() {
	cart := shop()
	cart.Lines[0].Quantity = 0
	cart.Discounts[0].Lines = []string{"pen"}
	_, err := pricing.Calculate(cart)
	fmt.Println(err)
	// Output:
	// pricing: lines[0].quantity: must be above zero; discounts[0].lines[0]: no line has this id
}

func ExampleItem_Share() {
	quote, err := pricing.Calculate(shop())
	if err != nil {
		fmt.Println(err)
		return
	}
	mugs := quote.Lines[0]
	for unit := range mugs.Quantity {
		share, err := mugs.Share(unit, 1)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(share.Net, "+", share.Tax, "=", share.Gross, "after a discount of", share.Discount)
	}
	// Output:
	// EUR 9.99 + EUR 1.90 = EUR 11.89 after a discount of EUR 1.10
	// EUR 9.99 + EUR 1.90 = EUR 11.89 after a discount of EUR 1.10
	// EUR 9.99 + EUR 1.90 = EUR 11.89 after a discount of EUR 1.10
}

// A mug has a scratch and the customer keeps it for 4.00 less. Later two mugs
// come back, the scratched one among them.
func ExampleAllow() {
	quote, err := pricing.Calculate(shop())
	if err != nil {
		fmt.Println(err)
		return
	}
	mugs := quote.Lines[0]
	scratch, err := pricing.Allow(mugs, nil, 0, 1, currency.New(400, currency.EUR))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("for the scratch:", scratch.Net, "+", scratch.Tax, "=", scratch.Gross)
	back, err := pricing.Remaining(mugs, []pricing.Allowance{scratch}, 0, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("for two mugs:", back.Net, "+", back.Tax, "=", back.Gross)
	// Output:
	// for the scratch: EUR 3.36 + EUR 0.64 = EUR 4.00
	// for two mugs: EUR 16.62 + EUR 3.16 = EUR 19.78
}

func ExampleRemaining() {
	quote, err := pricing.Calculate(shop())
	if err != nil {
		fmt.Println(err)
		return
	}
	refund, err := pricing.Remaining(quote.Lines[1], nil, 0, 1)
	fmt.Println(refund.Gross, err)
	// Output:
	// EUR 18.30 <nil>
}

func ExampleQuote_Check() {
	quote, err := pricing.Calculate(shop())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(quote.Check())
	quote.Lines[1].Gross = currency.New(1930, currency.EUR)
	fmt.Println(quote.Check())
	// Output:
	// <nil>
	// pricing: lines[1].gross: not the price less the discounts; lines[1].tax: net, taxes and gross do not add up
}
