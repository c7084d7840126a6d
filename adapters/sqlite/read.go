package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
)

// readAll decodes the one JSON column of every row.
func readAll[V any](rows *sql.Rows, err error) ([]V, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []V
	for rows.Next() {
		var data sql.RawBytes
		if err := rows.Scan(&data); err != nil {
			return nil, err
		}
		var v V
		if err := json.Unmarshal(data, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// readEach decodes the last column of every row, as JSON. One that cannot be decoded
// hides no other: the rest is returned together with an error of the type unread. The
// columns before it say what it is, in the words of name.
func readEach[V any](rows *sql.Rows, err error, name func() string, columns ...any) ([]V, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []V
	var bad unread
	for rows.Next() {
		var data sql.RawBytes
		if err := rows.Scan(append(columns, &data)...); err != nil {
			return nil, err
		}
		var v V
		if err := json.Unmarshal(data, &v); err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", name(), err))
			continue
		}
		out = append(out, v)
	}
	switch err := rows.Err(); {
	case err != nil:
		return nil, err
	case len(bad) > 0:
		return out, bad
	}
	return out, nil
}

// unread says of each order or notice that cannot be read why.
type unread []error

// manyUnread is how many one line shows.
const manyUnread = 20

func (u unread) Error() string {
	var b strings.Builder
	for i, err := range u {
		switch {
		case i == manyUnread:
			return b.String() + fmt.Sprintf("; and %d more", len(u)-i)
		case i > 0:
			b.WriteString("; ")
		}
		b.WriteString(err.Error())
	}
	return b.String()
}

func (u unread) Unwrap() []error { return u }
