// Package labels prints shipping labels on thermal printers, with every name and
// address in its own script: as ZPL II, or as a picture of one bit per dot.
//
//	press, err := labels.New(labels.Config{Fonts: os.DirFS("/usr/share/fonts")}) // once
//	zpl, err := press.ZPL(labels.Label{From: shop, To: order.ShipTo, Service: "Parcel", Tracking: number})
//
// # Goals
//
// Printers' own fonts print boxes for Japanese, Arabic, Hindi, Thai and often for
// Cyrillic. So text is shaped by the rules of its script, put into the order in
// which it is read, broken into lines, drawn to dots and sent as graphics, while
// barcodes stay commands, which the printer fits to its head best.
//
// # Guarantees
//
// Letters join, vowel signs stand where they belong, brackets open the right way,
// Chinese characters have the forms of the country that the parcel goes to. No box
// is printed in place of a letter: a character that no font has is a fault that
// names it and its script. Nothing is cut: text takes smaller letters, then more
// lines, and what still does not fit is a fault that names the field. Lines end
// where UAX #14 allows it, at the utmost between grapheme clusters. All faults of a
// label come together, with stable codes and paths.
//
// The ZPL is ASCII. What people wrote reaches the printer as dots, or inside of a
// barcode by its code, so that ^XA or ~JA in a name or number is a text like any
// other. Check digits of UPU S10 and of the SSCC are checked. Quiet zones are kept,
// modules are whole dots from 0.25 to 0.5 mm, and ZPL and PNG show the same dots
// (but for the mask of a QR code, which the printer chooses).
//
// A Press may be used by many goroutines; it starts none, and its memory is
// bounded: the fonts that were needed, and Config.CacheBytes.
//
// # Sizes
//
// Measures are millimetres and points (1/72 inch). In points, from the size that
// is wanted down to the least:
//
//	recipient         15 to 8, its Latin lines 13 to 7, the country an eighth larger
//	sender             8 to 6
//	service           16 to 9; weight 12 to 9; cash on delivery 16 to 9
//	references, note   9 to 6
//	barcodes          25 mm high, 32 mm for an SSCC; a QR code up to 32 mm
//
// The label is written for the density of the print head (203, 300 or 600 dots per
// inch): a printer of another one prints it too large or too small. Graphics are
// ^GFA with the repeat counts of the first ZPL II, which Zebra's printers and those
// that claim to be compatible understand; text takes 15 to 35 KB at 203 dpi.
//
// # Fonts
//
// Any TrueType or OpenType fonts with outlines, from the host's file system. Noto
// has all scripts: Debian's packages fonts-noto-core and fonts-noto-cjk. A family
// for Chinese, Japanese and Korean should have the forms of all countries in one
// font (feature locl), as Noto Sans CJK has.
//
// # Not here
//
// Sending to printers, carriers' rules and routing codes, other barcodes, documents
// in HTML, transliteration, and cleaning text: i18n.Clean does that where it comes
// in, so characters that it removes are faults here. Thai and Khmer words are not
// looked up in a dictionary: their lines end at spaces, or else between characters.
package labels
