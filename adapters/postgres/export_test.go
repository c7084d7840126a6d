package postgres

// What the tests look at from outside.
var (
	Words   = words
	Squeeze = squeeze
	Spread  = spread
)
