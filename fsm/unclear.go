package fsm

import (
	"fmt"
	"slices"
	"time"
)

// Bounds of a retry policy.
const (
	maxAttempts = 100
	maxFactor   = 10
	maxRetryFor = Duration(30 * 24 * time.Hour)
)

// unclear is rule 6: a step whose answer is lost can be sent again or asked
// about, and no step is tried for ever.
func (p *proof) unclear() {
	for i := range p.moves {
		for k := range p.moves[i].Steps {
			s := &p.moves[i].Steps[k]
			at := p.stepPlace(i, k)
			p.effect(at, s)
			_, builtIn := VerbOf(s.Do)
			kind := s.Kind()
			if !builtIn && (kind == Money || kind == Logistics) && !s.Idempotent && !s.Lookup {
				p.faults.add(CodeBlind, at, fmt.Sprintf("when the answer to %q is lost it can be neither sent again nor looked up: declare idempotent or lookup", s.Do), p.through(i)...)
			}
			if s.Retry == nil {
				continue
			}
			r := s.Retry.Or(DefaultRetry())
			if r.First < 0 || r.Max < r.First || r.Factor < 1 || r.Factor > maxFactor || r.Attempts < 1 || r.Attempts > maxAttempts || r.For < 0 || r.For > maxRetryFor {
				p.faults.add(CodeRetry, at+".retry", fmt.Sprintf("a retry waits first <= max, grows 1 to %d times, ends after 1 to %d attempts within %s", maxFactor, maxAttempts, maxRetryFor))
			}
		}
	}
}

func (p *proof) effect(at string, s *Step) {
	verb, known := VerbOf(s.Verb())
	switch {
	case s.Means != "" && !known:
		p.faults.add(CodeUnknown, at+".means", fmt.Sprintf("%q is no verb", s.Means))
	case s.Effect == "" && !known:
		p.faults.add(CodeEffect, at, fmt.Sprintf("%q is no built-in verb: say which effect it has", s.Do))
	case s.Effect != "" && !slices.Contains([]Effect{Money, Stock, Promotion, Points, Logistics, Notify}, s.Effect):
		p.faults.add(CodeUnknown, at+".effect", fmt.Sprintf("unknown effect %q", s.Effect))
	case s.Effect != "" && known && s.Effect != verb.Effect:
		p.faults.add(CodeEffect, at+".effect", fmt.Sprintf("%q touches %s, not %s", verb.Name, verb.Effect, s.Effect))
	}
	if own, ok := VerbOf(s.Do); ok && s.Means != "" && s.Means != own.Name {
		p.faults.add(CodeEffect, at+".means", fmt.Sprintf("%q is a verb itself and cannot mean %q", s.Do, s.Means))
	}
}
