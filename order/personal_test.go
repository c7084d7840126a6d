package order_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
)

func erika() i18n.Address {
	return i18n.Address{Name: "Erika Mustermann", Lines: []string{"Heidestraße 17"}, Locality: "Köln", PostalCode: "51147", Country: "DE"}
}

// allStored is all that the store holds besides personal data, as JSON.
func (s *shop) allStored() string {
	s.t.Helper()
	orders, err := s.Find(s.ctx, order.Query{})
	require.NoError(s.t, err)
	all := asJSON(s.t, orders)
	for i := range orders {
		all += s.snapshot(orders[i].ID)
	}
	events, _, err := s.store.Events(s.ctx, "", 0)
	require.NoError(s.t, err)
	cases, err := s.Cases(s.ctx, 2)
	require.NoError(s.t, err)
	return all + asJSON(s.t, events) + asJSON(s.t, cases)
}

func TestTextsAreCleanedAtTheDoorAndKeptRaw(t *testing.T) {
	s := newShop(t)
	d := goods(1)
	d.Name = "Erika \u202eMustermann🎉"
	d.Email, d.Phone = " erika@example.com", "0221\u200b 123"
	d.ShipTo = erika()
	d.ShipTo.Lines = []string{"Heidestraße\t17", "Hof 🏠"}
	d.ShipTo.Latin = &i18n.Address{Name: "Erika  Mustermann", Lines: []string{"Heidestr. 17"}, Locality: "Koeln", PostalCode: "51147"}
	d.BillTo = erika()
	d.Texts = map[string]string{"card": "Alles Gute! \r\n\r\n❤️‍🔥 Oma\x00", "mug/engraving": "Zoë"}
	d.Items[0].Title = "Mug\u202e ☕"
	o := s.place(d)
	p, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, o.ID, p.Order)
	assert.Equal(t, "Erika Mustermann", p.Name)
	assert.Equal(t, "erika@example.com", p.Email)
	assert.Equal(t, "0221 123", p.Phone)
	assert.Equal(t, []string{"Heidestraße 17", "Hof"}, p.ShipTo.Lines)
	assert.Equal(t, erika(), p.BillTo)
	assert.Equal(t, "Alles Gute!\n\nOma", p.Texts["card"], "line breaks stay")
	assert.Equal(t, "Zoë", p.Texts["mug/engraving"])
	assert.Equal(t, map[string]string{
		"name": d.Name, "email": d.Email, "phone": d.Phone, "texts.card": d.Texts["card"],
		"shipTo.lines[0]": "Heidestraße\t17", "shipTo.lines[1]": "Hof 🏠", "shipTo.latin.name": "Erika  Mustermann",
	}, p.Raw, "what was received, where cleaning changed it")
	assert.NotContains(t, o.Lines[0].Title, "\u202e")
}

func TestOrderHistoryAndJournalHoldNoPersonalData(t *testing.T) {
	s := newShop(t)
	d := mixed()
	d.Phone, d.BillTo = "+49 221 555", erika()
	d.Texts = map[string]string{"ring/engraving": "Für immer"}
	r, err := s.Place(s.ctx, d, byCustomer, order.Key("cart-1"))
	require.NoError(t, err)
	id := r.Order.ID
	s.do(id, order.Note{Text: "Frau Mustermann rief an"}, byStaff, order.Key("note-1"))
	s.do(id, order.Pay{}, byCustomer)
	s.do(id, order.Readdress{ShipTo: erika()}, byCustomer, order.Key("readdress-1"))
	s.carrier.Next("book", memory.Fail(10))
	_, err = s.Do(s.ctx, id, order.Ship{Of: order.Some("mug", 1)}, byStaff)
	require.NoError(t, err)
	for range 12 {
		s.pass(8 * time.Hour)
	}
	to := erika()
	to.Lines = []string{"Domkloster 4"}
	s.resolve(id, order.Decide{Case: s.oneCase(id).No, Choice: order.Correct, ShipTo: &to})
	assert.Equal(t, "1 shipped, 2 paid", states(s.check(id), "mug"))
	s.do(id, order.Cancel{Of: order.All("mug")}, byCustomer)
	all := s.allStored()
	for _, secret := range []string{"山田", "taro@example.com", "丸の内", "555", "Erika", "Mustermann", "Heidestra", "Domkloster", "Köln", "immer", "rief an"} {
		assert.NotContains(t, all, secret)
	}
	p, err := s.Person(s.ctx, id)
	require.NoError(t, err)
	assert.Equal(t, []string{"Domkloster 4"}, p.ShipTo.Lines)
	assert.Equal(t, "Frau Mustermann rief an", p.Notes[0].Text)
	assert.Equal(t, "anna", p.Notes[0].By.ID)
}

