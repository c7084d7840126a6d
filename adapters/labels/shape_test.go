package labels_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/labels"
	"github.com/orderkit/orderkit/i18n"
	"github.com/stretchr/testify/require"
)

// only returns a press with some of Noto's fonts.
func only(t *testing.T, scripts ...string) *labels.Press {
	t.Helper()
	return press(t, func(c *labels.Config) {
		var regular []string
		for _, name := range c.Regular {
			for _, script := range scripts {
				if strings.Contains(name, "/NotoSans"+script+"-") {
					regular = append(regular, name)
				}
			}
		}
		require.Len(t, regular, len(scripts))
		c.Regular, c.Bold = regular, nil
	})
}

func shape(t *testing.T, p *labels.Press, words, tongue string) labels.Shaped {
	t.Helper()
	s, err := p.Shape(words, tongue, 64)
	require.NoError(t, err)
	return s
}

// alone is what writing letter by letter would give.
func alone(t *testing.T, p *labels.Press, words string) (glyphs []uint32, width float32) {
	t.Helper()
	for _, r := range words {
		s := shape(t, p, string(r), "")
		glyphs = append(glyphs, s.Glyphs...)
		width += s.Width
	}
	return glyphs, width
}

func TestArabicLettersJoin(t *testing.T) {
	p := only(t, "Arabic")
	joined := shape(t, p, "محمد", "")
	letters, width := alone(t, p, "محمد")
	require.NotContains(t, joined.Glyphs, letters[0])
	require.Greater(t, math.Abs(float64(joined.Width-width)), 0.1)
	// From its first to its last dot there is ink in every column: no gap where
	// one letter meets the next.
	for _, word := range []string{"محمد", "ببببببب", "سسسسس", "مستشفى", "حححححح", "لمنيكخ"} {
		for size := 16; size < 64; size++ {
			s, err := p.Shape(word, "", size)
			require.NoError(t, err)
			for x := range s.Rows[0] {
				column := false
				for _, row := range s.Rows {
					column = column || row[x] == '#'
				}
				require.True(t, column, "%s has a gap at column %d of\n%s", word, x, strings.Join(s.Rows, "\n"))
			}
		}
	}
}

func TestHindiFormsConjunctsAndTurnsVowelsAround(t *testing.T) {
	p := only(t, "Devanagari")
	// A vowel sign that is typed after its consonant stands before it.
	syllable := shape(t, p, "कि", "")
	consonant := shape(t, p, "क", "").Glyphs[0]
	require.Len(t, syllable.Glyphs, 2)
	require.Equal(t, consonant, syllable.Glyphs[1])
	// क + virama + ष is one shape.
	require.Len(t, shape(t, p, "क्ष", "").Glyphs, 1)
	_, width := alone(t, p, "क्षत्रिय")
	require.NotEqual(t, width, shape(t, p, "क्षत्रिय", "").Width)
}

// The line on which Hindi letters hang is one: some row of dots has no gap, in
// every size.
func TestTheHeadlineOfHindiIsNotBroken(t *testing.T) {
	p := only(t, "Devanagari")
	for _, word := range []string{"नमन", "मकरसनमन", "पवनसमय"} {
		for size := 16; size < 64; size++ {
			s, err := p.Shape(word, "", size)
			require.NoError(t, err)
			unbroken := slices.ContainsFunc(s.Rows, func(row string) bool {
				return !strings.Contains(strings.TrimSpace(row), " ") && strings.Count(row, "#") > len(row)*9/10
			})
			require.True(t, unbroken, "%s in size %d\n%s", word, size, strings.Join(s.Rows, "\n"))
		}
	}
}

func TestThaiMarksStandOverTheirLetter(t *testing.T) {
	p := only(t, "Thai")
	letter, syllable := shape(t, p, "ท", ""), shape(t, p, "ที่", "")
	require.Equal(t, letter.Width, syllable.Width)
	require.Greater(t, len(syllable.Rows), len(letter.Rows)*3/2)
	// Two marks do not lie on one another: there is a row without ink between.
	blank := 0
	for _, row := range syllable.Rows {
		if strings.TrimSpace(row) == "" {
			blank++
		}
	}
	require.Positive(t, blank)
}

