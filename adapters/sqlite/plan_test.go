package sqlite_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/sqlite"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// The cost of a list or a claim must not grow with the number of orders stored:
// every plan searches an index, or walks one in the order of the list up to the
// limit; none sorts, and none reads through a table.
func TestNoListReadsThroughAllOrders(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "orders.db"))
	day := time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)
	for name, q := range map[string]order.Query{
		"all":                 {},
		"page":                {BeforePlaced: day, BeforeID: "x"},
		"days":                {Since: day, Until: day.AddDate(0, 0, 1)},
		"customer":            {Customer: "c"},
		"customer, page":      {Customer: "c", BeforePlaced: day, BeforeID: "x"},
		"channel":             {Channel: "web"},
		"channel, page":       {Channel: "web", BeforePlaced: day, BeforeID: "x", Since: day},
		"number":              {Number: "1"},
		"channel and number":  {Channel: "web", Number: "1"},
		"reference":           {Ref: "r"},
		"reference and state": {Ref: "r", State: "paid"},
		"phase":               {Phase: "paid"},
		"phase, page":         {Phase: "paid", BeforePlaced: day, BeforeID: "x", Since: day},
		"state":               {State: "paid"},
		"type":                {Type: "book"},
		"type, state, phase":  {Type: "book", State: "paid", Phase: "paid"},
		"type of a customer":  {Type: "book", Customer: "c"},
		"cases":               {Cases: 2},
		"cases, page":         {Cases: 3, BeforePlaced: day, BeforeID: "x"},
		"cases of a type":     {Cases: 2, Type: "book"},
		"state of a channel":  {State: "paid", Channel: "web"},
		"everything":          {Customer: "c", Channel: "web", Number: "1", Ref: "r", Phase: "paid", State: "paid", Type: "book", Cases: 2, Since: day, Until: day, BeforePlaced: day, BeforeID: "x"},
	} {
		text, args := sqlite.FindQuery(q)
		plan := s.Explain(t, text, args...)
		for _, step := range plan {
			walks := strings.HasPrefix(step, "SCAN o USING INDEX orderkit_orders_placed") && name == "all" ||
				strings.HasPrefix(step, "SCAN o USING INDEX orderkit_orders_cases") // holds orders with open cases only
			require.True(t, walks || !strings.HasPrefix(step, "SCAN"), "%s: %v", name, plan)
			if q.Number == "" { // a few orders have the same number, one per channel
				require.NotContains(t, step, "TEMP B-TREE", "%s sorts: %v", name, plan)
			}
		}
	}
	for name, text := range sqlite.ReadTexts() {
		plan := s.Explain(t, text, []any{"1", "1", "1"}[:strings.Count(text, "?")]...)
		for _, step := range plan {
			require.NotContains(t, step, "SCAN", "%s: %v", name, plan)
			require.NotContains(t, step, "TEMP B-TREE", "%s sorts: %v", name, plan)
		}
	}
}
