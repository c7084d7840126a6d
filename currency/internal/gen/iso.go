package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
)

// isoDigits are the minor units of ISO 4217 that are not CLDR's digits. CLDR
// says how prices are shown, ISO how they are kept. Sources:
//
//   - current codes: ISO 4217 list one of 2024-06-25 (SIX Financial Information,
//     the maintenance agency), checked by -iso;
//   - withdrawn codes: ISO publishes no minor units for them (list three has no
//     such column), so the value is the one in force at the withdrawal, as Java's
//     java.util.Currency, which follows ISO's amendments, still carries it
//     (Temurin 25, getDefaultFractionDigits), all of its codes compared by hand;
//   - "N.A." of list one, and of Java for XFO and XFU: no minor unit, so 0.
var isoDigits = map[string]int{
	// Current codes that people write without decimals.
	"AFN": 2, "ALL": 2, "COP": 2, "HUF": 2, "IDR": 2, "IQD": 3, "IRR": 2, "KPW": 2,
	"LAK": 2, "LBP": 2, "MGA": 2, "MMK": 2, "PKR": 2, "SOS": 2, "SYP": 2, "YER": 2,
	// Withdrawn codes.
	"BEF": 0, "BYB": 0, "GRD": 0, "PTE": 0, "ROL": 0, "TPE": 0,
	"MRO": 2, "SLL": 2, "STD": 2, "TMM": 2, "ZMK": 2, "ZWD": 2,
	// N.A.
	"XAG": 0, "XAU": 0, "XBA": 0, "XBB": 0, "XBC": 0, "XBD": 0, "XDR": 0, "XFO": 0,
	"XFU": 0, "XPD": 0, "XPT": 0, "XSU": 0, "XTS": 0, "XUA": 0, "XXX": 0,
}

// isoOnly are codes of ISO 4217 list three (withdrawn codes) that CLDR does not
// have, so that old books can be read. Their digits are CLDR's default of 2,
// which is what Java has for AYM and ZWN and ISO for CHW and GHS, the later
// names of CHC and GHP; the others were withdrawn by 1990, before minor units
// were published.
var isoOnly = []string{
	"ARY", "AYM", "BGJ", "BGK", "CHC", "CSJ", "GHP", "GNE", "LAJ", "LSM", "MVQ",
	"PEH", "ROK", "UGW", "UYN", "VNC", "ZWC", "ZWN",
}

// notISO are codes that CLDR made up for money without an ISO 4217 code (and
// CNH, which markets use for yuan outside China). They are left out.
var notISO = map[string]bool{
	"ARL": true, "ARM": true, "BAN": true, "BGM": true, "BGO": true, "BOL": true,
	"BRZ": true, "CLE": true, "CNH": true, "CNX": true, "KRH": true, "KRO": true,
	"MAF": true, "MCF": true, "MDC": true, "MKN": true, "MVP": true, "VNN": true,
	"YUR": true,
}

// compareISO reports every code of ISO's list one that the table lacks or has
// with another minor unit.
func compareISO(file string, records []record) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var list struct {
		Published string `xml:"Pblshd,attr"`
		Entries   []struct {
			Code  string `xml:"Ccy"`
			Units string `xml:"CcyMnrUnts"`
		} `xml:"CcyTbl>CcyNtry"`
	}
	if err := xml.Unmarshal(raw, &list); err != nil {
		return err
	}
	have := map[string]int{}
	for _, r := range records {
		have[r.Code] = r.ISO
	}
	wrong := map[string]bool{}
	for _, e := range list.Entries {
		if e.Code == "" { // a region without a currency of its own
			continue
		}
		units := 0
		if e.Units != "N.A." {
			if units, err = strconv.Atoi(e.Units); err != nil {
				return fmt.Errorf("%s: minor units %q", e.Code, e.Units)
			}
		}
		if got, ok := have[e.Code]; !ok || got != units {
			wrong[fmt.Sprintf("%s has minor unit %s", e.Code, e.Units)] = true
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	var lines []string
	for line := range wrong {
		lines = append(lines, line)
	}
	sort.Strings(lines)
	return fmt.Errorf("the table differs from ISO 4217 list one of %s: %s", list.Published, strings.Join(lines, "; "))
}
