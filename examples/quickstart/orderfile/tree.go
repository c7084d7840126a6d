package orderfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The bounds of a file. They are far above any order, and keep a bad file from
// costing more than a moment.
const (
	MaxBytes  = 1 << 20 // of the whole file
	MaxDepth  = 8       // of arrays and objects within each other
	MaxNumber = 20      // characters of a number
	MaxFaults = 200     // told at once
)

// kind is what a value is, in the words of the faults.
type kind string

const (
	object kind = "an object"
	array  kind = "a list"
	text   kind = "a text"
	number kind = "a number"
	other  kind = "true, false or null"
)

// node is a JSON value, with its place in the file.
type node struct {
	path  string
	kind  kind
	text  string // of a text or number
	keys  []string
	items []*node // of a list; or of an object, one for each key
}

// tree reads the text. What it cannot go on from is a fault as well, with nil.
func tree(data []byte, f *faults) *node {
	switch {
	case len(data) > MaxBytes:
		f.add("", "too_large", "is larger than %d bytes", MaxBytes)
		return nil
	case !utf8.Valid(data):
		f.add("", "utf8", "is not UTF-8: the first wrong byte is %s", place(data, badByte(data)))
		return nil
	}
	g := &grower{dec: json.NewDecoder(bytes.NewReader(data)), data: data, faults: f}
	g.dec.UseNumber()
	f.rank = map[string]int{}
	root, err := g.value("", 1)
	if err == errTooDeep {
		return nil
	}
	// The decoder's tokens are lenient about how a text ends, and vague about
	// where it is wrong; this is neither.
	var raw json.RawMessage
	if exact := json.Unmarshal(data, &raw); exact != nil {
		err = exact
	}
	if err == nil {
		return root
	}
	at := len(data)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = int(syntax.Offset) - 1
	}
	f.add("", "syntax", "is not JSON: %v, %s", err, place(data, at))
	return nil
}

var errTooDeep = errors.New("too deep")

type grower struct {
	dec    *json.Decoder
	data   []byte
	faults *faults
}

func (g *grower) value(path string, depth int) (*node, error) {
	tok, err := g.dec.Token()
	if err != nil {
		return nil, err
	}
	if _, twice := g.faults.rank[path]; !twice {
		g.faults.rank[path] = len(g.faults.rank) + 1
	}
	n := &node{path: path, kind: other}
	switch t := tok.(type) {
	case json.Delim:
		if depth > MaxDepth {
			g.faults.add(path, "too_deep", "is deeper than %d levels", MaxDepth)
			return nil, errTooDeep
		}
		if t == '{' {
			return n, g.object(n, depth)
		}
		return n, g.array(n, depth)
	case string:
		n.kind, n.text = text, t
		g.letters(path, t)
	case json.Number:
		n.kind, n.text = number, string(t)
		if len(t) > MaxNumber {
			n.text = ""
			g.faults.add(path, "too_long", "is a number of %d characters; at most %d are read", len(t), MaxNumber)
		}
	}
	return n, nil
}

func (g *grower) array(n *node, depth int) error {
	n.kind = array
	for g.dec.More() {
		item, err := g.value(n.path+"["+strconv.Itoa(len(n.items))+"]", depth+1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := g.dec.Token()
	return err
}

// object keeps the first value of a repeated key, and says so. Keys that differ
// only in upper and lower case are repeated too: readers that ignore case, as
// Go's own does, would take one for the other.
func (g *grower) object(n *node, depth int) error {
	n.kind = object
	seen := map[string]string{}
	for g.dec.More() {
		tok, err := g.dec.Token()
		if err != nil {
			return err
		}
		key, ok := tok.(string)
		if !ok {
			return fmt.Errorf("a key is not a text")
		}
		path := join(n.path, key)
		g.letters(path, key)
		v, err := g.value(path, depth+1)
		if err != nil {
			return err
		}
		first, twice := seen[fold(key)]
		switch {
		case !twice:
			seen[fold(key)] = key
			n.keys, n.items = append(n.keys, key), append(n.items, v)
		case first == key:
			g.faults.add(path, "repeated", "is there more than once")
		default:
			g.faults.add(path, "repeated", "differs from %s in upper and lower case only", short(first))
		}
	}
	_, err := g.dec.Token()
	return err
}

// letters refuses the replacement character: it stands where letters were lost,
// be it before, be it in half a surrogate pair such as "\ud83d".
func (g *grower) letters(path, s string) {
	if strings.ContainsRune(s, utf8.RuneError) {
		g.faults.add(path, "utf8", "has letters that were lost (U+FFFD)")
	}
}

// fold makes keys equal that differ in case only, in the way of encoding/json.
func fold(key string) string { return strings.ToLower(strings.ToUpper(key)) }

// join adds a key to a path; an odd key is quoted and cut.
func join(path, key string) string {
	odd := key == "" || len(key) > 40
	for _, r := range key {
		odd = odd || r != '_' && r != '-' && (r < '0' || '9' < r) && (r < 'A' || 'Z' < r) && (r < 'a' || 'z' < r)
	}
	switch {
	case odd:
		return path + "[" + short(key) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

// short quotes a text for a fault, and cuts a long one.
func short(s string) string {
	const most = 40
	n := 0
	for i := range s {
		if n++; n > most {
			return strconv.Quote(s[:i]) + "..."
		}
	}
	return strconv.Quote(s)
}

func badByte(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// place says where a byte is, as an editor shows it.
func place(data []byte, at int) string {
	at = max(0, min(at, len(data)))
	before := data[:at]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf("line %d, column %d", line, column)
}
