package currency_test

import (
	"flag"
	"fmt"
	"os/exec"
	"sort"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/currency"
)

var icuFlag = flag.String("icu", "", "record: ask Node for everything and write testdata/icu.txt.gz; all: compare everything live")

// The independent judge of formatting is ICU, by way of JavaScript's Intl. Its
// answers for every locale, every style, every currency in use and six amounts
// are recorded in testdata/icu.txt.gz, most as hashes. Renew them with
//
//	go test ./currency -run RecordedICU -icu record
//
// Differences are listed, with their reasons, in testdata/icu-differences.txt;
// the list fails when it is stale.
func TestEveryLocaleWritesAsTheRecordedICU(t *testing.T) {
	t.Parallel()
	if *icuFlag == "record" {
		recordICU(t)
	}
	rec := readRecord(t)
	if rec.CLDR == "" || len(rec.Tags) < 600 || len(rec.Codes) < 150 {
		t.Fatalf("the record has %d locales and %d currencies: it is broken", len(rec.Tags), len(rec.Codes))
	}
	t.Logf("%s: %d locales and digits, %d currencies, %d styles, 6 amounts; ICU has nothing for %d more, which are made from the same files: %s",
		rec.Version, len(rec.Tags), len(rec.Codes), len(icuStyles), len(rec.Missing), strings.Join(rec.Missing, " "))
	listed := readDifferences(t)
	byTag, byCode := map[string]*hasher{}, map[string]*hasher{}
	for _, tag := range some(rec.Tags) {
		l := currency.MustLocale(tag)
		for _, code := range rec.Codes {
			if listed.has(tag, code) {
				continue
			}
			if byTag[tag] == nil {
				byTag[tag] = newHasher()
			}
			if byCode[code] == nil {
				byCode[code] = newHasher()
			}
			for s, answers := range ourAnswers(l, code) {
				byTag[tag].add(s, answers)
				byCode[code].add(s, answers)
			}
		}
	}
	for name, h := range byTag {
		if got := h.sums(); got != rec.Hashes[name] {
			t.Errorf("%s differs from ICU in %s; compare live with -icu all, list what is explained", name, h.where(rec.Hashes[name]))
		}
	}
	for name, h := range byCode {
		if testing.Short() {
			break // a currency's hash is over all locales
		}
		if got := h.sums(); got != rec.Hashes[name] {
			t.Errorf("%s differs from ICU in %s", name, h.where(rec.Hashes[name]))
		}
	}
	for key, want := range rec.Full {
		tag, code, _ := strings.Cut(key, " ")
		got := flatten(ourAnswers(currency.MustLocale(tag), code))
		if differs := strings.Join(got, "\t") != strings.Join(want, "\t"); differs != listed.has(tag, code) {
			t.Errorf("%s %s: different from ICU is %v, in the list of differences is %v\nours %q\nICU  %q", tag, code, differs, !differs, got, want)
		} else if differs {
			listed.use(tag, code)
		}
	}
	for _, line := range listed.unused() {
		t.Errorf("testdata/icu-differences.txt is stale: %q", line)
	}
}

// A live ICU with the same data must give the recorded answers. This takes some
// seconds for a sample of currencies, a minute for all of them (-icu all).
func TestEveryLocaleWritesAsALiveICU(t *testing.T) {
	t.Parallel()
	rec := readRecord(t)
	if _, err := exec.LookPath("node"); err != nil {
		t.Logf("NOT TESTED: there is no node on this machine, so nothing was compared live; the recorded answers of %s were", rec.Version)
		return
	}
	if testing.Short() && *icuFlag == "" {
		t.Log("NOT TESTED live: -short")
		return
	}
	codes := strings.Fields("EUR USD JPY CHF KWD HUF INR BYN")
	if *icuFlag != "" {
		codes = rec.Codes
	}
	listed := readDifferences(t)
	compared, wrong := 0, map[string]int{}
	version := askICU(t, icuTags(), codes, func(tag, code string, answers []string) {
		if answers == nil || listed.has(tag, code) {
			return
		}
		ours := flatten(ourAnswers(currency.MustLocale(tag), code))
		for i, want := range answers {
			if compared++; ours[i] != want {
				if wrong[tag]++; wrong[tag] == 1 {
					t.Logf("%s %s %+v: ours %q, ICU %q", tag, code, icuStyles[i/len(icuAmounts)], ours[i], want)
				}
			}
		}
	})
	var summary []string
	for tag, n := range wrong {
		summary = append(summary, fmt.Sprintf("%s (%d)", tag, n))
	}
	sort.Strings(summary)
	t.Logf("%s: %d texts compared", version, compared)
	switch {
	case len(wrong) == 0:
	case version != rec.Version:
		t.Logf("NOT TESTED: node has %s, the record %s; other data, other texts in %s", version, rec.Version, strings.Join(summary, ", "))
	default:
		t.Errorf("differences from ICU in %s", strings.Join(summary, ", "))
	}
}
