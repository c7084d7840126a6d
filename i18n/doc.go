// Package i18n takes people's text in any script, cleans it once at the door, and
// checks, lays out and fits their addresses.
//
//	address, issues := typed.Clean()             // once, where the customer's text comes in
//	issues = append(issues, address.Check()...)  // everything that is wrong, at once
//	lines := address.Layout(i18n.LayoutOptions{From: "DE"})
//	label, issues := address.Fit(carrier, "DE")  // for a carrier's interface, nothing cut
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
// copy. Codes of issues are stable. Nothing is cut: Wrap and Fit make a text fit or
// say that it does not. Addresses are values, every function may be called
// concurrently, nothing here reads the clock, a file or the network.
//
// A machine's spelling of a name is never passed off as the person's: Latin says
// what it wrote, by whose rules, and where only the person knows it writes nothing.
// 東京都 is never "Dong Jing Du". A phone number that is not understood stays as typed.
//
// # The rules of Clean
//
//	 1  broken UTF-8 and U+FFFD                  go, to review; noncharacters go
//	 2  tabs, line breaks                        one space, or \n if Multiline; other controls go
//	 3  spaces of all kinds                      one U+0020; ends are trimmed; U+3000 stays inside
//	 4  emoji by the grammar of UTS #51          go, tomorrow's too; 1 # * © ® ™ ℹ ㊗ and plain ☎ ♥ stay
//	 5  where an emoji was                       a space, if letters or numbers would fuse that need one
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
// (CC BY 4.0), the rules of telephone numbers from Google's libphonenumber (Apache
// 2.0), the names of countries from CLDR 48. Postal codes, subdivisions and numbering
// plans change faster than libraries: that one does not match is a warning, never an
// error. The command internal/gen writes all generated files. The rules for Latin
// letters are the laws and standards that latin.txt names.
//
// # Not here
//
// Money (package currency), the numbers of carriers' Limits (their adapters),
// escaping, fonts and shaping, and whether an address exists or somebody answers.
package i18n
