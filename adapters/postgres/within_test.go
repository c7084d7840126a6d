package postgres_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

// note is an action that calls nobody.
var note = order.Tag{Add: []string{"vip"}}

func TestAnOrderChangesInTheHostsTransactionOrNotAtAll(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	s := open(t, schema)
	e := engine(t, s)
	run(t, "CREATE TABLE "+schema+".shelf (item text)")
	placed, err := e.Place(ctx, mugs(1, "goods"))
	require.NoError(t, err)
	id := placed.Order.ID
	conn := query(t)
	for _, keep := range []bool{false, true} {
		tx, err := conn.Begin(ctx)
		require.NoError(t, err)
		_, err = tx.Exec(ctx, "INSERT INTO "+schema+".shelf VALUES ('mug')")
		require.NoError(t, err)
		for _, key := range []string{"a", "b"} { // two changes of one order in one transaction
			r, err := e.Do(postgres.In(ctx, tx), id, note, order.By(fsm.Staff, "anna"), order.Key(key))
			require.NoError(t, err)
			require.Equal(t, order.Done, r.Status)
		}
		in, err := s.Load(postgres.In(ctx, tx), id, "b")
		require.NoError(t, err)
		require.NotNil(t, in.Answer, "inside it is visible")
		out, err := s.Load(ctx, id, "b")
		require.NoError(t, err)
		require.Nil(t, out.Answer, "outside it is not, before the commit")
		if keep {
			require.NoError(t, tx.Commit(ctx))
		} else {
			require.NoError(t, tx.Rollback(ctx))
		}
		out, err = s.Load(ctx, id, "b")
		require.NoError(t, err)
		require.Equal(t, keep, out.Answer != nil)
		var rows int
		require.NoError(t, conn.QueryRow(ctx, "SELECT count(*) FROM "+schema+".shelf").Scan(&rows))
		require.Equal(t, keep, rows == 1)
	}
	_, err = e.Do(ctx, id, note, order.By(fsm.Staff, "anna"), order.Key("c"))
	require.NoError(t, err, "nothing that was rolled back is remembered")
}

func TestAConflictLeavesTheHostsTransactionUsable(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	s := open(t, schema)
	run(t, "CREATE TABLE "+schema+".shelf (item text)")
	require.NoError(t, s.Commit(ctx, change(sample("o-1"), "k")))
	require.NoError(t, pgx.BeginFunc(ctx, query(t), func(tx pgx.Tx) error {
		in := postgres.In(ctx, tx)
		require.ErrorIs(t, s.Commit(in, change(sample("o-1"), "k")), order.ErrConflict, "it exists")
		late := change(sample("o-2"), "k")
		late.Applied = []order.NoticeID{{Provider: "p", ID: "never received"}}
		require.ErrorIs(t, s.Commit(in, late), order.ErrConflict)
		_, err := tx.Exec(ctx, "INSERT INTO "+schema+".shelf VALUES ('mug')")
		require.NoError(t, err)
		return s.Commit(in, change(sample("o-3"), "k"))
	}))
	_, err := s.Load(ctx, "o-3", "k")
	require.NoError(t, err)
	_, err = s.Load(ctx, "o-2", "k")
	require.ErrorIs(t, err, order.ErrNotFound)
}

func TestAnOrderChangesInATransactionOfDatabaseSQL(t *testing.T) {
	ctx := context.Background()
	schema := fresh(t)
	s := open(t, schema)
	run(t, "CREATE TABLE "+schema+".shelf (item text)")
	cfg, err := pgx.ParseConfig(server.URL)
	require.NoError(t, err)
	db := stdlib.OpenDB(*cfg)
	defer db.Close()
	for _, keep := range []bool{false, true} {
		conn, err := db.Conn(ctx)
		require.NoError(t, err)
		tx, err := conn.BeginTx(ctx, &sql.TxOptions{})
		require.NoError(t, err)
		_, err = tx.ExecContext(ctx, "INSERT INTO "+schema+".shelf VALUES ($1)", "mug")
		require.NoError(t, err)
		require.NoError(t, conn.Raw(func(c any) error {
			return s.Commit(postgres.In(ctx, c.(*stdlib.Conn).Conn()), change(sample("o-1"), "k"))
		}))
		if keep {
			require.NoError(t, tx.Commit())
		} else {
			require.NoError(t, tx.Rollback())
		}
		require.NoError(t, conn.Close())
		_, err = s.Load(ctx, "o-1", "k")
		require.Equal(t, keep, err == nil)
	}
}

// In a transaction of the host's, nobody outside is called before it commits.
func TestWhatCallsTheWorldWaitsForTheHostsCommit(t *testing.T) {
	ctx := context.Background()
	s := open(t, fresh(t))
	bank := memory.NewPayments(memory.PortConfig{})
	e := engine(t, s, func(c *order.Config) { c.Gateways = map[string]order.PaymentGateway{"": bank} })
	pay := order.Pay{With: []order.Tender{{Token: "card"}}}
	conn := query(t)
	var id string
	for _, keep := range []bool{false, true} {
		tx, err := conn.Begin(ctx)
		require.NoError(t, err)
		in := postgres.In(ctx, tx)
		r, err := e.Place(in, mugs(1, "download"), order.Key("place"))
		require.NoError(t, err)
		require.Equal(t, order.Done, r.Status, "placing a download calls nobody")
		id = r.Order.ID
		for range 2 { // also when it is asked again
			r, err = e.Do(in, id, pay, order.Key("pay"))
			require.NoError(t, err)
			require.Equal(t, order.Pending, r.Status)
		}
		_, err = e.Advance(in, id)
		require.NoError(t, err)
		require.True(t, bank.PaidFor(id).Captured.IsZero(), "before the commit nobody is called")
		if keep {
			require.NoError(t, tx.Commit(ctx))
		} else {
			require.NoError(t, tx.Rollback(ctx))
			_, err = e.Order(ctx, id)
			require.ErrorIs(t, err, order.NotFound)
		}
		_, err = e.Pass(ctx)
		require.NoError(t, err)
	}
	require.Equal(t, eur(1250), bank.PaidFor(id).Captured)
	o, err := e.Order(ctx, id)
	require.NoError(t, err)
	require.EqualValues(t, 1, o.Phases()[fsm.Paid])
}
