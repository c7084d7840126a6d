package ordertest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/orderkit/orderkit/order"
)

// point is a place where something can happen to a shop: before it loads or
// commits, after it committed, before it calls the world and before it hears the
// answer.
type point struct {
	Actor string // who is working: shop, worker, hook, customer
	Name  string // load, save, saved, receive, lookup, or a port's verb: capture, capture answered
	Key   string // of a call
	Port  bool   // a call that changes something
}

// Answer is what happens at a point.
type Answer string

// The answers. All but Refused, Cancelled, Stale, Ended, ByHand, Behind, which lets a
// customer be faster than a timer, and Deaf, which lasts longer than people wait before
// they go on, leave the end of an order as it would have been.
const (
	OK        Answer = ""
	Refused   Answer = "refused"   // a final no, but not to giving up an authorization that is over
	Temporary Answer = "temporary" // not now
	Dropped   Answer = "dropped"   // nothing was done, and nobody knows
	Lost      Answer = "lost"      // it was done, and nobody knows
	LostLong  Answer = "lost-long" // the same, and the provider forgets the key before anybody asks
	Lagging   Answer = "lagging"   // the provider does not know yet what it did
	Panic     Answer = "panic"     // it was done, and the port panics
	Stuck     Answer = "stuck"     // it was done, and whoever asks with this key hears that nobody knows
	Deaf      Answer = "deaf"      // nothing was done, and whoever asks with this key hears that nobody knows
	Slow      Answer = "slow"      // it was done, and the answer comes when nobody waits for it any more
	Half      Answer = "half"      // half of the goods are set aside, the rest when the same key comes again
	Ended     Answer = "ended"     // the bank has let the authorization go
	ByHand    Answer = "by-hand"   // somebody gives money back at the provider
	Later     Answer = "later"     // this webhook comes after all others
	Ahead     Answer = "ahead"     // the shop's clock is put on, if nobody is in the middle of a call
	Behind    Answer = "behind"    // the shop's clock is put back
	Awaited   Answer = "awaited"   // the customer must confirm first
	Stale     Answer = "stale"     // the store answers with an older version
	Kill      Answer = "kill"      // the process ends here
	Stalled   Answer = "stalled"   // it stops until another process believes it dead and works; then goes on
	Hooked    Answer = "hooked"    // webhooks come now
	Cancelled Answer = "cancelled" // the customer cancels now
	Back      Answer = "back"      // who was interrupted goes on, this one stops until then
)

// dead is no answer: the process of this point ended; it must not do anything any more.
const dead Answer = "dead"

var (
	errAway = errors.New("the world is away")
	errDead = errors.New("this process ended")
	errDeaf = errors.New("nothing was done, and nobody will ever know")
)

// answers are what can happen at a point, besides OK.
func (r *run) answers(p point) []Answer {
	var list []Answer
	switch {
	case p.Port:
		list = []Answer{Kill, Refused, Temporary, Dropped, Lost, Panic, Stuck, Deaf, Slow, Stalled, Hooked}
		if r.w.Traits.KeyLife > 0 && r.w.Traits.KeyLife < order.Forever {
			list = append(list, LostLong)
		}
		if p.Name == "authorize" || p.Name == "capture" || p.Name == "book" {
			list = append(list, Cancelled)
		}
		switch p.Name {
		case "authorize":
			list = append(list, Awaited)
		case "reserve":
			list = append(list, Half)
		case "capture", "void":
			if r.w.Traits.AuthLife > 0 {
				list = append(list, Ended)
			}
		case "refund", "label":
			list = append(list, ByHand)
		}
	case p.Name == "load" || p.Name == "recall":
		list = []Answer{Stale}
	case p.Name == "lookup":
		list = []Answer{Kill, Temporary}
		if r.w.Traits.Lookup == order.LookupEventual {
			list = append(list, Lagging)
		}
	case p.Name == "save":
		list = []Answer{Kill, Dropped, Lost, Stalled, Hooked, Cancelled}
	case p.Name == "receive":
		list = []Answer{Kill, Dropped, Lost, Later}
	case p.Name == "saved":
		list = []Answer{Kill, Stalled, Hooked, Ahead, Behind}
	case p.Name == "capture answered":
		list = []Answer{Kill, Stalled, Hooked, ByHand}
	default:
		list = []Answer{Kill, Stalled, Hooked}
	}
	if p.Actor != "shop" {
		list = append(slices.DeleteFunc(list, func(a Answer) bool { return a == Stalled || a == Hooked || a == Cancelled || a == ByHand }), Back)
	}
	return list
}

// Script is what happens in one run, by the number of the point. Its text is
// what a failure prints and what Exploration.Replay takes: "12=kill 40=lost".
type Script map[int]Answer

// fits says what of a run's script cannot happen in it. What is behind a broken
// promise was not reached.
func (r *run) fits() error {
	if len(r.script) == 0 {
		return errors.New("ordertest: a script in which nothing happens")
	}
	for _, i := range r.script.points() {
		switch {
		case r.broken != "":
			return nil
		case i >= len(r.trace):
			return fmt.Errorf("ordertest: script %q: this life has no point %d, only %d", r.script, i, len(r.trace))
		case !slices.Contains(r.answers(r.trace[i]), r.script[i]):
			return fmt.Errorf("ordertest: script %q: point %d is %s, which cannot be %s", r.script, i, r.trace[i].Name, r.script[i])
		}
	}
	return nil
}

// points are the numbers of a script's points, in order.
func (s Script) points() []int { return slices.Sorted(maps.Keys(s)) }

// before says whether a script is the better example: shorter, or earlier.
func (s Script) before(other Script) bool {
	if len(s) != len(other) {
		return len(s) < len(other)
	}
	if c := slices.Compare(s.points(), other.points()); c != 0 {
		return c < 0
	}
	return s.String() < other.String()
}

// String implements fmt.Stringer.
func (s Script) String() string {
	parts := make([]string, len(s))
	for k, i := range s.points() {
		parts[k] = fmt.Sprintf("%d=%s", i, s[i])
	}
	return strings.Join(parts, " ")
}

// ParseScript reads what String writes. Lines that begin with a number sign are for
// people.
func ParseScript(text string) (Script, error) {
	s := Script{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, part := range strings.Fields(line) {
			at, answer, ok := strings.Cut(part, "=")
			i, err := strconv.Atoi(at)
			if !ok || err != nil || i < 0 || !slices.Contains(columns[:], Answer(answer)) {
				return nil, fmt.Errorf("ordertest: script %q: %q is not like 12=kill", text, part)
			}
			s[i] = Answer(answer)
		}
	}
	return s, nil
}
