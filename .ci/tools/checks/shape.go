package checks

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/version"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxLines = 450

func size(p *Package) (faults []Fault) {
	for _, file := range p.Files {
		if n := p.Fset.File(file.Package).LineCount(); n > maxLines {
			faults = append(faults, Fault{file.Package, fmt.Sprintf("%d lines", n)})
		}
	}
	return faults
}

// comments wants a comment that begins with the name on every exported
// function, method of an exported type, type, constant and variable. In a
// group of constants or variables a comment at the end of the line or, where a
// name has none of its own, the comment of the group is enough.
func comments(p *Package) (faults []Fault) {
	want := func(id *ast.Ident, doc *ast.CommentGroup) {
		if id.IsExported() && !beginsWith(doc, id.Name) {
			faults = append(faults, Fault{id.Pos(), id.Name})
		}
	}
	for _, file := range p.Files {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if recv := receiver(d); recv == "" || ast.IsExported(recv) {
					want(d.Name, d.Doc)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						doc := s.Doc
						if doc == nil && !d.Lparen.IsValid() {
							doc = d.Doc
						}
						want(s.Name, doc)
					case *ast.ValueSpec:
						faults = append(faults, values(d, s)...)
					}
				}
			}
		}
	}
	return faults
}

func values(d *ast.GenDecl, s *ast.ValueSpec) (faults []Fault) {
	doc, group := s.Doc, d.Lparen.IsValid()
	switch {
	case !group:
		doc = d.Doc
	case s.Comment != nil, doc == nil && d.Doc != nil:
		return nil
	}
	named := slices.ContainsFunc(s.Names, func(id *ast.Ident) bool { return beginsWith(doc, id.Name) })
	for _, id := range s.Names {
		if id.IsExported() && !named {
			faults = append(faults, Fault{id.Pos(), id.Name})
		}
	}
	return faults
}

// receiver returns the name of a method's type, or nothing for a function.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// beginsWith reports whether the first word of a comment is name.
func beginsWith(doc *ast.CommentGroup, name string) bool {
	rest, ok := strings.CutPrefix(doc.Text(), name)
	r, _ := utf8.DecodeRuneInString(rest)
	return ok && !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
}

func omitzero(p *Package) (faults []Fault) {
	if p.Go == "" || version.Compare(p.Go, "go1.24") >= 0 {
		return nil
	}
	p.inspect(func(n ast.Node) {
		f, ok := n.(*ast.Field)
		if !ok || f.Tag == nil || f.Tag.Kind != token.STRING {
			return
		}
		tag, err := strconv.Unquote(f.Tag.Value)
		if err != nil {
			return
		}
		options := strings.Split(reflect.StructTag(tag).Get("json"), ",")
		if slices.Contains(options[1:], "omitzero") {
			faults = append(faults, Fault{f.Tag.Pos(), "omitzero"})
		}
	})
	return faults
}
