package currency

import (
	"database/sql/driver"
	"fmt"
)

// Value stores a as text, "EUR 12.34". To have a numeric column and one for the
// code instead, store Number and Code, and read them back with Parse.
func (a Amount) Value() (driver.Value, error) {
	text, err := a.MarshalText()
	if err != nil {
		return nil, err
	}
	return string(text), nil
}

// Scan reads what Value stores from a string or []byte. NULL is ErrSyntax: scan
// a column that may be NULL into a sql.Null[Amount].
func (a *Amount) Scan(src any) error { return scanText("scan amount", src, a.UnmarshalText) }

// Value stores c as its three letters.
func (c Code) Value() (driver.Value, error) {
	text, err := c.MarshalText()
	if err != nil {
		return nil, err
	}
	return string(text), nil
}

// Scan reads what Value stores from a string or []byte. NULL is ErrSyntax: scan
// a column that may be NULL into a sql.Null[Code].
func (c *Code) Scan(src any) error { return scanText("scan code", src, c.UnmarshalText) }

func scanText(op string, src any, read func([]byte) error) error {
	switch v := src.(type) {
	case string:
		return read([]byte(v))
	case []byte:
		return read(v)
	}
	return &Error{Op: op, Kind: ErrSyntax, Reason: fmt.Sprintf("the column holds %T, not text", src)}
}
