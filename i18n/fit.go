package i18n

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// Fit returns the address as a carrier takes it from the country where it is
// posted: with the characters that the carrier prints (see InLatin), its street
// wrapped at words over the lines that there are, its region as letters bear it, its
// postal code and phone number in their normal form. Everything that does not fit is reported at once, and
// nothing is ever cut: a text that is too long stays whole, with an error of
// CodeTooLong that has the limit.
//
// The result is for the carrier alone; keep the address itself. Lines that the
// customer wrote stay lines where that is possible; otherwise they are joined and
// broken anew. Call it on a clean address.
func (a Address) Fit(l Limits, from string) (Address, []Issue) {
	prints := l.prints(a.Country, from)
	a = a.normal()
	_, paths := a.twinFor(prints)
	fitted, issues := a.InLatin(prints)
	if l.NoPOBox && fitted.isPOBox() {
		issues = append(issues, Issue{Path: paths("lines"), Code: CodePOBox, Severity: Warning,
			Detail: "the carrier does not deliver to post office boxes"})
	}
	streets := fitted.streets(l.StreetAndTown)
	if l.StreetAndTown {
		fitted.Locality = strings.TrimSpace(fitted.Locality + " " + fitted.SortingCode)
		fitted.Sublocality, fitted.SortingCode = "", ""
	}
	c, _ := countryOf(fitted.Country)
	fitted.Region = l.region(c, fitted.Region, prints != EveryScript)
	if l.Capitals {
		fitted.raise(streets, languageOf(fitted.Language, c))
	}
	for _, f := range fitted.texts() {
		limit := l.of(f.name)
		if length := l.Unit.Count(*f.text); limit > 0 && length > limit {
			issues = append(issues, Issue{Path: paths(f.name), Code: CodeTooLong, Severity: Error, Limit: limit,
				Detail: fmt.Sprintf("length %d, and %d is the most", length, limit)})
		}
	}
	lines, fits := l.wrap(streets)
	if !fits {
		issues = append(issues, Issue{Path: paths("lines"), Code: CodeTooLong, Severity: Error, Limit: l.Lines[0],
			Detail: fmt.Sprintf("the street does not fit lines of %d", l.Lines)})
	}
	fitted.Lines = lines
	return fitted, issues
}

// normal writes the postal codes and phone numbers as machines read them, those of
// the twin too.
func (a Address) normal() Address {
	if a.Latin != nil {
		whole, twin := a.inLatin(), *a.Latin
		if twin.PostalCode != "" {
			twin.PostalCode = whole.NormalPostalCode()
		}
		if twin.Phone != "" {
			twin.Phone = whole.NormalPhone()
		}
		a.Latin = &twin
	}
	a.PostalCode, a.Phone = a.NormalPostalCode(), a.NormalPhone()
	return a
}

// streets returns the street lines that are not empty, with the quarter if it has
// no field of its own.
func (a Address) streets(quarter bool) []string {
	var streets []string
	for _, line := range a.Lines {
		if line != "" {
			streets = append(streets, line)
		}
	}
	if quarter && a.Sublocality != "" {
		streets = append(streets, a.Sublocality)
	}
	return streets
}

// raise writes everything in capitals.
func (a *Address) raise(streets []string, tongue language.Tag) {
	for i := range streets {
		streets[i] = inCapitals(streets[i], tongue)
	}
	for _, f := range a.texts() {
		if f.name != "language" {
			*f.text = inCapitals(*f.text, tongue)
		}
	}
}

// region returns the region as it is written on a letter, or its ISO 3166-2 code
// if only that fits.
func (l Limits) region(c *country, region string, latin bool) string {
	text := c.regionText(region, latin)
	if l.Region > 0 && l.Unit.Count(text) > l.Region {
		if s, known := c.subdivision(region); known && s.Code != "" && l.Unit.Count(s.Code) <= l.Region {
			return s.Code
		}
	}
	return text
}

// wrap breaks the street into the lines that there are; if it cannot, it returns
// the street as it is.
func (l Limits) wrap(streets []string) ([]string, bool) {
	if len(l.Lines) == 0 || len(streets) == 0 {
		return streets, true
	}
	room := func(line int) int { return l.Lines[min(line, len(l.Lines)-1)] }
	between := ", "
	if !isLatin(streets[0]) {
		between = " "
	}
	for _, s := range []string{strings.Join(streets, "\n"), strings.Join(streets, between)} {
		if lines, fits := wrap(s, room, l.Unit.Count); fits && len(lines) <= len(l.Lines) {
			return lines, true
		}
	}
	return streets, false
}

// poBox finds the usual words for a post office box. It cannot know all, and a
// street may bear such a name: so it only warns.
var poBox = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\bp\.? ?o\.? ?box\b|\bpost office box\b|\bpostfach\b|\bpostbus\b|\bpostboks\b|\bpostbox\b` +
		`|\bbo[iî]te postale\b|\bb\.?p\.? ?\d|\bcasella postale\b|\bapartado\b|\bcaixa postal\b|\bcasilla\b|\bskrytka poczt|\bpostilokero\b` +
		`|а/я|абонентский ящик|поштова скринька|私書箱|信箱|사서함|ص\. ?ب|ת\.ד`)
})

func (a Address) isPOBox() bool {
	for _, line := range a.Lines {
		if poBox().MatchString(line) {
			return true
		}
	}
	return false
}
