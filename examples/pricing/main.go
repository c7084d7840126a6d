// Command pricing prices a cart from a JSON file and prints it as a receipt,
// with a sentence for every amount, or as JSON. The format is in the README.
//
//	go run ./examples/pricing
//	go run ./examples/pricing -cart FILE -locale de-CH
//	go run ./examples/pricing -cart - -json < FILE
package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/examples/pricing/cartfile"
	"github.com/orderkit/orderkit/pricing"
)

//go:embed cart.json
var sample []byte

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the command: 0 is done, 1 a cart that has faults, 2 a wrong call.
func run(args []string, in io.Reader, out, complaints io.Writer) int {
	flags := flag.NewFlagSet("pricing", flag.ContinueOnError)
	flags.SetOutput(complaints)
	name := flags.String("cart", "", "the cart to price, a JSON `FILE` or - for the standard input; none is an example")
	tag := flags.String("locale", "", "write the receipt's amounts as the people of this language `TAG` do, such as de-CH; none is plain digits")
	asJSON := flags.Bool("json", false, "print JSON, for machines")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(complaints, "what is %q? There are only -cart, -locale and -json\n", flags.Arg(0))
		return 2
	}
	show := currency.Amount.Number
	if *tag != "" {
		locale, err := currency.ParseLocale(*tag)
		if err != nil {
			fmt.Fprintln(complaints, err)
			return 2
		}
		show = locale.Format
	}
	text, err := load(*name, in)
	if err != nil {
		fmt.Fprintln(complaints, err)
		return 2
	}
	p, err := cartfile.Read(text)
	if err != nil {
		refuse(err, *asJSON, out, complaints)
		return 1
	}
	if !*asJSON {
		err = receipt(out, p, show)
	} else {
		w := json.NewEncoder(out)
		w.SetIndent("", "  ")
		err = w.Encode(p)
	}
	if err != nil {
		fmt.Fprintln(complaints, err)
		return 2
	}
	return 0
}

func load(name string, in io.Reader) ([]byte, error) {
	switch name {
	case "":
		return sample, nil
	case "-":
		return io.ReadAll(io.LimitReader(in, cartfile.MaxBytes+1))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, cartfile.MaxBytes+1))
}

// refuse lists every fault with its path.
func refuse(err error, asJSON bool, out, complaints io.Writer) {
	var faults pricing.Faults
	if !errors.As(err, &faults) {
		fmt.Fprintln(complaints, err)
		return
	}
	if asJSON {
		_ = json.NewEncoder(out).Encode(map[string]any{"faults": faults})
		return
	}
	fmt.Fprintf(complaints, "the cart has %d faults:\n", len(faults))
	for _, f := range faults {
		fmt.Fprintf(complaints, "  %s: %s (%s)\n", f.Path, f.Reason, f.Code)
	}
}
