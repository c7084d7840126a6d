package i18n

import (
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Unit is what a carrier counts when it says how long a text may be. The zero
// value is what people count.
type Unit string

// The units.
const (
	// Characters are what people see: see Graphemes.
	Characters Unit = ""
	// CodePoints are Unicode code points.
	CodePoints Unit = "codepoints"
	// UTF16 are code units of UTF-16, as Java and JavaScript count.
	UTF16 Unit = "utf16"
	// Bytes are bytes of UTF-8.
	Bytes Unit = "bytes"
	// Columns are the columns of a fixed font: Han, kana and Hangul take two.
	Columns Unit = "columns"
)

// Count returns the length of the text.
func (u Unit) Count(text string) int {
	n := 0
	switch u {
	case Bytes:
		return len(text)
	case CodePoints:
		return utf8.RuneCountInString(text)
	case UTF16:
		for _, r := range text {
			n += utf16.RuneLen(r)
		}
		return n
	case Columns:
		for cluster := range GraphemeSeq(text) {
			n++
			r, _ := utf8.DecodeRuneInString(cluster)
			switch width.LookupRune(r).Kind() {
			case width.EastAsianWide, width.EastAsianFullwidth:
				n++
			}
		}
		return n
	}
	return Graphemes(text)
}

// Limits are what a carrier takes of an address: the profile of one service, as
// data that its adapter carries and can read from JSON. Lengths are in Unit; zero
// is no limit. The zero value takes any address.
type Limits struct {
	// Unit is what the carrier counts.
	Unit Unit `json:"unit,omitempty"`
	// Prints is what the carrier can print.
	Prints Repertoire `json:"prints,omitempty"`
	// PrintsAbroad is what it can print on mail that leaves the country, or whose
	// origin is not said, if that is less.
	PrintsAbroad Repertoire `json:"printsAbroad,omitempty"`
	// Capitals says that everything is printed in capitals.
	Capitals bool `json:"capitals,omitempty"`

	// Lines are the lengths of the street lines that there are, first to last.
	// None means as many as are needed, of any length.
	Lines []int `json:"lines,omitempty"`
	// Name and the others below are the lengths of the fields of that name.
	Name         int `json:"name,omitempty"`
	Organisation int `json:"organisation,omitempty"`
	Sublocality  int `json:"sublocality,omitempty"`
	Locality     int `json:"locality,omitempty"`
	Region       int `json:"region,omitempty"`
	PostalCode   int `json:"postalCode,omitempty"`
	SortingCode  int `json:"sortingCode,omitempty"`
	Phone        int `json:"phone,omitempty"`

	// StreetAndTown says that the carrier has no other fields for the place: the
	// quarter becomes the last street line, and the sorting code follows the town.
	StreetAndTown bool `json:"streetAndTown,omitempty"`
	// NoPOBox says that the carrier does not deliver to post office boxes.
	NoPOBox bool `json:"noPOBox,omitempty"`
}

// of returns the limit of a field that holds one text.
func (l Limits) of(field string) int {
	switch field {
	case "name":
		return l.Name
	case "organisation":
		return l.Organisation
	case "sublocality":
		return l.Sublocality
	case "locality":
		return l.Locality
	case "region":
		return l.Region
	case "postalCode":
		return l.PostalCode
	case "sortingCode":
		return l.SortingCode
	case "phone":
		return l.Phone
	}
	return 0
}

// prints returns the repertoire for mail to the country.
func (l Limits) prints(to, from string) Repertoire {
	if to != from && l.PrintsAbroad != EveryScript {
		return l.PrintsAbroad
	}
	return l.Prints
}
