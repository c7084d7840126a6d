package order_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// filled are values of every built-in action with every field set.
func filled() []order.Action {
	of := order.Selection{{Line: "mug", Quantity: 2, From: 1}, {Line: "ring"}}
	to := erika()
	return []order.Action{
		order.Pay{Of: of, With: []order.Tender{{Gateway: "voucher", Token: "t", Amount: eur("1.00")}, {}}},
		order.Produce{Of: of}, order.Finish{Of: of}, order.Ship{Of: of}, order.Grant{Of: of},
		order.Deliver{Of: of, Shipment: "s1"}, order.Confirm{Of: of}, order.Complete{Of: of},
		order.Cancel{Of: of, Why: "w", KeepPromotions: true}, order.Lose{Of: of, Shipment: "s1"}, order.Return{Of: of, Why: "w"}, order.Receive{Of: of},
		order.Inspect{Of: of, Accepted: true, Scrap: true, Charges: []string{"shipping"}, Finding: "f", KeepPromotions: true}, order.Lapse{Of: of},
		order.Refund{Of: of, Charges: []string{"shipping"}, Amount: eur("1.00"), Why: "w"},
		order.Modify{Set: []order.Target{{Line: "mug", Quantity: 2}}, Add: []order.Item{item("cup", "goods", "1.00", 1)}, Why: "w", KeepPromotions: true},
		order.Readdress{ShipTo: to}, order.Note{Text: "t"}, order.Tag{Add: []string{"a"}, Remove: []string{"b"}}, order.Issue{Of: of},
		order.Hold{Why: "w"}, order.Unhold{}, order.Decide{Case: 1, Choice: order.Correct, Ref: "r", ShipTo: &to, Why: "w"}, order.Settle{},
		order.Switch{Workflow: "goods", From: 1, To: 2},
	}
}

func TestEveryActionDecodesFromItsOwnJSON(t *testing.T) {
	s := newShop(t)
	for _, a := range filled() {
		t.Run(a.Name(), func(t *testing.T) {
			v := reflect.ValueOf(a)
			for i := range v.NumField() {
				require.False(t, v.Field(i).IsZero(), "the test fills %s", v.Type().Field(i).Name)
			}
			text := asJSON(t, a)
			b, err := s.Decode(a.Name(), []byte(text))
			require.NoError(t, err)
			assert.Equal(t, a, b)
			assert.Equal(t, text, asJSON(t, b))
			if x, ok := a.(order.Selector); ok {
				assert.Len(t, x.Select(), 2)
			}
			_, err = s.Decode(a.Name(), []byte(`{"qty": 1}`))
			assert.Contains(t, problem(t, err, order.Invalid).Reason, "qty")
			_, err = s.Decode(a.Name(), []byte(`[`))
			problem(t, err, order.Invalid)
			empty, err := s.Decode(a.Name(), nil)
			require.NoError(t, err)
			assert.True(t, reflect.ValueOf(empty).IsZero())
		})
	}
}

func TestAKeyThatComesTwiceIsNamedWithItsPath(t *testing.T) {
	s := newShop(t)
	for text, want := range map[string]string{
		`{"why": "a", "why": "b"}`:               "why comes twice",
		`{"of": [{"line": "a", "line": "b"}]}`:   "of[0].line comes twice",
		`{"of": [{"line": "a"}, {"Line": "b"}]}`: "of[1].Line is no key here",
	} {
		_, err := s.Decode("refund", []byte(text))
		assert.Equal(t, want, problem(t, err, order.Invalid).Reason)
	}
}

func TestActionsOfWorkflowsWithoutAStructDecodeByName(t *testing.T) {
	s := bareShop(t, bare(), nil)
	a, err := s.Decode("work", []byte(`{"of": [{"line": "mug", "quantity": 1}]}`))
	require.NoError(t, err)
	assert.Equal(t, order.Named{Called: "work", Of: order.Some("mug", 1)}, a)
	o := s.place(bareDraft())
	r := s.do(o.ID, a)
	assert.Equal(t, "1 done, 1 open", states(&r.Order, "mug"))
	_, err = s.Decode("dance", nil)
	assert.Equal(t, order.CodeUnknownAction, problem(t, err, order.Invalid).Code)
}

func TestPrivateActionsShowNothingPersonal(t *testing.T) {
	to := erika()
	for _, a := range []order.Private{order.Readdress{ShipTo: to}, order.Note{Text: "Erika"}, order.Decide{Case: 1, ShipTo: &to}} {
		text := asJSON(t, a.Public())
		assert.NotContains(t, text, "Erika")
		assert.True(t, json.Valid([]byte(text)))
	}
	assert.NotNil(t, order.Decide{ShipTo: &to}.ShipTo)
}

func TestSelections(t *testing.T) {
	assert.Equal(t, order.Selection{{Line: "a"}, {Line: "b"}}, order.All("a", "b"))
	one := order.Some("a", 1)
	assert.Equal(t, order.Selection{{Line: "a", Quantity: 1}, {Line: "b", Quantity: 2}}, one.And("b", 2))
	assert.Equal(t, order.Selection{{Line: "a", Quantity: 1}, {Line: "c", Quantity: 3}}, one.And("c", 3))
	assert.Len(t, one, 1)
}

func TestGrantAndProduceByHand(t *testing.T) {
	s := newShop(t, func(c *order.Config) { delete(c.Carriers, "download") })
	o := s.place(mixed())
	s.do(o.ID, order.Pay{})
	s.Carriers["download"] = s.online
	r := s.do(o.ID, order.Grant{Of: order.All("song")})
	assert.Equal(t, "1 granted", states(&r.Order, "song"))
	s.do(o.ID, order.Cancel{Of: order.All("mug")}, order.By(fsm.Customer, "c-7"))
	s.do(o.ID, order.Produce{Of: order.All("ring")})
	r = s.do(o.ID, order.Finish{Of: order.All("ring")}, order.By(fsm.Webhook, "robot"))
	assert.Equal(t, "1 made", states(&r.Order, "ring"))
}
