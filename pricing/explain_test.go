package pricing_test

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

func sentences(q pricing.Quote, c pricing.Cart) (list []string) {
	for _, s := range q.Explain(c) {
		list = append(list, s.Path+": "+s.Text)
	}
	return list
}

func TestEveryNumberIsExplained(t *testing.T) {
	c := cart(pricing.Gross, "12.50*3@19")
	c.Discounts = []pricing.Discount{{ID: "SPRING", Percent: dec("10")}}
	require.Equal(t, []string{
		"discounts[0].amount: SPRING: 10 % of the lines, 37.50 = 3.75",
		"lines[0].extended: 3 x 12.50 = 37.50",
		"lines[0].discounts[0].amount: SPRING: of its 3.75 on the order the share of 37.50 = 3.75",
		"lines[0].discount: 37.50 - 33.75 = 3.75, so the discounts are 3.75",
		"lines[0].taxes[0].amount: 19 % inside 33.75 = 5.39 (5.388655 rounded half up)",
		"lines[0].tax: 5.39 = 5.39",
		"lines[0].gross: 37.50 - 3.75 = 33.75",
		"lines[0].net: 33.75 - 5.39 tax = 28.36",
		"taxes[0].net: net of the items with vat-19: 28.36 = 28.36",
		"taxes[0].tax: vat-19: 19 % inside 33.75, rounded once: 5.39 = 5.39",
		"extended: before discounts: 37.50 = 37.50",
		"discount: discounts: 3.75 = 3.75",
		"net: net: 28.36 = 28.36",
		"tax: tax: 5.39 = 5.39",
		"gross: total: 33.75 = 33.75",
	}, sentences(calculate(t, c), c))
	for _, one := range []struct {
		name string
		cart pricing.Cart
		want string
	}{
		{"no discount", cart(pricing.Net, "1.00"), "lines[0].discount: no discount = 0.00"},
		{"a price of many digits", cart(pricing.Net, "12.5934*3"), "lines[0].extended: 3 x 12.5934 = 37.78 (37.7802 rounded half up)"},
		{"a base", with(cart(pricing.Net, "10.00*1"), func(c *pricing.Cart) { c.Lines[0].Base = 3 }), "lines[0].extended: 1 x 10.00 for every 3 = 3.33 (3.333333 rounded half up)"},
		{"a price without decimals", with(cart(pricing.Net, "10.00"), func(c *pricing.Cart) { c.Lines[0].Unit, c.Lines[0].Base = dec("10"), 3 }), "lines[0].extended: 1 x 10 for every 3 = 3.33 (3.333333 rounded half up)"},
		{"goods that come back", cart(pricing.Net, "-5.00*2@20"), "lines[0].extended: comes back: 2 x 5.00 = -10.00"},
		{"a percentage of a line", with(cart(pricing.Net, "12.5934*3"), func(c *pricing.Cart) { c.Lines[0].Discounts = []pricing.Discount{percentOff("LESS", "7")} }),
			"lines[0].discounts[0].amount: LESS: 7 % of 37.78 = 2.64"},
		{"a discount without room", with(cart(pricing.Net, "1.00"), func(c *pricing.Cart) {
			c.Lines[0].Discounts = []pricing.Discount{{ID: "d", Title: "Two off", Fixed: eur("2.00")}}
		}), "lines[0].discounts[0].amount: Two off: 1.00 more found no room, off 1.00 = 1.00"},
		{"a tax on a tax", taxed(cart(pricing.Net, "100.00"), vat("5"), compound("qst", "9.5")), "lines[0].taxes[1].amount: 9.5 % of 105.00 = 9.98 (9.975 rounded half up)"},
		{"a tax on a tax inside", taxed(cart(pricing.Gross, "100.00"), vat("5"), compound("qst", "9.5")), "lines[0].taxes[1].amount: 9.5 % inside 100.00 = 8.68 (8.675799 rounded half up)"},
		{"a deposit", taxed(cart(pricing.Net, "1.00*4"), fee("deposit", "0.25")), "lines[0].taxes[0].amount: deposit: 4 x 0.25 = 1.00"},
		{"a cent from another line", cart(pricing.Net, "6.99@20", "6.99@20", "6.99@20"), "lines[2].taxes[0].amount: 20 % of 6.99 = 1.39 (1.398000, with a minor unit from rounding once for all items)"},
		{"cash", with(cart(pricing.Gross, "4.92"), func(c *pricing.Cart) { c.Policy.Cash, c.Policy.CashStep = true, 5 }),
			"rounding: 4.92 paid in cash in steps of 0.05 is 4.90, a difference of -0.02"},
		{"a deposit", with(cart(pricing.Gross, "20.00"), func(c *pricing.Cart) { c.Prepaid = []pricing.Prepaid{prepaid("a", "5.00"), giftCard("b", "1.00")} }),
			"prepaid[1].amount: gift_card: 15.00 - 1.00 = 14.00, so it pays 1.00"},
		{"cash after a gift card", with(cart(pricing.Gross, "4.92"), func(c *pricing.Cart) {
			c.Policy.Cash, c.Policy.CashStep, c.Prepaid = true, 5, []pricing.Prepaid{giftCard("a", "1.01")}
		}), "rounding: 3.91 paid in cash in steps of 0.05 is 3.90, a difference of -0.01"},
		{"shipping", with(cart(pricing.Net), func(c *pricing.Cart) { c.Charges = []pricing.Charge{charge("post", "4.90", "19")} }), "charges[0].extended: shipping = 4.90"},
	} {
		t.Run(one.name, func(t *testing.T) {
			require.Contains(t, sentences(calculate(t, one.cart), one.cart), one.want)
		})
	}
}

