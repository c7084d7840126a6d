// Package i18n takes people's text in any script, cleans it once at the door, and
// checks and lays out their addresses.
//
//	address, issues := typed.Clean()             // once, where the customer's text comes in
//	issues = append(issues, address.Check()...)  // everything that is wrong, at once
//	lines := address.Layout(i18n.LayoutOptions{From: "DE"})
//
// # Goals
//
// A name or an address reaches the end of the process (invoice, label, customs
// form) in its customer's letters. What is no part of it does not: emoji, control
// characters, tricks with the direction of writing, invisible characters. Mail is
// laid out as its country wants, in local or in Latin letters.
//
// # Guarantees
//
// Clean never loses or changes a letter, a digit or a mark that belongs to one;
// what it had to drop it reports. Its result is valid UTF-8; cleaning takes linear
// time, cleaning twice is cleaning once, and text that needs no cleaning costs no
// copy. Codes of issues are stable. Nothing is cut: Wrap fits a text or says that
// it does not fit. Addresses are values, every function may be called concurrently,
// nothing here reads the clock, a file or the network.
//
// # The rules of Clean
//
//	 1  broken UTF-8 and U+FFFD                  go, to review; noncharacters go
//	 2  tabs, line breaks                        one space, or \n if Multiline; other controls go
//	 3  spaces of all kinds                      one U+0020; ends are trimmed; U+3000 stays inside
//	 4  emoji by the grammar of UTS #51          go, tomorrow's too; 1 # * © ® ™ ℹ ㊗ and plain ☎ ♥ stay
//	 5  where an emoji was                       a space, if letters or digits would fuse that need one
//	 6  ZWNJ, ZWJ; ZWSP                          stay after a letter that joins; between Thai, Khmer ... letters
//	 7  LRM, RLM, ALM; embeddings and isolates   stay beside right-to-left letters; always go, with a warning
//	 8  variation selectors; other invisibles    stay where their base is; go, but visible number signs stay
//	 9  private use; unassigned                  stay, to review; stay
//	10  combining marks                          at most ten in a row, none on nothing
//	11  NFC                                      but CJK compatibility ideographs stay: they are names
//	12  required and empty                       an error; HTML, ZPL and CSV are escaped by their writers
//	13  Latin with Cyrillic or Greek in a word   stays, with a warning
//	14  length                                   Graphemes counts, Wrap breaks at words, nothing is cut
//
// A run of white space with U+3000 in it becomes one U+3000. Pictographs that are
// letters or punctuation, or the marks © ® ™ Ⓜ ㊗ ㊙, lose only their emoji style.
//
// # Data
//
// The tables are of Unicode 15.0, as Go's and x/text's own; emoji of later
// versions are known by the code points that are reserved for them. Formats,
// patterns and subdivisions of addresses come from Google's address data service
// (CC BY 4.0), the names of countries from CLDR through x/text. Postal codes and
// subdivisions change faster than libraries: that one does not match is a
// warning, never an error. The command internal/gen writes all generated files.
//
// # Not here
//
// Money (package currency), carriers' limits (their adapters), transliteration (a
// customer fills in Address.Latin), escaping, fonts and shaping, phone numbers,
// and whether an address exists.
package i18n
