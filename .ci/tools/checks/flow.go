package checks

import (
	"go/ast"
	"go/types"
	"strings"
)

func initFuncs(p *Package) (faults []Fault) {
	for _, file := range p.Files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				faults = append(faults, Fault{f.Pos(), "init"})
			}
		}
	}
	return faults
}

func panics(p *Package) (faults []Fault) {
	for _, file := range p.Files {
		for _, d := range file.Decls {
			f, isFunc := d.(*ast.FuncDecl)
			if isFunc && (strings.HasPrefix(f.Name.Name, "Must") || strings.HasPrefix(f.Name.Name, "must")) {
				continue
			}
			what := "package level"
			if isFunc {
				what = f.Name.Name
			}
			ast.Inspect(d, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if !ok {
					return true
				}
				if b, ok := p.Info.Uses[id].(*types.Builtin); ok && b.Name() == "panic" {
					faults = append(faults, Fault{id.Pos(), "panic in " + what})
				}
				return true
			})
		}
	}
	return faults
}

func goroutines(p *Package) (faults []Fault) {
	p.inspect(func(n ast.Node) {
		if g, ok := n.(*ast.GoStmt); ok {
			faults = append(faults, Fault{g.Pos(), "go statement"})
		}
	})
	return faults
}
