package postgres

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"
)

// array encodes slices as arrays. pgx does so, too, but asks for each element by
// reflection, and boxes it.
type array struct {
	pgtype.Codec
	element uint32
}

// arrays lets a connection with these types encode arrays so.
func arrays(types *pgtype.Map) {
	for oid, element := range map[uint32]uint32{
		pgtype.ByteaArrayOID: pgtype.ByteaOID, pgtype.TextArrayOID: pgtype.TextOID,
		pgtype.Int8ArrayOID: pgtype.Int8OID, pgtype.Int4ArrayOID: pgtype.Int4OID,
	} {
		if t, ok := types.TypeForOID(oid); ok {
			types.RegisterType(&pgtype.Type{Name: t.Name, OID: oid, Codec: array{t.Codec, element}})
		}
	}
}

// PlanEncode implements pgtype.Codec.
func (a array) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if format == pgtype.BinaryFormatCode {
		switch value.(type) {
		case [][]byte, []string, []*string, []int64, []*int64, []int32, []*int32:
			return a
		}
	}
	return a.Codec.PlanEncode(m, oid, format, value)
}

// Encode implements pgtype.EncodePlan.
func (a array) Encode(value any, to []byte) ([]byte, error) {
	switch all := value.(type) {
	case [][]byte:
		size := 4 * (5 + len(all))
		for _, v := range all {
			size += len(v)
		}
		to = slices.Grow(to, size) // what is long: else it is copied again and again
		return elements(a, to, all, func(v []byte) bool { return v != nil }, func(to, v []byte) []byte { return append(to, v...) }), nil
	case []string:
		return elements(a, to, all, always, func(to []byte, v string) []byte { return append(to, v...) }), nil
	case []*string:
		return elements(a, to, all, given, func(to []byte, v *string) []byte { return append(to, *v...) }), nil
	case []int64:
		return elements(a, to, all, always, func(to []byte, v int64) []byte { return binary.BigEndian.AppendUint64(to, uint64(v)) }), nil
	case []*int64:
		return elements(a, to, all, given, func(to []byte, v *int64) []byte { return binary.BigEndian.AppendUint64(to, uint64(*v)) }), nil
	case []int32:
		return elements(a, to, all, always, func(to []byte, v int32) []byte { return binary.BigEndian.AppendUint32(to, uint32(v)) }), nil
	case []*int32:
		return elements(a, to, all, given, func(to []byte, v *int32) []byte { return binary.BigEndian.AppendUint32(to, uint32(*v)) }), nil
	}
	return nil, fmt.Errorf("no array of %T", value)
}

func always[V any](V) bool   { return true }
func given[V any](v *V) bool { return v != nil }

// elements appends an array of one dimension in the binary format: the number of
// dimensions, whether there is a null, the type of the elements, the length and the
// first index of each dimension; then each element behind its length, -1 for null.
func elements[V any](a array, to []byte, all []V, given func(V) bool, put func([]byte, V) []byte) []byte {
	begin := len(to)
	to = append32(to, 1, 0, a.element, uint32(len(all)), 1)
	for _, v := range all {
		at := len(to)
		if !given(v) {
			binary.BigEndian.PutUint32(to[begin+4:], 1)
			to = append32(to, 1<<32-1)
			continue
		}
		to = put(append32(to, 0), v)
		binary.BigEndian.PutUint32(to[at:], uint32(len(to)-at-4))
	}
	return to
}

func append32(to []byte, all ...uint32) []byte {
	for _, n := range all {
		to = binary.BigEndian.AppendUint32(to, n)
	}
	return to
}
