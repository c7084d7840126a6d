package documents

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"golang.org/x/text/language"
)

// Config says who sells, and how documents look and speak. Only Seller.Address
// is required.
type Config struct {
	Seller Seller
	// Languages add languages and change words, by BCP 47 tag. A region needs only
	// what differs from its language: {"de-CH": {"tax": "MWST"}}. A new language
	// must be complete; New says what is missing. Words has the keys.
	Languages map[string]Messages
	// Locale is the BCP 47 tag for orders that have none, and its language the one
	// for customers whose own there are no words for. Default: "en".
	Locale string
	// Paper is what invoices, credit notes, packing slips and commercial invoices
	// are printed on. Default: A4. The other documents have a size of their own.
	Paper Paper
	// Zone is where the seller's days begin. Default: UTC.
	Zone *time.Location
	// TaxNames are the names of taxes by their IDs where the word of the language
	// does not do: {"ca-qc-qst-9.975": "QST"}.
	TaxNames map[string]string
	// Facts are more fields beside number and date of an invoice or credit note: what
	// the law of a country asks for and an order does not know, such as the number
	// of a purchase order, the place of supply, the reason of a correction, the
	// number that an authority gave. It is called for each document, concurrently,
	// and must not change what it is given. Default: none.
	Facts func(o *order.Order, person *order.Person, d order.Document) []Field
	// Tenders are the names of payment gateways on receipts: {"": "Visa"}.
	Tenders map[string]string
}

// Seller is who issues the documents.
type Seller struct {
	// Address is the seller's, with Organisation or Name. Its Latin twin is shown
	// beside it abroad.
	Address i18n.Address
	// From is where parcels come from and go back to. Default: Address.
	From i18n.Address
	// TaxIDs are the seller's numbers at tax authorities, with the names that its
	// customers know: {"USt-IdNr.", "DE 999 999 999"}. Invoices of reverse charge and
	// intra-Community supplies need one.
	TaxIDs []Field
	// Registration are lines such as the court and number of registration, and the
	// directors, at the foot of invoices.
	Registration []string
	// Contact are telephone, email and the like.
	Contact []string
	// Bank is the account to pay to.
	Bank []Field
	// Notes are lines under every invoice and credit note that the seller's law or
	// terms ask for.
	Notes []string
	// Logo is a PNG, JPEG, WebP or SVG picture, shown in place of the name.
	Logo []byte
}

// Field is a text with its name.
type Field struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// Paper is a size of pages.
type Paper string

// The papers.
const (
	A4     Paper = "a4"
	Letter Paper = "letter"
	// Inches4x6 and A6 are labels.
	Inches4x6 Paper = "4x6"
	A6        Paper = "a6"
)

// Printer writes documents. It is immutable and safe for concurrent use.
type Printer struct {
	seller   Seller
	shelf    *shelf
	locale   string
	fallback language.Tag
	paper    Paper
	zone     *time.Location
	taxNames map[string]string
	tenders  map[string]string
	facts    func(*order.Order, *order.Person, order.Document) []Field
	logo     template.URL
}

// New returns a Printer. It copies what it needs of the Config. The error is a
// Faults with everything that is wrong with it.
func New(c Config) (*Printer, error) {
	var faults Faults
	p := &Printer{
		seller: c.Seller.copied(), locale: c.Locale, paper: c.Paper, zone: c.Zone,
		taxNames: copied(c.TaxNames), tenders: copied(c.Tenders), facts: c.Facts,
	}
	if p.locale == "" {
		p.locale = "en"
	}
	if p.paper == "" {
		p.paper = A4
	}
	if p.zone == nil {
		p.zone = time.UTC
	}
	if blank(p.seller.From) {
		p.seller.From = p.seller.Address
	}
	checkAddress("seller.address", c.Seller.Address, &faults)
	checkAddress("seller.from", p.seller.From, &faults)
	if p.paper != A4 && p.paper != Letter {
		faults.add(FaultUnknown, "paper", "%q is neither %q nor %q", p.paper, A4, Letter)
	}
	p.shelf = newShelf(c.Languages, &faults)
	if _, err := currency.ParseLocale(p.locale); err != nil {
		faults.add(FaultUnknown, "locale", "%v", err)
	}
	tag, err := language.Parse(p.locale)
	if err == nil {
		p.fallback = tag
		if _, ok := p.shelf.find(tag); !ok {
			faults.add(FaultUnknown, "locale", "there are no words for %q", p.locale)
		}
	}
	p.logo = picture(c.Seller.Logo, &faults)
	return p, faults.err()
}

func (s Seller) copied() Seller {
	s.TaxIDs, s.Bank = slices.Clone(s.TaxIDs), slices.Clone(s.Bank)
	s.Registration, s.Contact, s.Notes = slices.Clone(s.Registration), slices.Clone(s.Contact), slices.Clone(s.Notes)
	return s
}

func copied(m map[string]string) map[string]string {
	c := make(map[string]string, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}

// picture is the logo as a data URL, so that a page needs nothing but itself.
func picture(raw []byte, faults *Faults) template.URL {
	if len(raw) == 0 {
		return ""
	}
	kind := http.DetectContentType(raw)
	switch {
	case kind == "image/png", kind == "image/jpeg", kind == "image/webp":
	case strings.Contains(string(raw[:min(len(raw), 1000)]), "<svg"):
		kind = "image/svg+xml" // in an img element its scripts do not run
	default:
		faults.add(FaultInvalid, "seller.logo", "is no PNG, JPEG, WebP or SVG picture but %s", kind)
		return ""
	}
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(raw))
}
