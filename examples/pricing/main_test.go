package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

func priced(t *testing.T, text string, args ...string) (code int, out, complaints string) {
	t.Helper()
	var o, c bytes.Buffer
	code = run(args, strings.NewReader(text), &o, &c)
	return code, o.String(), c.String()
}

func TestTheSampleIsPricedAndExplained(t *testing.T) {
	code, out, complaints := priced(t, "")
	require.Zero(t, code, complaints)
	for _, want := range []string{
		"\n  mug               3  37.50    -15.00  18.91  3.59   22.50\n",
		"\n  Gift card                                          -20.00\n  to pay                                              36.58\n",
		"third-mug: takes off 12.50",
		"spring SPRING: takes off 5.74",
		"post-free: needs goods for 75.00, there are 51.68",
		"250 x 0.0354 = 8.85",
		"Tea of the week: 15 % of 8.85 = 1.33",
		"Gift card: 56.58 - 20.00 = 36.58, so it pays 20.00",
	} {
		require.Contains(t, out, want)
	}
}

func TestJSONIsTheQuoteWithItsTrace(t *testing.T) {
	code, out, complaints := priced(t, "", "-json")
	require.Zero(t, code, complaints)
	var p struct {
		Quote     pricing.Quote
		Decisions []pricing.Decision
		Trace     []pricing.Step
	}
	require.NoError(t, json.Unmarshal([]byte(out), &p))
	require.NoError(t, p.Quote.Check())
	require.Len(t, p.Decisions, 3)
	require.NotEmpty(t, p.Trace)
}

func TestAFileIsReadFromAnywhere(t *testing.T) {
	text := `{"currency":"CAD","policy":{"prices":"net","cash":true},"lines":[
		{"id":"coffee","unit":"1.83","quantity":1,"taxes":[{"id":"gst","percent":"5"}]},
		{"id":"sandwich","unit":"2.86","quantity":1,"taxes":[{"id":"gst","percent":"5"}]}]}`
	name := filepath.Join(t.TempDir(), "cart.json")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	for _, args := range [][]string{{"-cart", name}, {"-cart", "-"}} {
		code, out, complaints := priced(t, text, args...)
		require.Zero(t, code, complaints)
		require.Contains(t, out, "4.92 paid in cash in steps of 0.05 is 4.90, a difference of -0.02")
	}
}

func TestWhatIsPrepaidIsOnTheReceipt(t *testing.T) {
	text := `{"currency":"EUR","policy":{"prices":"gross"},"lines":[{"id":"a","unit":"10.00","quantity":1}],
		"prepaid":[{"id":"deposit","kind":"prepaid","amount":{"amount":"4.02","currency":"EUR"}},
		{"id":"b","kind":"gift_card","title":"A long gift card\u0007","amount":{"amount":"1.00","currency":"EUR"}}]}`
	code, out, complaints := priced(t, text, "-cart", "-")
	require.Zero(t, code, complaints)
	require.Contains(t, out, "\n  deposit                                                    -4.02\n  A long gift card?                                          -1.00\n"+
		"  to pay                                                      4.98\n")
	text = strings.Replace(text, `"prices":"gross"`, `"prices":"gross","cash":true,"cash_step":5`, 1)
	code, out, complaints = priced(t, text, "-cart", "-")
	require.Zero(t, code, complaints)
	require.Contains(t, out, "\n  in cash                                              0.02   5.00\n")
	code, _, complaints = priced(t, strings.Replace(text, `"1.00"`, `"9.00"`, 1), "-cart", "-")
	require.Equal(t, 1, code)
	require.Contains(t, complaints, "prepaid[1].amount: a gift card of 9.00, 5.98 are left to pay (range)")
}

func TestColumnsLineUpWhateverTheScript(t *testing.T) {
	text := `{"currency":"JPY","policy":{"prices":"gross"},"lines":[{"id":"NAME","unit":"3980","quantity":2}],
		"charges":[{"id":"s","kind":"shipping","title":"post","amount":{"amount":"500","currency":"JPY"}}]}`
	for title, pad := range map[string]int{
		"抹茶茶碗": 8, "ラーメン": 8, "김치": 4, "ﾗｰﾒﾝ": 4, "ＡＢ": 4, "e\u0301cole": 5, "قهوة": 4, "می\u200cخواهم": 7, "🏠": 2, "a\u202eb": 3,
	} {
		code, out, complaints := priced(t, strings.Replace(text, "NAME", title, 1), "-cart", "-")
		require.Zero(t, code, complaints)
		title = strings.Replace(title, "\u202e", "?", 1)
		require.Contains(t, out, "\n  "+title+strings.Repeat(" ", len("total JPY")-pad)+"         2   7960            7960    0   7960\n")
	}
	_, out, _ := priced(t, text, "-cart", "-", "-locale", "ar-EG")
	lines := strings.Split(strings.NewReplacer("\u200f", "", "\u061c", "").Replace(out), "\n")
	for _, line := range lines[1:3] {
		require.Equal(t, len([]rune(lines[0])), len([]rune(line)), "marks of direction take no column: %q", line)
	}
}

