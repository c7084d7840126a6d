package pricing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/pricing"
	"github.com/stretchr/testify/require"
)

func on(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t
}

// regimesFrom is the day on which the table begins for most places.
const regimesFrom = "2024-01-01"

var (
	union     = strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
	regions   = strings.Fields("AT-JUNGHOLZ AT-MITTELBERG FR-20R FR-971 FR-972 FR-974 PT-20 PT-30 GB-NIR")
	provinces = strings.Fields("CA-AB CA-BC CA-MB CA-NB CA-NL CA-NS CA-NT CA-NU CA-ON CA-PE CA-QC CA-SK CA-YT")
	taxed2024 = slices.Concat(union, regions, strings.Fields("GB CH NO JP AU NZ"), provinces)
)

func regimeAt(t *testing.T, place, day string) pricing.Regime {
	country, region, _ := strings.Cut(place, "-")
	r, ok := pricing.RegimeOf(country, region, on(day))
	require.True(t, ok, "%s %s", place, day)
	return r
}

func taxIDs(r pricing.Regime, kind string) string {
	taxes, _ := r.Taxes(kind)
	var ids []string
	for _, tax := range taxes {
		ids = append(ids, tax.ID)
	}
	return strings.Join(ids, " ")
}

func TestRatesOfTheStandardKind(t *testing.T) {
	for place, want := range map[string]string{
		"AT": "at-20", "BE": "be-21", "BG": "bg-20", "CY": "cy-19", "CZ": "cz-21", "DE": "de-19", "DK": "dk-25", "EE": "ee-24", "ES": "es-21",
		"FI": "fi-25.5", "FR": "fr-20", "GR": "gr-24", "HR": "hr-25", "HU": "hu-27", "IE": "ie-23", "IT": "it-22", "LT": "lt-21", "LU": "lu-17",
		"LV": "lv-21", "MT": "mt-18", "NL": "nl-21", "PL": "pl-23", "PT": "pt-23", "RO": "ro-21", "SE": "se-25", "SI": "si-22", "SK": "sk-23",
		"AT-JUNGHOLZ": "at-jungholz-19", "AT-MITTELBERG": "at-jungholz-19", "FR-20R": "fr-20r-20", "FR-2B": "fr-20r-20", "FR-971": "fr-971-8.5", "FR-972": "fr-972-8.5", "FR-974": "fr-974-8.5",
		"PT-20": "pt-20-16", "PT-30": "pt-30-22", "GB": "gb-20", "GB-NIR": "gb-nir-20", "CH": "ch-8.1", "NO": "no-25", "JP": "jp-10", "AU": "au-gst-10", "NZ": "nz-gst-15",
		"CA-AB": "ca-gst-5", "CA-BC": "ca-gst-5 ca-bc-pst-7", "CA-MB": "ca-gst-5 ca-mb-pst-7", "CA-NB": "ca-nb-hst-15", "CA-NL": "ca-nl-hst-15",
		"CA-NS": "ca-ns-hst-14", "CA-NT": "ca-gst-5", "CA-NU": "ca-gst-5", "CA-ON": "ca-on-hst-13", "CA-PE": "ca-pe-hst-15",
		"CA-QC": "ca-gst-5 ca-qc-qst-9.975", "CA-SK": "ca-gst-5 ca-sk-pst-6", "CA-YT": "ca-gst-5", "US": "", "us-ny": "", "de-by": "de-19",
		"EL": "gr-24", "MC": "fr-20", "IM": "gb-20", "XI": "gb-nir-20", "GP": "fr-971-8.5", "MQ": "fr-972-8.5", "RE": "fr-974-8.5",
	} {
		r := regimeAt(t, place, pricing.RegimesAsOf)
		require.Equal(t, want, taxIDs(r, "standard"), place)
		require.NotEmpty(t, r.Source, place)
		require.NotEmpty(t, r.Rounding, place)
	}
}

