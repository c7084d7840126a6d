package currency_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

const (
	icuFile         = "testdata/icu.txt.gz"
	differencesFile = "testdata/icu-differences.txt"
)

// icuStyles are the styles in the order of testdata/intl.mjs.
var icuStyles = []currency.Style{
	{Decimals: currency.ShowLedger},
	{Decimals: currency.ShowLedger, Sign: currency.NarrowSymbol},
	{Decimals: currency.ShowLedger, Sign: currency.ISOCode},
	{Decimals: currency.ShowLedger, Accounting: true},
	{Decimals: currency.ShowLedger, Accounting: true, Sign: currency.NarrowSymbol},
	{Decimals: currency.ShowLedger, Accounting: true, Sign: currency.ISOCode},
	{Decimals: currency.ShowRounded},
}

// icuAmounts are minor units: plain, negative, zero, large, tiny, four digits
// before the decimals or seven.
var icuAmounts = []int64{123456, -123456, 0, -987654321098765, 5, -100000000}

// some are all of the tags, with -short every 25th.
func some(tags []string) []string {
	if !testing.Short() {
		return tags
	}
	var few []string
	for i := 0; i < len(tags); i += 25 {
		few = append(few, tags[i])
	}
	return few
}

// icuTags are all locales, with the other digits that each has.
func icuTags() (tags []string) {
	text, err := os.ReadFile("locales.txt")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(text)) {
		if tag, rest, _ := strings.Cut(line, "\t"); tag[0] != '#' && rest[0] != '=' {
			tags = append(tags, tag)
		}
	}
	return tags
}

// icuCodes are the currencies in use, and some that are remembered.
func icuCodes() (codes []string) {
	for _, c := range currency.Codes() {
		_, began := c.From()
		if _, ended := c.To(); began && !ended {
			codes = append(codes, c.String())
		}
	}
	return append(codes, strings.Fields("HRK BGN DEM ITL ESP PTE GRD BEF VEF SLL XAU XXX")...)
}

func ourAnswers(l currency.Locale, code string) (byStyle [][]string) {
	c, _ := currency.ParseCode(code)
	for _, style := range icuStyles {
		l := l.With(style)
		answers := make([]string, len(icuAmounts))
		for i, minor := range icuAmounts {
			answers[i] = l.Format(currency.New(minor, c))
		}
		byStyle = append(byStyle, answers)
	}
	return byStyle
}

func flatten(byStyle [][]string) []string { return slices.Concat(byStyle...) }

// askICU asks Node, and hands out the answers for each locale and currency,
// nil for a locale that it does not have.
func askICU(t *testing.T, tags, codes []string, answer func(tag, code string, answers []string)) (version string) {
	t.Helper()
	type question struct {
		Code    string   `json:"code"`
		Digits  int      `json:"digits"`
		Amounts []string `json:"amounts"`
	}
	var questions []question
	for _, code := range codes {
		c, err := currency.ParseCode(code)
		if err != nil {
			t.Fatal(err)
		}
		q := question{Code: code, Digits: c.Digits()}
		for _, minor := range icuAmounts {
			q.Amounts = append(q.Amounts, currency.New(minor, c).Number())
		}
		questions = append(questions, q)
	}
	input, err := json.Marshal(map[string]any{"tags": tags, "currencies": questions})
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "testdata/intl.mjs")
	node.Stdin = bytes.NewReader(input)
	var faults bytes.Buffer
	node.Stderr = &faults
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		switch {
		case version == "":
			version = strings.Join(f, ", ")
		case len(f) == 1:
			answer(f[0], "", nil)
		default:
			answer(f[0], f[1], f[2:])
		}
	}
	if err := node.Wait(); err != nil {
		t.Fatalf("node: %v\n%s", err, faults.String())
	}
	return version
}

// record is what ICU answered.
type record struct {
	Version, CLDR string
	Tags, Missing []string
	Codes         []string
	Hashes        map[string]string   // by tag, and by code: a hash for every style
	Full          map[string][]string // "tag code", for samples and listed differences
}

// recordICU asks ICU for everything.
func recordICU(t *testing.T) {
	t.Helper()
	listed := readDifferences(t)
	rec := record{Codes: icuCodes(), Hashes: map[string]string{}, Full: map[string][]string{}}
	sums := map[string]*hasher{}
	rec.Version = askICU(t, icuTags(), rec.Codes, func(tag, code string, answers []string) {
		if answers == nil {
			rec.Missing = append(rec.Missing, tag)
			return
		}
		if len(rec.Tags) == 0 || rec.Tags[len(rec.Tags)-1] != tag {
			rec.Tags = append(rec.Tags, tag)
		}
		if listed.has(tag, code) {
			rec.Full[tag+" "+code] = answers
			return
		}
		if code == "EUR" && !strings.Contains(tag, "-") {
			rec.Full[tag+" "+code] = answers
		}
		for _, name := range []string{tag, code} {
			if sums[name] == nil {
				sums[name] = newHasher()
			}
			for s := range icuStyles {
				sums[name].add(s, answers[s*len(icuAmounts):(s+1)*len(icuAmounts)])
			}
		}
	})
	_, rec.CLDR, _ = strings.Cut(rec.Version, "cldr ")
	for name, h := range sums {
		rec.Hashes[name] = h.sums()
	}
	data, err := json.MarshalIndent(rec, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(data)
	z.Close()
	if err := os.WriteFile(icuFile, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d bytes", icuFile, b.Len())
}

func readRecord(t *testing.T) (rec record) {
	t.Helper()
	f, err := os.Open(icuFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &rec); err != nil {
		t.Fatal(err)
	}
	return rec
}

// hasher keeps one hash for every style.
type hasher struct{ styles []hash.Hash }

func newHasher() *hasher {
	h := &hasher{}
	for range icuStyles {
		h.styles = append(h.styles, sha256.New())
	}
	return h
}

func (h *hasher) add(style int, answers []string) {
	for _, a := range answers {
		fmt.Fprintf(h.styles[style], "%s\n", a)
	}
}

func (h *hasher) sums() string {
	parts := make([]string, len(h.styles))
	for i, s := range h.styles {
		parts[i] = hex.EncodeToString(s.Sum(nil)[:5])
	}
	return strings.Join(parts, " ")
}

// where names the styles whose hash is not as recorded.
func (h *hasher) where(recorded string) string {
	want := strings.Fields(recorded)
	var out []string
	for i, got := range strings.Fields(h.sums()) {
		if i >= len(want) || got != want[i] {
			out = append(out, fmt.Sprintf("%+v", icuStyles[i]))
		}
	}
	return strings.Join(out, ", ")
}

// differences are lines "tag code reason"; a code of * is all of them.
type differences map[string]*bool

func readDifferences(t *testing.T) differences {
	t.Helper()
	text, err := os.ReadFile(differencesFile)
	if err != nil {
		t.Fatal(err)
	}
	d := differences{}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 2 && f[0] != "#" {
			d[f[0]+" "+f[1]] = new(bool)
		} else if len(f) > 0 && f[0] != "#" {
			t.Errorf("%s: %q gives no reason", differencesFile, line)
		}
	}
	return d
}

func (d differences) has(tag, code string) bool {
	return d[tag+" "+code] != nil || d[tag+" *"] != nil
}

func (d differences) use(tag, code string) {
	for _, key := range []string{tag + " " + code, tag + " *"} {
		if d[key] != nil {
			*d[key] = true
		}
	}
}

func (d differences) unused() (keys []string) {
	for key, used := range d {
		if !*used {
			keys = append(keys, key)
		}
	}
	return keys
}
