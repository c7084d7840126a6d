package i18n_test

import (
	"bufio"
	"compress/gzip"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/orderkit/orderkit/i18n"
)

// lines reads the lines of a compressed file of testdata, without its heading.
func lines(t testing.TB, name string) []string {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	require.NoError(t, err)
	defer file.Close()
	zip, err := gzip.NewReader(file)
	require.NoError(t, err)
	var list []string
	for scan := bufio.NewScanner(zip); scan.Scan(); {
		if !strings.HasPrefix(scan.Text(), "#") {
			list = append(list, scan.Text())
		}
	}
	require.NotEmpty(t, list)
	return list
}

// points makes a text of code points in hexadecimal.
func points(t testing.TB, hex string) string {
	t.Helper()
	var b strings.Builder
	for _, h := range strings.Fields(hex) {
		cp, err := strconv.ParseInt(h, 16, 32)
		require.NoError(t, err)
		b.WriteRune(rune(cp))
	}
	return b.String()
}

func TestNoEmojiSurvivesButItsBase(t *testing.T) {
	for _, list := range []struct {
		name string
		most int // as many lines as the file of that version has
	}{{"emoji15.txt.gz", 4733}, {"emoji17.txt.gz", 5225}} {
		emoji := lines(t, list.name)
		assert.Len(t, emoji, list.most, list.name)
		for _, hex := range emoji {
			in := points(t, hex)
			runes := []rune(in)
			want := ""
			if strings.ContainsRune("0123456789#*©®‼⁉™ℹⓂ〰〽㊗㊙", runes[0]) {
				want = string(runes[0])
			} else if len(runes) == 1 && runes[0] < 0x1F000 && isTextByDefault(runes[0]) {
				want = in // without U+FE0F it is a text symbol
			}
			out, _ := holds(t, in, i18n.Options{})
			require.Equal(t, want, out, "%s of %s", hex, list.name)
			dropped, _ := holds(t, in, i18n.Options{DropSymbols: true})
			if want == in && !strings.ContainsRune("©®‼⁉™ℹⓂ〰〽㊗㊙", runes[0]) {
				want = ""
			}
			require.Equal(t, want, dropped, "%s without symbols", hex)
			out, _ = holds(t, "Anna"+in+"Bob", i18n.Options{DropSymbols: true})
			if want == "" {
				require.Equal(t, "Anna Bob", out, hex)
			}
			out, _ = holds(t, "北京"+in+"市", i18n.Options{DropSymbols: true})
			if want == "" {
				require.Equal(t, "北京市", out, hex)
			}
		}
	}
}

// isTextByDefault tells the pictographs below U+1F000 that Unicode draws as text
// unless told otherwise, by the one list of the others, which is closed.
func isTextByDefault(r rune) bool {
	return !strings.ContainsRune("⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕", r)
}

func TestGraphemesFollowUnicode(t *testing.T) {
	cases := lines(t, "graphemes.txt.gz")
	assert.Len(t, cases, 602)
	for _, line := range cases {
		var want []string
		for _, cluster := range strings.Split(strings.Trim(line, "÷ "), "÷") {
			want = append(want, points(t, strings.ReplaceAll(cluster, "×", " ")))
		}
		var got []string
		for cluster := range i18n.GraphemeSeq(strings.Join(want, "")) {
			got = append(got, cluster)
		}
		require.Equal(t, want, got, line)
		require.Equal(t, len(want), i18n.Graphemes(strings.Join(want, "")))
	}
}

