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

var union = strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")

var provinces = strings.Fields("AB BC MB NB NL NS NT NU ON PE QC SK YT")

func TestRatesOfTheStandardKind(t *testing.T) {
	for place, want := range map[string]string{
		"AT": "at-20", "BE": "be-21", "BG": "bg-20", "CY": "cy-19", "CZ": "cz-21", "DE": "de-19", "DK": "dk-25", "EE": "ee-24", "ES": "es-21",
		"FI": "fi-25.5", "FR": "fr-20", "GR": "gr-24", "HR": "hr-25", "HU": "hu-27", "IE": "ie-23", "IT": "it-22", "LT": "lt-21", "LU": "lu-17",
		"LV": "lv-21", "MT": "mt-18", "NL": "nl-21", "PL": "pl-23", "PT": "pt-23", "RO": "ro-21", "SE": "se-25", "SI": "si-22", "SK": "sk-23",
		"GB": "gb-20", "CH": "ch-8.1", "NO": "no-25", "JP": "jp-10", "AU": "au-gst-10", "NZ": "nz-gst-15",
		"CA-AB": "ca-gst-5", "CA-BC": "ca-gst-5 ca-bc-pst-7", "CA-MB": "ca-gst-5 ca-mb-pst-7", "CA-NB": "ca-nb-hst-15", "CA-NL": "ca-nl-hst-15",
		"CA-NS": "ca-ns-hst-14", "CA-NT": "ca-gst-5", "CA-NU": "ca-gst-5", "CA-ON": "ca-on-hst-13", "CA-PE": "ca-pe-hst-15",
		"CA-QC": "ca-gst-5 ca-qc-qst-9.975", "CA-SK": "ca-gst-5 ca-sk-pst-6", "CA-YT": "ca-gst-5", "US": "", "us-ny": "", "de-by": "de-19",
	} {
		country, region, _ := strings.Cut(place, "-")
		r, ok := pricing.RegimeOf(country, region, on(pricing.RegimesAsOf))
		require.True(t, ok, place)
		require.NotEmpty(t, r.Source)
		require.Equal(t, slices.Contains(union, strings.ToUpper(country)), r.Union, place)
		taxes, _ := r.Taxes("standard")
		var ids []string
		for _, tax := range taxes {
			ids = append(ids, tax.ID)
		}
		require.Equal(t, want, strings.Join(ids, " "), place)
	}
	for _, place := range []string{"CA", "XX", "", "CA-XX"} {
		country, region, _ := strings.Cut(place, "-")
		_, ok := pricing.RegimeOf(country, region, on("2026-01-01"))
		require.False(t, ok, place)
	}
	_, ok := pricing.RegimeOf("DE", "", on("2020-08-01"))
	require.False(t, ok, "16 percent then; the table does not know")
}

func TestRatesChangeOnTheDayOfTheLaw(t *testing.T) {
	for _, one := range []struct{ country, region, kind, day, want string }{
		{"EE", "", "standard", "2025-06-30", "ee-22"}, {"EE", "", "standard", "2025-07-01", "ee-24"},
		{"RO", "", "standard", "2025-07-31", "ro-19"}, {"RO", "", "reduced", "2025-08-01", "ro-11"},
		{"FI", "", "reduced", "2025-12-31", "fi-14"}, {"FI", "", "reduced", "2026-01-01", "fi-13.5"},
		{"CA", "NS", "standard", "2025-03-31", "ca-ns-hst-15"}, {"CA", "NS", "standard", "2025-04-01", "ca-ns-hst-14"},
	} {
		r, ok := pricing.RegimeOf(one.country, one.region, on(one.day).Add(23*time.Hour))
		require.True(t, ok)
		taxes, ok := r.Taxes(one.kind)
		require.True(t, ok)
		require.Equal(t, one.want, taxes[0].ID)
	}
}

// The table is sane: every regime on every day has each tax once per kind, and
// its taxes and policy make a cart that can be calculated.
func TestEveryRegimeCalculates(t *testing.T) {
	for _, day := range []string{"2025-01-01", "2025-04-01", "2025-08-01", "2026-01-01", "2030-01-01"} {
		for _, place := range slices.Concat(union, strings.Fields("GB CH NO JP AU NZ US"), provinces) {
			country, region := place, ""
			if slices.Contains(provinces, place) {
				if r, ok := pricing.RegimeOf("CA", place, on(day)); ok && r.Region == place && !slices.Contains(union, place) {
					country, region = "CA", place
				}
			}
			r, ok := pricing.RegimeOf(country, region, on(day))
			require.True(t, ok, place)
			c := pricing.Cart{Currency: currency.EUR, Policy: r.Policy(pricing.Net)}
			for k, kind := range r.Kinds() {
				taxes, ok := r.Taxes(kind)
				require.True(t, ok)
				require.True(t, len(taxes) == 1 || country == "CA", "%s %s %s", place, kind, day)
				c.Lines = append(c.Lines, pricing.Line{ID: fmt.Sprint(k), Unit: dec("9.99"), Quantity: 3, Taxes: taxes})
			}
			calculate(t, c)
			last := "1000"
			for _, rate := range r.Rates {
				require.False(t, rate.From.After(on(day)))
				if country != "CA" {
					require.Equal(t, 1, dec(last).Cmp(rate.Percent.Decimal()), "kinds go from the highest to the lowest")
					last = strings.TrimPrefix(rate.ID[strings.LastIndexByte(rate.ID, '-'):], "-")
				}
			}
		}
	}
	r, _ := pricing.RegimeOf("DE", "", on("2026-01-01"))
	r.Rates[0].Kind = "changed"
	again, _ := pricing.RegimeOf("DE", "", on("2026-01-01"))
	require.Equal(t, "standard", again.Rates[0].Kind)
	_, ok := again.Taxes("none")
	require.False(t, ok)
}

func TestLawsOfRounding(t *testing.T) {
	at := on("2026-01-01")
	t.Run("Quebec: both taxes on the price; until 2012 one was on the other", func(t *testing.T) {
		for day, want := range map[string]string{"2012-06-01": "100.00 + 14.98 = 114.98", "2026-01-01": "100.00 + 14.98 = 114.98"} {
			r, _ := pricing.RegimeOf("CA", "QC", on(day))
			taxes, _ := r.Taxes("standard")
			require.Equal(t, day < "2013", taxes[1].Compound)
			q := calculate(t, with(taxed(cart(pricing.Net, "100.00"), taxes...), func(c *pricing.Cart) { c.Policy, c.Currency = r.Policy(pricing.Net), currency.CAD }))
			require.Equal(t, want, totals(q))
		}
	})
	t.Run("Japan: once per rate and invoice, downward by custom", func(t *testing.T) {
		r, _ := pricing.RegimeOf("JP", "", at)
		require.True(t, r.Free)
		c := pricing.Cart{Currency: currency.JPY, Policy: r.Policy(pricing.Net)}
		for k := range 3 {
			taxes, _ := r.Taxes([]string{"standard", "reduced", "reduced"}[k])
			c.Lines = append(c.Lines, pricing.Line{ID: fmt.Sprint(k), Unit: dec("199"), Quantity: 1, Taxes: taxes})
		}
		require.Equal(t, []string{"jp-10 199 19", "jp-8 398 31"}, taxes(calculate(t, c)))
	})
	t.Run("the policy of a regime", func(t *testing.T) {
		r, _ := pricing.RegimeOf("DE", "", at)
		require.Equal(t, pricing.Policy{Prices: pricing.Gross, TaxScope: pricing.PerRate}, r.Policy(pricing.Gross))
	})
}
