package checks

import (
	"go/ast"
	"go/token"
	"go/types"
)

// state finds package variables that can change: written to, passed to a
// builtin that writes, handed out by address, or of a type that is made for
// change. The declaration itself is no write.
func state(p *Package) (faults []Fault) {
	found := func(e ast.Expr) {
		if v := p.packageVar(e); v != nil {
			faults = append(faults, Fault{e.Pos(), v.Name()})
		}
	}
	p.inspect(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				found(e)
			}
		case *ast.IncDecStmt:
			found(n.X)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				found(n.Key)
				found(n.Value)
			}
		case *ast.SendStmt:
			found(n.Chan)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				found(n.X)
			}
		case *ast.CallExpr:
			id, ok := ast.Unparen(n.Fun).(*ast.Ident)
			if !ok || len(n.Args) == 0 {
				return
			}
			if b, ok := p.Info.Uses[id].(*types.Builtin); ok {
				switch b.Name() {
				case "clear", "close", "copy", "delete":
					found(n.Args[0])
				}
			}
		case *ast.SelectorExpr:
			// v.Lock() takes the address of v without saying so.
			s := p.Info.Selections[n]
			if s == nil || s.Kind() != types.MethodVal {
				return
			}
			_, ptrRecv := s.Obj().(*types.Func).Signature().Recv().Type().(*types.Pointer)
			_, ptr := p.Info.TypeOf(n.X).Underlying().(*types.Pointer)
			if ptrRecv && !ptr && !s.Indirect() {
				found(n.X)
			}
		}
	})
	for id, obj := range p.Info.Defs {
		if v, ok := obj.(*types.Var); ok && isPackageVar(v) && id.Name != "_" && p.madeForChange(v.Type()) && p.has(id) {
			faults = append(faults, Fault{id.Pos(), v.Name()})
		}
	}
	return faults
}

// packageVar returns the package variable that a write to e would change.
func (p *Package) packageVar(e ast.Expr) *types.Var {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return p.packageVar(e.X)
	case *ast.IndexExpr:
		return p.packageVar(e.X)
	case *ast.SliceExpr:
		return p.packageVar(e.X)
	case *ast.StarExpr:
		return p.packageVar(e.X)
	case *ast.SelectorExpr:
		if v, ok := p.Info.Uses[e.Sel].(*types.Var); ok && isPackageVar(v) {
			return v
		}
		return p.packageVar(e.X)
	case *ast.Ident:
		if v, ok := p.Info.Uses[e].(*types.Var); ok && isPackageVar(v) {
			return v
		}
	}
	return nil
}

func isPackageVar(v *types.Var) bool {
	return v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}

// madeForChange reports whether values of a type exist only to be changed:
// channels, what package sync offers, and our own structs that hold such.
// Other modules' types may well use a sync.Once inside and look constant.
func (p *Package) madeForChange(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	return p.holdsSync(t)
}

func (p *Package) holdsSync(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Chan:
		return true
	case *types.Array:
		return p.holdsSync(t.Elem())
	case *types.Named:
		switch pkg := t.Obj().Pkg(); {
		case pkg == nil:
			return false
		case pkg.Path() == "sync" || pkg.Path() == "sync/atomic":
			return true
		default:
			return pkg == p.Types && p.holdsSync(t.Underlying())
		}
	case *types.Struct:
		for i := range t.NumFields() {
			if p.holdsSync(t.Field(i).Type()) {
				return true
			}
		}
	}
	return false
}

// has reports whether a node is in one of the files to look at.
func (p *Package) has(n ast.Node) bool {
	for _, f := range p.Files {
		if f.FileStart <= n.Pos() && n.Pos() < f.FileEnd {
			return true
		}
	}
	return false
}
