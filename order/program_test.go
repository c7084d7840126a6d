package order_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/order"
)

// A notice whose order is not known is looked at again after the poll interval,
// which is a second unless the host says otherwise.
func TestANoticeIsLookedAtAgainAfterThePollInterval(t *testing.T) {
	for name, c := range map[string]struct{ poll, wait time.Duration }{
		"that the host sets": {10 * time.Second, 10 * time.Second},
		"that nobody sets":   {0, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, func(cfg *order.Config) {
				cfg.Poll, cfg.NewID = c.poll, func() string { return "future" }
			})
			require.NoError(t, s.Notify(s.ctx, order.Notice{Provider: "bank", ID: "1", Kind: order.NoticeCaptured, Order: "future", Ref: "tr_1", Amount: eur("17.40")}))
			s.pass(0)
			s.place(goods(1))
			s.pass(c.wait - 1)
			assert.Equal(t, "1 placed", states(s.check("future"), "mug"))
			s.pass(1)
			assert.Equal(t, "1 paid", states(s.check("future"), "mug"))
		})
	}
}

// A log that warns of what went well is one that nobody reads.
func TestTheLogIsSilentWhileAllGoesWell(t *testing.T) {
	var log bytes.Buffer
	s := newShop(t, after("ship"), func(c *order.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	o := s.place(mixed())
	s.do(o.ID, order.Pay{})
	s.do(o.ID, order.Produce{})
	s.do(o.ID, order.Finish{})
	s.do(o.ID, order.Ship{})
	s.do(o.ID, order.Deliver{})
	assert.Empty(t, log.String())
}

// A record that names a workflow which it does not have is one of a workflow that
// nobody knows.
func TestALineWithoutAWorkflowCannotBeMoved(t *testing.T) {
	for _, place := range []int{-1, 1, 2} {
		w := &wrapped{}
		s := newShop(t, wrap(w))
		o := s.place(goods(1))
		require.Len(t, o.Workflows, 1)
		w.load = func(ctx context.Context, id, key string) (order.Record, error) {
			rec, err := w.Store.Load(ctx, id, key)
			rec.Order.Lines[0].Workflow = place
			return rec, err
		}
		_, err := s.Do(s.ctx, o.ID, order.Pay{}, byCustomer)
		problem(t, err, order.Refused)
		assert.Contains(t, faultsOf(t, err), "mug "+order.CodeWorkflowGone)
	}
}

// One line that a program does not know is enough to leave the timers of all to
// others.
func TestAnOrderIsLeftToOthersForOneOfItsLines(t *testing.T) {
	old := newShop(t)
	copied := *old
	fresh := &copied
	fresh.rewire(func(c *order.Config) {
		c.Workflows = append(order.StandardWorkflows(), order.Workflow{Type: "bare", Definition: bare()})
	})
	d := goods(1)
	d.Items = append(d.Items, item("cup", "bare", "3.00", 1))
	o := fresh.place(d)
	old.pass(time.Hour)
	assert.Equal(t, "1 placed", states(old.check(o.ID), "mug"))
	fresh.pass(time.Hour)
	assert.Equal(t, "1 cancelled", states(fresh.check(o.ID), "mug"))
}

func TestAnActionIsLeftToOthersForAnHourAndNotLonger(t *testing.T) {
	old, _, _, id := polished(t)
	due := old.check(id).Intents[0].Due
	old.pass(due.Add(time.Hour).Sub(old.clock.now()))
	assert.Equal(t, order.CaseStep, old.oneCase(id).Code)
}
