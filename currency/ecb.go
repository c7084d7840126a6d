package currency

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"time"
)

// maxECB is the largest file that ReadECB reads; the full history since 1999
// has some 10 million bytes.
const maxECB = 16 << 20

// maxECBRates bounds what a file may hold: 30 years of 60 currencies.
const maxECBRates = 600_000

// ecbSource is the source of every rate that ReadECB returns.
const ecbSource = "European Central Bank"

// publishedECB is when a day's reference rates are out in summer and winter:
// they come at about 16:00 in Frankfurt, which is 14:00 or 15:00 UTC.
const publishedECB = 15 * time.Hour

// ReadECB reads the euro foreign exchange reference rates as the European
// Central Bank publishes them (eurofxref-daily.xml, eurofxref-hist-90d.xml,
// eurofxref-hist.xml): rates from EUR, each valid from 15:00 UTC of its day, by
// when it has been published, so that no calculation knows a rate before the
// world did. For NewRateTable use EUR as the pivot.
//
// It is strict: another namespace or structure, a day or a currency twice, an
// unknown code, a value that is no plain number are ErrSyntax and give no rates
// at all, as does a file of more than 16 MiB or with a document type.
func ReadECB(r io.Reader) ([]Rate, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxECB+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxECB {
		return nil, ecbError("", "the file is larger than 16 MiB")
	}
	p := ecbReader{}
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, ecbError("", err.Error())
		}
		if err := p.token(token); err != nil {
			return nil, err
		}
	}
	if len(p.open) != 0 || !p.done || len(p.rates) == 0 {
		return nil, ecbError("", "the file is not complete")
	}
	return p.rates, nil
}

func ecbError(input, reason string) error {
	return &Error{Op: "read rates of the ECB", Kind: ErrSyntax, Input: shorten(input), Reason: reason}
}

// ecbReader follows the file: Envelope > Cube > Cube time > Cube currency rate.
type ecbReader struct {
	open  []string
	done  bool
	at    time.Time
	days  map[string]bool // nil before the element around them
	codes map[Code]bool
	rates []Rate
}

const (
	gesmes = "http://www.gesmes.org/xml/2002-08-01"
	eurofx = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"
)

func (p *ecbReader) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.Directive:
		return ecbError(string(t), "a document type")
	case xml.CharData:
		if inside := p.inside(); (inside == "" || inside == "Cube") && len(bytes.TrimSpace(t)) > 0 {
			return ecbError(string(t), "text among the rates")
		}
	case xml.EndElement:
		if len(p.open) == 0 || p.open[len(p.open)-1] != full(t.Name) {
			return ecbError(t.Name.Local, "an end without its beginning")
		}
		p.open = p.open[:len(p.open)-1]
		p.done = len(p.open) == 0
	case xml.StartElement:
		if err := p.start(t); err != nil {
			return err
		}
		p.open = append(p.open, full(t.Name))
	}
	return nil
}

func full(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// inside names the kind of element around: Cube, other, or none.
func (p *ecbReader) inside() string {
	if len(p.open) == 0 {
		return ""
	}
	return p.open[len(p.open)-1]
}

func (p *ecbReader) start(t xml.StartElement) error {
	name := full(t.Name)
	cubes := 0
	for _, o := range p.open {
		if o == "Cube" {
			cubes++
		}
	}
	switch {
	case len(p.open) == 0 && !p.done && name == "gesmes:Envelope":
		if attribute(t, "xmlns:gesmes") != gesmes || attribute(t, "xmlns") != eurofx {
			return ecbError(name, "another namespace than the ECB's")
		}
	case len(p.open) == 1 && (name == "gesmes:subject" || name == "gesmes:Sender"):
	case len(p.open) == 2 && cubes == 0 && name == "gesmes:name":
	case name != "Cube" || len(p.open) != cubes+1 || p.done || cubes == 0 && p.days != nil:
		return ecbError(name, "an element that does not belong there")
	case cubes == 0 && len(t.Attr) == 0:
		p.days = map[string]bool{}
	case cubes == 1 && len(t.Attr) == 1:
		return p.day(attribute(t, "time"))
	case cubes == 2 && len(t.Attr) == 2:
		return p.rate(attribute(t, "currency"), attribute(t, "rate"))
	default:
		return ecbError(name, "unexpected attributes")
	}
	return nil
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if full(a.Name) == name {
			return a.Value
		}
	}
	return ""
}

func (p *ecbReader) day(text string) error {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return ecbError(text, "not a day")
	}
	if p.days[text] {
		return ecbError(text, "the day is there twice")
	}
	p.days[text] = true
	p.at, p.codes = at.Add(publishedECB), map[Code]bool{}
	return nil
}

func (p *ecbReader) rate(code, value string) error {
	c, ok := lookup(code)
	if !ok || c == EUR {
		return ecbError(code, "not the code of another currency")
	}
	n, scale, ok := parseRate(value)
	if !ok {
		return ecbError(value, "not a rate of "+code)
	}
	if p.codes[c] {
		return ecbError(code, "the currency is there twice on one day")
	}
	p.codes[c] = true
	r, err := newRate(EUR, c, n, scale, p.at, ecbSource)
	if err != nil {
		return ecbError(value, err.Error())
	}
	if len(p.rates) == maxECBRates {
		return ecbError(code, "too many rates")
	}
	p.rates = append(p.rates, r)
	return nil
}
