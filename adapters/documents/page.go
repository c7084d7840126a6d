package documents

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
)

//go:embed templates
var templateFiles embed.FS

// templates are read once for all Printers; executing them is safe for many at
// the same time.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Option("missingkey=error").ParseFS(templateFiles, "templates/*.html"))
})

// style is the one style sheet, before the size of the page.
var style = sync.OnceValue(func() template.CSS {
	text, _ := templateFiles.ReadFile("templates/style.css")
	return template.CSS(text) // ours, nothing of a customer is in it
})

// sheet is the size of a page and the room it keeps at its edges.
type sheet struct{ Size, Margin, Class string }

var sheets = map[Paper]sheet{
	A4:        {"A4", "15mm 17mm 18mm 20mm", "a4"},
	Letter:    {"letter", "15mm 17mm 18mm 19mm", "letter"},
	Inches4x6: {"4in 6in", "0", "inches4x6"},
	A6:        {"105mm 148mm", "0", "a6"},
	roll:      {"80mm 297mm", "4mm", "roll"},
	cn22:      {"105mm 148mm", "4mm", "cn22"},
	cn23:      {"210mm 148mm", "6mm", "cn23"},
}

// The sizes that belong to one document: a till's roll, and customs forms on
// twice the 74 x 105 mm that the UPU gives CN 22, which it allows, and on the 210 x
// 148 mm of CN 23.
const (
	roll Paper = "roll"
	cn22 Paper = "cn22"
	cn23 Paper = "cn23"
)

// page is what every template is given.
type page struct {
	Lang, Dir  string
	Title      string // the heading
	Name       string // of the page, and so of a PDF
	Style      template.CSS
	Sheet      template.CSS
	Class      string
	W          Messages // the words
	Logo       template.URL
	Seller     Seller
	SellerName string
	From       block
	Body       any
}

// page makes the frame of a document for a reader in a country; empty is the
// seller's own.
func (p *Printer) page(v *voice, title, number string, size Paper, abroad string) page {
	s := sheets[size]
	rule := "@page{size:" + s.Size + ";margin:" + s.Margin
	if size == p.paper {
		// France asks for the number of an invoice on each of its pages.
		rule += ";@bottom-center{content:" + quoted(number+"  ") + "counter(page) \" / \" counter(pages);font:7pt sans-serif;color:#666}"
	}
	if abroad == "" {
		abroad = p.seller.Address.Country
	}
	return page{
		Lang: v.lang, Dir: v.words.dir, Title: title, Name: strings.TrimSpace(title + " " + number), Class: s.Class,
		Style: style(), Sheet: template.CSS(rule + "}"), W: v.words.text,
		Logo: p.logo, Seller: p.seller, SellerName: nameOf(p.seller.Address),
		From: letter(p.seller.Address, abroad),
	}
}

// directions are removed from every page: one that ends an isolate would end that
// of bdi, and turn around what stands beside it. Pages need none, and what comes in by
// the engine has none.
var directions = strings.NewReplacer("\u202A", "", "\u202B", "", "\u202C", "", "\u202D", "", "\u202E", "",
	"\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "")

// quoted is a text as CSS has it. Whatever is no letter or digit is escaped, as a
// number may hold what its host likes.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "\\%06X", r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// write renders a template whole before the first byte leaves, so that no half
// document is ever sent.
func write(w io.Writer, name string, data page) error {
	var b bytes.Buffer
	if err := templates().ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("documents: %s: %w", name, err)
	}
	if _, err := io.WriteString(w, directions.Replace(b.String())); err != nil {
		return fmt.Errorf("documents: %s: %w", name, err)
	}
	return nil
}
