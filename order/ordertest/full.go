package ordertest

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/fsm"
	"github.com/orderkit/orderkit/i18n"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// full is an order with something in every field that an order can have.
func full(id string) order.Order {
	o := draft(id)
	o.Customer = "customer-77"
	o.Transaction, o.Addressed, o.Locale = "presale", true, "de-CH"
	o.Policy = pricing.Policy{Prices: pricing.Net, Cash: true, CashStep: 5, CashMode: currency.HalfDown, Reversal: pricing.ClawBack, TaxScope: pricing.PerLine, TaxMode: currency.HalfEven,
		LineMode: currency.Down, DiscountMode: currency.Up}
	o.Changed = day().Add(time.Nanosecond)
	o.Workflows = append(o.Workflows, order.Pin{Name: "presale", Version: 3, Hash: "def"})
	o.Lines = []order.Line{fullLine("1", ""), fullLine("2", "1")}
	o.Charges = []order.Charge{{Price: fullItem("ship", "shipping"), Lines: []string{"1", "2"}, Held: fsm.Taken | fsm.Promised,
		Live: true, Allowances: []pricing.Allowance{fullAllowance()},
		Undeserved: &pricing.Undeserved{Item: "1", Discount: "d", Code: "WELCOME", Title: "Welcome", Kept: eur(2), Amount: eur(1)}}}
	o.Excused = []order.Units{{Line: "2", First: 0, Count: 1}}
	o.Coupons = []order.Coupon{{Code: "WELCOME", Ref: "red-1", Redeemed: true, GivenBack: true, LeftUsed: true, Undeserved: true}}
	o.Payments = []order.Payment{fullPayment("p-1"), fullPayment("p-2")}
	o.Shipments = []order.Shipment{{ID: "s-1", Carrier: "dhl", Tracking: "TRK-1", Return: true,
		Units: []order.Units{{Line: "1", First: 1, Count: 2}}, Booked: day().Add(7), Cancelled: true}}
	o.Documents = []order.Document{fullDocument(), {Kind: order.CreditNote, Series: "CN-2026-", No: 1, At: day().Add(13), Corrects: "INV-2026-000007"}}
	o.Accounts = []order.Posting{{Account: order.Customer, Amount: eur(119)}, {Account: order.TaxDue, Amount: eur(-119)}}
	o.Intents = []order.Intent{fullIntent()}
	o.Queue = []order.Queued{{Action: "cancel", Data: json.RawMessage(`{"why":"späť"}`), Actor: fullActor(), Key: "q", Why: "too late", At: day().Add(8), Behind: 1, Print: "cancel:1", Ref: "r"}}
	o.Cases = []order.Case{{Order: id, No: 1, Stage: 3, Code: order.CaseUnknown, Reason: "nobody knows", Opened: day().Add(9), Intent: 1,
		Step: "k-1", Amount: eur(5), Ref: "r", Choices: []order.Choice{order.RetryNow, order.HandOver}}}
	rate, err := currency.NewRate(currency.EUR, currency.USD, eur(110).Decimal(), day(), "ECB")
	if err != nil {
		panic(err)
	}
	c, err := rate.Convert(eur(119), currency.HalfEven)
	if err != nil {
		panic(err)
	}
	c.Euro = "1.190"
	o.TaxRates = c.Rates
	o.Settlement, o.Settled = &c, []order.Posting{{Account: order.Exchange, Amount: currency.New(1, currency.USD)}}
	o.LeftPaid, o.LeftOpen = eur(3), eur(4)
	o.Hold, o.Quarantine = "address", "G3"
	o.Tags, o.Notes = []string{"vip", "gift"}, 2
	o.LastIntent, o.LastShipment, o.LastCase = 1, 1, 1
	return o
}

func fullActor() order.Actor { return order.Actor{Role: fsm.Customer, ID: "c-77"} }

func fullLine(id, of string) order.Line {
	return order.Line{ID: id, SKU: "sku-" + id, Title: "Книга 書", Type: "book", Workflow: 1, Of: of,
		Price: fullItem(id, pricing.KindLine), Allowances: []pricing.Allowance{fullAllowance()},
		Runs: []order.Run{
			{First: 0, Count: 1, State: "packed", Phase: fsm.Production, Entered: day().Add(1), Held: fsm.Taken | fsm.Reserved, Turns: map[string]int{"open": 2}, Off: true},
			{First: 1, Count: 2, State: "sent", Phase: fsm.Confirmed, Entered: day().Add(2), Held: fsm.Taken | fsm.Sent},
		},
		Customs: order.Customs{HS: "691200", Origin: "JP", NetWeight: 350, Description: "Tassen 湯呑"},
		Meta:    map[string]string{"engraving": "a & <b>", "colour": "blau"}}
}

func fullItem(id, kind string) pricing.Item {
	return pricing.Item{ID: id, Kind: kind, Title: "A \"title\"", Prices: pricing.Net, Return: true, Quantity: 3, Base: 10,
		Unit: pricing.Number(eur(123450).Decimal()), Extended: eur(100), Discount: eur(1), Net: eur(99), Tax: eur(19), Gross: eur(118),
		Discounts: []pricing.Applied{{ID: "d", Code: "WELCOME", Title: "Welcome", Order: true, Amount: eur(1), Unapplied: eur(2)}},
		Taxes:     []pricing.TaxShare{fullTax()}}
}

func fullTax() pricing.TaxShare {
	return pricing.TaxShare{ID: "de-19", Category: "S", Percent: pricing.Number(eur(1900).Decimal()), Fixed: eur(25), Compound: true, Amount: eur(19)}
}

