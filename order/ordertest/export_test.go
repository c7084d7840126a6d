package ordertest

// Full is the sample that must have something in every field.
var Full = full

// FullEvent, FullNotice and FullPerson are further such samples.
var (
	FullEvent  = fullEvent
	FullNotice = fullNotice
	FullPerson = person
)
