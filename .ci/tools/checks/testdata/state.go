package x

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

var (
	count   int
	names   = map[string]int{"a": 1}
	list    = []string{"a"}
	nested  struct{ a struct{ b []int } }
	pointer = new(int)
	shared  strings.Builder
	once    sync.Once            // want
	pool    = &sync.Pool{}       // want
	hits    atomic.Int64         // want
	wake    = make(chan bool, 1) // want
	guarded struct {             // want
		sync.Mutex
		n int
	}
	table    = [...]string{"a", "b"}
	replacer = strings.NewReplacer("a", "b")
	ready    = sync.OnceValue(func() int { return 1 })
)

func bad() {
	count = 1                // want
	count++                  // want
	names["b"] = 2           // want
	list[0], _ = "b", 1      // want
	list = append(list, "c") // want
	nested.a.b[1] = 2        // want
	*pointer = 3             // want
	delete(names, "a")       // want
	clear(names)             // want
	copy(list, list)         // want
	shared.WriteString("a")  // want
	p := &count              // want
	time.Local = time.UTC    // want
	for count = range 3 {    // want
	}
	for _, names["x"] = range []int{1} { // want
	}
	_ = p
}

func good() string {
	count := 0
	count++
	names := map[string]int{}
	names["b"] = 2
	copied := list
	for i, s := range table {
		if s == table[i] && len(copied) > 0 {
			return replacer.Replace(s)
		}
	}
	_, _, _, _, _ = &once, pool, &hits, wake, ready() // want
	_ = &guarded                                      // want
	return shared2(table[0])
}

func shared2(s string) string { return s }
