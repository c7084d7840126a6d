package checks

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Package is what a Check looks at: the files of one package that are neither
// tests nor generated. With type errors Info is incomplete, never nil.
type Package struct {
	Dir   string // from the top of the repository, with slashes
	Go    string // the go line of its module, as in go1.23.0
	Fset  *token.FileSet
	Files []*ast.File
	Types *types.Package
	Info  *types.Info
}

// Fault is one place that breaks a rule. What is short and stable: it is what
// the table of exceptions names.
type Fault struct {
	Pos  token.Pos
	What string
}

// Check is one rule. Kits says that it also holds for order/ordertest and the
// adapters, which may otherwise use the clock, goroutines and the like.
type Check struct {
	Name string
	Why  string
	Kits bool
	Find func(*Package) []Fault
}

// All lists every check.
func All() []Check {
	return []Check{
		{"imports", "rooms get their clock, randomness and logger from the host, and touch no file", false, imports},
		{"clock", "time comes from Config.Now, so that tests and replays decide what time it is", false, clock},
		{"init", "importing a room does nothing", true, initFuncs},
		{"state", "package variables are tables and sentinels that nobody writes after their declaration", true, state},
		{"panic", "the host's process never panics because of us; only Must* on literals may", false, panics},
		{"goroutine", "no goroutine without an owner: rooms start none", false, goroutines},
		{"decimal", "this part of decimal rounds twice, wraps, takes quadratic time, or obeys package variables that belong to the host", false, decimals},
		{"comment", "every exported name has a comment that begins with it", true, comments},
		{"size", "a file holds one idea: at most 450 lines unless it is generated", true, size},
		{"omitzero", "encoding/json knows omitzero from Go 1.24 on; before, the field is written after all", true, omitzero},
	}
}

// Allowed reports whether the table of exceptions has a row for a fault, and which.
func Allowed(check, file, what string) (row int, ok bool) {
	for i, a := range Allowances {
		if a.Check == check && a.What == what && strings.HasPrefix(file, a.Where) {
			return i, true
		}
	}
	return 0, false
}

// inspect calls f for every node of every file.
func (p *Package) inspect(f func(ast.Node)) {
	for _, file := range p.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				f(n)
			}
			return true
		})
	}
}

// uses calls f for every identifier that names something declared in the
// package with the given import path, methods and fields included.
func (p *Package) uses(path string, f func(id *ast.Ident, obj types.Object)) {
	p.inspect(func(n ast.Node) {
		id, ok := n.(*ast.Ident)
		if !ok {
			return
		}
		if obj := p.Info.Uses[id]; obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == path {
			f(id, obj)
		}
	})
}
