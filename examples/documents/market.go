package main

import (
	"fmt"

	"github.com/orderkit/orderkit/adapters/documents"
	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// market is one country's shop and one of its customers. All people, companies
// and numbers are invented; the streets are those of famous buildings.
type market struct {
	Locale   string // the customer's
	Currency currency.Code
	Region   string // of the tax regime, where it has one
	// Taxes are rates by kind for countries whose regime the library does not know;
	// the host is answerable for them.
	Taxes    map[string][]rate
	TaxNames map[string]string
	Paper    documents.Paper
	Cash     bool // paid in coins and notes
	Net      bool // prices are without tax
	Seller   documents.Seller
	Buyer    i18n.Address
	BuyerTax string
	Goods    []goods
	Shipping string
	Discount string // the name of 10 percent off
	Tender   string
	Service  string
	XDR      string // what one XDR costs, for the choice of the customs form
}

// rate is a tax in percent.
type rate struct{ ID, Percent string }

// goods are one line of the order.
type goods struct {
	SKU, Title, Price string
	Quantity          int64
	Kind              string // of its tax
	Customs           order.Customs
}

// The same three things are sold everywhere, under other names.
var (
	mug  = order.Customs{HS: "691200", Origin: "DE", NetWeight: 350, Description: "Ceramic mugs"}
	tea  = order.Customs{HS: "090230", Origin: "IN", NetWeight: 110, Description: "Black tea in tins"}
	book = order.Customs{HS: "490199", Origin: "FR", NetWeight: 620, Description: "Printed books, hardcover"}
)

func shelf(titles [3]string, prices [3]string, kinds [3]string) []goods {
	return []goods{
		{"MUG-1", titles[0], prices[0], 3, kinds[0], mug},
		{"TEA-7", titles[1], prices[1], 2, kinds[1], tea},
		{"BOOK-3", titles[2], prices[2], 1, kinds[2], book},
	}
}

// policy and taxes are those of the regime, or of the market's own rates.
func (m market) policy() pricing.Policy {
	prices := pricing.Gross
	if m.Net {
		prices = pricing.Net
	}
	p := pricing.Policy{Prices: prices}
	if r, ok := pricing.RegimeOf(m.Seller.Address.Country, m.Region, today); ok {
		p = r.Policy(prices)
	}
	p.Cash = m.Cash
	return p
}

func (m market) taxes(kind string) ([]pricing.Tax, error) {
	if m.Taxes == nil {
		r, _ := pricing.RegimeOf(m.Seller.Address.Country, m.Region, today)
		list, ok := r.Taxes(kind)
		if !ok {
			return nil, fmt.Errorf("%s has no tax of the kind %q, only %q", m.Seller.Address.Country, kind, r.Kinds())
		}
		return list, nil
	}
	rates, ok := m.Taxes[kind]
	if !ok {
		return nil, fmt.Errorf("%s has no tax of the kind %q", m.Seller.Address.Country, kind)
	}
	var list []pricing.Tax
	for _, t := range rates {
		list = append(list, pricing.Tax{ID: t.ID, Category: "S", Percent: percent(t.Percent).Decimal()})
	}
	return list, nil
}
