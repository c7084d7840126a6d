package ordertest

import (
	"container/heap"
	"time"
)

// agenda is what will happen in a town, the earliest first; what was written
// down first comes first at the same time.
type agenda struct {
	list []item
	made int
}

// item is one thing that will happen.
type item struct {
	at     time.Time
	no     int
	of     *life  // whose it is; nil: the town's
	do     func() // by whoever is free
	resume *actor // who goes on; nil if do is set
}

func (a *agenda) add(it item) {
	a.made++
	it.no = a.made
	heap.Push(a, it)
}

// next takes the first thing out, if there is one until then.
func (a *agenda) next(until time.Time) (item, bool) {
	if len(a.list) == 0 || a.list[0].at.After(until) {
		return item{}, false
	}
	return heap.Pop(a).(item), true
}

// Len is part of heap.Interface.
func (a *agenda) Len() int { return len(a.list) }

// Less is part of heap.Interface.
func (a *agenda) Less(i, j int) bool {
	if c := a.list[i].at.Compare(a.list[j].at); c != 0 {
		return c < 0
	}
	return a.list[i].no < a.list[j].no
}

// Swap is part of heap.Interface.
func (a *agenda) Swap(i, j int) { a.list[i], a.list[j] = a.list[j], a.list[i] }

// Push is part of heap.Interface.
func (a *agenda) Push(x any) { a.list = append(a.list, x.(item)) }

// Pop is part of heap.Interface.
func (a *agenda) Pop() any {
	last := len(a.list) - 1
	it := a.list[last]
	a.list[last] = item{}
	a.list = a.list[:last]
	return it
}
