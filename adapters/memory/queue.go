package memory

import (
	"container/heap"
	"time"
)

// queue holds rows by time, the earliest first; a row knows its place in it, so
// taking one out does not search. A row is in at most one queue.
type queue struct {
	at   func(*row) time.Time
	heap []*row
}

func (q *queue) first() *row {
	if len(q.heap) == 0 {
		return nil
	}
	return q.heap[0]
}

func (q *queue) add(r *row) { heap.Push(q, r) }

func (q *queue) remove(r *row) { heap.Remove(q, r.pos) }

// Len is part of heap.Interface.
func (q *queue) Len() int { return len(q.heap) }

// Less is part of heap.Interface. Rows of the same time come in order of their
// ID, so that the same calls always give the same answers.
func (q *queue) Less(i, j int) bool {
	a, b := q.heap[i], q.heap[j]
	if c := q.at(a).Compare(q.at(b)); c != 0 {
		return c < 0
	}
	return a.order.ID < b.order.ID
}

// Swap is part of heap.Interface.
func (q *queue) Swap(i, j int) {
	q.heap[i], q.heap[j] = q.heap[j], q.heap[i]
	q.heap[i].pos, q.heap[j].pos = i, j
}

// Push is part of heap.Interface.
func (q *queue) Push(x any) {
	r := x.(*row)
	r.in, r.pos = q, len(q.heap)
	q.heap = append(q.heap, r)
}

// Pop is part of heap.Interface.
func (q *queue) Pop() any {
	last := len(q.heap) - 1
	r := q.heap[last]
	q.heap[last] = nil
	q.heap = q.heap[:last]
	r.in, r.pos = nil, 0
	return r
}
