package order_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

func TestWhatIsAppendedToAListOfACloneIsInNoOther(t *testing.T) {
	c := eventful(newShop(t)).Clone()
	text := asJSON(t, c)
	for i := range c.Lines {
		_ = append(c.Lines[i].Runs, order.Run{})
		_ = append(c.Lines[i].Price.Taxes, pricing.TaxShare{})
	}
	for i := range c.Intents {
		for j := range c.Intents[i].Steps {
			_ = append(c.Intents[i].Steps[j].Units, order.Units{})
		}
	}
	assert.Equal(t, text, asJSON(t, c))
}
