package pricing

import "github.com/orderkit/orderkit/currency"

// law is what places with one law of rounding have in common.
type law struct {
	scope    Scope
	mode     currency.Mode
	free     bool
	union    bool
	cash     int64
	rounding string
}

const (
	lawEU = iota
	lawFR // the departments of France outside of the tax area of the Union
	lawGB
	lawNI
	lawCH
	lawNO
	lawJP
	lawAU
	lawNZ
	lawCA
	lawUS
)

const (
	inEU = "EN 16931-1 BR-CO-17 (BT-117): once per rate, half up; Directive 2006/112/EC leaves rounding to the states (ECJ C-484/06, Ahold)"
	inGB = "HMRC VAT Notice 700 section 17.5 and VATREC12010: an invoice trader may also round the total down to a penny, a retailer may not"
)

var laws = [...]law{
	lawEU: {scope: PerRate, mode: currency.HalfUp, union: true, rounding: inEU},
	lawFR: {scope: PerRate, mode: currency.HalfUp, rounding: inEU},
	lawGB: {scope: PerRate, mode: currency.HalfUp, rounding: inGB},
	lawNI: {scope: PerRate, mode: currency.HalfUp, union: true, rounding: inGB},
	lawCH: {scope: PerRate, mode: currency.HalfUp, cash: 5, rounding: "commercial rounding, by line or on the total, always the same way: practice of the Federal Tax Administration, no rule in the VAT Act (SR 641.20); the smallest coin is 5 Rappen"},
	lawNO: {scope: PerRate, mode: currency.HalfUp, rounding: "EHF Billing 3.0 (EN 16931-1 BR-CO-17)"},
	lawJP: {scope: PerRate, mode: currency.Down, free: true, rounding: "National Tax Agency, Q&A on the qualified invoice system (from 2023-10-01): once per rate and invoice, up, down or half up as the seller likes"},
	lawAU: {scope: PerRate, mode: currency.HalfUp, cash: 5, rounding: "GST Act 1999 s. 9-90: half up on the total of the invoice, or by supply; the smallest coin is 5 cents"},
	lawNZ: {scope: PerRate, mode: currency.HalfDown, cash: 10, rounding: "GST Act 1985 s. 19O (s. 24 until 2023-03-31): half a cent or less may be dropped, by supply or on the total, one way in a taxable period; the smallest coin is 10 cents"},
	lawCA: {scope: PerRate, mode: currency.HalfUp, cash: 5, rounding: "Excise Tax Act s. 165.2: half up, on the total of the invoice; Canada Revenue Agency GI-131: only a total in cash goes to 5 cents"},
	lawUS: {scope: PerRate, mode: currency.HalfUp, rounding: "Streamlined Sales and Use Tax Agreement s. 324: half up at the third decimal, by item or invoice as the seller likes"},
}

// publication is where a rate was found, under the word that the table uses.
type publication struct{ key, text string }