// The rates of the Union are those that TEDB had on 2026-09-07. It has no 4.8 and
// 0 for Ireland and no 0 for Malta, and lists rates of regions as rates of states.
func TestRatesOfAllKinds(t *testing.T) {
	for place, want := range map[string]string{
		"AT": "20 13 10 4.9", "BE": "21 12 6", "BG": "20 9", "CY": "19 9 5 3", "CZ": "21 12", "DE": "19 7", "DK": "25", "EE": "24 13 9", "ES": "21 10 4",
		"FI": "25.5 13.5 10", "FR": "20 10 5.5 2.1", "GR": "24 13 6", "HR": "25 13 5", "HU": "27 18 5", "IE": "23 13.5 9 4.8 0", "IT": "22 10 5 4",
		"LT": "21 12 5", "LU": "17 14 8 3", "LV": "21 12 5", "MT": "18 12 7 5 0", "NL": "21 9", "PL": "23 8 5", "PT": "23 13 6", "RO": "21 11",
		"SE": "25 12 6", "SI": "22 9.5 5", "SK": "23 19 5", "AT-JUNGHOLZ": "19 13 10 4.9", "FR-20R": "20 10 5.5 2.1 0.9", "FR-971": "8.5 2.1 1.05",
		"FR-972": "8.5 2.1 1.05", "FR-974": "8.5 2.1 1.05", "PT-20": "16 9 4", "PT-30": "22 12 4", "GB": "20 5 0", "GB-NIR": "20 5 0",
		"CH": "8.1 3.8 2.6", "NO": "25 15 12 11.11 0", "JP": "10 8", "AU": "10 0", "NZ": "15", "CA-AB": "5 0", "CA-BC": "5 7 0", "CA-NS": "14 0",
	} {
		var rates []string
		for _, rate := range regimeAt(t, place, pricing.RegimesAsOf).Rates {
			rates = append(rates, rate.Percent.Decimal().String())
		}
		require.Equal(t, want, strings.Join(rates, " "), place)
	}
}

func TestPlacesThatTheTableDoesNotKnow(t *testing.T) {
	for _, place := range []string{"CA", "XX", "", "CA-XX", "ES-CN", "ES-GC", "ES-TF", "ES-CE", "ES-ML", "DE-HELGOLAND", "DE-BUSINGEN", "FI-01", "AX", "GR-69",
		"IT-LIVIGNO", "IT-CAMPIONE", "FR-973", "GF", "FR-976", "YT", "FR-PF", "PF", "GB-JE", "JE", "GB-GY", "GG", "NO-21", "SJ", "FO", "GL", "IC"} {
		country, region, _ := strings.Cut(place, "-")
		_, ok := pricing.RegimeOf(country, region, on("2026-01-01"))
		require.False(t, ok, place)
	}
	for _, day := range []string{"2020-08-01", "2023-12-31"} {
		_, ok := pricing.RegimeOf("DE", "", on(day))
		require.False(t, ok, "16 percent in 2020; the table begins later")
	}
}

func TestUnionIsWhereTheOneStopShopTaxes(t *testing.T) {
	for _, place := range taxed2024 {
		country, _, _ := strings.Cut(place, "-")
		overseas := slices.Contains([]string{"FR-971", "FR-972", "FR-974"}, place)
		want := slices.Contains(union, country) && !overseas || place == "GB-NIR"
		require.Equal(t, want, regimeAt(t, place, "2026-01-01").Union, place)
	}
	require.Len(t, union, 27)
}

func TestRatesChangeOnTheDayOfTheLaw(t *testing.T) {
	for _, one := range []struct{ place, kind, day, before, after string }{
		{"AT", "super-reduced", "2026-07-01", "", "at-4.9"},
		{"CA-NS", "standard", "2025-04-01", "ca-ns-hst-15", "ca-ns-hst-14"},
		{"EE", "standard", "2025-07-01", "ee-22", "ee-24"},
		{"EE", "intermediate", "2025-01-01", "", "ee-13"},
		{"EE", "reduced", "2025-01-01", "ee-9", "ee-9"}, // books and medicine
		{"EE", "reduced-2", "2025-01-01", "ee-5", ""},   // the press, at 9 since
		{"ES", "zero", "2024-10-01", "es-0", ""},
		{"ES", "super-reduced-2", "2024-10-01", "", "es-2"},
		{"ES", "super-reduced-2", "2025-01-01", "es-2", ""},
		{"ES", "reduced-2", "2024-10-01", "es-5", "es-7.5"},
		{"ES", "reduced-2", "2025-01-01", "es-7.5", ""},
		{"FI", "standard", "2024-09-01", "fi-24", "fi-25.5"},
		{"FI", "reduced", "2026-01-01", "fi-14", "fi-13.5"},
		{"FI", "reduced-2", "2026-01-01", "fi-10", "fi-10"},
		{"LT", "reduced", "2026-01-01", "lt-9", "lt-12"},
		{"PT-30", "reduced", "2024-10-01", "pt-30-5", "pt-30-4"},
		{"RO", "standard", "2025-08-01", "ro-19", "ro-21"},
		{"RO", "reduced", "2025-08-01", "ro-9", "ro-11"},
		{"RO", "reduced-2", "2025-08-01", "ro-5", ""},
		{"SK", "standard", "2025-01-01", "sk-20", "sk-23"},
		{"SK", "intermediate", "2025-01-01", "", "sk-19"},
		{"SK", "reduced", "2025-01-01", "sk-10", "sk-5"}, // basic food, books, hotels
	} {
		eve := on(one.day).AddDate(0, 0, -1).Format(time.DateOnly)
		require.Equal(t, one.before, taxIDs(regimeAt(t, one.place, eve), one.kind), "%v", one)
		require.Equal(t, one.after, taxIDs(regimeAt(t, one.place, one.day), one.kind), "%v", one)
	}
}

