package order

import (
	"context"

	"github.com/orderkit/orderkit/i18n"
)

// words are what a person wrote with one of our actions. They may name people,
// so they become a note beside the order, and history only says that there is one.
func words(a Action) (path, text string) {
	switch a := a.(type) {
	case Cancel:
		return "why", a.Why
	case Return:
		return "why", a.Why
	case Inspect:
		return "finding", a.Finding
	case Refund:
		return "why", a.Why
	case Modify:
		return "why", a.Why
	case Decide:
		return "why", a.Why
	case Note:
		return "text", a.Text
	}
	return "", ""
}

// hear cleans the words of an action and has them kept as a note.
func (w *work) hear(s *scheme) error {
	path, text := words(s.action)
	_, must := s.action.(Note)
	if text == "" && !must {
		return nil
	}
	var f faults
	clean := (&door{faults: &f}).text(path, text, must, true)
	if len(f.list) > 0 {
		return &Error{Kind: Invalid, Op: s.name, Order: w.o.ID, Faults: f.list}
	}
	s.words = clean
	return nil
}

// keepWords adds the note to the personal data and returns what history says.
func (w *work) keepWords(ctx context.Context, s *scheme) error {
	if s.words == "" {
		return nil
	}
	p, err := w.personNow(ctx)
	if err != nil {
		return err
	}
	if len(p.Notes) >= MaxTexts {
		if s.name == (Note{}).Name() {
			return fail(Refused, s.name, w.o.ID, CodeNotEnough, "the order has "+itoa(MaxTexts)+" notes already")
		}
		p.Notes = p.Notes[len(p.Notes)-MaxTexts+1:] // no action fails for want of a place for its reason
	}
	p.Notes = append(p.Notes, Text{At: w.now, By: s.opt.actor, About: s.name, Text: s.words})
	w.o.Notes++
	w.person = p
	return nil
}

// personNow is the personal data as this change will store it.
func (w *work) personNow(ctx context.Context) (*Person, error) {
	if w.person != nil {
		return w.person, nil
	}
	p, err := w.e.cfg.Store.Person(ctx, w.o.ID)
	if err != nil && !isNotFound(err) {
		return nil, err
	}
	p.Order = w.o.ID
	return &p, nil
}

// short cleans a line that staff write into the record itself.
func short(path, text string, f *faults) string {
	clean, _ := i18n.Clean(text, i18n.Options{})
	if len(clean) > MaxWhy {
		f.add(path, "too_long", "is longer than %d bytes", MaxWhy)
	}
	return clean
}