// publications are the sources of rates. The first ones are sets of data about
// many places; their dates are those of the edition that was read.
var publications = [...]publication{
	{"tedb", "European Commission, Taxes in Europe Database, as collected on 2026-09-07 (ec.europa.eu/taxation_customs/tedb; github.com/vatnode/eu-vat-rates-data)"},
	{"vatnode", "eu-vat-rates-data, its part for states outside the Union, kept by hand, 2026-09-07 (github.com/vatnode/eu-vat-rates-data)"},
	{"gobl", "GOBL v0.502.1, tax regimes with links to the authorities, 2026-07-02 (github.com/invopop/gobl)"},
	{"json", "vat-rates, 2025-08-12 (github.com/ibericode/vat-rates)"},
	{"csv", "vat-rates, 2025-09-25 (github.com/kdeldycke/vat-rates)"},
	{"npm", "sales-tax 2.23.0 (npm), 2026-05-19 (github.com/valeriansaliou/node-sales-tax)"},

	{"at-ris", "legal-skills-open, notes on UStG 1994 § 10 as RIS has it on 2026-08-05: Abs. 1a, BGBl. I Nr. 37/2026 (github.com/ThomasMoreAI/legal-skills-open)"},
	{"at-19", "KALKUEL, Umsatzsteuer in Jungholz und Mittelberg (UStG 1994 § 10 Abs. 4) (kalkuel.at/unternehmensratgeber/umsatzsteuerregelung-jungholz-und-mittelberg)"},
	{"au-ato", "ATO, GST for small business: GST-free items (ato.gov.au)"},
	{"au-food", "van Klink and Huang, How to Zero-Rate the GST on Food (2012) (papers.ssrn.com, abstract 2048014)"},
	{"ca-taxtips", "TaxTips.ca, sales tax rates 2026 (taxtips.ca/salestaxes/sales-tax-rates-2026.htm)"},
	{"ca-avalara", "Avalara, Canadian rates, 2025-12-24 (avalara.com/us/en/vatlive/country-guides/north-america/canada)"},
	{"ca-ns", "1UP Cargo, Canada sales tax rates: Nova Scotia 15 to 14 on 2025-04-01 (1upcargo.com/canada-sales-tax-rates)"},
	{"cy-2023", "KPMG and Meridian: Cyprus, 3 percent from 2023-07-21 (mondaq.com/cyprus/sales-taxes-vat-gst/1348704; meridianglobalservices.com/blog/2023/08/01)"},
	{"ee-2025", "Marosa and VATabout: Estonia, 9 to 13 and 5 to 9 on 2025-01-01 (marosavat.com/estonia-increase-vat-rate-2025; vatabout.com/estonia-vat-rates-to-be-reverted-to-pre-covid-rates)"},
	{"es-2024a", "RegFollower, 2024-06-25: Spain, Royal Decree-Law 4/2024 (regfollower.com/spain-extends-vat-cuts-on-essential-food-products)"},
	{"es-2024b", "Marosa: Spain, temporary reduced rates of 2024 (marosavat.com/spain-temporarily-reduced-rate-to-certain-foodstuffs)"},
	{"fr-guide", "DGFiP, guide de la TVA, annexe 2: rates of the mainland, Corsica and overseas, 2016-07-22"},
	{"fr-nibble", "NibblePoker, VAT rates with links to economie.gouv.fr"},
	{"fr-dom", "DGFiP, BOI-TVA-GEO-20-10, 2019-06-05 (bofip.impots.gouv.fr)"},
	{"gb-gov", "GOV.UK, How VAT works: how much VAT you must charge (gov.uk/how-vat-works/how-much-vat-you-must-charge)"},
	{"gb-avalara", "Avalara, British VAT rates (avalara.com/us/en/vatlive/country-guides/europe/uk/british-vat-rates.html)"},
	{"ie-baker", "Baker McKenzie, VAT/GST rates: Ireland (resourcehub.bakermckenzie.com)"},
	{"ie-rydoo", "Rydoo, Ireland VAT rates (rydoo.com/compliance/ireland/ireland-vat-rates)"},
	{"jp-stripe", "Stripe, classified invoices in Japan: 10 and 8 percent from 2019-10-01 (stripe.com/resources/more/classified-invoice-japan)"},
	{"jp-yg", "YG International, qualified invoices in Japan (yg-international.jp/en/qualified-invoice-qa)"},
	{"lt-sovos", "Sovos, 2026-01-05: Lithuania, Law XV-287, 9 to 12 (sovos.com/regulatory-updates/vat/lithuania-removes-9-reduced-vat-rate)"},
	{"lt-meridian", "Meridian: Lithuania, VAT rate changes of 2026-01-01 (meridianglobalservices.com/de/lithuania-vat-rate-changes)"},
	{"mt-2024", "VATCalc: Malta, 12 percent from 2024-01-01 (L.N. 231 of 2023) (vatcalc.com/malta/malta-new-12-vat-rate-2024)"},
	{"mt-zero", "VATupdate, VAT rates in Malta (vatupdate.com/?p=136578)"},
	{"mt-tolley", "Tolley, Malta, appendix 30C, zero rate, 2024-08-24"},
	{"no-2026", "VATupdate: Stortinget's decision on VAT from 2026-01-01 (FOR-2025-12-18-2752) (vatupdate.com/?p=334849)"},
	{"no-6-4", "Skatteetaten, Merverdiavgiftshåndboken, § 6-1 and 6-4 (skatteetaten.no)"},
	{"no-bokbasen", "Bokbasen, om merverdiavgift og bøker (bokbasen.no/hjelp/merverdiavgift)"},
	{"nz-moniaro", "Moniaro, GST rates in New Zealand (moniaro.com/articles/gst/understanding-gst-rates-products-services-taxed)"},
	{"pt-azores", "Autoridade Tributária, CIVA art. 18, note on Decreto Legislativo Regional 15-A/2021/A (info.portaldasfinancas.gov.pt)"},
	{"pt-madeira", "VATCalc: Madeira, 5 to 4 on 2024-10-01 (vatcalc.com/tag/madeira)"},
	{"pt-capitalizar", "Capitalizar: Madeira, 4 from 2024-10-01 (capitalizar.pt/reducao-taxa-de-iva-reduzida-na-regiao-da-madeira)"},
	{"pt-economias", "Economias, taxas de IVA na Madeira (economias.pt/taxa-de-iva-na-madeira)"},
	{"qc-2012", "Revenu Québec, 2012-12-17: 9.5 percent with GST in the base becomes 9.975 without (revenuquebec.ca/en/salle-de-presse/communiques/autres/2012/17dec.aspx)"},
	{"qc-retail", "Retail Council of Canada: Quebec sales tax from 2013-01-01 (retailcouncil.org/advocacy/effective-january-1st-2013-changes-quebec-sales-tax-rate)"},
	{"ro-2025", "RegFollower, 2025-07-31: Romania, Law 141/2025, 9 and 5 become 11, 19 becomes 21 (regfollower.com/romania-increases-standard-and-reduced-vat-rates-effective-starting-tomorrow)"},
	{"sk-crowe", "Crowe Slovakia: VAT rates of 2024 and 2025 (crowe.com/sk/en-us/news)"},
	{"sk-ey", "EY Global Tax News 2024-1947: Slovakia (taxnews.ey.com/news/2024-1947)"},
}

// published is the source that the table calls by a word.
func published(key string) string {
	for _, p := range publications {
		if p.key == key {
			return p.text
		}
	}
	return ""
}
