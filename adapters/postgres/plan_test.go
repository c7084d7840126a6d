package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/postgres"
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

// recorder keeps what is committed.
type recorder struct {
	*postgres.Store
	all []*order.Change
}

func (r *recorder) Commit(ctx context.Context, c *order.Change) error {
	o, copied := c.Order.Clone(), *c
	copied.Order = &o
	r.all = append(r.all, &copied)
	return r.Store.Commit(ctx, c)
}

// The statements of whole orders find every row by an index made for it, whether they
// write one change, several, or new orders beside old ones. None looks whether a key
// has an answer of an order that was made here: the process knows all of them.
func TestNoCommitReadsThroughATable(t *testing.T) {
	s := open(t, fresh(t))
	var lives [5][]*order.Change
	for i := range lives {
		r := &recorder{Store: open(t, fresh(t))}
		_, err := whole(t.Context(), engine(t, r), fmt.Sprint("place-", i))
		require.NoError(t, err)
		lives[i] = r.all
	}
	written := func(changes ...*order.Change) {
		t.Helper()
		for _, err := range s.CommitTogether(t, changes) {
			require.NoError(t, err)
		}
	}
	alone, one, other, early, late := lives[0], lives[1], lives[2], lives[3], lives[4]
	for i := range alone {
		written(alone[i])
		written(one[i], other[i])
		if i == 0 {
			written(early[i])
		} else {
			written(early[i], late[i-1])
		}
	}
	indexes(t, s, "heads_pkey", "marks_list", "orders_id", "people_pkey")
}

// Of an order that another process made, a guess asks for the answer by its key.
func TestAGuessFindsTheAnswersOfOthersByTheirIndex(t *testing.T) {
	schema := fresh(t)
	s, other := open(t, schema), open(t, schema)
	placed := change(sample("o-1"), "place")
	require.NoError(t, other.Commit(t.Context(), placed))
	_, err := s.Load(t.Context(), "o-1", "")
	require.NoError(t, err)
	for i, key := range []string{"place", "next"} {
		guess := change(*placed.Order, key)
		guess.Guess = true
		require.Equal(t, i == 0, errors.Is(s.Commit(t.Context(), guess), order.ErrConflict), key)
	}
	indexes(t, s, "heads_pkey", "log_key")
}

// indexes checks that what was written reads by these indexes alone.
func indexes(t *testing.T, s *postgres.Store, want ...string) {
	t.Helper()
	used := make(map[string]bool)
	for _, plan := range s.WritePlans(t) {
		for _, slow := range []string{"Seq Scan", "Hash", "Sort", "Bitmap", "Materialize"} {
			require.NotContains(t, plan, slow)
		}
		for _, m := range regexp.MustCompile(`(?m)Scan using (\w+) on .*\n\s*Index Cond: (.*)$`).FindAllStringSubmatch(plan, -1) {
			used[m[1]] = true
			require.Equal(t, map[string]int{"heads_pkey": 0, "marks_list": 1, "orders_id": 0, "log_key": 1}[m[1]], strings.Count(m[2], " AND "), plan)
		}
		require.Equal(t, strings.Count(plan, "Scan using"), strings.Count(plan, "Index Cond"), plan)
	}
	var all []string
	for name := range used {
		all = append(all, name)
	}
	require.ElementsMatch(t, want, all)
}
