package fsm_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

func TestParseReadsWhatJSONWrites(t *testing.T) {
	for _, d := range append(standard(), little(), fsm.Definition{}) {
		got, err := fsm.Parse(d.JSON())
		require.NoError(t, err)
		assert.Equal(t, d, got)
	}
	full := fsm.Definition{
		Name: "a", Version: 2, PaysLater: true, Initial: "b",
		States:      []fsm.State{{Name: "b", Phase: fsm.Paid, Label: "<ü> & \"x\"", Final: true, Waits: true, Timer: &fsm.Timer{After: fsm.Duration(90 * time.Second), Action: "c", Times: 3}}},
		Transitions: []fsm.Transition{{Action: "c", From: "b", To: "b", Guards: []string{"g"}, By: []fsm.Role{fsm.Webhook}, Steps: []fsm.Step{{Do: "d", Means: "book", Effect: fsm.Logistics, Using: "e", Undo: "f", Pivot: true, Irreversible: true, Idempotent: true, Lookup: true, Retry: &fsm.Retry{First: 1, Factor: 2, Max: 3, Attempts: 4, For: 5}}}}},
		Otherwise:   []fsm.Otherwise{{Action: "c", In: []string{"b"}, Answer: fsm.Ignore, Because: "h"}},
	}
	got, err := fsm.Parse(full.JSON())
	require.NoError(t, err)
	assert.Equal(t, full, got)
	got, err = fsm.Parse([]byte(`{"states":[],"transitions":[{"steps":[]}]}`))
	require.NoError(t, err)
	assert.Equal(t, fsm.Definition{Transitions: []fsm.Transition{{}}}, got, "empty lists are nil")
}

func TestParseRefusesWithThePlace(t *testing.T) {
	for _, c := range []struct{ name, text, place, reason string }{
		{"nothing", ``, "", "not JSON"},
		{"another shape", `[]`, "", "expected an object"},
		{"null", `null`, "", "expected an object"},
		{"null inside", `{"states":[{"timer":null}]}`, "states[0].timer", "expected an object"},
		{"unknown key", `{"states":[{"naem":"x"}]}`, "states[0].naem", "unknown key"},
		{"unknown key with a value of any shape", `{"x":{"y":[1]},"version":"1"}`, "version", "whole number"},
		{"key in another case", `{"Name":"x"}`, "Name", "unknown key"},
		{"key twice", `{"name":"x","name":"x"}`, "name", "twice"},
		{"key twice in another case", `{"name":"x","NAME":"x"}`, "NAME", "twice"},
		{"trailing data", `{} {}`, "", "more text"},
		{"trailing dirt", `{} x`, "", "more text"},
		{"invalid UTF-8", "{\"name\":\"\xff\"}", "", "byte 9 is not UTF-8"},
		{"invalid UTF-8 at once", "\xff", "", "byte 0 is not UTF-8"},
		{"lost character", `{"name":"\ud800"}`, "name", "U+FFFD"},
		{"lost character in a key", `{"\ud800":1}`, "\uFFFD", "unknown key"},
		{"number as text", `{"version":"1"}`, "version", "whole number"},
		{"fraction", `{"version":1.5}`, "version", "whole number"},
		{"huge number", `{"version":99999999999}`, "version", "whole number"},
		{"text as number", `{"name":1}`, "name", "expected text"},
		{"text as object", `{"name":{}}`, "name", "expected text"},
		{"truth as text", `{"paysLater":"yes"}`, "paysLater", "true or false"},
		{"list as text", `{"states":"placed"}`, "states", "expected a list"},
		{"duration as number", `{"states":[{"timer":{"after":30}}]}`, "states[0].timer.after", "duration"},
		{"duration without a unit", `{"states":[{"timer":{"after":"30"}}]}`, "states[0].timer.after", "duration"},
		{"role as number", `{"transitions":[{},{"by":["staff",1]}]}`, "transitions[1].by[1]", "expected text"},
		{"cut off", `{"states":[{"name":"x"`, "states[0]", "not JSON"},
		{"cut off in a list", `{"states":[{}`, "states", "not JSON"},
		{"cut off in a key", `{"states`, "", "not JSON"},
		{"cut off in an unknown key", `{"x":{`, "x", "not JSON"},
		{"comma too many", `{"name":"x",}`, "", "not JSON"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := fsm.Parse([]byte(c.text))
			var faults fsm.Faults
			require.ErrorAs(t, err, &faults)
			assert.Equal(t, fsm.Definition{}, d)
			for _, f := range faults {
				assert.Equal(t, fsm.CodeJSON, f.Code)
				if f.Place == c.place && strings.Contains(f.Reason, c.reason) {
					return
				}
			}
			t.Fatalf("want %s: %s, got %v", c.place, c.reason, err)
		})
	}
	t.Run("all at once", func(t *testing.T) {
		_, err := fsm.Parse([]byte(`{"a":1,"version":"1","states":[{"b":1},{"final":1}]}`))
		var faults fsm.Faults
		require.ErrorAs(t, err, &faults)
		assert.Len(t, faults, 4)
	})
}

func FuzzParse(f *testing.F) {
	for _, d := range standard() {
		f.Add(d.JSON())
	}
	f.Add([]byte(`{"name":"x","states":[{"timer":{"after":"1h"}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := fsm.Parse(text)
		if err != nil {
			var faults fsm.Faults
			require.ErrorAs(t, err, &faults)
			return
		}
		require.True(t, json.Valid(text))
		again, err := fsm.Parse(d.JSON())
		require.NoError(t, err)
		require.Equal(t, d, again)
		m, err := fsm.Compile(d) // must end, and never panic
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.Equal(t, d, m.Definition())
		require.NotEmpty(t, m.Mermaid()+m.DOT())
	})
}

func TestDurationsReadAndWriteAsShortText(t *testing.T) {
	for text, d := range map[string]time.Duration{"0s": 0, "30m": 30 * time.Minute, "360h": 360 * time.Hour, "1h30m": 90 * time.Minute, "1m30s": 90 * time.Second, "1h0m30s": time.Hour + 30*time.Second, "10s": 10 * time.Second, "-5m": -5 * time.Minute, "10ms": 10 * time.Millisecond} {
		assert.Equal(t, text, fsm.Duration(d).String())
		var back fsm.Duration
		require.NoError(t, back.UnmarshalText([]byte(text)))
		assert.Equal(t, d, back.Std())
	}
	var d fsm.Duration
	assert.Error(t, d.UnmarshalText([]byte("soon")))
}
