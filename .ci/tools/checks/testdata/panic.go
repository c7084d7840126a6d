package x

type code string

func parse(s string) code {
	if s == "" {
		panic("empty") // want
	}
	return code(s)
}

var lazy = func() code {
	panic("later") // want
}

// MustParse is for literals.
func MustParse(s string) code {
	if s == "" {
		panic("empty")
	}
	return parse(s)
}

func mustBe(ok bool) {
	if !ok {
		panic("no")
	}
}

func good(panic func(string)) {
	panic("not the builtin")
	mustBe(true)
	_ = lazy
}

var _ = good
