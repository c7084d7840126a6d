package pricing_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// full is a cart in which every field of a quote is used.
func full() pricing.Cart {
	c := cart(pricing.Gross, "19.99*3@19", "7.50*2@7", "12.34*4@19", "-5.00@7", "3.339*100@19")
	c.Lines[0].Taxes = append(c.Lines[0].Taxes, pricing.Tax{ID: "eco", Category: "O", Percent: dec("2.5")})
	c.Lines[1].Discounts = []pricing.Discount{{ID: "own", Code: "C", Title: "T", Fixed: eur("3.00")}}
	c.Lines[2].Discounts = []pricing.Discount{{ID: "big", Fixed: eur("60.00")}}
	c.Lines[2].Floor = eur("2.00")
	c.Lines[4].Base = 7
	c.Lines[3].Taxes = append(c.Lines[3].Taxes, deposit, onTop)
	c.Policy.Cash, c.Policy.CashStep = true, 100
	c.Discounts = []pricing.Discount{
		{ID: "ten", Code: "TEN", Title: "Ten off", Percent: dec("10")},
		{ID: "two", Code: "TWO", Title: "Two euro", Fixed: eur("2.00"), Lines: []string{"1", "5"}},
	}
	c.Charges = []pricing.Charge{{ID: "post", Kind: "shipping", Title: "DHL", Amount: eur("4.90"), Taxes: []pricing.Tax{vat("19")},
		Discounts: []pricing.Discount{{ID: "free", Percent: dec("50")}}}}
	c.Prepaid = []pricing.Prepaid{{ID: "card", Kind: pricing.KindGiftCard, Title: "Card", Amount: eur("3.33")}, prepaid("deposit", "10.01")}
	return c
}

