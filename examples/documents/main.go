// Command documents sells the same three things in twelve markets and writes every
// document that a shop prints for them: invoices, receipts, packing slips, labels,
// customs forms, in the customer's language and money, with an index page.
//
//	go run ./examples/documents -out DIR
//
// All people, companies and numbers in it are invented.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	out := flag.String("out", "", "the `folder` to write to; it is made if it is not there")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), *out, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "documents:", err)
		os.Exit(1)
	}
}

// run writes everything to a folder and says what.
func run(ctx context.Context, dir string, say io.Writer) error {
	var all []sheets
	for _, country := range countries() {
		s, err := publish(ctx, markets[country])
		if err != nil {
			return fmt.Errorf("%s: %w", country, err)
		}
		all = append(all, s)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, s := range all {
		for _, f := range s.Files {
			if err := root.WriteFile(f.Name, f.Text, 0o644); err != nil {
				return err
			}
			fmt.Fprintf(say, "%-28s %s\n", f.Name, f.Title)
		}
	}
	page, err := index(all)
	if err != nil {
		return err
	}
	fmt.Fprintf(say, "%-28s all of them\n", "index.html")
	return root.WriteFile("index.html", page, 0o644)
}
