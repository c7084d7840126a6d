package order

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// checkMeta finds what is wrong with the metadata of items that join lines which
// the order has: it is stored with every change of the order.
func checkMeta(lines []Line, items []Item, path string, f *faults) {
	size := 0
	for i := range lines {
		size += metaSize(lines[i].Meta)
	}
	for i := range items {
		size += metaSize(items[i].Meta)
		for _, key := range sortedKeys(items[i].Meta) {
			at := fmt.Sprintf("%s[%d].meta.%.*q", path, i, MaxID, key)
			f.id(at, key, true)
			if v := items[i].Meta[key]; !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				f.add(at, "characters", "has invalid UTF-8 or a NUL, which databases do not keep")
			}
		}
	}
	if size > MaxMeta {
		f.add(path, "too_long", "the metadata of the order is longer than %d bytes", MaxMeta)
	}
}

// sortedKeys are the keys of a map, mostly none.
func sortedKeys(m map[string]string) []string {
	if len(m) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(m))
}

func metaSize(m map[string]string) int {
	n := 0
	for k, v := range m {
		n += len(k) + len(v)
	}
	return n
}
