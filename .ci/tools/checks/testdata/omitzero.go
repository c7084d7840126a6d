package x

type record struct {
	A int `json:"a"`
	B int `json:"b,omitempty"`
	C int `json:"c,omitzero"`          // want
	D int `json:",omitempty,omitzero"` // want
	E int `json:"omitzero"`
	F int
}

var _ record