func TestBracketsAreMirroredWhereTextRunsToTheLeft(t *testing.T) {
	p := only(t, "", "Hebrew")
	opening, closing := shape(t, p, "(", "").Glyphs[0], shape(t, p, ")", "").Glyphs[0]
	require.NotEqual(t, opening, closing)
	got := shape(t, p, "(א)", "").Glyphs
	require.Equal(t, opening, got[0], "the bracket on the left opens to the right")
	require.Equal(t, closing, got[2])
}

func TestTheSameCharacterLooksAsInItsCountry(t *testing.T) {
	p := press(t)
	forms := map[string]bool{}
	for _, tongue := range []string{"ja", "zh-CN", "zh-TW"} {
		forms[strings.Join(shape(t, p, "直", tongue).Rows, "\n")] = true
	}
	require.GreaterOrEqual(t, len(forms), 2, "Chinese and Japanese forms of U+76F4 differ")
	label := func(country string) string {
		l := sample("CN")
		l.To.Name, l.To.Latin, l.To.Country = "直", nil, country
		l.From.Country = country
		zpl, err := p.ZPL(l)
		require.NoError(t, err)
		return string(zpl)
	}
	require.NotEqual(t, label("JP")[200:], label("CN")[200:])
}

func TestACharacterThatNoFontHasIsNamed(t *testing.T) {
	p := press(t)
	_, err := p.Shape("བོད་ ꦗꦮ", "", 64)
	var faults labels.Faults
	require.True(t, errors.As(err, &faults))
	require.Equal(t, labels.CodeNoGlyph, faults[0].Code)
	for _, part := range []string{"U+0F56, Tibetan", "U+0F7C, Tibetan", "U+A997, Javanese"} {
		require.Contains(t, faults[0].Reason, part)
	}
	require.Equal(t, 1, strings.Count(faults[0].Reason, "U+A997"))
}

func TestLinesEndWhereTheScriptAllowsIt(t *testing.T) {
	p := press(t)
	for _, c := range []struct {
		name, words string
		width       float32
		want        []string
	}{
		{"Latin", "12 rue de la Paix", 4.5, []string{"12 rue de", "la Paix"}},
		{"after a hyphen", "Donau-Dampfschiff", 6, []string{"Donau-", "Dampfschiff"}},
		{"Han anywhere", "北京市朝阳区", 3.1, []string{"北京市", "朝阳区"}},
		{"no closing bracket first", "東京都（港区）", 6.2, []string{"東京都（港", "区）"}},
		{"no small kana first", "ビルヂィング", 3.1, []string{"ビル", "ヂィン", "グ"}},
		{"Korean at spaces and syllables", "강남구 테헤란로", 3.4, []string{"강남구", "테헤란", "로"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines, ok, err := p.Wrap(c.words, c.width, false)
			require.NoError(t, err)
			require.True(t, ok)
			require.Equal(t, c.want, lines)
		})
	}
}

func TestNoLineEndsInsideOfACharacter(t *testing.T) {
	p := press(t)
	for _, words := range []string{
		"กรุงเทพมหานครอมรรัตนโกสินทร์", "क्षत्रियसङ्घर्षप्रतिष्ठान", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "각각각각각각", "ភ្នំពេញភ្នំពេញ", "السلاملالالالا",
	} {
		boundaries := map[int]bool{0: true}
		at := 0
		for cluster := range i18n.GraphemeSeq(words) {
			at += len(cluster)
			boundaries[at] = true
		}
		for width := float32(1); width < 6; width += 0.37 {
			lines, ok, err := p.Wrap(words, width, true)
			require.NoError(t, err)
			if !ok {
				continue // one cluster is wider
			}
			require.Equal(t, words, strings.Join(lines, ""), "nothing is lost")
			at := 0
			for i, line := range lines {
				at += len(line)
				split := i > 0 && strings.HasPrefix(line, "ا") && strings.HasSuffix(lines[i-1], "ل")
				require.False(t, split, "%q: a ligature is cut", lines)
				require.True(t, boundaries[at], "%q is cut inside of a character", lines)
			}
		}
	}
}