func TestEveryCodePointIsTakenOnPurpose(t *testing.T) {
	kept, exempt := 0, 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r >= 0x30000 && r < 0xE0000 || r >= 0xE2000 && r&0xFF < 0xFE || r >= 0xD800 && r < 0xE000 {
			continue // rows that are all alike
		}
		in := "a" + string(r) + "b"
		out, issues := i18n.Clean(in, i18n.Options{})
		again, _ := i18n.Clean(out, i18n.Options{})
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && !unicode.Is(unicode.Variation_Selector, r)
		switch {
		case out != again:
			t.Fatalf("%U: cleaning twice is cleaning once", r)
		case !utf8.ValidString(out):
			t.Fatalf("%U: valid UTF-8", r)
		case out != in && out != norm.NFC.String(in) && len(issues) == 0 && !unicode.IsSpace(r):
			t.Fatalf("%U: nothing is dropped in silence", r)
		case strings.ContainsRune("\u034F\u115F\u1160\u3164\uFFA0", r): // invisible letters
		case letter && out != in && out != norm.NFC.String(in):
			t.Fatalf("%U: a letter is never lost: %+q", r, out)
		case out == in:
			kept++
		}
		if r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F {
			if norm.NFC.String(string(r)) != string(r) {
				exempt++
			}
			if out != in {
				t.Fatalf("%U: a name is not changed", r)
			}
		}
	}
	assert.Greater(t, kept, 190_000)
	assert.Equal(t, 1002, exempt, "ideographs that plain NFC would replace")
}

// What Clean changes in the names of CLDR is a slip of its typists: a mark that
// stands on nothing, a joiner or a variant typed twice, a break before the first
// word, a vowel separator without its vowel.
var slipsOfCLDR = map[string]string{
	"\u0301Antigua kple Barbuda nutome": "Antigua kple Barbuda nutome",
	"\u0301pakas":                       "pakas",
	"ଅଜେର\u0b4d\u200d\u200dବାଇଜାନ\u0b4d":       "ଅଜେର\u0b4d\u200dବାଇଜାନ\u0b4d",
	"ಪೋನ\u0ccd\u200c\u200cಪಿಯನ\u0ccd":          "ಪೋನ\u0ccd\u200cಪಿಯನ\u0ccd",
	"ᠠᠮᠸᠷᠢᠻᠠ \u180eᠢᠢᠨ ᠨᠢᠭᠡᠳᠥᠭᠰᠡᠠ ᠡᠣᠯᠣᠰ":       "ᠠᠮᠸᠷᠢᠻᠠ ᠢᠢᠨ ᠨᠢᠭᠡᠳᠥᠭᠰᠡᠠ ᠡᠣᠯᠣᠰ",
	"ᠫᠷᠠᠨ\u180b\u180bᠼᠠ":                       "ᠫᠷᠠᠨ\u180bᠼᠠ",
	"\u200bເອ\u200bສະ\u200bວາ\u200bຕິ\u200bນີ": "ເອ\u200bສະ\u200bວາ\u200bຕິ\u200bນີ",
	"\u200bកៀហ្ស៊ីស":                           "កៀហ្ស៊ីស",
}

func TestCleanChangesNothingInTheNamesOfCountriesAndLanguages(t *testing.T) {
	names := lines(t, "names.txt.gz")
	assert.Greater(t, len(names), 20_000)
	changed := map[string]string{}
	for _, name := range names {
		if out, _ := holds(t, name, i18n.Options{}); out != name && out != norm.NFC.String(name) {
			changed[name] = out
		}
	}
	assert.Equal(t, slipsOfCLDR, changed)
}

func TestCleanComposesAsUnicodeSays(t *testing.T) {
	checked, exempt := 0, 0
	for _, line := range lines(t, "normalise.txt.gz") {
		from, to, _ := strings.Cut(line, ";")
		in, want := points(t, from), points(t, to)
		if first, _ := utf8.DecodeRuneInString(in); unicode.IsMark(first) {
			continue // a mark on nothing goes: rule 10
		}
		out, issues := holds(t, in, i18n.Options{})
		if strings.ContainsFunc(in, func(r rune) bool { return r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F }) {
			require.Equal(t, in, out, "a compatibility ideograph is a name: %s", line)
			exempt++
			continue
		}
		if strings.ContainsFunc(in, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\u115F\u1160\u3164\uFFA0", r) }) {
			continue // rules 3 and 8
		}
		if slices.Contains(codes(issues), i18n.CodeEmojiRemoved) {
			continue // rule 4
		}
		require.Equal(t, want, out, line)
		checked++
	}
	assert.Greater(t, checked, 17_000)
	assert.Equal(t, 1002, exempt, "as many as plain NFC would rename")
}
