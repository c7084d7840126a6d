// Package orderkit_test keeps the house in order: which room may import which,
// which modules the core needs, and what lies at the top level. The rules are
// data. To change one, change its row and its reason in the same commit.
package orderkit_test

import (
	"fmt"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/orderkit/orderkit"

// A room is a folder with the packages below it. May lists the rooms that it
// may import, Tests those that its test files may import besides.
type room struct {
	Dir   string // path.Match pattern; the longest row that matches a folder counts
	May   []string
	Tests []string
	Why   string
}

var rooms = []room{
	{Dir: "currency", Why: "money must be usable, and provable, without the rest"},
	{Dir: "i18n", Why: "text and addresses must be usable without the rest; money is formatted in currency"},
	{Dir: "fsm", Why: "a workflow is proved as data, without knowing orders or money"},
	{Dir: "pricing", May: []string{"currency"}, Why: "a price is amounts and rates; it knows no order and no workflow"},
	{
		Dir:   "order",
		May:   []string{"fsm", "pricing", "currency", "i18n"},
		Tests: []string{"order/ordertest", "adapters/memory"},
		Why:   "the engine meets the world through its own interfaces only",
	},
	{
		Dir:   "order/ordertest",
		May:   []string{"order", "fsm", "pricing", "currency", "i18n"},
		Tests: []string{"adapters/memory"},
		Why:   "hosts run these suites on their own adapters, so they depend on none",
	},
	{
		Dir:   "adapters/*",
		May:   []string{"order", "fsm", "pricing", "currency", "i18n"},
		Tests: []string{"order/ordertest", "adapters/memory"},
		Why:   "a host takes one adapter without taking another",
	},
	{Dir: "examples", May: []string{"*"}, Tests: []string{"*"}, Why: "examples show everything"},
	{Dir: ".ci", May: []string{"citools/checks", "currency", "pricing"}, Why: "tools and comparisons look at the house from outside"},
}

// A dependency is a module that only some rooms may import. In the core module
// no other module may be imported at all; nested modules may import others.
type dependency struct {
	Module string
	Rooms  []string // in any file
	Tests  []string // in test files
	Files  int      // how many files that are no tests import it; 0 is any number
	Why    string
}

var dependencies = []dependency{
	{
		Module: "github.com/looplab/fsm", Rooms: []string{"fsm"}, Files: 1,
		Why: "the stepping kernel and its traps stay in one file of fsm",
	},
	{
		Module: "github.com/shopspring/decimal", Rooms: []string{"currency", "pricing", ".ci"},
		Why: "its division and its package variables change results; everyone else uses the types of currency and pricing",
	},
	{
		Module: "golang.org/x/text", Rooms: []string{"currency", "i18n", "adapters/documents", "adapters/labels"},
		Why: "locales and normalisation are decided in one place each; documents matches languages and counts in their plural forms, labels asks which way characters run",
	},
	{
		Module: "github.com/stretchr/testify", Tests: []string{"*"},
		Why: "test code stays out of the product; order/ordertest asks only for testing",
	},
}

// core is what go.mod forces on every host.
var core = struct {
	Go      string
	Modules []string
	Why     string
}{
	Go:      "1.24.0",
	Modules: []string{"github.com/looplab/fsm", "github.com/shopspring/decimal", "github.com/stretchr/testify", "golang.org/x/text"},
	Why:     "the go line and every requirement are forced on every host; a new one is a decision (CONTRIBUTING.md)",
}

// topLevel is everything that lies at the top level.
var topLevel = strings.Fields(`
	README.md LICENSE NOTICE CHANGELOG.md CONTRIBUTING.md SECURITY.md Makefile
	go.mod go.sum go.work go.work.sum imports_test.go
	.ci .github .gitignore .gitattributes .editorconfig
	order fsm pricing currency i18n adapters examples`)

func TestImportsFollowTheArrows(t *testing.T) {
	users := map[string][]string{} // module -> files that are no tests
	for _, file := range goFiles(t) {
		for _, imp := range importsOf(t, file) {
			if why := refuse(file, imp); why != "" {
				t.Errorf("%s: %s", file, why)
			}
			if d, ok := dependencyOf(imp); ok && !isTest(file) {
				users[d.Module] = append(users[d.Module], file)
			}
		}
	}
	for _, d := range dependencies {
		if files := users[d.Module]; d.Files > 0 && len(files) > d.Files {
			t.Errorf("%s is imported by %s, but only %d file may: %s", d.Module, strings.Join(files, ", "), d.Files, d.Why)
		}
	}
}

func TestTheCoreRequiresOnlyItsFourModules(t *testing.T) {
	version, direct := parseGoMod(t, "go.mod")
	if version != core.Go {
		t.Errorf("go.mod says go %s, not %s: %s", version, core.Go, core.Why)
	}
	if !slices.Equal(direct, core.Modules) {
		t.Errorf("go.mod requires\n\t%s\nnot exactly\n\t%s\n%s",
			strings.Join(direct, " "), strings.Join(core.Modules, " "), core.Why)
	}
}

func TestEveryModuleIsInTheWorkspaceAndReplacesNothing(t *testing.T) {
	work, err := os.ReadFile("go.work")
	if err != nil {
		t.Fatal(err)
	}
	walk(t, func(file string) {
		if path.Base(file) != "go.mod" {
			return
		}
		dir := path.Dir(file)
		use := "\t./" + dir + "\n"
		if dir == "." {
			use = "\t.\n"
		}
		if !strings.Contains(string(work), use) {
			t.Errorf("go.work does not use %s: its tests would never run", dir)
		}
		if text := read(t, file); regexp.MustCompile(`(?m)^replace\b`).MatchString(text) {
			t.Errorf("%s has a replace: it is ignored wherever the module is imported; go.work is the place for it", file)
		}
	})
}

func TestTheTopLevelHoldsOnlyWhatIsListed(t *testing.T) {
	have, complete := topLevelEntries(t)
	for _, name := range have {
		if !slices.Contains(topLevel, name) {
			t.Errorf("%s lies at the top level: it belongs into a room", name)
		}
	}
	for _, name := range topLevel {
		if complete && !slices.Contains(have, name) {
			t.Errorf("%s is missing from the top level", name)
		}
	}
}

// The rules above must be able to fail.
func TestTheArrowsRefuseWhatTheyShould(t *testing.T) {
	for _, c := range []struct {
		file, imp string
		ok        bool
	}{
		{"currency/amount.go", "strings", true},
		{"currency/amount.go", module + "/currency/internal/digits", true},
		{"currency/amount.go", module + "/pricing", false},
		{"currency/amount.go", "github.com/shopspring/decimal", true},
		{"currency/amount.go", "golang.org/x/text/language", true},
		{"currency/amount.go", "golang.org/x/exp/maps", false},
		{"currency/amount.go", "testing", false},
		{"currency/amount_test.go", "testing", true},
		{"currency/amount_test.go", "github.com/stretchr/testify/require", true},
		{"currency/amount.go", "github.com/stretchr/testify/require", false},
		{"pricing/quote.go", module + "/currency", true},
		{"pricing/quote.go", module + "/order", false},
		{"pricing/quote.go", "golang.org/x/text/language", false},
		{"fsm/compile.go", module + "/currency", false},
		{"fsm/kernel.go", "github.com/looplab/fsm", true},
		{"order/engine.go", "github.com/looplab/fsm", false},
		{"order/engine.go", module + "/fsm", true},
		{"order/engine.go", module + "/order/ordertest", false},
		{"order/engine.go", module + "/adapters/memory", false},
		{"order/engine_test.go", module + "/adapters/memory", true},
		{"order/engine.go", "github.com/shopspring/decimal", false},
		{"order/ordertest/store.go", module + "/order", true},
		{"order/ordertest/store.go", "testing", true},
		{"order/ordertest/store.go", "github.com/stretchr/testify/require", false},
		{"order/ordertest/store.go", module + "/adapters/memory", false},
		{"adapters/sqlite/store.go", module + "/order", true},
		{"adapters/sqlite/store.go", "modernc.org/sqlite", true},
		{"adapters/sqlite/store.go", module + "/adapters/memory", false},
		{"adapters/sqlite/store.go", module + "/order/ordertest", false},
		{"adapters/sqlite/store_test.go", module + "/adapters/memory", true},
		{"adapters/sqlite/store_test.go", module + "/order/ordertest", true},
		{"adapters/memory/store.go", "modernc.org/sqlite", false},
		{"adapters/postgres/store_test.go", module + "/adapters/sqlite", false},
		{"examples/quickstart/main.go", module + "/adapters/sqlite", true},
		{"examples/quickstart/main.go", "github.com/shopspring/decimal", false},
		{"misc/strings.go", "strings", false},
	} {
		if why := refuse(c.file, c.imp); (why == "") != c.ok {
			t.Errorf("%s importing %s: allowed should be %v, refused with %q", c.file, c.imp, c.ok, why)
		}
	}
}

// refuse says why file may not import imp, or nothing if it may.
func refuse(file, imp string) string {
	r, ok := roomOf(path.Dir(file))
	if !ok {
		return fmt.Sprintf("%s is no room of the house; the rooms are listed in imports_test.go", path.Dir(file))
	}
	from, test := name(path.Dir(file)), isTest(file)
	if rest, own := strings.CutPrefix(imp, module+"/"); own {
		to := name(rest)
		may := slices.Clone(r.May)
		if test {
			may = append(may, r.Tests...)
		}
		if to == from || slices.Contains(may, to) || slices.Contains(may, "*") {
			return ""
		}
		return fmt.Sprintf("%s -> %s is not an allowed arrow: %s", from, to, r.Why)
	}
	if imp == "testing" || strings.HasPrefix(imp, "testing/") {
		if test || from == "order/ordertest" {
			return ""
		}
		return fmt.Sprintf("%s -> %s is not an allowed arrow: test code stays out of the product", from, imp)
	}
	if first, _, _ := strings.Cut(imp, "/"); !strings.Contains(first, ".") {
		return "" // the standard library
	}
	if d, ok := dependencyOf(imp); ok {
		if slices.Contains(d.Rooms, from) || test && slices.Contains(d.Tests, "*") {
			return ""
		}
		return fmt.Sprintf("%s -> %s is not an allowed arrow: %s", from, d.Module, d.Why)
	}
	if inCore(file) {
		return fmt.Sprintf("%s -> %s is not an allowed arrow: %s", from, imp, core.Why)
	}
	return ""
}

// roomOf returns the row of the room that a folder belongs to.
func roomOf(dir string) (room, bool) {
	for ; dir != "."; dir = path.Dir(dir) {
		for _, r := range rooms {
			if ok, _ := path.Match(r.Dir, dir); ok {
				return r, true
			}
		}
	}
	return room{}, false
}

// name returns the room that a folder is in: order/internal/x is order,
// adapters/sqlite/internal/x is adapters/sqlite.
func name(dir string) string {
	r, ok := roomOf(dir)
	if !ok {
		return dir
	}
	parts := strings.Split(dir, "/")
	return strings.Join(parts[:strings.Count(r.Dir, "/")+1], "/")
}

func dependencyOf(imp string) (dependency, bool) {
	for _, d := range dependencies {
		if imp == d.Module || strings.HasPrefix(imp, d.Module+"/") {
			return d, true
		}
	}
	return dependency{}, false
}

func isTest(file string) bool { return strings.HasSuffix(file, "_test.go") }

// inCore reports whether a file belongs to the core module: no folder above it
// but the root has a go.mod.
func inCore(file string) bool {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if _, err := os.Stat(filepath.Join(filepath.FromSlash(dir), "go.mod")); err == nil {
			return false
		}
	}
	return true
}

