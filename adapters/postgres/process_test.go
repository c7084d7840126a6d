package postgres_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

const roleEnv, urlEnv, schemaEnv, nameEnv = "ORDERKIT_TEST_ROLE", "ORDERKIT_TEST_URL", "ORDERKIT_TEST_SCHEMA", "ORDERKIT_TEST_NAME"

// play lets the test binary be another process on the same database.
func play(role string) {
	err := errors.New("no such role")
	url, schema, name := os.Getenv(urlEnv), os.Getenv(schemaEnv), os.Getenv(nameEnv)
	switch role {
	case "shop":
		err = sell(url, schema, name)
	case "old":
		err = jewel(url, schema, name, 1)
	case "new":
		err = jewel(url, schema, name, 2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const sales = 15

// sell takes whole orders through an engine, and does what others left behind.
func sell(url, schema, name string) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s, err := postgres.Open(ctx, url, postgres.Config{Schema: schema})
	if err != nil {
		return err
	}
	defer s.Close()
	e := engine(quiet{}, s, func(c *order.Config) { c.Poll = 20 * time.Millisecond })
	go func() { _ = e.Run(ctx) }()
	go func() { _ = s.Listen(ctx, e.Kick) }()
	for i := range sales {
		id, err := whole(ctx, e, fmt.Sprint(name, "-", i))
		if err != nil {
			return err
		}
		fmt.Println(id)
	}
	return nil
}

// quiet is a testing.TB of a process that is no test.
type quiet struct{ testing.TB }

func (quiet) Helper()                      {}
func (quiet) Errorf(f string, args ...any) { fmt.Fprintf(os.Stderr, f, args...) }
func (quiet) FailNow()                     { os.Exit(1) }

func TestProcessesShareTheDatabase(t *testing.T) {
	schema := fresh(t)
	s := open(t, schema)
	var running []*exec.Cmd
	var outputs []io.Reader
	for i := range 3 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), roleEnv+"=shop", urlEnv+"="+server.URL, schemaEnv+"="+schema, nameEnv+"="+fmt.Sprint("p", i))
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		running, outputs = append(running, cmd), append(outputs, out)
	}
	for i, out := range outputs {
		lines := 0
		for scan := bufio.NewScanner(out); scan.Scan(); {
			if lines++; i == 0 && lines == 3 {
				require.NoError(t, running[i].Process.Kill()) // in the middle of its work
			}
		}
		if err := running[i].Wait(); i > 0 {
			require.NoError(t, err)
			require.Equal(t, sales, lines)
		}
	}
	// What the killed process had accepted, another one takes over when its time is
	// over; here it is later at once.
	ctx := context.Background()
	e := engine(t, s, func(c *order.Config) { c.Now = func() time.Time { return time.Now().Add(5 * time.Minute) } })
	for n := 1; n > 0; {
		var err error
		n, err = e.Pass(ctx)
		require.NoError(t, err)
	}
	all, err := s.Find(ctx, order.Query{Limit: 1000})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(all), 2*sales+3)
	for i := range all {
		require.NoError(t, all[i].Check())
		require.Empty(t, all[i].Intents, "order %s", all[i].ID)
		require.Empty(t, all[i].Quarantine)
		history, err := s.History(ctx, all[i].ID, 0, 0)
		require.NoError(t, err)
		require.Len(t, history, int(all[i].LastEvent))
	}
}
