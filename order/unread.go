package order

import "strings"

// Unread is the error of a list from which only those are missing that cannot be read:
// damaged, or written by a newer program. It names them, in the order of the list, and
// is never empty. errors.As tells it from a failure, of which there is no list:
//
//	orders, err := shop.Find(ctx, q)
//	var unread order.Unread
//	if err != nil && !errors.As(err, &unread) {
//		return err
//	}
//	// orders are all others; whoever mends unread has their IDs
type Unread []Unreadable

// Unreadable is an order or a notice that is stored and cannot be read.
type Unreadable struct {
	Order  string   // the order's ID; empty if it is a notice
	Notice NoticeID // the notice; empty if it is an order
	Cause  error    // why, and never nil
}

// manyUnread is how many one line shows; Unread has them all.
const manyUnread = 20

// Error renders the first of them on one line, each with its cause.
func (u Unread) Error() string {
	var b strings.Builder
	for i, one := range u {
		switch {
		case i == manyUnread:
			return b.String() + "; and " + itoa(int64(len(u)-i)) + " more"
		case i > 0:
			b.WriteString("; ")
		}
		if one.Order != "" {
			b.WriteString("order " + one.Order)
		} else {
			b.WriteString("notice " + one.Notice.ID + " of " + one.Notice.Provider)
		}
		b.WriteString(": " + one.Cause.Error())
	}
	return b.String()
}

// Unwrap returns the causes.
func (u Unread) Unwrap() []error {
	causes := make([]error, len(u))
	for i, one := range u {
		causes[i] = one.Cause
	}
	return causes
}
