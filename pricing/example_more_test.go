package pricing_test

import (
	"context"
	"fmt"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
)

func ExamplePromote() {
	rules := []pricing.Promotion{
		{ID: "spring", Percent: pricing.Number(decimal.New(10, 0)), Coupons: []string{"SPRING"}},
		{ID: "third", Title: "Three for two", For: []string{"mug"}, Get: &pricing.Get{Buy: 2, Free: 1}, Rank: -1},
		{ID: "post", FreeShipping: true, MinAmount: currency.New(7500, currency.EUR)},
	}
	cart, decisions, err := pricing.Promote(shop(), rules, pricing.PromoContext{
		At: time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC), Coupons: []string{"spring", "winter"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range decisions {
		fmt.Println(d.Promotion, d.Coupon, d.Applied, "-", d.Why)
	}
	quote, err := pricing.Calculate(cart)
	fmt.Println(quote.Gross, err)
	// Output:
	// spring SPRING true - takes off 4.21
	// third  true - takes off 11.89
	// post  false - needs goods for 75.00, there are 37.87
	//  winter false - no promotion has this coupon
	// EUR 42.77 <nil>
}

// A promotion was for five units, and two of them go back.
func ExampleReverse() {
	taxes := []pricing.Tax{{ID: "vat-20", Percent: decimal.New(20, 0)}}
	cart := pricing.Cart{Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Gross, Reversal: pricing.ClawBack},
		Lines:     []pricing.Line{{ID: "pen", Unit: decimal.New(550, -2), Quantity: 5, Taxes: taxes}},
		Discounts: []pricing.Discount{{ID: "five", Percent: decimal.New(10, 0)}}}
	original, err := pricing.Calculate(cart)
	if err != nil {
		fmt.Println(err)
		return
	}
	cart.Lines[0].Quantity, cart.Discounts = 3, nil
	stays, err := pricing.Calculate(cart)
	if err != nil {
		fmt.Println(err)
		return
	}
	both, err := pricing.Reverse(original, []pricing.Units{{Item: "pen", First: 3, Count: 2}}, stays, currency.Amount{})
	fmt.Println("kept", both.Kept, "clawed back", both.ClawedBack, err)
	fmt.Println("charged again:", both.Adjustment.Net, "+", both.Adjustment.Tax)
	// Output:
	// kept EUR 9.90 clawed back EUR 8.25 <nil>
	// charged again: EUR 1.37 + EUR 0.28
}

func ExampleQuote_Explain() {
	cart := shop()
	quote, err := pricing.Calculate(cart)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range quote.Explain(cart)[:4] {
		fmt.Println(step.Path, "|", step.Text)
	}
	// Output:
	// discounts[0].amount | HELLO5: off the lines = 5.00
	// lines[0].extended | 3 x 12.99 = 38.97
	// lines[0].discounts[0].amount | HELLO5: of its 5.00 on the order the share of 38.97 = 3.30
	// lines[0].discount | 38.97 - 35.67 = 3.30, so the discounts are 3.30
}

func ExampleRegimeOf() {
	at := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
	for _, place := range [][2]string{{"DE", ""}, {"CA", "QC"}} {
		regime, ok := pricing.RegimeOf(place[0], place[1], at)
		taxes, _ := regime.Taxes("standard")
		for _, tax := range taxes {
			fmt.Println(tax.ID, ok, regime.Union, regime.Policy(pricing.Net).TaxScope)
		}
	}
	// Output:
	// de-19 true true per_rate
	// ca-gst-5 true false per_rate
	// ca-qc-qst-9.975 true false per_rate
}

func ExampleFollowGoods() {
	post := pricing.Charge{ID: "post", Kind: pricing.KindShipping, Amount: currency.New(490, currency.EUR)}
	parts, err := pricing.FollowGoods(shop(), post)
	for _, part := range parts {
		fmt.Println(part.ID, part.Amount, part.Taxes[0].ID, err)
	}
	// Output:
	// post EUR 3.12 de-19 <nil>
	// post-2 EUR 1.78 de-7 <nil>
}

func ExamplePipeline_Quote() {
	rules := pricing.Rules{List: []pricing.Promotion{{ID: "ten", Percent: pricing.Number(decimal.New(10, 0))}}}
	quote, decisions, err := pricing.Pipeline{Promoter: rules}.Quote(context.Background(), shop())
	fmt.Println(quote.Gross, decisions[0].Why, err)
	// Output:
	// EUR 53.47 takes off 5.40 <nil>
}

func ExampleQuote_In() {
	quote, err := pricing.Calculate(shop())
	if err != nil {
		fmt.Println(err)
		return
	}
	rate, err := currency.NewRate(currency.EUR, currency.SEK, decimal.New(112345, -4), time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC), "European Central Bank")
	if err != nil {
		fmt.Println(err)
		return
	}
	quote, err = quote.In(pricing.ForTax, currency.HalfUp, rate)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(quote.Tax, "is", quote.Abroad[0].Tax)
	// Output:
	// EUR 7.68 is SEK 86.28
}

// The shop is paid in its own currency, and refunds come to what it was paid.
func ExampleAbroad_Part() {
	quote, err := pricing.Calculate(shop())
	if err != nil {
		fmt.Println(err)
		return
	}
	rate, err := currency.NewRate(currency.EUR, currency.JPY, decimal.New(16125, -2), time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC), "European Central Bank")
	if err != nil {
		fmt.Println(err)
		return
	}
	quote, err = quote.In(pricing.ForSettlement, currency.HalfUp, rate)
	if err != nil {
		fmt.Println(err)
		return
	}
	settled, payable := quote.Abroad[0], quote.Payable()
	mug := currency.New(1145, currency.EUR)
	rest, _ := payable.Sub(mug)
	first, err1 := settled.Part(payable, currency.Zero(currency.EUR), mug)
	second, err2 := settled.Part(payable, mug, rest)
	fmt.Println(payable, "is", settled.Payable)
	fmt.Println(first, err1)
	fmt.Println(second, err2)
	// Output:
	// EUR 58.87 is JPY 9493
	// JPY 1846 <nil>
	// JPY 7647 <nil>
}

func ExampleRegime_Kinds() {
	regime, _ := pricing.RegimeOf("FR", "", time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC))
	fmt.Println(regime.Kinds(), "as of", pricing.RegimesAsOf)
	// Output:
	// [standard intermediate reduced super-reduced] as of 2026-09-07
}
