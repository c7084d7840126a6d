package labels

import (
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
)

// Label is everything that one shipping label says. Texts are plain, cleaned by
// i18n.Clean where they came in; nothing in them is a command to a printer.
type Label struct {
	// From is the sender. Without one the label has no place for it.
	From i18n.Address `json:"from,omitzero"`
	// To is the recipient, printed in the script and order of the place. Mail to
	// another country bears the lines of To.Latin under it, where there is one,
	// and the country last in capitals.
	To i18n.Address `json:"to"`
	// Service is the carrier's product, printed large.
	Service string `json:"service,omitempty"`
	// Tracking is the number that people read and type.
	Tracking string `json:"tracking,omitempty"`
	// Barcode is what machines read. Its zero value is Tracking as a Code 128.
	Barcode Barcode `json:"barcode,omitzero"`
	// Weight is in grams, printed in kilograms; zero is not printed.
	Weight int `json:"weight,omitempty"`
	// References are the shop's own numbers, a line each.
	References []string `json:"references,omitempty"`
	// CashOnDelivery is what the carrier collects; zero is nothing. Locale says
	// how it is written.
	CashOnDelivery currency.Amount `json:"cashOnDelivery,omitzero"`
	Locale         currency.Locale `json:"-"`
	// Return marks a parcel on its way back to the shop.
	Return bool `json:"return,omitempty"`
	// Note is for whoever delivers: "leave at the porter's".
	Note string `json:"note,omitempty"`
}

// Words are the captions on a label, in the language of the shop's carrier. An
// empty one is English.
type Words struct {
	From           string // "From"
	To             string // "To"
	Return         string // "RETURN"
	Reference      string // "Reference"
	Note           string // "Note"
	CashOnDelivery string // "Cash on delivery"
	Tracking       string // "Tracking number"
}

// inEnglish fills in what is missing.
func (w Words) inEnglish() Words {
	for _, word := range []struct {
		to      *string
		english string
	}{
		{&w.From, "From"}, {&w.To, "To"}, {&w.Return, "RETURN"}, {&w.Reference, "Reference"}, {&w.Note, "Note"},
		{&w.CashOnDelivery, "Cash on delivery"}, {&w.Tracking, "Tracking number"},
	} {
		if *word.to == "" {
			*word.to = word.english
		}
	}
	return w
}
