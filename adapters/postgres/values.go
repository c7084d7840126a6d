package postgres

import (
	"strconv"
	"strings"
)

// values is one value of every row that a statement brings along.
type values struct {
	name, kind string
	all        any // a slice with the value of each row
	only       any // the value, if there is one row
}

func of[V any](name, kind string, all []V) values {
	c := values{name: name, kind: kind, all: all}
	if len(all) == 1 {
		c.only = all[0]
	}
	return c
}

// from is rows as they stand in a FROM: an array for each column or, of one row,
// the bare values, which the planner puts where they are needed.
func (s *statement) from(name string, rows int, columns ...values) string {
	values, names := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		array := "[]"
		if rows == 1 {
			array, c.all = "", c.only
		}
		s.args = append(s.args, c.all)
		values[i], names[i] = "$"+strconv.Itoa(len(s.args))+"::"+c.kind+array, c.name
	}
	list := strings.Join(values, ", ")
	if rows == 1 {
		list = "(VALUES (" + list + "))"
	} else {
		list = "unnest(" + list + ")"
	}
	return list + " AS " + name + " (" + strings.Join(names, ", ") + ")"
}
