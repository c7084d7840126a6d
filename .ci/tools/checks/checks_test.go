package checks_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/citools/checks"
	"golang.org/x/tools/go/packages"
)

// The go command's cache of test results doesn't see files of other modules:
// run this test with -count=1, as make lint and .ci/run do.
func TestTheRoomsKeepTheHouseRules(t *testing.T) {
	root := top(t)
	pkgs, broken, err := checks.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range broken {
		t.Errorf("does not compile, so that the checks may miss something: %v", err)
	}
	seen := map[string]bool{}
	used := make([]bool, len(checks.Allowances))
	for _, p := range pkgs {
		seen[p.Dir] = true
		if !checks.Room(p.Dir) && !checks.Kit(p.Dir) {
			continue
		}
		for _, c := range checks.All() {
			if checks.Kit(p.Dir) && !c.Kits {
				continue
			}
			for _, f := range c.Find(p) {
				pos := p.Fset.Position(f.Pos)
				file := p.Dir + "/" + filepath.Base(pos.Filename)
				if row, ok := checks.Allowed(c.Name, file, f.What); ok {
					used[row] = true
					continue
				}
				t.Errorf("%s:%d: %s: %s\n\t%s", file, pos.Line, c.Name, f.What, c.Why)
			}
		}
	}
	for _, room := range []string{"currency", "i18n", "fsm", "pricing", "order", "order/ordertest", "adapters/memory", "adapters/sqlite"} {
		if !seen[room] {
			t.Errorf("%s was not looked at: no such package", room)
		}
	}
	for i, a := range checks.Allowances {
		if !used[i] {
			t.Errorf("allow.go: nothing in %s needs %s %q any more: delete the row", a.Where, a.Check, a.What)
		}
	}
}

// Each check has a file testdata/NAME.go. The lines marked "// want" must be
// found, and no others.
func TestEveryCheckFindsWhatItShouldAndNothingElse(t *testing.T) {
	imp := importer(t)
	for _, c := range checks.All() {
		if c.Name == "size" {
			continue // see the next test
		}
		t.Run(c.Name, func(t *testing.T) {
			src, err := os.ReadFile(filepath.Join("testdata", c.Name+".go"))
			if err != nil {
				t.Fatal(err)
			}
			var want, have []int
			for i, line := range strings.Split(string(src), "\n") {
				if strings.Contains(line, "// want") {
					want = append(want, i+1)
				}
			}
			p := check(t, imp, c.Name+".go", src)
			for _, f := range c.Find(p) {
				have = append(have, p.Fset.Position(f.Pos).Line)
			}
			slices.Sort(have)
			have = slices.Compact(have)
			if len(want) == 0 {
				t.Error("the file marks no line: the check could not fail")
			}
			if !slices.Equal(have, want) {
				t.Errorf("found lines %v, want %v", have, want)
			}
		})
	}
}

func TestAFileOfMoreLinesIsTooLong(t *testing.T) {
	for lines, bad := range map[int]bool{450: false, 451: true} {
		src := "package x\n" + strings.Repeat("\n", lines-2) + "// end"
		p := check(t, nil, fmt.Sprintf("%d.go", lines), []byte(src))
		for _, c := range checks.All() {
			if c.Name == "size" && (len(c.Find(p)) > 0) != bad {
				t.Errorf("%d lines: too long should be %v", lines, bad)
			}
		}
	}
}

func TestOmitzeroIsFineFromGo124On(t *testing.T) {
	src, err := os.ReadFile("testdata/omitzero.go")
	if err != nil {
		t.Fatal(err)
	}
	p := check(t, nil, "omitzero.go", src)
	p.Go = "go1.24.0"
	for _, c := range checks.All() {
		if c.Name == "omitzero" && len(c.Find(p)) > 0 {
			t.Errorf("found %v", c.Find(p))
		}
	}
}

func TestAnExceptionHoldsOnlyForItsOwnRow(t *testing.T) {
	defer func(old []checks.Allowance) { checks.Allowances = old }(checks.Allowances)
	checks.Allowances = []checks.Allowance{{Check: "clock", Where: "order/config.go", What: "time.Now"}}
	for _, c := range []struct {
		check, file, what string
		ok                bool
	}{
		{"clock", "order/config.go", "time.Now", true},
		{"clock", "order/config.go", "time.Sleep", false},
		{"clock", "order/engine.go", "time.Now", false},
		{"panic", "order/config.go", "time.Now", false},
	} {
		if _, ok := checks.Allowed(c.check, c.file, c.what); ok != c.ok {
			t.Errorf("%v: allowed is %v", c, ok)
		}
	}
}

// check type-checks one file.
func check(t *testing.T, imp types.Importer, name string, src []byte) *checks.Package {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	conf := types.Config{Importer: imp}
	pkg, err := conf.Check("x", fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatal(err)
	}
	return &checks.Package{Dir: "currency", Go: "go1.23.0", Fset: fset, Files: []*ast.File{f}, Types: pkg, Info: info}
}

// imported are compiled packages by import path.
type imported map[string]*types.Package

func (m imported) Import(path string) (*types.Package, error) {
	if p := m[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("%s is not among the packages that testdata may import", path)
}

func importer(t *testing.T) types.Importer {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes, Dir: top(t)},
		"embed", "fmt", "log", "log/slog", "math/rand/v2", "os", "strings", "sync", "sync/atomic", "time", "github.com/shopspring/decimal")
	if err != nil {
		t.Fatal(err)
	}
	m := imported{}
	for _, p := range pkgs {
		for _, e := range p.Errors {
			t.Fatal(e)
		}
		m[p.PkgPath] = p.Types
	}
	return m
}

func top(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "go.work")); err != nil {
		t.Fatal(err)
	}
	return root
}
