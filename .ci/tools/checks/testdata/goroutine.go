package x

func bad(f func()) {
	go f()      // want
	go func() { // want
		f()
	}()
}

func good(f func()) {
	defer f()
	bad(f)
}

var _ = good
