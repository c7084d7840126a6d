// Command quickstart runs one real order from placing to completion and back:
// goods, a ring made to order and a download, with a coupon, two tax rates,
// shipping, a payment that fails at first, a partial shipment and a return.
//
//	go run ./examples/quickstart                  # the order in order.json
//	go run ./examples/quickstart -order FILE      # yours; the README has the format
//	go run ./examples/quickstart -db FILE         # keep the database
//	go run ./examples/quickstart -json            # for programs
//
// Kill it whenever you like: started again with the same -db it goes on from
// where it was. Exit codes: 0 all is done and agrees, 1 something went wrong, 2
// the order file or a flag is wrong and nothing was stored.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/orderkit/orderkit/examples/quickstart/orderfile"
	"github.com/orderkit/orderkit/order"
)

//go:embed order.json
var defaultOrder []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, standard)
	stop()
	os.Exit(code)
}

// run is main without the process, and with the partners that a test may change.
func run(ctx context.Context, args []string, out, problems io.Writer, partners func(*shop) order.Config) int {
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(problems)
	file := flags.String("order", "", "read the order from this JSON `file`")
	db := flags.String("db", "", "keep the database in this `file`, and go on from what it holds")
	asJSON := flags.Bool("json", false, "print the final order and journal as JSON, and nothing else")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(problems, "quickstart takes no arguments, only flags: %q\n", flags.Args())
		return 2
	}
	draft, err := read(*file)
	if err != nil {
		tell(problems, err)
		return 2
	}
	path := *db
	if path == "" {
		dir, err := os.MkdirTemp("", "quickstart")
		if err != nil {
			fmt.Fprintln(problems, err)
			return 1
		}
		defer os.RemoveAll(dir)
		path = filepath.Join(dir, "orders.db")
	}
	show := newScreen(out, draft, *db)
	if *asJSON {
		show = newScreen(io.Discard, draft, *db)
	}
	final, err := live(ctx, path, draft, show, partners)
	if err != nil {
		tell(problems, err)
		return 1
	}
	if *asJSON {
		if err := final.writeJSON(out); err != nil {
			fmt.Fprintln(problems, err)
			return 1
		}
	}
	return 0
}

// read takes the order from a file, never more of it than an order may have.
func read(file string) (order.Draft, error) {
	if file == "" {
		return orderfile.Read(defaultOrder)
	}
	f, err := os.Open(file)
	if err != nil {
		return order.Draft{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, orderfile.MaxBytes+1))
	if err != nil {
		return order.Draft{}, err
	}
	return orderfile.Read(data)
}

// tell prints an error, and each fault of a wrong file on a line of its own.
func tell(w io.Writer, err error) {
	var e *order.Error
	if !errors.As(err, &e) || e.Kind != order.Invalid || len(e.Faults) == 0 {
		fmt.Fprintln(w, "quickstart:", err)
		return
	}
	fmt.Fprintf(w, "quickstart: %s; nothing was stored\n", e.Reason)
	width := 0
	for _, f := range e.Faults {
		width = max(width, len(f.Path))
	}
	for _, f := range e.Faults {
		fmt.Fprintf(w, "  %-*s  %s\n", width, f.Path, f.Reason)
	}
}
