package x

func Bad() {} // want

// This function says what it does, but not who it is.
func Worse() {} // want

// Goodness is not Good.
func Good() {} // want

// Fine is fine.
func Fine() {}

// Thing is one.
type Thing struct{ Field int }

func (Thing) Bad() {} // want

// Fine is fine.
func (*Thing) Fine() {}

type hidden struct{}

func (hidden) Exported() {}

type Undocumented int // want

// These are types.
type (
	One int // want

	// Two is documented.
	Two int
)

const Alone = 1 // want

// Single is one.
const Single = 1

const (
	Red   = iota // the first
	Green        // the second
	// A section of the list.
	Blue // the third
	// Black is none.
	Black
)

// The group's comment says it all.
const (
	North = "north"
	South = "south"
)

var (
	ErrBare     = Alone // a comment at the end of the line
	Loud, Quiet = 1, 2  // and here

	Silent, // want
	silence = 3, 4

	// A section of the list.
	Grey, // want
	grey = 5, 6

	// White is one.
	White, white = 7, 8
)
