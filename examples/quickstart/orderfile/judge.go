package orderfile

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/order"
)

// judge asks an empty shop for a quote, which stores nothing, and reports what the
// shop finds. Where the file is known to be wrong already the shop only
// sees a gap, so its faults about those places are left out.
func judge(d order.Draft, f *faults) {
	shop, err := order.New(order.Config{
		Store: memory.NewStore(memory.Config{}),
		Now:   func() time.Time { return time.Unix(0, 0) },
		NewID: func() string { return "judged" },
	})
	if err != nil {
		f.add("", "shop", "cannot be judged: %v", err)
		return
	}
	_, err = shop.Quote(d)
	var e *order.Error
	if !errors.As(err, &e) {
		return
	}
	if e.Kind != order.Invalid || len(e.Faults) == 0 {
		f.add("", string(e.Kind), "%v", e)
	}
	found := f.at
	f.at = map[string]bool{}
	for _, x := range e.Faults {
		if path := filePath(x.Path); !known(found, path) {
			f.add(path, x.Code, "%s", x.Reason)
		}
	}
}

// known reports whether a place, or something that it is part of, has a fault.
func known(at map[string]bool, path string) bool {
	for {
		if at[path] {
			return true
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return false
		}
		path = path[:i]
	}
}

// filePath turns a place in a draft into the place in the file.
func filePath(p string) string {
	for _, r := range places {
		if r.draft.MatchString(p) {
			return r.draft.ReplaceAllString(p, r.file)
		}
	}
	return p
}

// The first row that fits counts.
var places = []struct {
	draft *regexp.Regexp
	file  string
}{
	{regexp.MustCompile(`^items(\[\d+\])\.line\.unit$`), "lines$1.price"},
	{regexp.MustCompile(`^items(\[\d+\])\.line\.taxes.*$`), "lines$1.tax"},
	{regexp.MustCompile(`^items(\[\d+\])\.line$`), "lines$1"},
	{regexp.MustCompile(`^items(\[\d+\])\.line\.(.*)$`), "lines$1.$2"},
	{regexp.MustCompile(`^items(.*)$`), "lines$1"},
	{regexp.MustCompile(`^charges\[0\]\.charge\.amount$`), "shipping.price"},
	{regexp.MustCompile(`^charges\[0\]\.charge\.taxes.*$`), "shipping.tax"},
	{regexp.MustCompile(`^charges\[0\].*$`), "shipping"},
	{regexp.MustCompile(`^discounts(\[\d+\])\.id$`), "coupons$1.code"},
	{regexp.MustCompile(`^discounts(\[\d+\])\.fixed$`), "coupons$1.amount"},
	{regexp.MustCompile(`^discounts(.*)$`), "coupons$1"},
	{regexp.MustCompile(`^policy\.prices$`), "prices"},
}
