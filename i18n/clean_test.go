package i18n_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/orderkit/orderkit/i18n"
)

// codes lists the codes of issues, in their order.
func codes(issues []i18n.Issue) []string {
	var list []string
	for _, issue := range issues {
		list = append(list, issue.Code)
	}
	return list
}

// holds checks what every result of Clean must be.
func holds(t *testing.T, in string, o i18n.Options) (string, []i18n.Issue) {
	t.Helper()
	out, issues := i18n.Clean(in, o)
	require.True(t, utf8.ValidString(out), "valid UTF-8: %+q -> %+q", in, out)
	again, later := i18n.Clean(out, o)
	if !strings.ContainsFunc(out, exemptFromNFC) {
		require.True(t, norm.NFC.IsNormalString(out), "NFC: %+q -> %+q", in, out)
	}
	require.Equal(t, out, again, "cleaning twice is cleaning once: %+q -> %+q -> %+q", in, out, again)
	for _, issue := range later {
		require.Contains(t, []string{i18n.CodePrivateUse, i18n.CodeUnassigned, i18n.CodeMixedScript, i18n.CodeRequired},
			issue.Code, "nothing is left to drop: %+q", out)
	}
	for _, issue := range issues {
		require.True(t, issue.At >= 0 && issue.At <= len(in), "position within the raw text")
	}
	return out, issues
}

// exemptFromNFC tells the ideographs that stay as they are, and the letters of
// Hangul that x/text parts when there are too many of them.
func exemptFromNFC(r rune) bool {
	return r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F || r >= 0x1161 && r <= 0x11FF
}

func TestCleanCarriesEveryScriptToTheEnd(t *testing.T) {
	scotland := "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F"
	for _, c := range []struct {
		name, in, out string
		codes         []string
	}{
		{"Spanish, decomposed", "Jose\u0301 Nu\u0303n\u0303ez", "José Nũñez", nil},
		{"Korean", "서울특별시 강남구 테헤란로 123", "서울특별시 강남구 테헤란로 123", nil},
		{"Korean in letters", "\u1112\u1161\u11AB\u1100\u116E\u11A8", "한국", nil},
		{"Chinese with emoji", "北京市朝阳区🏠建国路88号👍🏽", "北京市朝阳区建国路88号", []string{"emoji_removed"}},
		{"Arabic with its own digits", "شارع التحرير ٤٢، القاهرة", "شارع التحرير ٤٢، القاهرة", nil},
		{"Hebrew with a mark of direction", "שדרות רוטשילד 1\u200F, תל־אביב", "שדרות רוטשילד 1\u200F, תל־אביב", nil},
		{"Hindi with a joiner", "राज्य क्\u200Dष मार्ग", "राज्य क्\u200Dष मार्ग", nil},
		{"a house between words", "Home 🏠 12 Rue de la Paix", "Home 12 Rue de la Paix", []string{"emoji_removed"}},
		{"a family", "👨‍👩‍👧‍👦 Familie Schmidt", "Familie Schmidt", []string{"emoji_removed"}},
		{"flags", "🇩🇪 Berlin 🇫🇷", "Berlin", []string{"emoji_removed"}},
		{"a flag of tags", scotland + " Edinburgh", "Edinburgh", []string{"emoji_removed"}},
		{"a reversed file name", "A\u202Egnp.exe\u202C B", "Agnp.exe B", []string{"bidi_control"}},
		{"invisible characters", "paypal\u200Bhome\u2060x\uFEFF", "paypalhomex", []string{"invisible_removed"}},
		{"a header and a terminal", "Line1\r\nX-Header: evil\x00\x1b[31m", "Line1 X-Header: evil[31m",
			[]string{"line_break_replaced", "control_removed"}},
		{"private use", "\uE001 pua \uF8FF", "\uE001 pua \uF8FF", []string{"private_use"}},
		{"all kinds of spaces", "\u00A0 Rue\u202Fde\u2009Rivoli \u00A0", "Rue de Rivoli", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, issues := holds(t, c.in, i18n.Options{})
			assert.Equal(t, c.out, out)
			assert.Equal(t, c.codes, codes(issues))
		})
	}
}