// walk calls f for every file that is part of the project, in every module.
func walk(t *testing.T, f func(file string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" || d.Name() == "vendor"):
			return fs.SkipDir
		case !d.IsDir():
			f(filepath.ToSlash(p))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func goFiles(t *testing.T) (files []string) {
	t.Helper()
	walk(t, func(file string) {
		if strings.HasSuffix(file, ".go") && path.Dir(file) != "." {
			files = append(files, file)
		}
	})
	if len(files) == 0 {
		t.Fatal("no Go files found: the rules would say nothing")
	}
	return files
}

// importsOf returns what a file imports; files that no build includes import nothing.
func importsOf(t *testing.T, file string) (paths []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		t.Error(err)
		return nil
	}
	for _, group := range f.Comments {
		for _, c := range group.List {
			if constraint.IsGoBuild(c.Text) && strings.Fields(c.Text)[1] == "ignore" && c.Pos() < f.Package {
				return nil
			}
		}
	}
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Errorf("%s: import %s: %v", file, spec.Path.Value, err)
		}
		paths = append(paths, p)
	}
	return paths
}

var requireLine = regexp.MustCompile(`^(?:require\s+)?(\S+)\s+v\S+$`)

// parseGoMod returns the go line and the direct requirements, sorted.
func parseGoMod(t *testing.T, file string) (version string, direct []string) {
	t.Helper()
	for _, line := range strings.Split(read(t, file), "\n") {
		line = strings.TrimSpace(line)
		if v, ok := strings.CutPrefix(line, "go "); ok {
			version = v
		}
		if m := requireLine.FindStringSubmatch(line); m != nil {
			direct = append(direct, m[1])
		}
	}
	slices.Sort(direct)
	return version, direct
}

// topLevelEntries lists the top level as git sees it, tracked or not yet, so
// that ignored files don't count. Without git it lists the folder, which need
// not be complete: a published module holds no nested modules.
func topLevelEntries(t *testing.T) (names []string, complete bool) {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != ".git" {
			names = append(names, e.Name())
		}
	}
	if _, err := os.Stat(".git"); err != nil {
		return names, false
	}
	out, err := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return names, false
	}
	seen := map[string]bool{}
	for _, file := range strings.Split(string(out), "\x00") {
		first, _, _ := strings.Cut(file, "/")
		seen[first] = true
	}
	return slices.DeleteFunc(names, func(n string) bool { return !seen[n] }), true
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
