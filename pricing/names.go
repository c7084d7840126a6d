package pricing

// names numbers distinct strings in the order they are added. Few are compared
// one by one, which is quicker than a map for a usual cart.
type names struct {
	list []string
	many map[string]int
}

const few = 24

// add returns the number of s and whether it is new.
func (n *names) add(s string) (int, bool) {
	if i, ok := n.find(s); ok {
		return i, false
	}
	n.list = append(n.list, s)
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
	for i, known := range n.list {
		if known == s {
			return i, true
		}
	}
	return 0, false
}
