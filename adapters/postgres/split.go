package postgres

import (
	"reflect"

	"github.com/orderkit/orderkit/order"
	"github.com/orderkit/orderkit/pricing"
)

// An order is stored in two parts: its lines as they were priced, which stay, and
// everything else, which is written with every commit.

// line is a line without what moves.
type line struct {
	order.Line
	Runs       *struct{} `json:"runs,omitempty"`
	Allowances *struct{} `json:"allowances,omitempty"`
}

// units is what moves of a line.
type units struct {
	Runs       []order.Run         `json:"runs"`
	Allowances []pricing.Allowance `json:"allowances,omitempty"`
}

// headOf is an order with the moving part of its lines only.
type headOf struct {
	*order.Order
	Lines []units `json:"lines"`
}

func split(o *order.Order) (goods []line, head headOf) {
	head.Order = o
	if o.Lines != nil {
		goods, head.Lines = make([]line, len(o.Lines)), make([]units, len(o.Lines))
	}
	for i := range o.Lines {
		goods[i].Line = o.Lines[i]
		head.Lines[i] = units{o.Lines[i].Runs, o.Lines[i].Allowances}
	}
	return goods, head
}

// join decodes both parts into an order.
func join(id string, goods, head []byte, o *order.Order) error {
	var lines []order.Line
	if err := decode(goods, id, &lines); err != nil {
		return err
	}
	h := headOf{Order: o}
	if err := decode(head, id, &h); err != nil {
		return err
	}
	for i := range min(len(lines), len(h.Lines)) {
		lines[i].Runs, lines[i].Allowances = h.Lines[i].Runs, h.Lines[i].Allowances
	}
	o.Lines = lines
	return nil
}

// sameGoods reports whether lines that were priced are the same.
func sameGoods(a, b []order.Line) bool {
	if len(a) != len(b) {
		return false
	}
	var x, y order.Line
	for i := range a {
		x, y = a[i], b[i]
		x.Runs, x.Allowances, y.Runs, y.Allowances = nil, nil, nil, nil
		if !reflect.DeepEqual(&x, &y) {
			return false
		}
	}
	return true
}
