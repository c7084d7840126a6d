package outside

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/orderkit/orderkit/currency"
	"github.com/orderkit/orderkit/order"
)

// Deed is one line of a ledger.
type Deed struct {
	At    time.Time `json:"at"`
	Op    string    `json:"op"` // "capture", "book", "redeem" ...
	Key   string    `json:"key"`
	Order string    `json:"order"`
	// Outcome is done, refused or temporary.
	Outcome order.Outcome   `json:"outcome"`
	Code    string          `json:"code,omitempty"` // of a refusal
	Reason  string          `json:"reason,omitempty"`
	Ref     string          `json:"ref,omitempty"` // of what was done
	Of      string          `json:"of,omitempty"`  // the deed or thing it was done to
	Amount  currency.Amount `json:"amount,omitzero"`
	Goods   []order.Goods   `json:"goods,omitempty"`
}

// Ledger is an append-only file of deeds. It is safe for concurrent use; one
// process at a time may have it open.
type Ledger struct {
	mu    sync.Mutex
	file  *os.File
	deeds []Deed
	known map[string]int // key -> its final deed, done or refused
}

// OpenLedger reads the file, or makes it. A last line that was only half
// written when the process was killed is cut off: its deed was never answered.
func OpenLedger(path string) (*Ledger, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	l := &Ledger{file: file, known: map[string]int{}}
	if err := l.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("ledger %s: %w", path, err), file.Close())
	}
	return l, nil
}

func (l *Ledger) read() error {
	text, err := io.ReadAll(l.file)
	if err != nil {
		return err
	}
	whole := bytes.LastIndexByte(text, '\n') + 1
	for n, line := range bytes.SplitAfter(text[:whole], []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		var d Deed
		if err := json.Unmarshal(line, &d); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
		l.add(d)
	}
	if err := l.file.Truncate(int64(whole)); err != nil {
		return err
	}
	_, err = l.file.Seek(int64(whole), io.SeekStart)
	return err
}

func (l *Ledger) add(d Deed) {
	l.deeds = append(l.deeds, d)
	if d.Outcome != order.OutcomeTemporary {
		l.known[d.Key] = len(l.deeds) - 1
	}
}

// write puts a deed on the disk before anybody hears of it.
func (l *Ledger) write(d Deed) error {
	line, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if _, err := l.file.Write(append(line, '\n')); err != nil {
		return err
	}
	if err := l.file.Sync(); err != nil {
		return err
	}
	l.add(d)
	return nil
}

// do answers a call: with what its key came to before, or else with what decide
// says about it, which is given all earlier deeds, and is written down first.
func (l *Ledger) do(d Deed, decide func(past []Deed, d *Deed) error) (order.Receipt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i, ok := l.known[d.Key]; ok {
		return l.deeds[i].answer()
	}
	d.At, d.Outcome = time.Now().UTC(), order.OutcomeDone
	err := decide(l.deeds, &d)
	var no *order.Reply
	switch {
	case err == nil && d.Ref == "":
		d.Ref = fmt.Sprintf("%s-%d", d.Op, len(l.deeds)+1)
	case errors.As(err, &no):
		d.Outcome, d.Code, d.Reason = no.Outcome, no.Code, no.Reason
	case err != nil:
		return order.Receipt{}, err
	}
	if err := l.write(d); err != nil {
		return order.Receipt{}, order.Unsure(fmt.Errorf("ledger: %w", err))
	}
	if err != nil {
		return order.Receipt{}, err
	}
	return d.answer()
}

// find answers what a key came to.
func (l *Ledger) find(key string) (order.Receipt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i, ok := l.known[key]; ok {
		return l.deeds[i].answer()
	}
	return order.Receipt{}, order.ErrNotFound
}

func (d *Deed) answer() (order.Receipt, error) {
	if d.Outcome == order.OutcomeRefused {
		return order.Receipt{}, order.Decline(d.Code, d.Reason)
	}
	return order.Receipt{Ref: d.Ref}, nil
}

// Deeds returns what was done or tried for an order, in order.
func (l *Ledger) Deeds(id string) []Deed {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []Deed
	for _, d := range l.deeds {
		if d.Order == id {
			out = append(out, d)
		}
	}
	return out
}

// Close closes the file.
func (l *Ledger) Close() error { return l.file.Close() }