func TestErasingAPersonBreaksNothing(t *testing.T) {
	s := newShop(t)
	o := shipped(s, goods(2))
	before, err := s.Journal(s.ctx, o.ID)
	require.NoError(t, err)
	require.NoError(t, s.Erase(s.ctx, o.ID, byStaff, order.Why("asked for it")))
	_, err = s.Person(s.ctx, o.ID)
	problem(t, err, order.NotFound)
	require.NoError(t, s.Erase(s.ctx, o.ID), "twice")
	events, err := s.History(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, "erase", events[len(events)-2].Action)
	assert.Equal(t, "anna", events[len(events)-2].Actor.ID)
	after, err := s.Journal(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, before, after)
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
	s.do(o.ID, order.Receive{})
	s.do(o.ID, order.Inspect{Accepted: true})
	assert.Equal(t, "1 returned, 1 delivered", states(s.check(o.ID), "mug"))
	s.do(o.ID, order.Note{Text: "goods came back"})
	p, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Len(t, p.Notes, 1)
	assert.Empty(t, p.Name, "a later note brings nothing back")
	problem(t, s.Erase(s.ctx, "nobody"), order.NotFound)
}

func TestNotes(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, order.Note{Text: " \u200b"}, byStaff)
	assert.Equal(t, []string{"text required"}, faultsOf(t, err))
	_, err = s.Do(s.ctx, o.ID, order.Note{Text: strings.Repeat("x", order.MaxText+1)}, byStaff)
	assert.Contains(t, faultsOf(t, err), "text too_long")
	for range order.MaxTexts {
		_, err := s.Do(s.ctx, o.ID, order.Note{Text: "called"}, byStaff)
		require.NoError(t, err)
	}
	assert.EqualValues(t, order.MaxTexts, s.check(o.ID).Notes)
	_, err = s.Do(s.ctx, o.ID, order.Note{Text: "once more"}, byStaff)
	problem(t, err, order.Refused)
	assert.EqualValues(t, order.MaxTexts, s.check(o.ID).Notes)
}

func TestReaddressTakesAWholeAddressOrNone(t *testing.T) {
	s := newShop(t)
	o := s.place(goods(1))
	_, err := s.Do(s.ctx, o.ID, order.Readdress{}, byCustomer)
	assert.Equal(t, []string{"shipTo required"}, faultsOf(t, err))
	bad := erika()
	bad.PostalCode, bad.Locality = "", ""
	_, err = s.Do(s.ctx, o.ID, order.Readdress{ShipTo: bad}, byCustomer)
	assert.Equal(t, []string{"shipTo.locality required", "shipTo.postalCode required"}, faultsOf(t, err))
	to := erika()
	to.Name = "Erika 🎉 Mustermann"
	s.do(o.ID, order.Readdress{ShipTo: to})
	p, err := s.Person(s.ctx, o.ID)
	require.NoError(t, err)
	assert.Equal(t, "Erika Mustermann", p.ShipTo.Name)
	assert.Equal(t, "Erika 🎉 Mustermann", p.Raw["shipTo.name"])
	assert.NotContains(t, p.Raw, "shipTo.postalCode", "that was the old address's")
	_, err = s.Do(s.ctx, o.ID, order.Readdress{ShipTo: erika()}, order.By("webhook", "carrier"))
	assert.Equal(t, order.CodeNotYou, problem(t, err, order.Refused).Code)
}

func TestACarrierIsToldTheCleanAddress(t *testing.T) {
	var parcels []order.Parcel
	s := newShop(t, func(c *order.Config) {
		c.Carriers[""] = spy{c.Carriers[""].(*memory.Carrier), &parcels}
	})
	o := s.place(goods(3))
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Ship{Of: order.Some("mug", 2)})
	require.Len(t, parcels, 1)
	assert.Equal(t, "山田 太郎", parcels[0].To.Name, "no emoji on a label")
	assert.Equal(t, "taro@example.com", parcels[0].Email)
	assert.False(t, parcels[0].Return)
	assert.Equal(t, "EUR 25.00", parcels[0].Value.String())
	assert.Equal(t, []order.Goods{{Line: "mug", SKU: "MUG", Title: "mug", Quantity: 2, Value: eur("21.01")}}, parcels[0].Goods)
	s.do(o.ID, order.Deliver{})
	s.do(o.ID, order.Return{Of: order.Some("mug", 1)})
	require.Len(t, parcels, 2)
	assert.True(t, parcels[1].Return)
	assert.Equal(t, s.check(o.ID).Shipments[0].Tracking, parcels[1].Tracking, "the outward parcel")
}

// spy sees what a carrier is asked.
type spy struct {
	*memory.Carrier
	parcels *[]order.Parcel
}

func (c spy) Book(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	*c.parcels = append(*c.parcels, p)
	return c.Carrier.Book(ctx, p)
}

func (c spy) ReturnLabel(ctx context.Context, p order.Parcel) (order.Receipt, error) {
	*c.parcels = append(*c.parcels, p)
	return c.Carrier.ReturnLabel(ctx, p)
}