// change lists every field below v that has a value, with a function that puts
// another value into it and one that restores it.
func change(v reflect.Value, path string, visit func(path string, alter, restore func())) {
	old := reflect.New(v.Type()).Elem()
	old.Set(v)
	restore := func() { v.Set(old) }
	with := func(x any) func() { return func() { v.Set(reflect.ValueOf(x).Convert(v.Type())) } }
	switch x := v.Interface().(type) {
	case currency.Amount:
		code := x.Code()
		if code == 0 {
			code = currency.EUR
		}
		visit(path+" +0.01", with(currency.New(x.Minor()+1, code)), restore)
		visit(path+" -0.01", with(currency.New(x.Minor()-1, code)), restore)
		visit(path+" *2", with(currency.New(x.Minor()*2+1, code)), restore)
		if x.Code() != 0 {
			visit(path+" in dollars", with(currency.New(x.Minor(), currency.USD)), restore)
			visit(path+" without currency", with(currency.Amount{}), restore)
			visit(path+" beyond all numbers", with(currency.New(-1<<63, x.Code())), restore)
		}
		return
	case pricing.Number:
		d := x.Decimal()
		visit(path+" +1", with(d.Add(decimal.New(1, 0))), restore)
		visit(path+" negative", with(d.Add(decimal.New(1, 0)).Neg()), restore)
		visit(path+" huge", with(decimal.New(1, 1_000_000_000)), restore)
		return
	case currency.Code:
		visit(path, with(currency.USD), restore)
		visit(path+" none", with(currency.Code(0)), restore)
		return
	case currency.Mode:
		visit(path, with(currency.Mode(99)), restore)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			change(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			change(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
		if v.Len() > 0 {
			visit(path+" one less", func() { v.Set(v.Slice(0, v.Len()-1)) }, restore)
			visit(path+" one twice", func() { v.Set(reflect.Append(v.Slice3(0, v.Len(), v.Len()), v.Index(0))) }, restore)
		}
	case reflect.String:
		visit(path, with(v.String()+"x"), restore)
		visit(path+" empty", with(""), restore)
	case reflect.Bool:
		visit(path, with(!v.Bool()), restore)
	case reflect.Int64:
		visit(path+" +1", with(v.Int()+1), restore)
		visit(path+" zero", with(0), restore)
		visit(path+" negative", with(-v.Int()), restore)
	default:
		panic(path)
	}
}

func copied(t testing.TB, q pricing.Quote) pricing.Quote {
	t.Helper()
	text, err := json.Marshal(q)
	require.NoError(t, err)
	var c pricing.Quote
	require.NoError(t, json.Unmarshal(text, &c))
	return c
}

func TestCheckSeesEveryFieldThatWasTamperedWith(t *testing.T) {
	// Words that carry no money and stand in one place only; a record of room
	// that was not found, which nothing else in a quote repeats.
	free := func(path string) bool {
		words := (strings.Contains(path, "Lines[") || strings.Contains(path, "Charges[") || strings.Contains(path, "Prepaid[")) && !strings.Contains(path, "Taxes[")
		for _, name := range []string{".ID", ".Code", ".Title"} {
			if words && strings.HasSuffix(path, name) {
				return true
			}
		}
		return strings.HasSuffix(path, ".Title empty") && words || strings.HasSuffix(path, ".Code empty") && words ||
			strings.HasSuffix(path, ".Kind") && strings.Contains(path, "Charges[") ||
			strings.Contains(path, "Unapplied") || path == ".Policy.TaxScope empty"
	}
	shared := func(q pricing.Quote, path string) bool { // the words of an order discount are repeated
		for i, it := range q.Lines {
			for k, d := range it.Discounts {
				if d.Order && strings.HasPrefix(path, fmt.Sprintf(".Lines[%d].Discounts[%d]", i, k)) {
					return true
				}
			}
		}
		return false
	}
	for _, scope := range []pricing.Scope{pricing.PerRate, pricing.PerLine, pricing.PerUnit} {
		for _, prices := range []pricing.Prices{pricing.Gross, pricing.Net} {
			c := full()
			c.Policy.Prices, c.Policy.TaxScope = prices, scope
			q := copied(t, calculate(t, c))
			seen := 0
			change(reflect.ValueOf(&q).Elem(), "", func(path string, alter, restore func()) {
				before, err := json.Marshal(q)
				require.NoError(t, err)
				alter()
				after, err := json.Marshal(q)
				if err == nil && string(before) == string(after) {
					restore()
					return
				}
				if found := q.Check(); !free(path) || shared(q, path) && !strings.Contains(path, "Unapplied") {
					require.Error(t, found, "%s %s: %s", prices, scope, path)
					require.ErrorAs(t, found, new(pricing.Faults))
					seen++
				}
				restore()
			})
			require.Greater(t, seen, 300)
			require.NoError(t, q.Check())
		}
	}
}

// Two changes that cancel each other in the sums are still seen.
func TestCheckSeesMoneyMovedBetweenLines(t *testing.T) {
	move := func(name string, f func(q *pricing.Quote)) {
		t.Run(name, func(t *testing.T) {
			q := calculate(t, cart(pricing.Net, "10.00@20", "10.00@20", "30.00@10"))
			f(&q)
			require.Error(t, q.Check())
		})
	}
	cent, other := eur("0.01"), eur("-0.01")
	tax := func(it *pricing.Item, a currency.Amount) {
		it.Tax, it.Gross = add(t, it.Tax, a), add(t, it.Gross, a)
		it.Taxes[0].Amount = add(t, it.Taxes[0].Amount, a)
	}
	move("tax from one line to another", func(q *pricing.Quote) { tax(&q.Lines[0], cent); tax(&q.Lines[1], other) })
	move("tax from a line that has more of it, each of the others within a cent", func(q *pricing.Quote) {
		*q = calculate(t, cart(pricing.Net, "50.00@10", "0.04@10", "0.06@10"))
		require.Equal(t, "5.00 0.00 0.01", q.Lines[0].Tax.Number()+" "+q.Lines[1].Tax.Number()+" "+q.Lines[2].Tax.Number())
		tax(&q.Lines[0], other)
		tax(&q.Lines[1], cent)
	})
	move("the cent of a line that rounds to one whose tax is exact", func(q *pricing.Quote) {
		*q = calculate(t, cart(pricing.Net, "10.00@10", "0.05@10"))
		require.Equal(t, "1.00 0.01", q.Lines[0].Tax.Number()+" "+q.Lines[1].Tax.Number())
		tax(&q.Lines[0], cent)
		tax(&q.Lines[1], other)
	})
	move("a discount of the order that a line has in two pieces", func(q *pricing.Quote) {
		c := cart(pricing.Net, "10.00@20")
		c.Discounts = []pricing.Discount{percentOff("tenth", "10")}
		*q = calculate(t, c)
		pieces := append(q.Lines[0].Discounts, q.Lines[0].Discounts[0])
		pieces[0].Amount, pieces[1].Amount = eur("0.40"), eur("0.60")
		q.Lines[0].Discounts = pieces
	})
	move("tax from one rate to another", func(q *pricing.Quote) {
		tax(&q.Lines[0], cent)
		tax(&q.Lines[2], other)
		q.Taxes[0].Tax, q.Taxes[1].Tax = add(t, q.Taxes[0].Tax, cent), add(t, q.Taxes[1].Tax, other)
	})
	move("tax that no rate gives, everywhere", func(q *pricing.Quote) {
		tax(&q.Lines[0], cent)
		q.Taxes[0].Tax, q.Tax, q.Gross = add(t, q.Taxes[0].Tax, cent), add(t, q.Tax, cent), add(t, q.Gross, cent)
	})
	move("another rate, everywhere", func(q *pricing.Quote) {
		q.Taxes[1].Percent, q.Lines[2].Taxes[0].Percent = pricing.Number(dec("11")), pricing.Number(dec("11"))
	})
	move("another scope of tax", func(q *pricing.Quote) {
		*q = calculate(t, cart(pricing.Net, "6.99@20", "6.99@20", "6.99@20"))
		q.Policy.TaxScope = pricing.PerLine
	})
	move("a rate rounded up, everywhere", func(q *pricing.Quote) {
		*q = calculate(t, cart(pricing.Net, "6.99@20", "6.99@20", "6.99@20"))
		require.Equal(t, eur("1.39"), q.Lines[2].Tax)
		tax(&q.Lines[2], cent)
		q.Taxes[0].Tax, q.Tax, q.Gross = add(t, q.Taxes[0].Tax, cent), add(t, q.Tax, cent), add(t, q.Gross, cent)
	})
	move("a discount that raises the price, everywhere", func(q *pricing.Quote) {
		*q = calculate(t, with(cart(pricing.Net, "10.00"), func(c *pricing.Cart) { c.Discounts = []pricing.Discount{{ID: "d", Fixed: eur("1.00")}} }))
		it := &q.Lines[0]
		for _, a := range []*currency.Amount{&it.Discounts[0].Amount, &it.Discount, &q.Discount, &q.Discounts[0].Amount} {
			*a = eur("-1.00")
		}
		for _, a := range []*currency.Amount{&it.Net, &it.Gross, &q.Net, &q.Gross} {
			*a = eur("11.00")
		}
	})
	move("two lines swapped for one", func(q *pricing.Quote) { q.Lines[1] = q.Lines[0] })
}

func TestManyDiscountsOfAnOrderAreToldApart(t *testing.T) {
	c := cart(pricing.Gross, "100.00@20", "50.00@10")
	for n := range 60 {
		c.Discounts = append(c.Discounts, pricing.Discount{ID: fmt.Sprint("d", n), Fixed: eur("0.01")})
	}
	q := calculate(t, c)
	require.NoError(t, q.Check())
	q.Discounts[40].Title = "another"
	require.Error(t, q.Check())
	c.Discounts[59].ID = "d30"
	_, err := pricing.Calculate(c)
	require.ErrorContains(t, err, "discounts[59].id")
}

func TestCheckOfTheEmptyQuote(t *testing.T) {
	require.Error(t, pricing.Quote{}.Check())
	calculate(t, pricing.Cart{Currency: currency.EUR, Policy: pricing.Policy{Prices: pricing.Net}})
}

func TestCheckNeverPanics(t *testing.T) {
	each(t, 100, func(t *testing.T, r *rand.Rand) {
		q := copied(t, calculate(t, randomCart(r)))
		change(reflect.ValueOf(&q).Elem(), "", func(path string, alter, restore func()) {
			alter()
			_ = q.Check()
			for _, it := range items(q) {
				_, _ = it.Share(0, 1)
				_, _ = it.GrossOf(0, it.Quantity)
				_, _ = pricing.Allow(it, nil, 0, it.Quantity, it.Gross)
			}
			restore()
		})
	})
}
