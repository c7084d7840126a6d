package ordertest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// lacking is an error that names the functions which are not there and must be.
func lacking(of string, there map[string]bool) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(there)) {
		if !there[name] {
			errs = append(errs, fmt.Errorf("ordertest: %s.%s is nil", of, name))
		}
	}
	return errors.Join(errs...)
}
