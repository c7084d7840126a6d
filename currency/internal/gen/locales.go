package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// places is everything that locales.txt is made from.
type places struct {
	numbers map[string]numbers  // by tag
	signs   map[string][]sign   // by tag, sorted by code
	raw     map[string][]sign   // signs before fill
	parents map[string]string   // explicit parents
	tender  map[string]string   // a region's own currency
	likely  map[string]string   // likely subtags
	digits  map[string][]string // ten digits by numbering system
	filled  map[string]bool     // see fill
	legacy  map[string]string   // old tag or language -> the one that replaced it
}

// numbers are one locale's separators and patterns by numbering system.
type numbers struct {
	Default, Native string
	MinGroup        string
	Symbols         map[string]map[string]string
	Formats         map[string]map[string]string
}

// sign is what a locale says about one currency.
type sign struct{ Code, Symbol, Narrow, Pattern, Decimal, Group string }

func readPlaces(core, full string, known map[string]bool) (*places, error) {
	p := &places{numbers: map[string]numbers{}, signs: map[string][]sign{}, digits: map[string][]string{}, raw: map[string][]sign{}, filled: map[string]bool{}, legacy: map[string]string{}}
	if err := p.readCore(core); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(filepath.Join(full, "main"))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		tag := e.Name()
		if p.numbers[tag], err = readNumbers(full, tag); err != nil {
			return nil, fmt.Errorf("%s: %w", tag, err)
		}
		if p.signs[tag], err = readSigns(full, tag, known); err != nil {
			return nil, fmt.Errorf("%s: %w", tag, err)
		}
	}
	return p, nil
}

func readJSON(v any, parts ...string) error {
	raw, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, v)
}

func (p *places) readCore(dir string) error {
	var parents struct {
		Supplemental struct {
			ParentLocales struct {
				ParentLocale map[string]string `json:"parentLocale"`
			} `json:"parentLocales"`
		} `json:"supplemental"`
	}
	if err := readJSON(&parents, dir, "supplemental", "parentLocales.json"); err != nil {
		return err
	}
	p.parents = parents.Supplemental.ParentLocales.ParentLocale
	var money currencyData
	if err := readJSON(&money, dir, "supplemental", "currencyData.json"); err != nil {
		return err
	}
	p.tender = map[string]string{}
	for region, entries := range money.Supplemental.Data.Region {
		for _, entry := range entries {
			for code, when := range entry {
				if when.To == "" && when.Tender != "false" && p.tender[region] == "" {
					p.tender[region] = code
				}
			}
		}
	}
	var likely struct {
		Supplemental struct {
			LikelySubtags map[string]string `json:"likelySubtags"`
		} `json:"supplemental"`
	}
	if err := readJSON(&likely, dir, "supplemental", "likelySubtags.json"); err != nil {
		return err
	}
	p.likely = likely.Supplemental.LikelySubtags
	var systems struct {
		Supplemental struct {
			NumberingSystems map[string]struct {
				Type   string `json:"_type"`
				Digits string `json:"_digits"`
			} `json:"numberingSystems"`
		} `json:"supplemental"`
	}
	if err := readJSON(&systems, dir, "supplemental", "numberingSystems.json"); err != nil {
		return err
	}
	for name, s := range systems.Supplemental.NumberingSystems {
		if s.Type == "numeric" {
			p.digits[name] = strings.Split(s.Digits, "")
		}
	}
	var aliases struct {
		Supplemental struct {
			Metadata struct {
				Alias struct {
					LanguageAlias map[string]struct {
						Replacement string `json:"_replacement"`
					} `json:"languageAlias"`
				} `json:"alias"`
			} `json:"metadata"`
		} `json:"supplemental"`
	}
	if err := readJSON(&aliases, dir, "supplemental", "aliases.json"); err != nil {
		return err
	}
	for old, a := range aliases.Supplemental.Metadata.Alias.LanguageAlias {
		if len(old) == 2 && !strings.Contains(a.Replacement, " ") {
			p.legacy[old] = a.Replacement
		}
	}
	p.legacy["tl"] = "fil"
	return nil
}

