package fsm_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/fsm"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares got with a file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, name)
}

// Each of these was somebody's order process. The golden file beside it holds
// what the proof says about it, path included.
func TestFamousMistakesAreRefusedWithThePathThatShowsThem(t *testing.T) {
	for _, c := range []struct{ name, code, path string }{
		// luno/workflow's example fulfils an order whose payment id is empty.
		{"goods_leave_unpaid", fsm.CodeSentUnpaid, "new -place-> created, created -fulfil-> fulfilled"},
		// temporalio/reference-app-orders-go keeps the stock of orders that time out.
		{"reservation_never_released", fsm.CodeStockHeld, "new -place-> reserved, reserved -cancel-> cancelled"},
		// The same charges, then ships; when shipping fails nothing refunds.
		{"charge_without_a_way_back", fsm.CodeNoRefundRoute, "new -place-> placed, placed -pay-> charged, charged -ship-> shipped"},
		{"charge_and_ship_at_once", fsm.CodeNoUndo, "new -place-> placed, placed -fulfil-> paid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", "refused", c.name+".json"))
			require.NoError(t, err)
			d, err := fsm.Parse(text)
			require.NoError(t, err)
			assert.Equal(t, c.name, d.Name)

			_, err = fsm.Compile(d)
			var faults fsm.Faults
			require.ErrorAs(t, err, &faults)
			i := slices.IndexFunc(faults, func(f fsm.Fault) bool { return f.Code == c.code })
			require.GreaterOrEqual(t, i, 0, "%v", err)
			assert.Equal(t, c.path, strings.Join(faults[i].Path, ", "))
			golden(t, filepath.Join("refused", c.name+".txt"), err.Error()+"\n")
		})
	}
}

func TestDiagramsOfTheStandardWorkflows(t *testing.T) {
	for _, d := range standard() {
		m, err := fsm.Compile(d)
		require.NoError(t, err)
		golden(t, filepath.Join("standard", d.Name+".mmd"), m.Mermaid())
		golden(t, filepath.Join("standard", d.Name+".dot"), m.DOT())
		golden(t, filepath.Join("standard", d.Name+".json"), string(d.JSON()))
	}
}

func TestDiagramsCannotBeBrokenByLabels(t *testing.T) {
	d := little()
	d.States[paid].Label = `"; </script><b>#35;:{}\N & co 支付`
	m, err := fsm.Compile(d)
	require.NoError(t, err)
	assert.Contains(t, m.Mermaid(), `state "#34;#59; #60;/script#62;#60;b#62;#35;35#59;#58;#123;#125;#92;N #38; co 支付" as s_paid`)
	assert.Contains(t, m.DOT(), `label="\"; &lt;/script&gt;&lt;b&gt;#35;:{}\\N &amp; co 支付"`)
}
