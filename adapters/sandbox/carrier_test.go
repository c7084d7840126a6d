package sandbox_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/sandbox"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/require"
)

func TestACarrierTakesWhatItsProfileSaysAndNothingIsCut(t *testing.T) {
	s := open(t, sandbox.Config{})
	c := sandbox.Carrier{URL: s.url, From: "DE", Limits: i18n.Limits{Name: 35, Lines: []int{35, 35}, PrintsAbroad: i18n.ASCII}}
	book := func(key string, to i18n.Address) error {
		_, err := c.Book(t.Context(), order.Parcel{Key: key, Order: "o-1", To: to, Goods: []order.Goods{{Line: "1", Quantity: 1}}})
		return err
	}
	good := i18n.Address{Name: "Иван Петров", Lines: []string{"ул. Тверская 1"}, Locality: "Москва", PostalCode: "125009", Country: "RU"}
	require.NoError(t, book("latin", good), "what the rules of a language spell is sent in Latin letters")

	long := good
	long.Name = strings.Repeat("Иванов ", 9)
	for key, to := range map[string]i18n.Address{
		"address_too_long":     long,
		"address_latin_needed": {Name: "山田 太郎", Lines: []string{"丸の内1-9-1"}, Locality: "千代田区", Region: "13", PostalCode: "100-0005", Country: "JP"},
	} {
		var reply *order.Reply
		require.True(t, errors.As(book(key, to), &reply), key)
		require.Equal(t, order.OutcomeRefused, reply.Outcome)
		require.Equal(t, key, reply.Code)
	}
	require.Len(t, s.Ledger("").Parcels, 1)
}
