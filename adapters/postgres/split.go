package postgres

import (
	"reflect"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// An order is stored in two parts: what hardly ever changes once it is placed, and
// everything else, which is written with every commit.

// goods is what hardly ever changes, with lines as they were priced. The fields but
// Lines are those of the order with these names.
type goods[L line | order.Line] struct {
	ID          string              `json:"id"`
	Channel     string              `json:"channel,omitempty"`
	Number      string              `json:"number"`
	Customer    string              `json:"customer,omitempty"`
	Locale      string              `json:"locale,omitempty"`
	Transaction string              `json:"transaction,omitempty"`
	Addressed   bool                `json:"addressed,omitempty"`
	Currency    currency.Code       `json:"currency"`
	Policy      pricing.Policy      `json:"policy"`
	Placed      time.Time           `json:"placed"`
	Workflows   []order.Pin         `json:"workflows"`
	Settlement  *currency.Converted `json:"settlement,omitempty"`
	TaxRates    []currency.Rate     `json:"taxRates,omitempty"`
	Lines       []L                 `json:"lines"`
}

// line is a line without what moves.
type line struct {
	*order.Line
	Runs       *struct{} `json:"runs,omitempty"`
	Allowances *struct{} `json:"allowances,omitempty"`
}

// units is what moves of a line.
type units struct {
	Runs       []order.Run         `json:"runs"`
	Allowances []pricing.Allowance `json:"allowances,omitempty"`
}

// head is an order without its goods: of what it and goods both have, which are
// equally deep, JSON has neither.
type head struct {
	*order.Order
	*goods[line]
	Lines []units `json:"lines"`
}

func goodsOf(o *order.Order) (g goods[line]) {
	from, to := reflect.ValueOf(o).Elem(), reflect.ValueOf(&g).Elem()
	for i, at := range kept {
		to.Field(i).Set(from.Field(at))
	}
	if o.Lines != nil {
		g.Lines = make([]line, len(o.Lines))
	}
	for i := range o.Lines {
		g.Lines[i].Line = &o.Lines[i]
	}
	return g
}

func restOf(o *order.Order) head {
	h := head{Order: o}
	if o.Lines != nil {
		h.Lines = make([]units, len(o.Lines))
	}
	for i := range o.Lines {
		h.Lines[i] = units{o.Lines[i].Runs, o.Lines[i].Allowances}
	}
	return h
}

// join decodes both parts into an order.
func join(id string, stays, moves []byte, o *order.Order) error {
	var g goods[order.Line]
	if err := decode(stays, id, &g); err != nil {
		return err
	}
	h := head{Order: o}
	if err := decode(moves, id, &h); err != nil {
		return err
	}
	from, to := reflect.ValueOf(&g).Elem(), reflect.ValueOf(o).Elem()
	for i, at := range kept {
		to.Field(at).Set(from.Field(i))
	}
	for i := range min(len(g.Lines), len(h.Lines)) {
		g.Lines[i].Runs, g.Lines[i].Allowances = h.Lines[i].Runs, h.Lines[i].Allowances
	}
	o.ID, o.Lines = whole(id), g.Lines // JSON has nothing that is not UTF-8
	return nil
}

// sameGoods reports whether two orders have the same goods.
func sameGoods(a, b *order.Order) bool {
	if len(a.Lines) != len(b.Lines) || !sameFields(a, b, kept) {
		return false
	}
	for i := range a.Lines {
		if x, y := &a.Lines[i], &b.Lines[i]; x != y && !sameFields(x, y, priced) {
			return false
		}
	}
	return true
}

// copied is a copy of an order that shares its lines with what is remembered of it,
// which never changes, if they are the same.
func copied(o *order.Order, old *sight) *order.Order {
	if old == nil || old.order == nil || !same(reflect.ValueOf(o.Lines), reflect.ValueOf(old.order.Lines)) {
		c := o.Clone()
		return &c
	}
	rest := *o
	rest.Lines = nil
	c := rest.Clone()
	c.Lines = old.order.Lines
	return &c
}

func sameFields(a, b any, which []int) bool {
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for _, i := range which {
		if !same(x.Field(i), y.Field(i)) {
			return false
		}
	}
	return true
}

// kept is, for each field of goods but Lines, which one of an order it is; priced
// are the fields of a line that do not move.
var kept, priced = func() (kept, priced []int) {
	o, g := reflect.TypeFor[order.Order](), reflect.TypeFor[goods[line]]()
	for i := range g.NumField() - 1 {
		f, _ := o.FieldByName(g.Field(i).Name)
		kept = append(kept, f.Index[0])
	}
	l, u := reflect.TypeFor[order.Line](), reflect.TypeFor[units]()
	for i := range l.NumField() {
		if _, moves := u.FieldByName(l.Field(i).Name); !moves {
			priced = append(priced, i)
		}
	}
	return kept, priced
}()
