package pricing_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func rate(t testing.TB, from, to currency.Code, value string) currency.Rate {
	t.Helper()
	r, err := currency.NewRate(from, to, dec(value), noon(4), "test")
	require.NoError(t, err)
	return r
}

func TestAQuoteSaysItsTaxInTheCurrencyOfTheAuthority(t *testing.T) {
	q := calculate(t, cart(pricing.Net, "100.00@25", "50.00@12"))
	sek := rate(t, currency.EUR, currency.SEK, "11.2345")
	with, err := q.In(pricing.ForTax, currency.HalfUp, sek)
	require.NoError(t, err)
	require.NoError(t, with.Check())
	require.NoError(t, copied(t, with).Check())
	require.Empty(t, q.Abroad, "the quote that it was made from is not changed")
	a := with.Abroad[0]
	require.Equal(t, []string{"280.86", "67.41", "348.27"}, []string{a.Taxes[0].Number(), a.Taxes[1].Number(), a.Tax.Number()})
	require.Contains(t, sentences(with, pricing.Cart{}), "abroad[0].taxes[1]: EUR 6.00 at EUR 1 = SEK 11.2345 (test, 2026-05-04T12:00:00Z) = SEK 67.41")
	require.Contains(t, sentences(with, pricing.Cart{})[len(sentences(with, pricing.Cart{}))-1], "280.86 + 67.41 = SEK 348.27")
	again, err := with.In(pricing.ForTax, currency.HalfUp, rate(t, currency.EUR, currency.SEK, "10"))
	require.NoError(t, err)
	require.Len(t, again.Abroad, 1)
	require.Equal(t, "310.00", again.Abroad[0].Tax.Number())
	for name, change := range map[string]func(a *pricing.Abroad){
		"another amount": func(a *pricing.Abroad) { a.Tax = a.Tax.Neg() },
		"another rate":   func(a *pricing.Abroad) { a.Rates = []currency.Rate{rate(t, currency.EUR, currency.SEK, "12")} },
		"a tax less":     func(a *pricing.Abroad) { a.Taxes = a.Taxes[:1] },
		"no rate":        func(a *pricing.Abroad) { a.Rates = nil },
		"an unknown use": func(a *pricing.Abroad) { a.Use = "fun" },
	} {
		broken := copied(t, with)
		change(&broken.Abroad[0])
		require.Error(t, broken.Check(), name)
	}
	with.Abroad = append(with.Abroad, with.Abroad[0])
	require.Error(t, with.Check())
	_, err = q.In("fun", currency.HalfUp, sek)
	require.ErrorIs(t, err, pricing.ErrRange)
	_, err = q.In(pricing.ForTax, currency.HalfUp, rate(t, currency.USD, currency.SEK, "10"))
	require.ErrorIs(t, err, currency.ErrMismatch)
	none, err := calculate(t, cart(pricing.Net, "1.00")).In(pricing.ForTax, currency.HalfUp, sek)
	require.NoError(t, err)
	require.Equal(t, currency.Zero(currency.SEK), none.Abroad[0].Tax)
	require.NoError(t, none.Check())
}

func TestRefundsAreSettledAtTheRateOfTheQuote(t *testing.T) {
	each(t, 2000, func(t *testing.T, r *rand.Rand) {
		c := randomCart(r)
		q, err := calculate(t, c).In([]pricing.Use{pricing.ForSettlement, pricing.ForPresentment}[r.IntN(2)], currency.HalfEven,
			mustRate(t, c.Currency, currency.CHF, decimal.New(1+r.Int64N(10_000), -int32(r.IntN(6)))))
		require.NoError(t, err)
		require.NoError(t, q.Check())
		a, payable := q.Abroad[0], q.Payable()
		var cuts []int64
		for range r.IntN(5) {
			if payable.Minor() != 0 {
				cuts = append(cuts, r.Int64N(abs(payable.Minor())))
			}
		}
		slices.Sort(cuts)
		before, total := currency.Zero(c.Currency), currency.Zero(currency.CHF)
		for _, cut := range append(cuts, abs(payable.Minor())) {
			part := currency.New(sign(payable.Minor())*cut-before.Minor(), c.Currency)
			got, err := a.Part(payable, before, part)
			require.NoError(t, err)
			before, total = add(t, before, part), add(t, total, got)
		}
		require.Equal(t, a.Payable, total)
		_, err = a.Part(payable, before, currency.New(max(-1, min(1, 2*sign(payable.Minor())+1)), c.Currency))
		require.Error(t, err)
	})
}

func mustRate(t *testing.T, from, to currency.Code, value decimal.Decimal) currency.Rate {
	t.Helper()
	r, err := currency.NewRate(from, to, value, noon(4), "test")
	require.NoError(t, err)
	return r
}

// A quote that an order stores is read back before it is refunded. Nothing to pay
// and no tax are amounts of their currency like any others.
func TestAQuoteOfNothingReadsBackAsItWas(t *testing.T) {
	c := cart(pricing.Gross, "10.00@0")
	c.Lines[0].Taxes = append(c.Lines[0].Taxes, pricing.Tax{ID: "deposit", Fixed: eur("0.00")})
	c.Prepaid = []pricing.Prepaid{{ID: "card", Kind: pricing.KindGiftCard, Amount: eur("10.00")}}
	q := calculate(t, c)
	for _, use := range []pricing.Use{pricing.ForTax, pricing.ForSettlement, pricing.ForPresentment} {
		var err error
		q, err = q.In(use, currency.HalfUp, rate(t, currency.EUR, currency.JPY, "161.25"))
		require.NoError(t, err)
	}
	text, err := json.Marshal(q)
	require.NoError(t, err)
	var again pricing.Quote
	require.NoError(t, json.Unmarshal(text, &again))
	require.NoError(t, again.Check())
	require.Equal(t, q.Abroad, again.Abroad)
	require.Equal(t, q.Taxes[1].Fixed, again.Taxes[1].Fixed)
}

func TestAPartBeyondWhatWasPaidIsOutOfRange(t *testing.T) {
	q, err := calculate(t, cart(pricing.Gross, "10.00")).In(pricing.ForSettlement, currency.HalfUp, rate(t, currency.EUR, currency.JPY, "161.25"))
	require.NoError(t, err)
	for _, one := range [][2]string{{"0.00", "10.01"}, {"9.00", "1.01"}, {"-0.01", "1.00"}, {"2.00", "-0.01"}} {
		_, err := q.Abroad[0].Part(q.Payable(), eur(one[0]), eur(one[1]))
		require.ErrorIs(t, err, pricing.ErrRange, one)
	}
}

func TestAPartInAnotherCurrencyIsNoPart(t *testing.T) {
	q, err := calculate(t, cart(pricing.Gross, "10.00")).In(pricing.ForSettlement, currency.HalfUp, rate(t, currency.EUR, currency.JPY, "161.25"))
	require.NoError(t, err)
	none, dollars := currency.Zero(currency.EUR), currency.New(100, currency.USD)
	for name, one := range map[string][3]currency.Amount{
		"the part alone":           {q.Payable(), none, dollars},
		"what came before":         {q.Payable(), dollars, eur("1.00")},
		"both of another currency": {q.Payable(), dollars, dollars},
	} {
		_, err := q.Abroad[0].Part(one[0], one[1], one[2])
		require.ErrorIs(t, err, currency.ErrMismatch, name)
	}
}
