package labels_test

import (
	"bufio"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/go-text/typesetting/bidi"
	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/stretchr/testify/require"
)

func TestNumbersStandBesideTheirStreet(t *testing.T) {
	for _, c := range []struct{ name, logical, visual string }{
		{"Latin", "12 Rue (bis)", "12 Rue (bis)"},
		{"Hebrew with a number after the street", "רחוב 12", "12 בוחר"},
		{"Arabic digits in an Arabic street", "شارع ٤٢", "٤٢ عراش"},
		{"Arabic in a Latin line, number after it", "Hotel شارع 12, Cairo", "Hotel 12 عراش, Cairo"},
		{"number between Arabic words of a Latin line", "Hotel شارع 12 شارع end", "Hotel عراش 12 عراش end"},
		{"number at the end of a Latin line after Arabic", "Hotel شارع 12", "Hotel 12 عراش"},
		{"Latin after the number stays on its right", "Hotel شارع 12abc", "Hotel 12 عراشabc"},
		{"brackets around Hebrew in Latin", "a (אב) b", "a (בא) b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.visual, labels.Visual(c.logical))
		})
	}
}

// Which way each character runs is compared with another implementation; that
// one tells no more than that.
func TestDirectionsAreThoseOfAnotherImplementation(t *testing.T) {
	alphabet := []rune("ab א ب1٢,./+-% ()[]«»\u0301\u0651\u200D!$€")
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		text := make([]rune, 1+random.IntN(14))
		for i := range text {
			text[i] = alphabet[random.IntN(len(alphabet))]
		}
		for base, direction := range []bidi.Direction{bidi.LeftToRight, bidi.RightToLeft} {
			var p bidi.Paragraph
			runs := p.Segment(text, direction)
			got := labels.Levels(text, uint8(base))
			for i := range runs.NumRuns() {
				run := runs.Run(i)
				for k := run.Start; k < run.End; k++ {
					if text[k] == '\u200D' || text[k] == ' ' {
						continue // seen by nobody, and blanks at the end are cut off
					}
					require.Equal(t, run.IsLeftToRight(), got[k]%2 == 0, "%q at %d of base %d: %v", string(text), k, base, got)
				}
			}
		}
	}
}

// Unicode's own test cases, without those of explicit embeddings and isolates,
// which labels refuse.
func TestUnicodesOwnCasesHold(t *testing.T) {
	const file = "/usr/share/unicode/BidiCharacterTest.txt"
	f, err := os.Open(file)
	if err != nil {
		notTested(t, "NOT TESTED: Unicode's cases for the order of characters: %v. Install unicode-data.", err)
	}
	defer f.Close()
	tested := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Split(lines.Text(), ";")
		if strings.HasPrefix(lines.Text(), "#") || len(fields) != 5 {
			continue
		}
		var text []rune
		refused := false
		for _, code := range strings.Fields(fields[0]) {
			n, err := strconv.ParseInt(code, 16, 32)
			require.NoError(t, err)
			text = append(text, rune(n))
			refused = refused || n == 0x2029 || 0x202A <= n && n <= 0x202E || 0x2066 <= n && n <= 0x2069
		}
		if refused {
			continue
		}
		tested++
		base, err := strconv.Atoi(fields[2])
		require.NoError(t, err)
		if fields[1] == "2" {
			require.Equal(t, base, int(labels.FirstStrong(text)), lines.Text())
		}
		got := labels.Levels(text, uint8(base))
		for i, want := range strings.Fields(fields[3]) {
			if want != "x" {
				require.Equal(t, want, strconv.Itoa(int(got[i])), "%s: at %d of %v", lines.Text(), i, got)
			}
		}
	}
	require.Greater(t, tested, 1000)
}
