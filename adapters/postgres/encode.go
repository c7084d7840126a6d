package postgres

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// encode writes *v, of the order with the ID own, as JSON, with < > & as themselves,
// squeezed, and so that the views of the schema can read it.
func encode(v any, own string) ([]byte, error) {
	return squeezed(own, func(before []byte) ([]byte, error) {
		all, err := appendJSON(before, v)
		if err != nil {
			return nil, err
		}
		return append(all[:len(before)], keepable(all[len(before):])...), nil
	})
}

// nul stands for an escaped NUL in stored JSON: PostgreSQL's JSON functions
// refuse the escape, and JSON itself never holds this byte.
const nul = "\x01"

// keepable replaces the escapes that PostgreSQL's JSON functions refuse: NUL, and
// halves of a surrogate pair, which every reader takes for U+FFFD.
func keepable(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 ||
		!bytes.Contains(text, []byte(`\u0000`)) && !bytes.Contains(text, []byte(`\ud`)) && !bytes.Contains(text, []byte(`\uD`)) {
		return text
	}
	var b bytes.Buffer
	for i := 0; i < len(text); {
		if text[i] != '\\' {
			b.WriteByte(text[i])
			i++
			continue
		}
		n := 2
		if text[i+1] == 'u' {
			n = 6
		}
		code := string(text[i : i+n])
		i += n
		switch {
		case code == `\u0000`:
			b.WriteString(nul)
		case n == 6 && (code[2] == 'd' || code[2] == 'D') && code[3] > '7':
			if i+6 <= len(text) && text[i] == '\\' && text[i+1] == 'u' {
				if r := surrogates(code, string(text[i:i+6])); r != utf8.RuneError {
					b.WriteRune(r)
					i += 6
					continue
				}
			}
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteString(code)
		}
	}
	return b.Bytes()
}

// surrogates joins two escapes to one letter, if they are the halves of one.
func surrogates(high, low string) rune {
	h, _ := strconv.ParseUint(high[2:], 16, 16)
	l, _ := strconv.ParseUint(low[2:], 16, 16)
	return utf16.DecodeRune(rune(h), rune(l))
}

// decode reads what encode wrote.
func decode(stored []byte, own string, v any) error {
	return unpack(stored, own, func(text []byte) error {
		if bytes.IndexByte(text, nul[0]) >= 0 {
			text = bytes.ReplaceAll(text, []byte(nul), []byte(`\u0000`))
		}
		return json.Unmarshal(text, v)
	})
}

// longestText is what an index surely holds of a text, in bytes.
const longestText = 500

// column makes a text that goes into a column of its own one that PostgreSQL can
// keep: it refuses NUL and what is not UTF-8, and its indexes what is very long. Of
// that it is the beginning and the hash. Different texts stay different.
func column(text string) string {
	text = escaped(text)
	if len(text) <= longestText {
		return text
	}
	sum := sha256.Sum256([]byte(text))
	return strings.ToValidUTF8(text[:longestText], "") + "\x01#" + hex.EncodeToString(sum[:])
}

func escaped(text string) string {
	if strings.IndexByte(text, 0) < 0 && strings.IndexByte(text, 1) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == 0 || r == 1:
			b.WriteByte(1)
			b.WriteByte('0' + byte(r))
		case r == utf8.RuneError && n == 1:
			b.WriteByte(1)
			b.WriteString(strconv.FormatUint(uint64(text[0]), 16)) // two digits, from 80
		default:
			b.WriteString(text[:n])
		}
		text = text[n:]
	}
	return b.String()
}

// whole undoes column, of what is short enough.
func whole(text string) string {
	if strings.IndexByte(text, 1) < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != 1:
			b.WriteByte(text[i])
		case text[i+1] < '8':
			i++
			b.WriteByte(text[i] - '0')
		default:
			n, _ := strconv.ParseUint(text[i+1:i+3], 16, 8) // column wrote it
			i += 2
			b.WriteByte(byte(n))
		}
	}
	return b.String()
}

// nanos is how times are compared and indexed; the records in JSON keep the time
// as it was. Times that do not fit, as the zero time, count as the farthest that
// does.
func nanos(t time.Time) int64 {
	switch {
	case t.Before(time.Unix(0, math.MinInt64)):
		return math.MinInt64
	case t.After(time.Unix(0, math.MaxInt64)):
		return math.MaxInt64
	}
	return t.UnixNano()
}

// dueNanos is nanos, and null for never.
func dueNanos(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	n := nanos(t)
	return &n
}
