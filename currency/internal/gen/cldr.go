package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
)

// record is what the table says about one code.
type record struct {
	Code          string
	ISO           int // minor-unit exponent; 0 where ISO says N.A.
	Display, Cash int
	Step          int64  // smallest cash step in minor units
	From, To      string // yyyy-mm-dd, "" where unknown or still tender
}

type fraction struct {
	Digits       string `json:"_digits"`
	CashDigits   string `json:"_cashDigits"`
	CashRounding string `json:"_cashRounding"`
}

type period struct {
	From   string `json:"_from"`
	To     string `json:"_to"`
	Tender string `json:"_tender"`
}

type currencyData struct {
	Supplemental struct {
		Version struct {
			CLDR string `json:"_cldrVersion"`
		} `json:"version"`
		Data struct {
			Fractions map[string]fraction            `json:"fractions"`
			Region    map[string][]map[string]period `json:"region"`
		} `json:"currencyData"`
	} `json:"supplemental"`
}

func readCLDR(dir string) (version string, records []record, err error) {
	raw, err := os.ReadFile(filepath.Join(dir, "supplemental", "currencyData.json"))
	if err != nil {
		return "", nil, err
	}
	var data currencyData
	if err := json.Unmarshal(raw, &data); err != nil {
		return "", nil, err
	}
	if version, err = packageVersion(dir, "cldr-core"); err != nil {
		return "", nil, err
	}

	periods := map[string][]period{}
	for _, region := range data.Supplemental.Data.Region {
		for _, entry := range region {
			for code, p := range entry {
				periods[code] = append(periods[code], p)
			}
		}
	}
	for _, code := range isoOnly {
		periods[code] = append(periods[code], period{Tender: "false"})
	}
	for code, ps := range periods {
		if notISO[code] {
			continue
		}
		r, err := makeRecord(code, ps, data.Supplemental.Data.Fractions)
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", code, err)
		}
		records = append(records, r)
	}
	sort.Slice(records, func(i, j int) bool { return records[i].Code < records[j].Code })
	return version, records, nil
}

func packageVersion(dir, name string) (string, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return "", err
	}
	var p struct{ Name, Version string }
	if err := json.Unmarshal(raw, &p); err != nil {
		return "", err
	}
	if p.Name != name {
		return "", fmt.Errorf("%s holds the package %q, want %s", dir, p.Name, name)
	}
	return p.Version, nil
}

func makeRecord(code string, ps []period, fractions map[string]fraction) (record, error) {
	f, ok := fractions[code]
	if !ok {
		f = fractions["DEFAULT"]
	}
	display, err := strconv.Atoi(f.Digits)
	if err != nil {
		return record{}, err
	}
	r := record{Code: code, ISO: display, Display: display, Cash: display, Step: 1}
	if iso, ok := isoDigits[code]; ok {
		r.ISO = iso
	}
	if f.CashDigits != "" {
		if r.Cash, err = strconv.Atoi(f.CashDigits); err != nil {
			return record{}, err
		}
	}
	if f.CashRounding != "" && f.CashRounding != "0" {
		if r.Step, err = strconv.ParseInt(f.CashRounding, 10, 64); err != nil {
			return record{}, err
		}
	}
	// CLDR counts the step in units of 10^-cash, the ledger in 10^-ISO.
	for d := r.Cash; d < r.ISO; d++ {
		r.Step *= 10
	}
	r.From, r.To = tender(ps)
	return r, nil
}

// tender is the span from the first day any region used the code as legal
// tender to the last day any did.
func tender(ps []period) (from, to string) {
	open, known := false, false
	for _, p := range ps {
		if p.Tender == "false" {
			continue
		}
		if p.From != "" && (from == "" || p.From < from) {
			from = p.From
		}
		if p.To == "" {
			open = true
		}
		if p.To > to {
			to = p.To
		}
		known = true
	}
	if !known || open {
		to = ""
	}
	return from, to
}
