package checks

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// need is what the checks look at; what a package imports comes compiled from
// the build cache.
const need = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
	packages.NeedModule | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedSyntax

// Load returns every package of every module of the workspace at root, and for
// each that does not compile the first reason.
func Load(root string) (pkgs []*Package, broken []error, err error) {
	loaded, err := packages.Load(&packages.Config{Mode: need, Dir: root}, "work")
	if err != nil {
		return nil, nil, err
	}
	for _, l := range loaded {
		if len(l.Errors) > 0 {
			broken = append(broken, fmt.Errorf("%s: %w", l.PkgPath, l.Errors[0]))
		}
		if len(l.CompiledGoFiles) == 0 || l.TypesInfo == nil {
			continue // holds test files only, or could not be read: see broken
		}
		dir, err := filepath.Rel(root, filepath.Dir(l.CompiledGoFiles[0]))
		if err != nil {
			return nil, nil, err
		}
		p := &Package{Dir: filepath.ToSlash(dir), Fset: l.Fset, Types: l.Types, Info: l.TypesInfo}
		if l.Module != nil && l.Module.GoVersion != "" {
			p.Go = "go" + l.Module.GoVersion
		}
		for _, f := range l.Syntax {
			if !generated(l.Fset.File(f.Package).Name(), f) {
				p.Files = append(p.Files, f)
			}
		}
		pkgs = append(pkgs, p)
	}
	return pkgs, broken, nil
}

func generated(name string, f *ast.File) bool {
	return strings.HasSuffix(name, "_gen.go") && ast.IsGenerated(f)
}

// Room reports whether a folder is a room, in which every check holds, and
// Kit whether only those checks hold that say so. Programs below internal that
// write generated files are neither.
func Room(dir string) bool {
	return within(dir, "currency", "i18n", "fsm", "pricing", "order") && !Kit(dir) && !generator(dir)
}

// Kit reports whether a folder holds what hosts use beside the rooms.
func Kit(dir string) bool {
	return within(dir, "order/ordertest", "adapters") && !generator(dir)
}

func generator(dir string) bool { return strings.Contains(dir+"/", "/internal/gen/") }

func within(dir string, tops ...string) bool {
	for _, top := range tops {
		if dir == top || strings.HasPrefix(dir, top+"/") {
			return true
		}
	}
	return false
}
