package postgres_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/orderkit/orderkit/adapters/memory"
	"github.com/orderkit/orderkit/adapters/postgres"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/order/ordertest"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

// keeper keeps the changes that come by.
type keeper struct {
	order.Store
	mu  sync.Mutex
	all []*order.Change
}

func (k *keeper) Commit(ctx context.Context, c *order.Change) error {
	kept, o := *c, c.Order.Clone()
	kept.Order = &o
	err := k.Store.Commit(ctx, c)
	k.mu.Lock()
	defer k.mu.Unlock()
	if err == nil {
		k.all = append(k.all, &kept)
	}
	return err
}

func standard(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// same demands that what is written of *v is what encoding/json writes, or that
// neither can.
func same(t testing.TB, v any) {
	t.Helper()
	want, wrong := standard(v)
	got, err := postgres.AppendJSON([]byte("before"), v)
	if wrong != nil {
		require.Error(t, err, "%s", want)
		return
	}
	require.NoError(t, err)
	require.Equal(t, "before"+string(want), string(got))
}

// Every order of the suite for stores, of which some have something in every
// field, and of a simulation in which much goes wrong.
func TestEveryRecordIsWrittenAsEncodingJSONWritesIt(t *testing.T) {
	k := &keeper{Store: memory.NewStore(memory.Config{})}
	ordertest.TestStore(t, func(ordertest.T) ordertest.Store {
		k.Store = memory.NewStore(memory.Config{})
		return ordertest.Store{Store: k}
	})
	ordertest.Simulate(t, ordertest.Simulation{Orders: 100, Seed: 1, Chance: 0.1, Draft: func(*rand.Rand) order.Draft { return mugs(3, "goods") },
		Open: func(now func() time.Time) order.Store {
			k.Store = memory.NewStore(memory.Config{Now: now})
			return k
		}})
	require.Greater(t, len(k.all), 1000)
	for _, c := range k.all {
		for _, v := range postgres.Stored(c) {
			same(t, v)
		}
	}
}

type (
	inner struct {
		Name   string `json:"name"`
		Hidden string `json:"hidden"`
		Last   int
	}
	outer struct {
		inner
		*deeper
		Hidden bool `json:"hidden,omitempty"`
		Secret string
		secret string
		Never  string `json:"-"`
	}
	deeper struct {
		Deep  []uint8
		Price *currency.Amount `json:"price,omitempty"`
	}
	twice struct {
		inner
		other
	}
	other struct {
		Name string
		Last int
	}
	chain  struct{ Next *chain }
	number struct {
		A int8               `json:",omitempty"`
		B uint64             `json:"b,omitempty,omitzero"`
		C float64            `json:"c"`
		D int                `json:"d,string"`
		E [2]bool            `json:"e,omitempty"`
		F any                `json:"f"`
		G map[string]int     `json:"g,omitempty"`
		H time.Time          `json:"h,omitempty"`
		I json.Number        `json:"i"`
		J []string           `json:"j"`
		K *time.Time         `json:"k"`
		L i18n.Address       `json:"l,omitzero"`
		M map[int][]fsm.Held `json:"m"`
		N []pricing.Number   `json:"<n&>"`
	}
)

type zero interface{ IsZero() bool }

func TestWhatNoRecordHasYetIsWrittenAsEncodingJSONWritesIt(t *testing.T) {
	at, price := time.Date(2024, 2, 29, 1, 2, 3, 4, time.FixedZone("", 3600)), eur(1)
	circle := &chain{}
	circle.Next = circle
	far := at.AddDate(9000, 0, 0)
	amount := new(currency.Amount)
	*amount = currency.New(math.MinInt64, currency.EUR)
	bits, code := fsm.Held(255), currency.Code(12345)
	address := i18n.Address{Name: "Ада", Latin: &i18n.Address{Name: "Ada"}}
	for name, v := range map[string]any{
		"embedded fields":                 &outer{inner: inner{"a", "b", 1}, deeper: &deeper{[]byte("x"), &price}, secret: "s"},
		"an embedded pointer that is nil": &outer{Hidden: true},
		"two embedded fields of one name": &twice{},
		"no fields":                       &struct{}{},
		"an embedded struct with a tag": &struct {
			inner `json:"x"`
		}{inner{Name: "a"}},
		"pointers and interfaces to nothing": &struct {
			A *time.Time `json:"a,omitzero"`
			B zero       `json:"b,omitzero"`
			C any        `json:"c,omitzero"`
		}{new(time.Time), time.Time{}, nil},
		"no field that is there": &struct {
			A []int `json:",omitempty"`
		}{},
		"options":                             &number{},
		"options, set":                        &number{A: -1, B: math.MaxUint64, C: 0.1, D: 7, E: [2]bool{true}, F: at, G: map[string]int{"b": 1, "a": 2}, H: at, I: "1e3", J: []string{}, K: &at, L: address, M: map[int][]fsm.Held{1: {fsm.Taken}}, N: []pricing.Number{{}}},
		"a number that is none":               &number{I: "x"},
		"a list of nothing":                   &[]order.Line{},
		"no list":                             new([]order.Line),
		"what holds itself":                   circle,
		"what may hold itself":                &chain{Next: &chain{}},
		"a year of five digits":               &far,
		"no amount":                           amount,
		"no code":                             &code,
		"unknown bits":                        &bits,
		"letters beyond ASCII":                &[]string{"Ünïcödé 湯呑", "\u2028", "a\u2029b", "\ufffd", "\xff", "a\xc3", "\xed\xa0\x80"},
		"what JSON escapes":                   &[]string{"", "\"", "\\", "\x00\x01\x1f\x7f", "\b\f\n\r\t", "<&>", "'"},
		"raw JSON":                            &[]json.RawMessage{nil, []byte(`{"a": [1, 2] ,"b":"<\u0000\ud800>"}`), []byte("null")},
		"raw JSON that is none":               &[]json.RawMessage{[]byte(`{`)},
		"raw JSON that is empty":              &[]json.RawMessage{{}},
		"raw JSON with what stands behind it": &[]json.RawMessage{[]byte(`{}{}`)},
	} {
		t.Run(name, func(t *testing.T) { same(t, v) })
	}
}

func FuzzWhatIsWrittenIsWhatEncodingJSONWrites(f *testing.F) {
	f.Add("a", `{"a":1}`, int64(1), int64(2))
	f.Add("\x00\"\u2028\xff<", ` [ "\ud800" ] `, int64(math.MinInt64), int64(1<<40))
	f.Fuzz(func(t *testing.T, text, raw string, n, at int64) {
		when := time.Unix(at, n)
		same(t, &order.Event{Order: text, No: n, At: when, Kind: text, Data: json.RawMessage(raw), Why: text, Amount: currency.New(n, currency.EUR)})
		same(t, &order.Person{Name: text, Texts: map[string]string{text: raw}, ShipTo: i18n.Address{Lines: []string{text, raw}, Latin: &i18n.Address{Name: text}}})
		same(t, &order.Line{Title: text, Meta: map[string]string{raw: text}, Runs: []order.Run{{Entered: when, Held: fsm.Held(n), Turns: map[string]int{text: int(n)}}},
			Price: pricing.Item{Unit: pricing.Number(currency.New(n, currency.KWD).Decimal())}})
	})
}
