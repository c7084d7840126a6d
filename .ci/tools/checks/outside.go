package checks

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// bannedImports are the packages through which a room would reach the outside
// world; each covers the packages below it.
var bannedImports = []string{"os", "log", "math/rand", "crypto/rand", "net", "syscall", "unsafe", "plugin"}

func imports(p *Package) (faults []Fault) {
	for _, file := range p.Files {
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			banned := slices.ContainsFunc(bannedImports, func(b string) bool {
				return path == b || strings.HasPrefix(path, b+"/")
			})
			if path == "log/slog" && (p.Dir == "order" || strings.HasPrefix(p.Dir, "order/")) {
				banned = false // the engine logs through the logger that the host hands it
			}
			blank := spec.Name != nil && spec.Name.Name == "_" && path != "embed"
			if banned || blank {
				faults = append(faults, Fault{spec.Pos(), path})
			}
		}
	}
	return faults
}

// clockNames are what reads the clock or waits for it.
var clockNames = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

func clock(p *Package) (faults []Fault) {
	p.uses("time", func(id *ast.Ident, obj types.Object) {
		if f, ok := obj.(*types.Func); ok && f.Signature().Recv() == nil && slices.Contains(clockNames, f.Name()) {
			faults = append(faults, Fault{id.Pos(), "time." + f.Name()})
		}
	})
	return faults
}
