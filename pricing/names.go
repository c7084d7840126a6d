package pricing

// names numbers distinct strings in the order they are added. Few are compared
// one by one, which is quicker than a map for a usual cart.
type names struct {
	list []string
	many map[string]int
	seen [4]uint64 // one bit per mark of a string in the list, while they are few
}

const few = 24

// mark is a number below 256 that few ids of a cart have in common: they differ
// at the end.
func mark(s string) (word, bit int) {
	n := len(s)
	if n > 1 {
		n += int(s[n-1]) + 10*int(s[n-2])
	} else if n > 0 {
		n += int(s[0])
	}
	return n >> 6 & 3, n & 63
}

// add returns the number of s and whether it is new.
func (n *names) add(s string) (int, bool) {
	if i, ok := n.find(s); ok {
		return i, false
	}
	n.list = append(n.list, s)
	word, bit := mark(s)
	n.seen[word] |= 1 << bit
	switch {
	case n.many != nil:
		n.many[s] = len(n.list) - 1
	case len(n.list) > few:
		n.many = make(map[string]int, 4*few)
		for i, s := range n.list {
			n.many[s] = i
		}
	}
	return len(n.list) - 1, true
}

func (n *names) find(s string) (int, bool) {
	if n.many != nil {
		i, ok := n.many[s]
		return i, ok
	}
	if word, bit := mark(s); n.seen[word]&(1<<bit) == 0 {
		return 0, false
	}
	for i, known := range n.list {
		if known == s {
			return i, true
		}
	}
	return 0, false
}
