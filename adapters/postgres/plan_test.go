package postgres_test

import (
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// The cost of a list or a claim must not grow with the number of orders stored:
// every plan walks an index in the order of the list up to the limit, or looks
// things up in one. Orders placed in the same nanosecond are sorted among
// themselves, and so are the few that share a number.
func TestNoListReadsThroughAllOrders(t *testing.T) {
	s := open(t, fresh(t))
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
		"type, state, phase":  {Type: "book", State: "paid", Phase: "paid"},
		"type of a customer":  {Type: "book", Customer: "c"},
		"cases":               {Cases: 2},
		"cases, page":         {Cases: 3, BeforePlaced: day, BeforeID: "x"},
		"state of a channel":  {State: "paid", Channel: "web"},
	} {
		text, args := s.Finding(q)
		plan := s.Explain(t, text, args...)
		require.NotContains(t, plan, "Seq Scan", "%s:\n%s", name, plan)
		if q.Number == "" {
			require.NotContains(t, strings.ReplaceAll(plan, "Incremental Sort", ""), "Sort  ", "%s sorts:\n%s", name, plan)
		}
	}
	for name, text := range s.Reads() {
		args := map[string][]any{"history": {"id", int64(0), int64(10)}, "waiting": {int64(1), 10}, "claim": {int64(1), 10, int64(1)}}[name]
		plan := s.Explain(t, text, args...)
		require.NotContains(t, plan, "Seq Scan", "%s:\n%s", name, plan)
	}
}
