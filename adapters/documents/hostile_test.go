package documents_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/order"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile are names that people try. The engine cleans what comes in; here they
// arrive as if it had not.
var hostile = []string{
	`</td><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `{{.Seller}}`, `'-alert(1)-'`, `javascript:alert(1)`,
	`^XA^FO50,50^FDfree^FS^XZ`, `=HYPERLINK("http://evil.example","x")`, `+1+1`, `-2+3`, `@SUM(A1)`, "\t=1", "\r=1", "'=1", "＝1", " =1", "\u00a0\ufeff=1", "x;=1", "x; @1", "x\n=1", "';'=1", "\x00=1",
	strings.Repeat("W", 200), strings.Repeat("Wort ", 40), "\u202Egnp.exe\u202C", "\u2066\u2067\u2068", "a\u2069\u2069\u202Eb", strings.Repeat("e\u0301\u0302\u0303", 40),
	"👩‍👩‍👧‍👦", "שלום \u202E olleh", "</style><style>*{display:none}", "<!--", "]]>", "\x00\x1b[31m", "&lt;b&gt;",
}

// spoiled is the sale with a hostile text in every field of a customer or shop.
func spoiled(s sale, bad string) sale {
	o, who := *s.order, *s.person
	o.Lines = append([]order.Line(nil), o.Lines...)
	for i := range o.Lines {
		o.Lines[i].Title, o.Lines[i].SKU = bad, bad
		o.Lines[i].Customs.Description = bad
		o.Lines[i].Price.Discounts = append(o.Lines[i].Price.Discounts[:0:0], o.Lines[i].Price.Discounts...)
		for k := range o.Lines[i].Price.Discounts {
			o.Lines[i].Price.Discounts[k].Title = bad
		}
	}
	o.Charges = append([]order.Charge(nil), o.Charges...)
	o.Charges[0].Price.Title = bad
	who.Name, who.TaxID, who.Phone, who.Email = bad, bad, bad, bad
	who.ShipTo.Name, who.ShipTo.Organisation, who.ShipTo.Lines, who.ShipTo.Locality, who.ShipTo.Language = bad, bad, []string{bad, bad}, bad, bad
	return sale{&o, &who}
}

func pages(t testing.TB, p *documents.Printer, s sale) map[string]string {
	t.Helper()
	d := declaration(t)
	d.Explanation, d.Comments, d.Office, d.Signed = s.person.Name, s.person.Name, s.person.Name, s.person.Name
	all := map[string]string{}
	for name, write := range map[string]func(io.Writer) error{
		"invoice":    func(w io.Writer) error { return p.Invoice(w, s.order, s.person, s.invoice()) },
		"receipt":    func(w io.Writer) error { return p.Receipt(w, s.order) },
		"packing":    func(w io.Writer) error { return p.PackingSlip(w, s.order, s.person, "") },
		"cn22":       func(w io.Writer) error { return p.CN22(w, s.order, s.person, d) },
		"cn23":       func(w io.Writer) error { return p.CN23(w, s.order, s.person, d) },
		"commercial": func(w io.Writer) error { return p.CommercialInvoice(w, s.order, s.person, s.invoice(), d) },
	} {
		all[name] = text(t, write)
	}
	return all
}

// tags are what a page is made of: its markup without any text.
func tags(page string) string {
	var b strings.Builder
	for _, part := range strings.Split(page, "<")[1:] {
		tag, _, _ := strings.Cut(part, ">")
		name, _, _ := strings.Cut(tag, " ")
		b.WriteString("<" + name + ">")
	}
	// An address has more or fewer lines, as its script wants.
	return regexp.MustCompile(`(<p><bdi></bdi></p>)+`).ReplaceAllString(b.String(), "<p>")
}

func TestNoTextOfACustomerChangesThePage(t *testing.T) {
	plain, p := sold(t, draft()), printer(t)
	want := map[string]string{}
	for name, page := range pages(t, p, spoiled(plain, "x")) {
		want[name] = tags(page)
	}
	label := tags(text(t, func(w io.Writer) error {
		return p.Label(w, plain.order, spoiled(plain, "x").person, documents.Label{Weight: 100})
	}))
	for _, bad := range hostile {
		for name, page := range pages(t, p, spoiled(plain, bad)) {
			assert.Equal(t, want[name], tags(page), "%s with %q", name, bad)
			assert.NotContains(t, page, "<script", name)
			assert.NotContains(t, page, "\x00", name)
			assert.NotRegexp(t, "[\u202A-\u202E\u2066-\u2069]", page, name)
			assert.NotContains(t, page, `onerror=alert(1)>`, name)
		}
		// A label is one page: it has everything, or there is none.
		s, b := spoiled(plain, bad), &bytes.Buffer{}
		if err := p.Label(b, s.order, s.person, documents.Label{Weight: 100}); err != nil {
			assert.Equal(t, []string{"too_long person.shipTo"}, faults(t, err), bad)
			continue
		}
		assert.Equal(t, label, tags(unstyled(b.String())), "label with %q", bad)
	}
}

func TestEveryFieldOfACustomerIsIsolated(t *testing.T) {
	const mark = "MARK"
	for name, page := range pages(t, printer(t), spoiled(sold(t, draft()), mark)) {
		_, page, _ = strings.Cut(page, "<body>")
		found := strings.Count(page, mark)
		for at, n := 0, found; n > 0; n-- {
			at += strings.Index(page[at:], mark) + len(mark)
			before := page[:at]
			open, closed := strings.LastIndex(before, "<bdi"), strings.LastIndex(before, "</bdi>")
			attribute := strings.LastIndex(before, "<") > strings.LastIndex(before, ">")
			assert.True(t, attribute || open > closed, "%s: ...%s", name, before[max(0, len(before)-60):])
		}
		assert.Positive(t, found, name)
	}
}

// Nothing of the pages runs or loads anything.
func TestThePagesForbidScripts(t *testing.T) {
	for name, page := range pages(t, printer(t), sold(t, draft())) {
		assert.Contains(t, page, `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"`, name)
		assert.NotContains(t, page, "http://", name)
		assert.NotContains(t, page, "url(", name)
	}
}