func TestTheReceiptSpeaksTheLanguageOfALocale(t *testing.T) {
	for tag, want := range map[string]string{"de": "56,58\u00a0€", "en-US": "€56.58", "ar-EG": "٥٦٫٥٨"} {
		code, out, complaints := priced(t, "", "-locale", tag)
		require.Zero(t, code, complaints)
		require.Contains(t, out, want)
	}
	code, _, complaints := priced(t, "", "-locale", "klingon!")
	require.Equal(t, 2, code)
	require.Contains(t, complaints, "locale")
}

func TestEveryFaultIsListedWithItsPath(t *testing.T) {
	text := `{"currency":"EUR","currency":"EUR","colour":1,"policy":{"prices":"with","tax_mode":"nearest"},
		"lines":[{"id":"a","unit":12.5,"quantity":"3"},{"id":"a","unit":"1e3","quantity":1.5,"taxes":{}},{"id":"b","unit":"1","quantity":0,"floor":{"amount":"1.234","currency":"EUR"}}],
		"charges":[{"id":"c","kind":"fee","amount":{"amount":"1.00","currency":"USD"}},{"id":"d","kind":"fee","amount":{"amount":"1.00","currency":"XYZ"}},{"id":null,"kind":"fee","amount":{"amount":1}}],
		"promotions":[{"id":"p","percent":"101"}],"context":{"tags":{"a":["x"],"a":["y"]},"at":"today"}}`
	code, out, complaints := priced(t, text, "-cart", "-")
	require.Equal(t, 1, code)
	require.Empty(t, out)
	for _, want := range []string{
		"currency: stands here twice (duplicate)", "colour: is no key of this place", "policy.tax_mode:",
		"lines[0].unit:", "lines[0].quantity:", "lines[1].unit:", "lines[1].quantity:", "lines[1].taxes: is an object, not an array",
		"lines[2].floor.amount:", "charges[1].amount.currency:", "charges[2].id: is null", "charges[2].amount.amount:",
		"promotions[0].percent: must be between 0 and 100", "context.tags.a: stands here twice", "context.at:",
	} {
		require.Contains(t, complaints, "\n  "+want)
	}
	code, out, _ = priced(t, strings.Replace(text, `"promotions":[{"id":"p","percent":"101"}],`, "", 1), "-cart", "-", "-json")
	require.Equal(t, 1, code)
	for _, path := range []string{"policy.prices", "lines[1].id", "lines[2].quantity", "charges[0].amount"} {
		require.Contains(t, out, `"path":"`+path+`"`, "what the cart itself is refused for")
	}
	for _, bad := range []string{"", "[]", "{", "{}x", "null", "1", strings.Repeat("[", 99), `{"lines":[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]}`} {
		code, _, complaints = priced(t, bad, "-cart", "-")
		require.Equal(t, 1, code, bad)
		require.Contains(t, complaints, "the file: ", bad)
	}
}

// A file of this size was read for minutes, when every key was compared with all
// keys before it and every fault with all others.
func TestALargeFileOfNothingButFaultsIsRefusedWhole(t *testing.T) {
	var text strings.Builder
	text.WriteString(`{"currency":"EUR","policy":{"prices":"net"},"context":{"tags":{`)
	for n := range 100_000 {
		fmt.Fprintf(&text, `"line-%d":["x"],`, n)
	}
	text.WriteString(`"line-0":[]}},"lines":[`)
	for n := range 50_000 {
		fmt.Fprintf(&text, `{"id":"%d","unit":%d,"quantity":0},`, n, n)
	}
	text.WriteString(`{"id":"last","unit":"1","quantity":` + strings.Repeat("9", 1000) + `}]}`)
	code, _, complaints := priced(t, text.String(), "-cart", "-")
	require.Equal(t, 1, code)
	require.Contains(t, complaints, "the cart has 100002 faults:")
	require.Contains(t, complaints, "  context.tags.line-0: stands here twice (duplicate)\n")
	require.Contains(t, complaints, "  lines[49999].quantity: must be above zero (range)\n")
	require.Contains(t, complaints, "  lines[50000].quantity: is number "+strings.Repeat("9", 33)+", not int64 (type)\n")
	require.NotContains(t, complaints, "lines[50000].quantity: must be", "what could not be read is not judged again")
}