var (
	sumOf     = regexp.MustCompile(`(?:^|: )(-?[0-9.]+(?: [+-] -?[0-9.]+(?: tax)?)*) = (-?[0-9.]+)`)
	percentOf = regexp.MustCompile(`(^| )([0-9.]+) % (of|inside) (?:the lines, )?(-?[0-9.]+) = (-?[0-9.]+)`)
	timesOf   = regexp.MustCompile(`([0-9]+) x ([0-9.]+) = (-?[0-9.]+)`)
)

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// The sentences are true: every amount of the quote has one, which ends with that
// amount, and the arithmetic in it holds up to rounding.
func TestTheSentencesAreTrue(t *testing.T) {
	carts, checked := 0, 0
	each(t, 1500, func(t *testing.T, r *rand.Rand) {
		carts++
		c := randomCart(r)
		q := calculate(t, c)
		unit := new(big.Rat).SetFrac64(1, max(1, pow10(c.Currency.Digits())))
		near := func(a, b *big.Rat, units int64, text string) {
			checked++
			d := new(big.Rat).Sub(a, b)
			require.LessOrEqual(t, d.Abs(d).Cmp(new(big.Rat).Mul(unit, big.NewRat(units, 1))), 0, text)
		}
		seen := map[string]currency.Amount{}
		for _, s := range q.Explain(c) {
			require.NotContains(t, seen, s.Path)
			seen[s.Path] = s.Amount
			require.Contains(t, s.Text, s.Amount.Number())
			if m := sumOf.FindStringSubmatch(s.Text); m != nil {
				total, sign := new(big.Rat), "+"
				for _, word := range strings.Fields(m[1]) {
					switch word {
					case "+", "-":
						sign = word
					case "tax":
					default:
						if sign == "-" {
							total.Sub(total, rat(word))
						} else {
							total.Add(total, rat(word))
						}
					}
				}
				near(total, rat(m[2]), 0, s.Text)
			}
			if m := percentOf.FindStringSubmatch(s.Text); m != nil && !strings.Contains(s.Text, "beside") && (q.Policy.TaxScope != pricing.PerUnit || strings.Contains(s.Text, ":")) {
				p := new(big.Rat).Quo(rat(m[2]), big.NewRat(100, 1))
				if m[3] == "inside" {
					p.Quo(p, new(big.Rat).Add(p, big.NewRat(1, 1)))
				}
				near(p.Mul(p, rat(m[4])), rat(m[5]), 1, s.Text)
			}
			if m := timesOf.FindStringSubmatch(s.Text); m != nil && !strings.Contains(s.Text, ":") {
				near(new(big.Rat).Mul(rat(m[1]), rat(m[2])), rat(m[3]), 1, s.Text)
			}
		}
		var tree any
		text, err := json.Marshal(q)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &tree))
		amountsOf(tree, "", func(path, amount string) {
			if strings.HasSuffix(path, "unapplied") || strings.HasSuffix(path, "fixed") {
				return
			}
			require.Contains(t, seen, path)
			require.Equal(t, amount, seen[path].Number(), path)
		})
		_ = q.Explain(pricing.Cart{})
	})
	require.Greater(t, checked, 7*carts)
}

func pow10(n int) (p int64) {
	for p = 1; n > 0; n-- {
		p *= 10
	}
	return p
}

// amountsOf visits the amounts of a quote in JSON.
func amountsOf(v any, path string, visit func(path, amount string)) {
	switch v := v.(type) {
	case map[string]any:
		if a, ok := v["amount"].(string); ok && len(v) == 2 {
			visit(strings.TrimPrefix(path, "."), a)
			return
		}
		for key, x := range v {
			amountsOf(x, path+"."+key, visit)
		}
	case []any:
		for i, x := range v {
			amountsOf(x, path+"["+itoa(i)+"]", visit)
		}
	}
}

func itoa(n int) string { return big.NewInt(int64(n)).String() }