func fullAllowance() pricing.Allowance {
	return pricing.Allowance{First: 1, Count: 2, Gross: eur(12), Net: eur(10), Tax: eur(2), Taxes: []pricing.TaxShare{fullTax()}}
}

func fullDocument() order.Document {
	total := pricing.TaxTotal{ID: "de-19", Category: "S", Percent: pricing.Number(eur(1900).Decimal()), Fixed: eur(25), Compound: true, Net: eur(99), Tax: eur(19)}
	rate, err := currency.NewRate(currency.EUR, currency.CHF, eur(93).Decimal(), day(), "ECB")
	if err != nil {
		panic(err)
	}
	return order.Document{Kind: order.Invoice, Series: "INV-2026-", No: 7, At: day().Add(12),
		Items: []order.DocumentItem{{Line: "1", Charge: "ship", First: 1, Count: 2, Allowances: 1, Reduction: true,
			Share: pricing.Share{Gross: eur(118), Net: eur(99), Tax: eur(19), Discount: eur(1), Taxes: []pricing.TaxShare{fullTax()}}}},
		Taxes: []pricing.TaxTotal{total}, Net: eur(99), Tax: eur(19), Gross: eur(118),
		Abroad: &pricing.Abroad{Use: pricing.ForTax, Rates: []currency.Rate{rate}, Mode: currency.HalfEven,
			Taxes: []currency.Amount{currency.New(18, currency.CHF)}, Tax: currency.New(18, currency.CHF), Payable: currency.New(110, currency.CHF)}}
}

func fullPayment(id string) order.Payment {
	expires := day().Add(7*24*time.Hour + 3)
	return order.Payment{ID: id, Gateway: "cards", Token: "tok", Ref: "auth-" + id, Expires: &expires,
		Authorized: eur(9007199254740993), Captured: currency.New(1, currency.JPY), Voided: currency.New(1, currency.BHD),
		Refunded: eur(-1), ChargedBack: eur(7), Closed: true,
		Ops: []order.PaymentOp{{Kind: "authorize", Amount: eur(118), Settled: eur(9), Ref: "op-" + id, At: day().Add(3), Key: "k-" + id}}}
}

func fullIntent() order.Intent {
	return order.Intent{No: 1, Action: "ship", Data: json.RawMessage(`{"lines":["1"]}`), Actor: fullActor(), Key: "k", Why: "because",
		Print: "ship:1", Plan: "hash", At: day().Add(4), Auto: true, Counted: true, KeepPromotions: true, Past: true, Begun: 1,
		Moves: []order.Shift{{Move: order.Move{Line: "1", First: 1, Count: 2, From: "packed", To: "sent"},
			Phase: fsm.Confirmed, Held: fsm.Taken | fsm.Sent}},
		Charges: []order.ChargeShift{{ID: "ship", Held: fsm.Taken, Live: true}},
		Allow:   []order.Reduction{{Line: "1", Charge: "ship", Allow: fullAllowance()}},
		Steps: []order.Call{{Do: "capture", Op: "capture", Key: "o/1/capture", Gen: 1, Effect: fsm.Money, Using: "cards", Pivot: true,
			Retry:   fsm.Retry{First: fsm.Duration(time.Second), Factor: 2, Max: fsm.Duration(time.Hour), Attempts: 3, For: fsm.Duration(time.Minute)},
			KeyLife: time.Hour, Amount: eur(118), Payment: "p-1", Shipment: "s-1", Coupon: "WELCOME",
			Units: []order.Units{{Line: "1", First: 1, Count: 2}}, Undoes: "u", Undo: "refund", State: order.CallUnknown, Doubt: true, Ends: true,
			Attempts: 2, First: day().Add(5), Last: day().Add(6), Until: day().Add(7), Code: "timeout", Detail: "no answer", Ref: "cap-1"}},
		Undoing: true, Code: "declined", Reason: "no", Stop: true, Due: day().Add(time.Hour + 1), Chain: day().Add(10), Inherited: day().Add(11), URL: "https://bank.example/3ds"}
}

// fullEvent has something in every field.
func fullEvent(id string, no int64) order.Event {
	return order.Event{Order: id, No: no, At: day().Add(1), Kind: order.EventStep, Action: "ship", Data: json.RawMessage(`{"a":[1,2,"<&>"]}`),
		Actor: fullActor(), Key: "k", Why: "asked", Moves: []order.Move{{Line: "1", First: 1, Count: 2, From: "packed", To: "sent"}},
		Intent: 1, Step: "capture", Outcome: order.OutcomeUnknown, Code: "timeout", Attempt: 2, Ref: "r", Amount: eur(118), Case: 1, Plan: "hash", Document: 2}
}

// person is personal data with something in every field.
func person(id string) *order.Person {
	address := i18n.Address{Name: "王小明", Organisation: "Société Ünïcode", Lines: []string{"Straße 1", "flat 2"}, Sublocality: "Kiez",
		Locality: "São Paulo", Region: "SP", PostalCode: "01000-000", SortingCode: "CEDEX 1", Country: "BR", Phone: "+55 11 5555", Language: "pt-BR"}
	latin := address
	latin.Name, latin.Lines = "Wang Xiaoming", []string{"Strasse 1"}
	address.Latin = &latin
	bill := address
	bill.Name = "Billing " + strings.Repeat("é", 10)
	return &order.Person{Order: id, Name: "王小明", Email: "wang@example.com", Phone: "+55 11 5555", TaxID: "ATU12345678", ShipTo: address, BillTo: bill,
		Texts: map[string]string{"gift_message": "Happy 🎂\nلك", "ring/engraving": "♥"},
		Notes: []order.Text{{At: day().Add(11), By: fullActor(), About: "note", Text: "rings twice"}},
		Raw:   map[string]string{"shipTo.name": " 王小明\u200b "}}
}