func TestAWrongCallIsToldSo(t *testing.T) {
	for _, args := range [][]string{{"cart.json"}, {"-colour"}, {"-cart", filepath.Join(t.TempDir(), "none")}} {
		code, out, complaints := priced(t, "", args...)
		require.Equal(t, 2, code)
		require.Empty(t, out)
		require.NotEmpty(t, complaints)
	}
	code, _, _ := priced(t, "", "-help")
	require.Zero(t, code)
}

// The files of testdata are carts with everything a file can say, and one with
// many faults.
func carts(t testing.TB) map[string]string {
	t.Helper()
	names, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	all := map[string]string{"sample": string(sample)}
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		all[strings.TrimSuffix(filepath.Base(name), ".json")] = string(text)
	}
	return all
}

func TestTheFilesAreWhatTheirNamesSay(t *testing.T) {
	all := carts(t)
	require.Len(t, all, 5)
	for name, want := range map[string]string{
		"sample":     "to pay 36.58",
		"taxes":      "total CAD 537.72 -529.91 7.81 3.65 11.46",
		"exchange":   "in cash 0.02 13.70",
		"promotions": "code ZEHN: takes off 10.00",
	} {
		code, out, complaints := priced(t, all[name], "-cart", "-")
		require.Zero(t, code, complaints)
		require.Contains(t, strings.Join(strings.Fields(out), " "), want)
	}
	code, _, complaints := priced(t, all["faults"], "-cart", "-")
	require.Equal(t, 1, code)
	require.Contains(t, complaints, "the cart has 13 faults:")
}

// words are the keys and values of a JSON text.
var words = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null`)

// replaced puts a word where another one is.
func replaced(text string, place uint, word string) string {
	all := words.FindAllStringIndex(text, -1)
	if len(all) == 0 || word == "" {
		return text
	}
	at := all[place%uint(len(all))]
	return text[:at[0]] + word + text[at[1]:]
}

// Whatever a file says, it is refused with faults or priced to a quote that
// passes its own check. The files are those of testdata with two of their words
// replaced: most are still JSON, so what they say reaches the calculation, and
// the fuzzer has little to make shorter, which it would else spend its time on.
// After the last file comes the first word itself.
func FuzzACartFile(f *testing.F) {
	all := carts(f)
	names := slices.Sorted(maps.Keys(all))
	others := []string{`"0"`, `"92233720368547758.07"`, `-3`, `"gross"`, `"EUR"`, `{}`, `"per_rate"`}
	for n, name := range names {
		for place := range len(words.FindAllString(all[name], -1)) {
			f.Add(uint(n), uint(place), others[place%len(others)], uint(0), "")
		}
	}
	for _, text := range []string{"", "{}", "[", "1", `{"currency":"EUR","policy":{"prices":"net"},"lines":[]}`} {
		f.Add(uint(len(names)), uint(0), text, uint(0), "")
	}
	f.Fuzz(func(t *testing.T, file, place uint, word string, second uint, other string) {
		text := word
		if n := file % uint(len(names)+1); n < uint(len(names)) {
			text = replaced(all[names[n]], place, word)
		}
		text = replaced(text, second, other)
		var out, complaints bytes.Buffer
		code := run([]string{"-cart", "-", "-json"}, strings.NewReader(text), &out, &complaints)
		var p struct {
			Quote  pricing.Quote
			Faults pricing.Faults
		}
		require.NoError(t, json.Unmarshal(out.Bytes(), &p), complaints.String())
		if code != 0 {
			require.Equal(t, 1, code)
			require.NotEmpty(t, p.Faults)
			return
		}
		require.NoError(t, p.Quote.Check())
		require.True(t, p.Quote.Payable().Valid())
		out.Reset()
		require.Zero(t, run([]string{"-cart", "-", "-locale", "ar-EG"}, strings.NewReader(text), &out, &complaints), complaints.String())
	})
}
