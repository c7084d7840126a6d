package order

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
)

// builtinActions are one of each, for their types and names.
func builtinActions() []Action {
	return []Action{Pay{}, Produce{}, Finish{}, Ship{}, Grant{}, Deliver{}, Confirm{}, Complete{},
		Cancel{}, Lose{}, Return{}, Receive{}, Inspect{}, Lapse{}, Refund{}, Modify{},
		Readdress{}, Note{}, Tag{}, Issue{}, Hold{}, Unhold{}, Decide{}, Settle{}, Switch{}}
}

// Decode makes the action of that name from JSON: one of this package's, one of
// Config.Actions, or a Named one if some workflow knows the name. Unknown keys,
// keys in other letter case and keys that come twice are refused.
func (e *Engine) Decode(name string, data []byte) (Action, error) {
	t, ok := e.actions[name]
	if !ok {
		if !e.named[name] {
			return nil, fail(Invalid, name, "", CodeUnknownAction, "no workflow and no Config.Actions knows this action")
		}
		t = reflect.TypeFor[Named]()
	}
	v := reflect.Zero(t)
	if len(data) > 0 {
		read := reflect.New(t)
		if err := strict(data, read.Interface()); err != nil {
			return nil, &Error{Kind: Invalid, Op: name, Reason: err.Error(), Cause: err}
		}
		v = read.Elem()
	}
	a := v.Interface().(Action)
	if n, ok := a.(Named); ok {
		n.Called = name
		a = n
	}
	return a, nil
}

// plain returns the action as the value that the engine knows: a pointer's
// target, if its type is one of ours or of Config.Actions.
func (e *Engine) plain(op string, a Action) (Action, error) {
	v := reflect.ValueOf(a)
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil, fail(Invalid, op, "", CodeUnknownAction, "the action is nil")
		}
		v = v.Elem()
	}
	value, ok := v.Interface().(Action)
	if !ok {
		return nil, fail(Invalid, op, "", CodeUnknownAction, "the methods of "+v.Type().String()+" must have value receivers")
	}
	if n, ok := value.(Named); ok {
		return e.byName(n.Called, n.Of)
	}
	if e.actions[value.Name()] != v.Type() {
		return nil, fail(Invalid, value.Name(), "", CodeUnknownAction, v.Type().String()+" is not in Config.Actions")
	}
	return value, nil
}

// byName makes the action of that name for some units: the struct that has the
// name, if there is one.
func (e *Engine) byName(name string, of Selection) (Action, error) {
	if len(of) == 0 {
		return e.Decode(name, nil)
	}
	data, err := json.Marshal(struct {
		Of Selection `json:"of"`
	}{of})
	if err != nil {
		return nil, &Error{Kind: Invalid, Op: name, Cause: err}
	}
	return e.Decode(name, data)
}

func encode(a Action) (json.RawMessage, error) {
	b, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("action %s: %w", a.Name(), err)
	}
	return b, nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
