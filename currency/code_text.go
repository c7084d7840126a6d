package currency

// MarshalText writes the three letters, nothing for the zero Code. An invalid
// code is ErrUnknownCode.
func (c Code) MarshalText() ([]byte, error) {
	if c != 0 && !c.Valid() {
		return nil, &Error{Op: "marshal code", Kind: ErrUnknownCode}
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads what MarshalText writes, with the errors of ParseCode.
func (c *Code) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = 0
		return nil
	}
	got, ok := lookup(text)
	if !ok {
		_, err := ParseCode(string(text))
		return err
	}
	*c = got
	return nil
}

// MarshalJSON writes the three letters in quotes, "" for the zero Code.
func (c Code) MarshalJSON() ([]byte, error) {
	return c.AppendJSON(make([]byte, 0, 5))
}

// AppendJSON appends what MarshalJSON returns to b.
func (c Code) AppendJSON(b []byte) ([]byte, error) {
	if c != 0 && !c.Valid() {
		return b, &Error{Op: "marshal code", Kind: ErrUnknownCode}
	}
	return append(append(append(b, '"'), c.String()...), '"'), nil
}

// UnmarshalJSON reads what MarshalJSON writes. Null is ErrSyntax: have a *Code
// for an optional code.
func (c *Code) UnmarshalJSON(data []byte) error {
	text, rest, ok := quoted(data)
	if !ok || len(space(rest)) != 0 {
		return &Error{Op: "unmarshal code", Kind: ErrSyntax, Input: shorten(data), Reason: "want a plain string"}
	}
	return c.UnmarshalText(text)
}
