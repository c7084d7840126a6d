package fsm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

func TestHeldIsReadStrictly(t *testing.T) {
	for h := range fsm.Held(64) {
		text, err := h.MarshalText()
		require.NoError(t, err)
		var back fsm.Held
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, h, back)
	}
	assert.Equal(t, "taken sent", (fsm.Sent | fsm.Taken).String())
	var h fsm.Held
	for _, bad := range []string{" ", "sent taken", "taken  sent", "taken taken", "Taken", "taken sent ", "owed"} {
		assert.Error(t, h.UnmarshalText([]byte(bad)), bad)
	}
	_, err := fsm.Held(64).MarshalText()
	assert.Error(t, err)
}

func TestVerbsAddAndDrop(t *testing.T) {
	for _, c := range []struct {
		before fsm.Held
		verb   string
		after  fsm.Held
	}{
		{0, "authorize", fsm.Promised}, {fsm.Promised, "capture", fsm.Taken}, {fsm.Promised, "void", 0},
		{fsm.Taken | fsm.Promised | fsm.Sent, "refund", fsm.Sent},
		{0, "reserve", fsm.Reserved}, {fsm.Reserved, "release", 0}, {fsm.Reserved, "commit", 0}, {fsm.Sent, "restock", fsm.Sent},
		{0, "redeem", fsm.Redeemed}, {fsm.Redeemed, "giveback", 0}, {0, "accrue", fsm.Accrued}, {fsm.Accrued, "accrue", fsm.Accrued}, {fsm.Accrued, "reverse", 0},
		{0, "book", fsm.Sent}, {fsm.Sent, "unbook", 0}, {fsm.Sent, "label", fsm.Sent}, {fsm.Taken, "no_verb", fsm.Taken},
	} {
		assert.Equal(t, c.after, c.before.After(c.verb), "%s after %s", c.before, c.verb)
	}
	for _, v := range fsm.Verbs() {
		if v.Inverse == "" {
			continue
		}
		inverse, ok := fsm.VerbOf(v.Inverse)
		require.True(t, ok, v.Inverse)
		assert.Equal(t, v.Effect, inverse.Effect, v.Name)
		assert.Zero(t, v.Adds&^inverse.Drops, "%s undoes what %s adds", inverse.Name, v.Name)
	}
	fsm.Verbs()[0].Name = "changed"
	_, ok := fsm.VerbOf("authorize")
	assert.True(t, ok, "the caller's copy is his own")
}

func TestEveryVerbIsListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range fsm.Verbs() {
		assert.False(t, seen[v.Name], v.Name)
		seen[v.Name] = true
		assert.Equal(t, v.Effect, fsm.Step{Do: v.Name}.Kind())
	}
	assert.Len(t, seen, 16)
	for _, v := range fsm.Verbs() {
		assert.True(t, v.Inverse == "" || seen[v.Inverse], v.Name)
	}
}
