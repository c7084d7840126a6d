package fsm

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Switch says where pieces under one version of a workflow go on in another
// version: a row for every state that they can be in. It is a plain value;
// nothing in it is checked before Check. The way back, where there is one, is a
// Switch of its own.
type Switch struct {
	Workflow string    `json:"workflow"` // the name of both definitions
	From     int       `json:"from"`     // version
	To       int       `json:"to"`       // version
	States   []Landing `json:"states"`
}

// Landing is a row of a Switch: pieces in the state From go on in the state To.
type Landing struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Timer says from when the timer of To counts; "" = Kept.
	Timer Clock `json:"timer,omitempty"`
	// Meant lists the codes of faults that are no mistakes in this row:
	// CodePhase, CodeFinal, CodeWaits, CodeTimer, CodeKeeper. One that Check does
	// not find is a fault itself.
	Meant []string `json:"meant,omitempty"`
}

// Clock says from when a timer counts after a Switch.
type Clock string

// The clocks.
const (
	// Kept counts from when the piece entered the old state. How often a timer
	// fired counts on, too, and one that was disarmed stays so.
	Kept Clock = ""
	// Anew counts from the switch, as if the piece had entered the state then.
	Anew Clock = "anew"
)

// SwitchTo returns the Switch from one definition to another that leads every
// state to the one of its name, but those that rows lead elsewhere. It checks
// nothing: a state without a namesake and without a row is a fault of Check.
func SwitchTo(from, to Definition, rows ...Landing) Switch {
	s := Switch{Workflow: from.Name, From: from.Version, To: to.Version}
	for _, a := range from.States {
		if i := slices.IndexFunc(rows, func(l Landing) bool { return l.From == a.Name }); i >= 0 {
			continue
		}
		if slices.ContainsFunc(to.States, func(b State) bool { return b.Name == a.Name }) {
			s.States = append(s.States, Landing{From: a.Name, To: a.Name})
		}
	}
	s.States = append(s.States, rows...)
	return s.clone()
}

// Landing returns the row for a state.
func (s Switch) Landing(state string) (Landing, bool) {
	if i := slices.IndexFunc(s.States, func(l Landing) bool { return l.From == state }); i >= 0 {
		return s.States[i], true
	}
	return Landing{}, false
}

// JSON returns the switch as indented JSON that ParseSwitch reads back to an
// equal value, with lists without elements as nil.
func (s Switch) JSON() []byte {
	if s.States == nil {
		s.States = []Landing{}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		return nil // unreachable: every field can be written
	}
	return b.Bytes()
}

func (s Switch) clone() Switch {
	s.States = copied(s.States)
	for i := range s.States {
		s.States[i].Meant = copied(s.States[i].Meant)
	}
	return s
}
