package i18n_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/i18n"
)

func FuzzClean(f *testing.F) {
	for _, seed := range []string{"", "a", " 🏠 12", "क्\u200Dष", "\u0301a", "1\u00AD\u20E3", "א \u200F", "q\u0344\u0344",
		"\xff\xed\xa0\x80", "❤\u200D🔥", "ก\u200B🏠ข", "\u1112\u1161\u11AB", "\uFA10\u0301", "a\r\n\nb"} {
		f.Add(seed, false, false)
		f.Add(seed, true, true)
	}
	f.Fuzz(func(t *testing.T, in string, multiline, dropSymbols bool) {
		o := i18n.Options{Multiline: multiline, DropSymbols: dropSymbols}
		holds(t, in, o)
		require.LessOrEqual(t, i18n.StepsOfClean(in, o), mostSteps*(len(in)+1), "linear")
	})
}

// nasty is what the rules speak of, so that random texts meet them all.
var nasty = strings.Split(strings.Join([]string{
	"a b Z 1 9 # * , - = < > \u0338 é e \u0301 \u0300 \u0323 \u0327 \u0344 \u0340 \u1ebf \u0229",
	"я α Ω \u212A \u2126 \u1fef \u037e \u2329 \u2000 \u0374 Ա Ꭰ",
	"א ב \u05B4 \uFB1D \uFB2C ש م خ \u064B \u0670 ٤ \u0600 \u070F ܐ ߊ \u061C \u200E \u200F",
	"क \u094D \u093C \u0958 ष \u09C7 \u09BE ক ก \u0E48 เ ລ ក \u17D2 ဗ \u1037 ཀ \u0F73 \u0F75 \u0F81 ꦲ \u1B05 \u1B35 ᧁ",
	"東 京 \uFA10 \U0002F800 \uF900 々 ー ア か \u3099 \uFF70 ㄅ 한 \u1112 \u1161 \u11AB \u115F \u1160 \u3164 \uFFA0",
	"\u200B \u200C \u200D \u2060 \uFEFF \u00AD \u034F \uFE00 \uFE01 \uFE0E \uFE0F \U000E0100 \u180B \u180E ᠠ \U000E0041 \U000E007F",
	"🏠 👍 🏽 🇩 🇪 ❤ ☎ ♀ ↔ © ™ ℹ Ⓜ 〰 ㊗ \u20E3 \U0001FC00 ⌚ 🏴 ★ ° ㈱",
	"\u202A \u202E \u2066 \u2069 \x00 \x1b \u009F \uE000 \U0010FFFD \uFFFF \U0001FFFE \uFFFD \xff \xc3 \xed\xa0\x80 \u0378 \U000323B0 \U0001D15E \U0001D165",
	"\u17B4 \u302E \u16D67 \U000110BD \U0001133E \U00011347 \U0001D1BB",
}, " "), " ")

var spaces = []string{" ", "\u00A0", "\u3000", "\t", "\n", "\r\n", "\u2028", "\u2009"}

func TestCleanHoldsForAnyMixtureOfWhatTheRulesSpeakOf(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		var b strings.Builder
		for range random.IntN(24) {
			switch random.IntN(12) {
			case 0, 1:
				b.WriteString(spaces[random.IntN(len(spaces))])
			case 2:
				b.WriteString(strings.Repeat(nasty[random.IntN(len(nasty))], 1+random.IntN(12)))
			default:
				b.WriteString(nasty[random.IntN(len(nasty))])
			}
		}
		holds(t, b.String(), i18n.Options{Multiline: random.IntN(2) == 0, DropSymbols: random.IntN(2) == 0})
	}
}

// Each of these was once the worst case of some cleaner.
func TestCleanTakesLinearTime(t *testing.T) {
	for _, unit := range []string{"a ", "🏠", "🏠\u200D", "e\u0301", "\u0301", "\u200F", "א\u200F ", " \u200F", "\xff", "\u200B",
		"ก\u200B", "\uFA10", "क्\u200D", "☎\uFE0F", "🇩", "\n", "\u202E", "p\u0430", "א \u200F\n", "\u200F\n \u200F\n", "א \u200F \u200F \n"} {
		for _, o := range []i18n.Options{{}, {Multiline: true}, {DropSymbols: true}} {
			text := "é" + strings.Repeat(unit, 10_000)
			steps := i18n.StepsOfClean(text, o)
			assert.LessOrEqual(t, steps, mostSteps*len(text), "%+q with %+v", unit, o)
			assert.Positive(t, steps)
		}
	}
	_, issues := i18n.Clean(strings.Repeat("🏠\u202E\x00", 10_000), i18n.Options{})
	require.Len(t, issues, 3, "one issue for each code")
}

// mostSteps is how many runes Clean may look at, and bytes it may copy, for each
// byte of a text.
const mostSteps = 8