func TestNoTextIsAFormulaInTheList(t *testing.T) {
	plain := sold(t, draft())
	for _, bad := range hostile {
		s := spoiled(plain, bad)
		var b bytes.Buffer
		require.NoError(t, documents.CSV(&b, documents.Issued{Order: s.order, Person: s.person, Document: s.invoice()}))
		rows, err := csv.NewReader(&b).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 1+len(s.invoice().Items))
		for _, row := range rows[1:] {
			for i, field := range row {
				column := rows[0][i]
				if column == "net" || column == "tax" || column == "gross" {
					assert.Regexp(t, `^-?[0-9]+\.[0-9]{2}$`, field)
					continue
				}
				assert.NotRegexp(t, "(^|[;\t\r\n])[\\s\\p{Z}\\p{C}]*[=+@＝＋－＠-]", field, column)
			}
		}
		// One apostrophe less in each place is the text again; a reader of CSV reads CR
		// LF as LF.
		back := regexp.MustCompile("(^|[;\t\r\n])'").ReplaceAllString(rows[1][11], "$1")
		assert.Equal(t, strings.ReplaceAll(bad, "\r\n", "\n"), back)
	}
}

func TestTheListHasARowForEachItem(t *testing.T) {
	s := sold(t, draft())
	var b bytes.Buffer
	require.NoError(t, documents.CSV(&b, documents.Issued{Order: s.order, Document: s.invoice()}))
	assert.Equal(t, strings.ReplaceAll(`number,kind,date,corrects,order,customer,country,tax_id,line,charge,sku,title,first,count,reduction,net,tax,gross,currency,taxes
INV-2026-000001,invoice,2026-11-23,,2026-7,,,,mug,,MUG,Becher,0,3,false,28.36,5.39,33.75,EUR,de-19 19 5.39
INV-2026-000001,invoice,2026-11-23,,2026-7,,,,book,,BOOK,Buch,0,1,false,20.19,1.41,21.60,EUR,de-7 7 1.41
INV-2026-000001,invoice,2026-11-23,,2026-7,,,,,post,,,0,1,false,4.12,0.78,4.90,EUR,de-19 19 0.78
`, "\n", "\r\n"), b.String())
	d := s.invoice()
	d.Items = []order.DocumentItem{{Line: "nothing"}}
	b.Reset()
	err := documents.CSV(&b, documents.Issued{Order: s.order, Document: s.invoice()}, documents.Issued{Order: s.order, Document: d}, documents.Issued{Document: d})
	assert.Equal(t, []string{"unknown documents[1].items[0].line", "required documents[2].order"}, faults(t, err))
	assert.Zero(t, b.Len(), "half a list is none")
}
