package pricing

import "strings"

// known is the day from which the table speaks for rates that are older.
const known = "2024-01-01"

// regimeRow is a place in the table. A row without rates is a place that belongs
// to its country but not to its tax area.
type regimeRow struct {
	country, regions string // the names of a region, the first is the one told
	law              int
	act              string // the law that sets its rates
	seen             string // their sources, by their words in publications
	rates            []rateRow
}

// rateRow is a rate in the table: the name of the tax where there are several,
// and thousandths of a percent.
type rateRow struct {
	kind, name  string
	thousandths int64
	from, until string // days
	compound    bool
	seen        string // the sources of this rate, if not those of the row
}

func since(kind string, thousandths int64) rateRow {
	return rateRow{kind: kind, thousandths: thousandths, from: known}
}

func standard(n int64) rateRow     { return since("standard", n) }
func intermediate(n int64) rateRow { return since("intermediate", n) }
func reduced(n int64) rateRow      { return since("reduced", n) }
func reduced2(n int64) rateRow     { return since("reduced-2", n) }
func reduced3(n int64) rateRow     { return since("reduced-3", n) }
func superReduced(n int64) rateRow { return since("super-reduced", n) }
func zero() rateRow                { return since("zero", 0) }

// starting gives a rate its first day.
func (r rateRow) starting(day string) rateRow {
	r.from = day
	return r
}

// before gives a rate the first day after it.
func (r rateRow) before(day string) rateRow {
	r.until = day
	return r
}

// called names the tax of a rate, where there are several.
func (r rateRow) called(name string) rateRow {
	r.name = name
	return r
}

// by gives a rate sources of its own.
func (r rateRow) by(seen string) rateRow {
	r.seen = seen
	return r
}

func (r regimeRow) region() string {
	name, _, _ := strings.Cut(r.regions, " ")
	return name
}

// rowOf looks a place up: the row of the region, else that of the country.
func rowOf(country, region string) (found regimeRow, ok bool) {
	for _, rows := range [...][]regimeRow{unionRows, worldRows, canadaRows} {
		for k := range rows {
			switch regions := rows[k].regions; {
			case rows[k].country != country:
			case regions == "":
				found, ok = rows[k], true
			case region != "":
				for name := range strings.FieldsSeq(regions) {
					if name == region {
						return rows[k], true
					}
				}
			}
		}
	}
	return found, ok
}
