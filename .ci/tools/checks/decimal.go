package checks

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

const decimalPath = "github.com/shopspring/decimal"

// bannedDecimal are the functions, methods and variables of decimal that a room
// may not name; a star stands for any ending.
var bannedDecimal = []string{
	// Rounds to decimal.DivisionPrecision, then again by the caller.
	"Div", "Avg", "Pow*",
	// Rounding is decided in one place, with a mode of ours.
	"Round*", "StringFixed*",
	// Obeys decimal.TrimTrailingZeros and decimal.MarshalJSONWithoutQuotes.
	"String", "Marshal*", "Unmarshal*", "Scan", "Value",
	// Lenient, and quadratic in the number of digits.
	"NewFromString", "NewFromFormattedString", "RequireFromString",
	// Goes through binary floating point.
	"NewFromFloat*", "Float64", "InexactFloat64",
	// Wraps silently above int64.
	"IntPart",
	// Belongs to the host.
	"DivisionPrecision", "PowPrecisionNegativeExponent", "ExpMaxIterations",
	"MarshalJSONWithoutQuotes", "TrimTrailingZeros",
}

func decimals(p *Package) (faults []Fault) {
	p.uses(decimalPath, func(id *ast.Ident, obj types.Object) {
		banned := slices.ContainsFunc(bannedDecimal, func(b string) bool {
			prefix, any := strings.CutSuffix(b, "*")
			return id.Name == b || any && strings.HasPrefix(id.Name, prefix)
		})
		if banned {
			faults = append(faults, Fault{id.Pos(), "decimal." + id.Name})
		}
	})
	// fmt, encoding/json and database/sql call String, MarshalJSON and Value
	// of whatever they are given as an interface.
	p.inspect(func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		sig, ok := types.Unalias(typeOf(p, call.Fun)).Underlying().(*types.Signature)
		if !ok {
			return
		}
		for i, arg := range call.Args {
			if isDecimal(typeOf(p, arg)) && types.IsInterface(parameter(sig, i)) {
				faults = append(faults, Fault{arg.Pos(), "decimal as an interface"})
			}
		}
	})
	return faults
}

func typeOf(p *Package, e ast.Expr) types.Type {
	if t := p.Info.TypeOf(e); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

func isDecimal(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return isDecimal(t.Elem())
	case *types.Slice:
		return isDecimal(t.Elem())
	case *types.Named:
		return t.Obj().Pkg() != nil && t.Obj().Pkg().Path() == decimalPath
	}
	return false
}

// parameter returns the type of the i-th parameter of a call.
func parameter(sig *types.Signature, i int) types.Type {
	last := sig.Params().Len() - 1
	if sig.Variadic() && i >= last {
		if s, ok := sig.Params().At(last).Type().(*types.Slice); ok {
			return s.Elem()
		}
	}
	if i > last {
		return types.Typ[types.Invalid]
	}
	return sig.Params().At(i).Type()
}
