package i18n

// Severity says how much an Issue matters.
type Severity string

// The severities, mildest first.
const (
	// Info is worth a line in the audit and nothing else: an emoji went.
	Info Severity = "info"
	// Warning deserves a look by whoever entered the text, and never stops them.
	Warning Severity = "warning"
	// Review asks for a human eye before the text is printed: something of it
	// may be lost or may not be drawable.
	Review Severity = "review"
	// Error is a field error: the text cannot be used until it is corrected.
	Error Severity = "error"
)

// Issue is one thing that was found in a text or in a field of an address.
// Codes are stable; Detail is for people and may change between versions.
type Issue struct {
	// Path names the field ("locality", "lines[1]", "latin.name"); it is empty
	// when a bare text was looked at.
	Path string `json:"path,omitempty"`
	// Code is one of the Code constants.
	Code string `json:"code"`
	// Severity says how much it matters.
	Severity Severity `json:"severity"`
	// At is the byte position in the text as it was given, zero for a matter of
	// the whole field.
	At int `json:"at,omitempty"`
	// Limit is how long the text may be, for CodeTooLong, in the carrier's unit.
	Limit int `json:"limit,omitempty"`
	// Detail says in English what was found.
	Detail string `json:"detail,omitempty"`
}

// HasErrors reports whether any of the issues is a field error.
func HasErrors(issues []Issue) bool {
	for _, issue := range issues {
		if issue.Severity == Error {
			return true
		}
	}
	return false
}

// The codes of issues. Clean gives one issue for each code and text, at the
// first place where it applies: a text of ten thousand emoji has one
// CodeEmojiRemoved.
const (
	// CodeInvalidUTF8 (review): bytes that are no UTF-8, or U+FFFD left by
	// somebody who lost a letter before us, were dropped.
	CodeInvalidUTF8 = "invalid_utf8"
	// CodeNoncharacter (info): a code point that Unicode promises never to use
	// was dropped.
	CodeNoncharacter = "noncharacter"
	// CodeControlRemoved (info): a control character was dropped.
	CodeControlRemoved = "control_removed"
	// CodeLineBreakReplaced (info): a line break or tab became a space.
	CodeLineBreakReplaced = "line_break_replaced"
	// CodeEmojiRemoved (info): an emoji, or the styling of a character as an
	// emoji, was dropped.
	CodeEmojiRemoved = "emoji_removed"
	// CodeSymbolRemoved (info): a symbol was dropped because of DropSymbols, or by
	// Latin, because it has no Latin form.
	CodeSymbolRemoved = "symbol_removed"
	// CodeInvisibleRemoved (info): a character that is never seen was dropped.
	CodeInvisibleRemoved = "invisible_removed"
	// CodeBidiControl (warning): a character that changes the order in which
	// other text is shown was dropped.
	CodeBidiControl = "bidi_control"
	// CodePrivateUse (review): a private use character stays; only the font
	// that its writer had can draw it.
	CodePrivateUse = "private_use"
	// CodeUnassigned (info): a code point that this version of Unicode does not
	// know stays.
	CodeUnassigned = "unassigned"
	// CodeMarksRemoved (warning): combining marks were dropped, because more
	// than ten stood in a row or because they stood on nothing.
	CodeMarksRemoved = "marks_removed"
	// CodeMixedScript (warning): one word holds letters of two scripts that
	// look alike; it is unchanged.
	CodeMixedScript = "mixed_script"
	// CodeRequired (error): a required field is empty after cleaning.
	CodeRequired = "required"
	// CodeCountry (error): the country is no ISO 3166-1 alpha-2 code that is
	// known here.
	CodeCountry = "country"
	// CodePostalCode (warning): the postal code does not look like one of its
	// country.
	CodePostalCode = "postal_code"
	// CodeRegion (warning): the region is none of the country's subdivisions.
	CodeRegion = "region"
	// CodeNotLatin (warning): the Latin twin of an address has letters of another
	// script.
	CodeNotLatin = "not_latin"
	// CodeTransliterated: a machine wrote the text anew in Latin letters. A warning
	// if letters were of another script, info if they only lost their marks.
	CodeTransliterated = "transliterated"
	// CodeLatinNeeded (error): the text is needed in Latin letters and only a
	// person knows them. The path names the field of the Latin twin to ask for.
	CodeLatinNeeded = "latin_needed"
	// CodePhone (warning): the phone number is none that its country has.
	CodePhone = "phone"
	// CodeTooLong (error): the text is longer than a carrier takes, and nothing of
	// it was cut.
	CodeTooLong = "too_long"
	// CodePOBox (warning): the address looks like a post office box, to which the
	// carrier does not deliver.
	CodePOBox = "po_box"
)