func TestTheDayIsThatOfTheClockAtThePlace(t *testing.T) {
	tallinn := time.FixedZone("Tallinn", 3*60*60)
	for hour, want := range map[int]string{23: "ee-22", 24: "ee-24"} {
		r, ok := pricing.RegimeOf("EE", "", time.Date(2025, 6, 30, hour, 30, 0, 0, tallinn))
		require.True(t, ok)
		require.Equal(t, want, taxIDs(r, "standard"))
	}
}

// Every change since 2024 was on the first of a month, so the first and the last
// days of months see all of the table.
func eachDay(do func(day string)) {
	for first := on(regimesFrom); first.Before(on("2027-02-01")); first = first.AddDate(0, 1, 0) {
		do(first.Format(time.DateOnly))
		do(first.AddDate(0, 1, -1).Format(time.DateOnly))
	}
}

func TestTheTableIsConsistent(t *testing.T) {
	kinds := []string{"standard", "intermediate", "reduced", "reduced-2", "reduced-3", "super-reduced", "super-reduced-2", "zero"}
	eachDay(func(day string) {
		for _, place := range taxed2024 {
			r := regimeAt(t, place, day)
			seen := map[string]bool{}
			kind, last := -1, dec("100")
			for _, rate := range r.Rates {
				at := fmt.Sprintf("%s on %s", rate.ID, day)
				require.False(t, seen[rate.ID], "twice: %s", at)
				seen[rate.ID] = true
				require.False(t, rate.From.After(on(day)), at)
				require.True(t, rate.Until.IsZero() || rate.Until.After(on(day)), at)
				require.True(t, rate.From.Before(on(regimesFrom)) || rate.From.Day() == 1, at)
				require.True(t, rate.Until.IsZero() || rate.Until.Day() == 1, at)
				k := slices.Index(kinds, rate.Kind)
				require.GreaterOrEqual(t, k, 0, at)
				if r.Country == "CA" && k == kind {
					continue // taxes of the federation and the province
				}
				require.Greater(t, k, kind, "one rate of a kind, in the order of kinds: %s", at)
				require.Equal(t, 1, last.Cmp(rate.Percent.Decimal()), "from the highest to the lowest: %s", at)
				require.Equal(t, rate.Kind == "zero", rate.Percent.Decimal().IsZero(), at)
				kind, last = k, rate.Percent.Decimal()
			}
			require.Equal(t, "standard", r.Rates[0].Kind)
		}
	})
}

// Directive 2006/112/EC art. 97 and 98. Its art. 105 lets Portugal and Corsica go
// lower, which are regions.
func TestStatesOfTheUnionKeepToTheDirective(t *testing.T) {
	eachDay(func(day string) {
		for _, place := range union {
			for _, rate := range regimeAt(t, place, day).Rates {
				percent, at := rate.Percent.Decimal(), fmt.Sprintf("%s on %s", rate.ID, day)
				switch {
				case rate.Kind == "standard":
					require.False(t, percent.LessThan(dec("15")), at)
				case strings.HasPrefix(rate.Kind, "super-reduced"), rate.Kind == "zero":
					require.True(t, percent.LessThan(dec("5")), at)
				default:
					require.False(t, percent.LessThan(dec("5")), at)
				}
			}
		}
	})
}

func TestEveryRateSaysWhoNamesIt(t *testing.T) {
	single := map[string]bool{}
	eachDay(func(day string) {
		for _, place := range taxed2024 {
			for _, rate := range regimeAt(t, place, day).Rates {
				require.NotEmpty(t, rate.Sources, rate.ID)
				require.NotContains(t, rate.Sources, "", rate.ID)
				require.Len(t, slices.Compact(slices.Sorted(slices.Values(rate.Sources))), len(rate.Sources), rate.ID)
				require.Equal(t, len(rate.Sources) > 1, rate.Verified())
				if !rate.Verified() {
					single[rate.ID] = true
				}
			}
		}
	})
	require.Equal(t, map[string]bool{"at-jungholz-4.9": true}, single, "what only one source names")
}

