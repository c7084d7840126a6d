package i18n_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/i18n"
)

func TestWrapBreaksWhereReadersDo(t *testing.T) {
	for _, c := range []struct {
		name, in     string
		width, lines int
		measure      func(string) int
		want         []string
	}{
		{"words", "Appartement 3, 12 rue de l'Église", 18, 2, nil, []string{"Appartement 3, 12", "rue de l'Église"}},
		{"just enough", "ab cd", 5, 1, nil, []string{"ab cd"}},
		{"line breaks", "ab\ncd", 35, 2, nil, []string{"ab", "cd"}},
		{"line breaks of every kind", "ab\r\ncd\re\u2028f", 35, 4, nil, []string{"ab", "cd", "e", "f"}},
		{"wide house numbers stay whole", "大手町１２３４号", 6, 2, nil, []string{"大手町", "１２３４号"}},
		{"nothing", "", 35, 1, nil, nil},
		{"Japanese has no spaces", "東京都千代田区千代田", 5, 2, nil, []string{"東京都千代", "田区千代田"}},
		{"no closing bracket begins a line", "東京都千代（田区）千", 8, 2, nil, []string{"東京都千代（田", "区）千"}},
		{"no long vowel begins a line", "東京サーバー店", 3, 3, nil, []string{"東京", "サー", "バー店"}},
		{"Thai between its words", "ถนน\u200Bสุขุมวิท", 5, 2, nil, []string{"ถนน", "สุขุมวิท"}},
		{"Latin beside Han", "東京ABC店", 4, 3, nil, []string{"東京", "ABC店"}},
		{"bytes, for a carrier", "éé éé", 4, 2, func(s string) int { return len(s) }, []string{"éé", "éé"}},
		{"runes, for a carrier", "e\u0301e\u0301 a", 4, 2, utf8.RuneCountInString, []string{"e\u0301e\u0301", "a"}},
		{"too long", "ab cd ef", 5, 1, nil, nil},
		{"a word too long", "Donaudampfschifffahrt 1", 10, 9, nil, nil},
		{"a cluster is never cut", "क्षि", 1, 9, utf8.RuneCountInString, nil},
		{"an ideograph keeps its variant", "葛\U000E0100飾", 1, 9, utf8.RuneCountInString, nil},
		{"a kana keeps its accent", "か\u3099か", 2, 2, utf8.RuneCountInString, []string{"か\u3099", "か"}},
		{"a mark on a space is not lost", "a \u05B8 b", 3, 2, nil, []string{"a \u05B8", "b"}},
		{"no room", "a", 5, 0, nil, nil},
		{"too many line breaks", "a\nb\nc", 5, 2, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := i18n.Wrap(c.in, c.width, c.lines, c.measure)
			if c.want == nil && c.in != "" {
				var tooLong *i18n.TooLongError
				require.True(t, errors.As(err, &tooLong))
				assert.Equal(t, i18n.TooLongError{Text: c.in, Width: c.width, Lines: c.lines}, *tooLong)
				assert.Contains(t, err.Error(), "does not fit")
				assert.Nil(t, got, "nothing is printed in part")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestWrapLosesNothingButWhiteSpace(t *testing.T) {
	bare := strings.NewReplacer(" ", "", "\n", "", "\u3000", "", "\u200B", "")
	for _, a := range letters {
		for _, line := range a.Layout(i18n.LayoutOptions{}) {
			for width := 1; width < 40; width++ {
				got, err := i18n.Wrap(line, width, 40, nil)
				if err != nil {
					continue
				}
				require.Equal(t, bare.Replace(line), bare.Replace(strings.Join(got, "")))
				for _, part := range got {
					require.LessOrEqual(t, i18n.Graphemes(part), width)
				}
			}
		}
	}
}

func TestGraphemesAreWhatPeopleCount(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "abc": 3, "e\u0301": 1, "👨‍👩‍👧‍👦": 1, "🇩🇪🇫🇷": 2, "한국": 2, "\u1112\u1161\u11AB": 1, "नि": 1, "\r\n": 1, "\xff\xff": 2,
	} {
		assert.Equal(t, want, i18n.Graphemes(text), "%+q", text)
	}
	for range i18n.GraphemeSeq("abc") {
		break // a reader may stop
	}
}
