package i18n

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// phoneTable is written by internal/gen; its heading names the source.
//
//go:embed phones.txt
var phoneTable string

// phonePlans reads the table once, when it is first needed.
var phonePlans = sync.OnceValue(func() phones { return readPhones(phoneTable) })

// phones finds the numbering plans by their country, and by their calling code
// with the main country first.
type phones struct {
	byCountry map[string]*phonePlan
	byCalling map[string][]*phonePlan
}

// phonePlan is how the telephone numbers of a country are made and written.
type phonePlan struct {
	country string // "+800" and its like for numbers of no country
	calling string
	abroad  pattern // before a calling code, when dialled from the country
	trunk   pattern // before a number, when dialled within the country
	becomes string  // what the trunk prefix stands for, if not for nothing
	lengths []int
	number  pattern
	leading pattern // how numbers of the country begin, among those of its calling code
	kinds   pattern // what they all look like, where the calling code has other countries
	formats []phoneFormat
}

// phoneFormat is how some of the numbers are written.
type phoneFormat struct {
	number, leading  pattern
	domestic, abroad string // with $1, $2 for the groups of number
}

// pattern is a regular expression that is compiled when it is first needed, nil
// where there is none.
type pattern func() *regexp.Regexp

func newPattern(before, text, after string) pattern {
	if text == "" {
		return nil
	}
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(before + text + after) })
}

func whole(text string) pattern  { return newPattern("^(?:", text, ")$") }
func prefix(text string) pattern { return newPattern("^(?:", text, ")") }

func (p pattern) fits(text string) bool { return p != nil && p().MatchString(text) }

func readPhones(table string) phones {
	all := phones{map[string]*phonePlan{}, map[string][]*phonePlan{}}
	var plan *phonePlan
	for row := range strings.Lines(table) {
		row = strings.TrimSuffix(row, "\n")
		cells := append(strings.Split(row, "\t"), make([]string, 10)...)
		switch {
		case row == "" || row[0] == '#':
		case cells[0] == "":
			plan.formats = append(plan.formats, readPhoneFormat(cells))
		default:
			plan = readPhonePlan(cells)
			all.byCountry[plan.country] = plan
			all.byCalling[plan.calling] = append(all.byCalling[plan.calling], plan)
		}
	}
	return all
}

func readPhonePlan(cells []string) *phonePlan {
	trunk := cells[4]
	if trunk == "" {
		trunk = cells[3]
	}
	plan := &phonePlan{country: cells[0], calling: cells[1], abroad: prefix(cells[2]), trunk: prefix(trunk), becomes: cells[5],
		number: whole(cells[7]), leading: prefix(cells[8]), kinds: whole(cells[9])}
	for _, length := range strings.Split(cells[6], ",") {
		n, _ := strconv.Atoi(length)
		plan.lengths = append(plan.lengths, n)
	}
	return plan
}

func readPhoneFormat(cells []string) phoneFormat {
	f := phoneFormat{number: whole(cells[1]), leading: prefix(cells[3]), domestic: cells[2], abroad: cells[5]}
	if f.abroad == "" {
		f.abroad = cells[2]
	}
	if national := cells[4]; national != "" { // "0$1" says how the first group is written
		if at := strings.IndexByte(f.domestic, '$'); at >= 0 {
			first := f.domestic[at : at+2]
			f.domestic = f.domestic[:at] + strings.Replace(national, "$1", first, 1) + f.domestic[at+2:]
		}
	}
	return f
}

// has reports whether the number can be one of the country's own.
func (p *phonePlan) has(number string) bool {
	return slices.Contains(p.lengths, len(number)) && p.number.fits(number) && (p.kinds == nil || p.kinds.fits(number))
}

// planOf finds the country of a number among those of its calling code: the
// preferred one if it can be.
func (all phones) planOf(calling, number, preferred string) *phonePlan {
	plans := all.byCalling[calling]
	if p := all.byCountry[preferred]; p != nil && p.calling == calling && p.has(number) && (p.leading == nil || p.leading.fits(number)) {
		return p
	}
	for _, p := range plans {
		if p.leading != nil && !p.leading.fits(number) {
			continue
		}
		if p.has(number) {
			return p
		}
	}
	return plans[0]
}