// Every regime makes carts that can be calculated.
func TestEveryRegimeCalculates(t *testing.T) {
	for _, day := range []string{"2024-01-01", "2024-10-01", "2025-01-01", "2025-08-01", "2026-01-01", "2026-07-01", "2030-01-01"} {
		for _, place := range append(taxed2024, "US") {
			r := regimeAt(t, place, day)
			c := pricing.Cart{Currency: currency.EUR, Policy: r.Policy(pricing.Net)}
			for k, kind := range r.Kinds() {
				taxes, ok := r.Taxes(kind)
				require.True(t, ok)
				c.Lines = append(c.Lines, pricing.Line{ID: fmt.Sprint(k), Unit: dec("9.99"), Quantity: 3, Taxes: taxes})
			}
			calculate(t, c)
		}
	}
	r := regimeAt(t, "DE", "2026-01-01")
	r.Rates[0].Kind, r.Rates[0].Sources[0] = "changed", "changed"
	again := regimeAt(t, "DE", "2026-01-01")
	require.Equal(t, "standard", again.Rates[0].Kind)
	require.NotEqual(t, "changed", again.Rates[0].Sources[0])
	_, ok := again.Taxes("none")
	require.False(t, ok)
}

func TestARateOf0HasACategoryOfItsOwn(t *testing.T) {
	for kind, category := range map[string]string{"standard": "S", "zero": "Z"} {
		taxes, ok := regimeAt(t, "GB", "2026-01-01").Taxes(kind)
		require.True(t, ok)
		require.Equal(t, category, taxes[0].Category)
	}
}

func TestARateSaysUntilWhenItHolds(t *testing.T) {
	rates := regimeAt(t, "CA-QC", "2012-06-01").Rates
	i := slices.IndexFunc(rates, func(r pricing.RegimeRate) bool { return strings.Contains(r.ID, "qst") })
	require.Equal(t, time.Date(2013, 1, 1, 0, 0, 0, 0, time.UTC), rates[i].Until)
	require.Zero(t, regimeAt(t, "CA-QC", "2026-01-01").Rates[i].Until)
}

func TestLawsOfRounding(t *testing.T) {
	t.Run("Quebec: both taxes on the price; until 2012 one was on the other", func(t *testing.T) {
		for _, day := range []string{"2012-06-01", "2026-01-01"} {
			r := regimeAt(t, "CA-QC", day)
			taxes, _ := r.Taxes("standard")
			require.Equal(t, day < "2013", taxes[1].Compound)
			q := calculate(t, with(taxed(cart(pricing.Net, "100.00"), taxes...), func(c *pricing.Cart) { c.Policy, c.Currency = r.Policy(pricing.Net), currency.CAD }))
			require.Equal(t, "100.00 + 14.98 = 114.98", totals(q))
		}
	})
	t.Run("Japan: once per rate and invoice, downward by custom", func(t *testing.T) {
		r := regimeAt(t, "JP", "2026-01-01")
		require.True(t, r.Free)
		c := pricing.Cart{Currency: currency.JPY, Policy: r.Policy(pricing.Net)}
		for k := range 3 {
			taxes, _ := r.Taxes([]string{"standard", "reduced", "reduced"}[k])
			c.Lines = append(c.Lines, pricing.Line{ID: fmt.Sprint(k), Unit: dec("199"), Quantity: 1, Taxes: taxes})
		}
		require.Equal(t, []string{"jp-10 199 19", "jp-8 398 31"}, taxes(calculate(t, c)))
	})
	t.Run("New Zealand: half a cent is dropped, in Australia it counts as one", func(t *testing.T) {
		for place, want := range map[string]string{"NZ": "0.10 + 0.01 = 0.11", "AU": "0.15 + 0.02 = 0.17"} {
			r := regimeAt(t, place, "2026-01-01")
			taxes, _ := r.Taxes("standard")
			price := map[string]string{"NZ": "0.10", "AU": "0.15"}[place]
			q := calculate(t, with(taxed(cart(pricing.Net, price), taxes...), func(c *pricing.Cart) { c.Policy = r.Policy(pricing.Net) }))
			require.Equal(t, want, totals(q), "15 percent of 0.10, 10 percent of 0.15")
		}
	})
	t.Run("the smallest coin, where the currency has smaller units than coins", func(t *testing.T) {
		for place, step := range map[string]int64{"AU": 5, "CA-ON": 5, "CH": 5, "NZ": 10, "DE": 0, "GB": 0} {
			require.Equal(t, step, regimeAt(t, place, "2026-01-01").Policy(pricing.Gross).CashStep, place)
		}
	})
	t.Run("the policy of a regime", func(t *testing.T) {
		require.Equal(t, pricing.Policy{Prices: pricing.Gross, TaxScope: pricing.PerRate}, regimeAt(t, "DE", "2026-01-01").Policy(pricing.Gross))
	})
}