func readNumbers(full, tag string) (n numbers, err error) {
	var file struct {
		Main map[string]struct {
			Numbers map[string]json.RawMessage `json:"numbers"`
		} `json:"main"`
	}
	if err := readJSON(&file, full, "main", tag, "numbers.json"); err != nil {
		return n, err
	}
	n.Symbols, n.Formats = map[string]map[string]string{}, map[string]map[string]string{}
	for key, raw := range file.Main[tag].Numbers {
		_, system, _ := strings.Cut(key, "-numberSystem-")
		switch {
		case key == "defaultNumberingSystem":
			err = json.Unmarshal(raw, &n.Default)
		case key == "minimumGroupingDigits":
			err = json.Unmarshal(raw, &n.MinGroup)
		case key == "otherNumberingSystems":
			var other struct{ Native string }
			err = json.Unmarshal(raw, &other)
			n.Native = other.Native
		case strings.HasPrefix(key, "symbols-"):
			var symbols map[string]string
			err = json.Unmarshal(raw, &symbols)
			n.Symbols[system] = symbols
		case strings.HasPrefix(key, "currencyFormats-"):
			n.Formats[system], err = formats(raw)
		}
		if err != nil {
			return n, fmt.Errorf("%s: %w", key, err)
		}
	}
	return n, nil
}

// spacing is the only rule for spaces between a sign and a number that CLDR
// has; the room relies on it.
const spacing = `{"currencyMatch":"[[:^S:]&[:^Z:]]","surroundingMatch":"[:digit:]","insertBetween":"` + "\u00a0" + `"}`

func formats(raw json.RawMessage) (map[string]string, error) {
	var f struct {
		Standard, Accounting string
		CurrencySpacing      struct{ BeforeCurrency, AfterCurrency json.RawMessage }
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, err
	}
	for _, rule := range []json.RawMessage{f.CurrencySpacing.BeforeCurrency, f.CurrencySpacing.AfterCurrency} {
		if got := strings.Join(strings.Fields(string(rule)), ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(spacing, "\u00a0", "") && got != spacing {
			return nil, fmt.Errorf("a new rule of currency spacing: %s", got)
		}
	}
	return map[string]string{"standard": f.Standard, "accounting": f.Accounting}, nil
}

func readSigns(full, tag string, known map[string]bool) (signs []sign, err error) {
	var file struct {
		Main map[string]struct {
			Numbers struct {
				Currencies map[string]map[string]string `json:"currencies"`
			} `json:"numbers"`
		} `json:"main"`
	}
	if err := readJSON(&file, full, "main", tag, "currencies.json"); err != nil {
		return nil, err
	}
	for code, c := range file.Main[tag].Numbers.Currencies {
		if !known[code] {
			continue
		}
		s := sign{Code: code, Symbol: c["symbol"], Narrow: c["symbol-alt-narrow"], Pattern: c["pattern"], Decimal: c["decimal"], Group: c["group"]}
		if s.Symbol == "" {
			s.Symbol = code
		}
		if s.Narrow == "" {
			s.Narrow = s.Symbol
		}
		if all := s.Symbol + s.Narrow + s.Pattern + s.Decimal + s.Group; strings.ContainsAny(all, "|;\t\n") {
			return nil, fmt.Errorf("%s: %q cannot be written", code, all)
		}
		if s != (sign{Code: code, Symbol: code, Narrow: code}) {
			signs = append(signs, s)
		}
	}
	sort.Slice(signs, func(i, j int) bool { return signs[i].Code < signs[j].Code })
	return signs, nil
}

// parent is the locale that a tag inherits from, "" for the root.
func (p *places) parent(tag string) string {
	if tag == "und" {
		return ""
	}
	for {
		if up, ok := p.parents[tag]; ok {
			tag = up
		} else if i := strings.LastIndexByte(tag, '-'); i >= 0 {
			tag = tag[:i]
		} else {
			tag = "und"
		}
		if _, ok := p.numbers[tag]; ok {
			return tag
		}
	}
}

// zero names a numbering system by its digits: the first, if the others follow
// it in Unicode, or all ten.
func (p *places) zero(system string) string {
	digits := p.digits[system]
	first, _ := utf8.DecodeRuneInString(digits[0])
	for i, d := range digits {
		if r, _ := utf8.DecodeRuneInString(d); r != first+rune(i) {
			return strings.Join(digits, "")
		}
	}
	return digits[0]
}

// systems are the numbering systems of a locale that get a record: the default
// one first, then Latin and native digits.
func (n numbers) systems(p *places) (names []string) {
	for _, s := range []string{n.Default, "latn", n.Native} {
		if n.Symbols[s] != nil && n.Formats[s] != nil && p.digits[s] != nil && !slices.Contains(names, s) {
			names = append(names, s)
		}
	}
	return names
}
