package ordertest_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write testdata/promises.txt anew")

// The page is for readers; that it is checked keeps it true, and makes whoever
// changes a promise think of ordertest.Version.
func TestAllPromisesAreOnOnePage(t *testing.T) {
	var page strings.Builder
	suite, count := "", 0
	all := ordertest.Promises()
	for _, p := range all {
		if p.Suite != suite {
			suite = p.Suite
			_, _ = fmt.Fprintf(&page, "\n%s\n\n", suite)
		}
		_, _ = fmt.Fprintf(&page, "  %s\n      %s\n", p.Clause, p.Says)
		count++
	}
	text := fmt.Sprintf("Edition %d of the kit: %d promises.\n%s", ordertest.Version, count, page.String())
	const path = "testdata/promises.txt"
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	golden, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(golden), text, "run the test with -update, and raise ordertest.Version")
}

func TestEveryPromiseIsASentenceWithANameOfItsOwn(t *testing.T) {
	seen := make(map[string]bool)
	for _, p := range ordertest.Promises() {
		name := p.Suite + "/" + p.Clause
		require.False(t, seen[name], "%s is there twice", name)
		seen[name] = true
		require.Regexp(t, `^[A-Z].{20,}\.$`, p.Says, name)
		require.Regexp(t, `^[a-z_]+(/[a-z_]+)?$`, p.Clause, name)
	}
}

// The table in the package comment says how many promises each suite has.
func TestThePackageCommentCountsThePromises(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	count := make(map[string]int)
	for _, p := range ordertest.Promises() {
		count[p.Suite]++
	}
	for suite, n := range count {
		row := regexp.MustCompile(fmt.Sprintf(`(?m)^//\t%s +%d\b`, suite, n))
		require.True(t, row.Match(doc), "doc.go: %s has %d promises", suite, n)
	}
	title := fmt.Sprintf("# Edition %d: %d promises", ordertest.Version, len(ordertest.Promises()))
	require.True(t, strings.Contains(string(doc), title), "doc.go: %s", title)
}
