package order_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
)

// dumb is a carrier that cannot be asked, whatever it promises.
type dumb struct{ traits func() order.Traits }

func (d dumb) Traits() order.Traits { return d.traits() }

func (d dumb) Book(context.Context, order.Parcel) (order.Receipt, error) {
	return order.Receipt{}, nil
}

func (d dumb) Cancel(context.Context, order.Parcel) (order.Receipt, error) {
	return order.Receipt{}, nil
}

func promises(l order.Lookup) func() order.Traits {
	return func() order.Traits { return order.Traits{Lookup: l} }
}

func TestAPortThatPromisesLookupsCanBeAsked(t *testing.T) {
	s := newShop(t)
	c := s.Config
	c.Gateways = map[string]order.PaymentGateway{"": s.pay, "none": nil, "till": struct{ order.PaymentGateway }{s.pay}}
	c.Carriers = map[string]order.Carrier{
		"": s.carrier, "none": nil,
		"a": dumb{promises(order.LookupEventual)}, "b": dumb{promises(order.LookupStrong)}, "c": dumb{promises("weak")},
		"d": dumb{func() order.Traits { panic("no settings") }}, "e": dumb{promises(order.LookupNone)},
	}
	work := bare(fsm.Step{Do: "laser", Effect: fsm.Notify, Lookup: true, Irreversible: true},
		fsm.Step{Do: "mail", Effect: fsm.Notify, Irreversible: true})
	c.Workflows = append(order.StandardWorkflows(), order.Workflow{Type: "bare", Definition: work})
	c.Steps = map[string]order.Step{"laser": order.StepFunc(nil), "mail": order.StepFunc(nil)}
	_, err := order.New(c)
	problem(t, err, order.Invalid)
	assert.Equal(t, []string{
		`Gateways["till"] lookup`,
		`Carriers["a"] lookup`, `Carriers["b"] lookup`, `Carriers["c"] lookup`, `Carriers["d"] traits`,
		"Workflows[3].transitions[1].steps[0] lookup",
	}, faultsOf(t, err))

	c.Steps["laser"] = asked{}
	c.Gateways, c.Carriers = s.Config.Gateways, s.Config.Carriers
	_, err = order.New(c)
	require.NoError(t, err)
}

// asked is a step that can be asked.
type asked struct{ order.StepFunc }

func (asked) Lookup(context.Context, order.StepCall) (order.Receipt, error) {
	return order.Receipt{}, order.ErrNotFound
}
