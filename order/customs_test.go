package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

func mugCustoms() order.Customs {
	return order.Customs{HS: "6912.00 29.10", Origin: "PT", NetWeight: 340, Description: "Ceramic  mugs ☕️"}
}

func TestCustomsAreTakenInAtTheDoor(t *testing.T) {
	s := newShop(t)
	d := goods(2)
	d.Items[0].Customs = mugCustoms()
	o := s.place(d)
	clean := order.Customs{HS: "6912002910", Origin: "PT", NetWeight: 340, Description: "Ceramic mugs"}
	assert.Equal(t, clean, o.Lines[0].Customs)
	r := s.do(o.ID, order.Modify{Set: []order.Target{{Line: "mug", Quantity: 5}}, Add: []order.Item{{SKU: "CUP", Type: "goods",
		Line: item("cup", "goods", "1.00", 1).Line, Customs: order.Customs{Origin: "DE"}}}})
	assert.Equal(t, order.Customs{Origin: "DE"}, r.Order.Lines[1].Customs)
	assert.Equal(t, clean, r.Order.Lines[2].Customs, "what is added of a line is the same goods")
	for name, c := range map[string]struct {
		customs order.Customs
		fault   string
	}{
		"a code too short":     {order.Customs{HS: "6912.0"}, "hs hs"},
		"a code too long":      {order.Customs{HS: "691200 2910 1"}, "hs hs"},
		"a code with letters":  {order.Customs{HS: "69120O"}, "hs hs"},
		"digits of elsewhere":  {order.Customs{HS: "६९१२००"}, "hs hs"},
		"a name for a country": {order.Customs{Origin: "Portugal"}, "origin unknown_country"},
		"small letters":        {order.Customs{Origin: "pt"}, "origin unknown_country"},
		"no such country":      {order.Customs{Origin: "ZZ"}, "origin unknown_country"},
		"less than nothing":    {order.Customs{NetWeight: -1}, "netWeight negative"},
		"a book":               {order.Customs{Description: string(make([]byte, order.MaxText+1))}, "description too_long"},
	} {
		d.Items[0].Customs = c.customs
		_, err := s.Quote(d)
		problem(t, err, order.Invalid)
		assert.Equal(t, []string{"items[0].customs." + c.fault}, faultsOf(t, err), name)
	}
}

// The value for customs is what is paid without tax: not the list price, and not
// the insured value.
func TestACarrierIsToldWhatCustomsWantToKnow(t *testing.T) {
	var parcels []order.Parcel
	s := newShop(t, func(c *order.Config) {
		c.Carriers[""] = spy{c.Carriers[""].(*memory.Carrier), &parcels}
	})
	d := mixed()
	d.Items[0].Customs = mugCustoms()
	o := s.place(d)
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	require.Len(t, parcels, 1)
	g := parcels[0].Goods[0]
	assert.Equal(t, o.Lines[0].Customs, g.Customs)
	assert.Equal(t, "EUR 22.50", parcels[0].Value.String(), "tax included: 25.00 less 10 %")
	assert.Equal(t, "EUR 18.91", g.Value.String())
	o = &s.do(o.ID, order.Issue{Of: order.Some("mug", 2)}).Order
	assert.Equal(t, o.Documents[0].Items[0].Share.Net, g.Value, "as on the invoice")
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Refund{Of: order.Some("mug", 1), Amount: eur("5.00")})
	s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
	require.Len(t, parcels, 2)
	assert.Equal(t, "EUR 5.25", parcels[1].Goods[0].Value.String(), "6.25 are left of it, and 1.00 of that is tax")
}

func TestTheCustomersLanguageIsOneThatThereIs(t *testing.T) {
	s := newShop(t)
	for in, want := range map[string]string{"": "", "de-CH": "de-CH", "ja": "ja", "zh_Hant_HK": "zh-Hant-HK", "en-DE": "en-DE"} {
		d := numbered(goods(1), "n"+in)
		d.Locale = in
		assert.Equal(t, want, s.place(d).Locale)
	}
	for _, bad := range []string{"german", "de CH", "xx", "<b>", "-"} {
		d := goods(1)
		d.Locale = bad
		_, err := s.Quote(d)
		problem(t, err, order.Invalid)
		assert.Equal(t, []string{"locale locale"}, faultsOf(t, err), bad)
	}
}

func TestTheBuyersTaxNumberIsPersonal(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	d.TaxID = " DE 123\u200b456789 "
	o := s.place(d)
	p, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, "DE 123456789", p.TaxID)
	assert.Equal(t, d.TaxID, p.Raw["taxID"], "as it was typed")
	assert.NotContains(t, s.snapshot(o.ID), "123456789")
	require.NoError(t, s.Erase(s.ctx, o.ID))
	_, err = s.Person(s.ctx, o.ID)
	problem(t, err, order.NotFound)
}
