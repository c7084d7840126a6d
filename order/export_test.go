package order

// Print is what a repeated Place of the draft is recognised by.
func Print(d Draft) (string, error) { return d.print() }
