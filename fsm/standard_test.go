package fsm_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

func standard() []fsm.Definition {
	return []fsm.Definition{fsm.Goods(), fsm.MadeToOrder(), fsm.Download()}
}

func TestTheStandardWorkflowsAreProven(t *testing.T) {
	for _, d := range standard() {
		m, err := fsm.Compile(d)
		require.NoError(t, err)
		assert.Equal(t, 1, m.Version())
		assert.Equal(t, d, m.Definition())
	}
}

// Whatever step is taken out of the standard workflows, the proof notices,
// except where the rest is a sound workflow too: a service that hands nothing
// over, a shop without points, money taken without asking first, goods that
// the customer keeps.
func TestNoStepOfTheStandardWorkflowsIsMissedUnseen(t *testing.T) {
	sound := map[string][]string{
		"goods":         {"ship book", "return label", "return label", "inspect restock"},
		"made_to_order": {"ship book", "return label", "return label"},
		"download":      {"pay authorize", "complete accrue", "return unbook"},
	}
	for _, d := range standard() {
		var missed []string
		for i, tr := range d.Transitions {
			for k, s := range tr.Steps {
				broken := fsm.MustCompile(d).Definition()
				broken.Transitions[i].Steps = slices.Delete(broken.Transitions[i].Steps, k, k+1)
				if _, err := fsm.Compile(broken); err == nil {
					missed = append(missed, tr.Action+" "+s.Do)
				}
			}
		}
		assert.Equal(t, sound[d.Name], missed, d.Name)
	}
}

func TestEveryActionInEveryStandardStateIsAnsweredOrRefusedOnPurpose(t *testing.T) {
	for _, d := range standard() {
		m := fsm.MustCompile(d)
		for _, s := range d.States {
			for _, action := range []string{"cancel", "pay"} {
				_, _, ok := m.Next(s.Name, action, nil)
				row, otherwise := m.Otherwise(s.Name, action)
				assert.True(t, ok || otherwise, "%s: %s in %s", d.Name, action, s.Name)
				if otherwise {
					assert.NotEmpty(t, row.Because, "%s: %s in %s", d.Name, action, s.Name)
				}
			}
		}
	}
}