func TestCleanKeepsTheRules(t *testing.T) {
	multiline, plain := i18n.Options{Multiline: true}, i18n.Options{}
	for _, c := range []struct {
		name    string
		options i18n.Options
		in, out string
		codes   []string
	}{
		{"1 broken bytes go", plain, "Caf\xe9 M\xed\xa0\x80unchen", "Caf Munchen", []string{"invalid_utf8"}},
		{"1 a lost letter is reported", plain, "M\uFFFDnchen", "Mnchen", []string{"invalid_utf8"}},
		{"1 noncharacters go", plain, "a\uFDD0b\uFFFEc\U0010FFFFd", "abcd", []string{"noncharacter"}},
		{"1 whole UTF-8 stays", plain, "München", "München", nil},

		{"2 breaks become one space", plain, "a\tb\nc\rd\ve\ff\u0085g\u2028h\u2029i\r\n\r\nj", "a b c d e f g h i j", []string{"line_break_replaced"}},
		{"2 controls go", plain, "a\x00b\x1bc\u009Bd\x7fe", "abcde", []string{"control_removed"}},
		{"2 breaks stay where lines are asked for", multiline, " a \r\n b\rc\u2028d\u0085e\n\nf \n\n", "a\nb\nc\nd\ne\n\nf", nil},
		{"2 a tab is never a line", multiline, "a\tb", "a b", []string{"line_break_replaced"}},

		{"3 spaces become one", plain, "\u2003a \u00A0\u2007 b\u1680c", "a b c", nil},
		{"3 the ideographic space stays inside", plain, "\u3000山田\u3000太郎\u3000", "山田\u3000太郎", nil},
		{"3 a run with an ideographic space is one", plain, "山田 \u3000 太郎", "山田\u3000太郎", nil},

		{"4 a keycap leaves its digit", plain, "1\uFE0F\u20E3 and 2\u20E3", "1 and 2", []string{"emoji_removed"}},
		{"4 a single regional indicator goes", plain, "A 🇩 B", "A B", []string{"emoji_removed"}},
		{"4 tomorrow's emoji go", plain, "A \U0001FAFF\U0001FC00 B", "A B", []string{"emoji_removed"}},
		{"4 a styled heart goes", plain, "I ❤\uFE0F NY", "I NY", []string{"emoji_removed"}},
		{"4 a toned hand goes", plain, "☝🏽 up", "up", []string{"emoji_removed"}},
		{"4 a chain goes to its end", plain, "a 🤦\u200D♀ b", "a b", []string{"emoji_removed"}},
		{"4 a pictograph with a joiner goes", plain, "❤\u200D🔥 x", "x", []string{"emoji_removed"}},
		{"4 a dangling joiner goes", plain, "🏠\u200D a", "a", []string{"emoji_removed"}},
		{"4 plain symbols are text", plain, "☎ 030 123 ♥ ✈ ♀", "☎ 030 123 ♥ ✈ ♀", nil},
		{"4 text style keeps the symbol", plain, "☎\uFE0E 030", "☎ 030", []string{"invisible_removed"}},
		{"4 marks of trade lose only their style", plain, "Acme® \u00A9\uFE0F ™\uFE0F #5 *", "Acme® © ™ #5 *", []string{"emoji_removed"}},
		{"4 words as emoji lose only their style", plain, "㊗\uFE0F ㊙\uFE0F Ⓜ\uFE0F ℹ\uFE0F ‼\uFE0F", "㊗ ㊙ Ⓜ ℹ ‼", []string{"emoji_removed"}},
		{"4 the option strips symbols", i18n.Options{DropSymbols: true}, "☎ 030 ♥ →A ★B", "030 →A B", []string{"symbol_removed"}},
		{"4 the option keeps names", i18n.Options{DropSymbols: true}, "㈱山田 20° № 5 © ™", "㈱山田 20° № 5 © ™", nil},

		{"5 house numbers never fuse", plain, "Main St 12🏠34", "Main St 12 34", []string{"emoji_removed"}},
		{"5 nor a number and a half", plain, "Main St 12🏠½ Ⅷ🏠a", "Main St 12 ½ Ⅷ a", []string{"emoji_removed"}},
		{"5 words never fuse", plain, "Anna❤\uFE0FBob", "Anna Bob", []string{"emoji_removed"}},
		{"5 marks belong to their letter", plain, "कि🏠कि", "कि कि", []string{"emoji_removed"}},
		{"5 Thai has no spaces", plain, "ถนน🏠สุขุมวิท", "ถนนสุขุมวิท", []string{"emoji_removed"}},
		{"5 kana has no spaces", plain, "サーバー🏠店", "サーバー店", []string{"emoji_removed"}},
		{"5 digits do not fuse in China either", plain, "区🏠88", "区 88", []string{"emoji_removed"}},
		{"5 no space before punctuation", plain, "Berlin🏠, DE", "Berlin, DE", []string{"emoji_removed"}},

		{"6 ZWNJ in Persian, at the end of a word too", plain, "می\u200Cخواهم خانه\u200C", "می\u200Cخواهم خانه\u200C", nil},
		{"6 one joiner in a row", plain, "می\u200C\u200C\u200Dخ", "می\u200Cخ", []string{"invisible_removed"}},
		{"6 no joiner in Latin", plain, "pay\u200Dpal\u200C", "paypal", []string{"invisible_removed"}},
		{"6 no joiner after a digit", plain, "١\u200Dم", "١م", []string{"invisible_removed"}},
		{"6 ZWSP between Thai words", plain, "ถนน\u200Bสุขุมวิท", "ถนน\u200Bสุขุมวิท", nil},
		{"6 ZWSP at a Thai edge goes", plain, "\u200Bถนน\u200B 1\u200B", "ถนน 1", []string{"invisible_removed"}},

		{"6 ZWSP before what is no letter goes", plain, "ถนน\u200B1", "ถนน1", []string{"invisible_removed"}},
		{"6 ZWSP before Latin goes", plain, "ถนน\u200BA", "ถนนA", []string{"invisible_removed"}},
		{"6 ZWSP at the end goes", plain, "ถนน\u200B", "ถนน", []string{"invisible_removed"}},

		{"7 marks of direction in Arabic stay", plain, "شارع 12\u200E A", "شارع 12\u200E A", nil},
		{"7 marks of direction in Latin go", plain, "Street\u200E 12\u200F\u061C", "Street 12", []string{"invisible_removed"}},
		{"7 embeddings and isolates always go", plain, "\u202Bشارع\u202C \u2067x\u2069", "شارع x", []string{"bidi_control"}},
		{"7 no space is left before a mark of direction at the end", plain, "שלום \u200F ", "שלום\u200F", nil},

		{"7 nor at the end of a line", multiline, "שלום \u200F \nב", "שלום\u200F\nב", nil},

		{"8 VS1 after its base", plain, "a 0\uFE00 ，\uFE00", "a 0\uFE00 ，\uFE00", nil},
		{"8 VS1 after nothing", plain, "\uFE00a \uFE00\uFE00b", "a b", []string{"invisible_removed"}},
		{"8 VS1 after a mark of direction", plain, "א\u200F\uFE00", "א\u200F", []string{"invisible_removed"}},
		{"8 VS1 counts as a mark", plain, "q" + strings.Repeat("\u0316", 10) + "\uFE00", "q" + strings.Repeat("\u0316", 10), []string{"invisible_removed"}},
		{"8 one variant for a base", plain, "0\uFE00\uFE01b", "0\uFE00b", []string{"invisible_removed"}},
		{"8 an ideograph's variant stays", plain, "葛\U000E0100飾区", "葛\U000E0100飾区", nil},
		{"8 a Latin variant goes", plain, "g\U000E0100", "g", []string{"invisible_removed"}},
		{"8 Mongolian variants and vowel separator stay", plain, "ᠠ\u180Bᠨ\u180Eᠠ", "ᠠ\u180Bᠨ\u180Eᠠ", nil},
		{"8 Mongolian variants elsewhere go", plain, "a\u180Bb\u180E", "ab", []string{"invisible_removed"}},
		{"8 fillers and soft hyphens go", plain, "So\u00ADft\u034F\u115F\u1160\u3164\uFFA0\u2061\u206A\uFFF9\uFFFC\U000E0041x", "Softx", []string{"invisible_removed"}},
		{"8 visible number signs stay", plain, "\u0600\u0661\u0662 \U000110BD", "\u0600\u0661\u0662 \U000110BD", nil},

		{"9 unknown ideographs stay silently", plain, "\U000323B0\U0003FFF0", "\U000323B0\U0003FFF0", nil},
		{"9 unknown characters stay", plain, "x\u0378", "x\u0378", []string{"unassigned"}},
		{"9 gaiji stay", plain, "渡\U000F0001", "渡\U000F0001", []string{"private_use"}},

		{"10 ten marks stay", plain, "q" + strings.Repeat("\u0316", 10), "q" + strings.Repeat("\u0316", 10), nil},
		{"10 the eleventh goes", plain, "q" + strings.Repeat("\u0316", 500) + "r", "q" + strings.Repeat("\u0316", 10) + "r", []string{"marks_removed"}},
		{"10 marks that come apart count", plain, "q" + strings.Repeat("\u0344", 10), "q" + strings.Repeat("\u0308\u0301", 5), []string{"marks_removed"}},
		{"10 leading marks and joiners go", plain, " \u0301\u200Dabc", "abc", []string{"marks_removed", "invisible_removed"}},
		{"10 marks on an emoji go with it", plain, "a🏠\u0301b", "a b", []string{"emoji_removed", "marks_removed"}},

		{"11 composed", plain, "A\u030Angstro\u0308m", "Ångström", nil},
		{"11 compatibility ideographs are names", plain, "\uFA10\U0002F800\uF900 e\u0301", "\uFA10\U0002F800\uF900 é", nil},
		{"11 accents on compatibility ideographs", plain, "\uFA10\u0301\u0316", "\uFA10\u0316\u0301", nil},
		{"11 a long row of Hangul vowels stays whole", plain, strings.Repeat("\u1161", 100), strings.Repeat("\u1161", 100), nil},
		{"11 and so does one of finals", plain, "\u1161" + strings.Repeat("\u11A8", 100), "\u1161" + strings.Repeat("\u11A8", 100), nil},
		{"11 no compatibility folding", plain, "ﬁ ① Ａ ㎏ ²", "ﬁ ① Ａ ㎏ ²", nil},
		{"11 no case mapping", plain, "İstanbul ıI ß", "İstanbul ıI ß", nil},

		{"12 required and empty", i18n.Options{Required: true}, "  🏠\u2060 ", "", []string{"emoji_removed", "required"}},
		{"12 required and empty ASCII", i18n.Options{Required: true}, "", "", []string{"required"}},
		{"12 required and there", i18n.Options{Required: true}, "x", "x", nil},
		{"12 markup is the writer's business", plain, "<b>=1+1</b>^FS~&", "<b>=1+1</b>^FS~&", nil},

		{"13 Latin and Cyrillic in a word", plain, "p\u0430ypal", "p\u0430ypal", []string{"mixed_script"}},
		{"13 Latin and Greek in a word", plain, "Alph\u03B1", "Alph\u03B1", []string{"mixed_script"}},
		{"13 Latin beside Cyrillic", plain, "Moscow Москва-City", "Moscow Москва-City", nil},
		{"13 Latin with Han and kana", plain, "Tシャツ東京A", "Tシャツ東京A", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, issues := holds(t, c.in, c.options)
			assert.Equal(t, c.out, out, "%+q", out)
			assert.Equal(t, c.codes, codes(issues))
		})
	}
}

func TestIssuesSayWhereAndHowMuch(t *testing.T) {
	_, issues := i18n.Clean("é\u202E 🏠🏠 \uE000", i18n.Options{})
	assert.Equal(t, []i18n.Issue{
		{Code: i18n.CodeBidiControl, Severity: i18n.Warning, At: 2, Detail: "control of writing direction dropped: U+202E"},
		{Code: i18n.CodeEmojiRemoved, Severity: i18n.Info, At: 6, Detail: "emoji dropped: U+1F3E0"},
		{Code: i18n.CodePrivateUse, Severity: i18n.Review, At: 15, Detail: "private use character kept: not every font can draw it: U+E000"},
	}, issues)
	_, issues = i18n.Clean("\xff", i18n.Options{Required: true})
	assert.Equal(t, i18n.Review, issues[0].Severity)
	assert.Equal(t, i18n.Error, issues[1].Severity)
	assert.True(t, i18n.HasErrors(issues))
	assert.False(t, i18n.HasErrors(issues[:1]))
}
