package postgres_test

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/stretchr/testify/require"
)

func TestArraysAreEncodedAsPgxDoes(t *testing.T) {
	text, big, small := "東京", int64(-1<<62), int32(-7)
	theirs, ours := pgtype.NewMap(), pgtype.NewMap()
	postgres.Arrays(ours)
	for oid, values := range map[uint32][]any{
		pgtype.ByteaArrayOID: {[][]byte{{0, 255}, nil, {}}, [][]byte{{1}}, [][]byte{}},
		pgtype.TextArrayOID:  {[]string{"", "a", text}, []string{}, []*string{&text, nil, &text}, []*string{nil}, []*string{}},
		pgtype.Int8ArrayOID:  {[]int64{0, big, 1}, []int64{}, []*int64{nil, &big}, []*int64{}},
		pgtype.Int4ArrayOID:  {[]int32{0, small}, []int32{}, []*int32{&small, nil}, []*int32{}, []int{3}},
	} {
		for _, value := range values {
			t.Run(fmt.Sprintf("%T of %d", value, oid), func(t *testing.T) {
				want, err := theirs.Encode(oid, pgtype.BinaryFormatCode, value, []byte("before"))
				require.NoError(t, err)
				got, err := ours.Encode(oid, pgtype.BinaryFormatCode, value, []byte("before"))
				require.NoError(t, err)
				require.Equal(t, want, got)
			})
		}
	}
}
