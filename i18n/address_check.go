package i18n

import (
	"strconv"
	"strings"
	"unicode"
)

// Check returns everything that keeps mail from arriving, all at once: fields
// that the country requires and a country that does not exist are errors, a
// postal code, a region or a phone number that does not look like the country's is
// a warning, since the sources disagree even on their own examples. A Latin twin is checked
// too, under "latin.". Who the mail is for is not asked: a name is required by
// whoever needs one. Call it on a clean address.
func (a Address) Check() []Issue {
	issues := a.check("")
	if a.Latin == nil {
		return issues
	}
	for _, issue := range a.inLatin().check("latin.") {
		if issue.Path == "latin.postalCode" && a.Latin.PostalCode == "" ||
			issue.Path == "latin.phone" && a.Latin.Phone == "" ||
			issue.Path == "latin.region" && issue.Code == CodeRequired && isBlank(a.Region) ||
			issue.Path == "latin.country" && a.Latin.Country == "" {
			continue // said of the address already
		}
		issues = append(issues, issue)
	}
	return append(issues, a.Latin.notLatin()...)
}

func (a Address) check(prefix string) []Issue {
	var issues []Issue
	found := func(field, code string, severity Severity, detail string) {
		issues = append(issues, Issue{Path: prefix + field, Code: code, Severity: severity, Detail: detail})
	}
	c, known := countryOf(a.Country)
	switch {
	case isBlank(a.Country):
		found("country", CodeRequired, Error, "every address needs a country")
	case !known:
		found("country", CodeCountry, Error, "no ISO 3166-1 alpha-2 code: "+a.Country)
	}
	for _, field := range c.rules.Required {
		if a.isEmpty(field) && !(field == "region" && c.isRegion(a.Locality)) {
			found(field, CodeRequired, Error, "addresses in "+a.Country+" need it")
		}
	}
	if _, fits := c.normalPostalCode(a.PostalCode); !fits {
		found("postalCode", CodePostalCode, Warning, "expected one like "+c.rules.PostalExamples[0])
	}
	if c.bearsRegion() && !isBlank(a.Region) {
		if _, is := c.subdivision(a.Region); !is {
			found("region", CodeRegion, Warning, "no region of "+a.Country+" that is known here")
		}
	}
	if !isBlank(a.Phone) {
		if _, err := ParsePhone(a.Phone, a.Country); err != nil {
			found("phone", CodePhone, Warning, strings.TrimPrefix(err.Error(), "i18n: "))
		}
	}
	return issues
}

// bearsRegion reports whether mail of the country names one of its known regions.
func (c *country) bearsRegion() bool {
	return len(c.rules.Subdivisions) > 0 && c.local.find('S') >= 0
}

func (a Address) isEmpty(field string) bool {
	switch field {
	case "lines":
		for _, line := range a.Lines {
			if !isBlank(line) {
				return false
			}
		}
		return true
	case "sublocality":
		return isBlank(a.Sublocality)
	case "locality":
		return isBlank(a.Locality)
	case "region":
		return isBlank(a.Region)
	case "postalCode":
		return isBlank(a.PostalCode)
	}
	return isBlank(a.SortingCode)
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }

// notLatin finds the fields of a Latin twin that are not in Latin letters.
func (a Address) notLatin() []Issue {
	var issues []Issue
	look := func(path, text string) {
		for at, r := range text {
			if r >= 0x80 && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
				issues = append(issues, Issue{Path: path, Code: CodeNotLatin, Severity: Warning, At: at,
					Detail: "a letter of another script in the Latin address"})
				return
			}
		}
	}
	look("latin.name", a.Name)
	look("latin.organisation", a.Organisation)
	for i, line := range a.Lines {
		look("latin.lines["+strconv.Itoa(i)+"]", line)
	}
	look("latin.sublocality", a.Sublocality)
	look("latin.locality", a.Locality)
	look("latin.region", a.Region)
	return issues
}
