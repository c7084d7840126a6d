package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// indexRegions maps every name of every subdivision, folded and as it is, to its
// number. Names in the
// country's first language win over codes, and codes over other languages.
func (c *country) indexRegions() map[string]int {
	index := make(map[string]int, 4*len(c.rules.Subdivisions))
	add := func(name string, i int) {
		for _, key := range [2]string{foldRegion(name), name} {
			if _, taken := index[key]; key != "" && !taken {
				index[key] = i
			}
		}
	}
	for i, s := range c.rules.Subdivisions {
		add(s.Key, i)
	}
	for i, s := range c.rules.Subdivisions {
		add(s.Name, i)
		add(s.Latin, i)
	}
	for i, s := range c.rules.Subdivisions {
		add(s.Code, i)
	}
	for i := range c.rules.Subdivisions {
		for _, name := range c.also[i] {
			add(name, i)
		}
	}
	return index
}

// subdivision finds the subdivision that the region names, if any.
func (c *country) subdivision(region string) (Subdivision, bool) {
	if region == "" || len(c.rules.Subdivisions) == 0 {
		return Subdivision{}, false
	}
	index := c.regions()
	i, known := index[region]
	if !known {
		i, known = index[foldRegion(region)]
	}
	if !known && len(region) > 3 && strings.EqualFold(region[:3], c.rules.Code+"-") { // ISO 3166-2
		i, known = index[foldRegion(region[3:])]
	}
	if !known {
		return Subdivision{}, false
	}
	return c.rules.Subdivisions[i], true
}

// foldRegion forgets case, accents, points, spaces and hyphens, and that Taiwan
// writes 臺 on paper and 台 by hand.
func foldRegion(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(name) {
		switch {
		case r == '臺':
			b.WriteRune('台')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(unicode.ToUpper(r)))
		case look(r).kind == kindMark && r >= 0x900:
			b.WriteRune(r) // a vowel of India or Thailand, no accent
		}
	}
	return b.String()
}

// regionText returns the region as it is written on a letter.
func (c *country) regionText(region string, latin bool) string {
	s, known := c.subdivision(region)
	switch {
	case !known:
		return region
	case latin && s.Latin != "":
		return s.Latin
	case !isLatin(region) && (isLatin(s.Key) || foldRegion(region) == foldRegion(s.Key)):
		return region // in another script of the country, or in the customer's own letters
	default:
		return s.Key
	}
}

// isTown reports whether a region as it would be written is the town itself:
// Beijing Shi is Beijing, while NY is more than New York.
func (c *country) isTown(region, town string) bool {
	if strings.EqualFold(region, town) {
		return true
	}
	s, known := c.subdivision(region)
	other, also := c.subdivision(town)
	return known && also && s == other && s.Latin == region && s.Latin != ""
}

// isRegion reports whether a town is a region of its own: nobody writes one beside
// Київ or Москва. Where letters bear a region's code (WA) a town of its name is not
// enough: Washington is in DC.
func (c *country) isRegion(town string) bool {
	s, known := c.subdivision(town)
	name := foldRegion(town)
	return known && len(s.Key) > 3 && (name == foldRegion(s.Key) || name == foldRegion(s.Name))
}

// isLatin reports whether the text has no letter of another script.
func isLatin(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			for _, r := range s {
				if r >= 0x80 && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
					return false
				}
			}
			return true
		}
	}
	return true
}
