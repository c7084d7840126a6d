package ordertest

import (
	"fmt"
	"sync"
)

// together runs f(0) to f(n-1) at the same time, as far as the machine can, and
// ends the clause with the first error or panic.
func (c *check) together(n int, f func(i int) error) {
	start := make(chan struct{})
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := 0; i < n; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("panic: %v", p)
				}
			}()
			<-start
			errs[i] = f(i)
		}()
	}
	close(start)
	all.Wait()
	for i, err := range errs {
		if err != nil {
			c.broken("caller %d of %d at the same time: %v", i+1, n, err)
		}
	}
}
