package sqlite

import (
	"database/sql"
	"encoding/json"

	"github.com/orderkit/orderkit/order"
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

// readEach decodes the last column of every row, as JSON, until it has as many as most;
// 0 is all. One that cannot be decoded hides no other: the rest is returned together
// with an order.Unread. By the columns before, with says what they add to the value,
// and name what the row is.
func readEach[V any](rows *sql.Rows, err error, most int, with func(*V), name func() order.Unreadable, columns ...any) ([]V, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []V
	var bad order.Unread
	for (most <= 0 || len(out) < most) && rows.Next() {
		var data sql.RawBytes
		if err := rows.Scan(append(columns, &data)...); err != nil {
			return nil, err
		}
		var v V
		if err := json.Unmarshal(data, &v); err != nil {
			row := name()
			row.Cause = err
			bad = append(bad, row)
			continue
		}
		with(&v)
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

// readable reads the first rows until as many of them as most can be read, or there are
// no more; 0 is all.
func readable[V any](most int, first func(rows int) ([]V, error)) ([]V, error) {
	for ask := most; ; {
		list, err := first(ask)
		bad, some := err.(order.Unread)
		if !some || most <= 0 || len(list) == most || len(list)+len(bad) < ask {
			return list, err
		}
		ask = most + 2*len(bad)
	}
}
