package order

import (
	"fmt"
	"slices"

	"github.com/orderkit/orderkit/i18n"
)

// door cleans personal data once, keeps the raw text where cleaning changed
// something, and reports every field that cannot be accepted.
type door struct {
	raw    map[string]string
	faults *faults
}

func (d *door) text(path, s string, required bool, multiline bool) string {
	if len(s) > MaxText {
		d.faults.add(path, "too_long", "is longer than %d bytes", MaxText)
		return ""
	}
	clean, issues := i18n.Clean(s, i18n.Options{Required: required, Multiline: multiline})
	for _, is := range issues {
		if is.Severity == i18n.Error {
			d.faults.add(path, is.Code, "%s", is.Detail)
		}
	}
	d.keep(path, s, clean)
	return clean
}

func (d *door) keep(path, raw, clean string) {
	if raw == clean {
		return
	}
	if d.raw == nil {
		d.raw = map[string]string{}
	}
	d.raw[path] = raw
}

// blank reports whether no address was given at all.
func blank(a i18n.Address) bool {
	return a.Country == "" && a.Name == "" && a.Organisation == "" && len(a.Lines) == 0 && a.Locality == "" && a.PostalCode == ""
}

func (d *door) address(path string, a i18n.Address) i18n.Address {
	if blank(a) {
		return i18n.Address{}
	}
	clean, issues := a.Clean()
	issues = append(issues, clean.Check()...)
	seen := map[string]bool{}
	for _, is := range issues {
		if at := path + "." + is.Path; is.Severity == i18n.Error && !seen[at+is.Code] {
			seen[at+is.Code] = true
			d.faults.add(at, is.Code, "%s", is.Detail)
		}
	}
	d.keepAddress(path, a, clean)
	return clean
}

func (d *door) keepAddress(path string, a, clean i18n.Address) {
	for _, f := range []struct{ name, raw, clean string }{
		{"name", a.Name, clean.Name}, {"organisation", a.Organisation, clean.Organisation},
		{"sublocality", a.Sublocality, clean.Sublocality}, {"locality", a.Locality, clean.Locality},
		{"region", a.Region, clean.Region}, {"postalCode", a.PostalCode, clean.PostalCode},
		{"sortingCode", a.SortingCode, clean.SortingCode}, {"phone", a.Phone, clean.Phone},
	} {
		if f.raw != f.clean {
			d.keep(path+"."+f.name, f.raw, f.clean)
		}
	}
	if !slices.Equal(a.Lines, clean.Lines) {
		for i, l := range a.Lines {
			d.keep(fmt.Sprintf("%s.lines[%d]", path, i), l, "")
		}
	}
	if a.Latin != nil && clean.Latin != nil {
		d.keepAddress(path+".latin", *a.Latin, *clean.Latin)
	}
}

// person makes the personal record of a draft.
func (d *Draft) person(f *faults) *Person {
	at := &door{faults: f}
	p := &Person{
		Name:   at.text("name", d.Name, false, false),
		Email:  at.text("email", d.Email, false, false),
		Phone:  at.text("phone", d.Phone, false, false),
		TaxID:  at.text("taxID", d.TaxID, false, false),
		ShipTo: at.address("shipTo", d.ShipTo),
		BillTo: at.address("billTo", d.BillTo),
	}
	if len(d.Texts) > MaxTexts {
		f.add("texts", "too_many", "has more than %d texts", MaxTexts)
		return p
	}
	for _, name := range sortedKeys(d.Texts) {
		if p.Texts == nil {
			p.Texts = map[string]string{}
		}
		f.id("texts."+name, name, true)
		p.Texts[name] = at.text("texts."+name, d.Texts[name], false, true)
	}
	p.Raw = at.raw
	return p
}
