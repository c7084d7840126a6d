package i18n

// character is what the tables know of a rune.
type character struct {
	kind   byte // one of the kind constants
	ways   byte // the ways of its script: noSpace, joining and so on
	breaks byte // its grapheme break, and in the upper half its alike script
}

func look(r rune) character {
	at := int(recordOf[int(blockOf[r>>8])<<8|int(r&0xFF)]) * 3
	return character{records[at], records[at+1], records[at+2]}
}

// alike is the number of the rune's script among those whose letters can be
// taken for each other's, or zero.
func (c character) alike() byte { return c.breaks >> 4 }

// cluster is the rune's grapheme break.
func (c character) cluster() byte { return c.breaks & 0xF }

// isMark reports whether the rune is drawn on the one before it.
func (c character) isMark() bool {
	switch c.kind {
	case kindMark, kindSelector, kindHanSelector, kindMongolSelector:
		return true
	}
	return false
}

const (
	zeroWidthJoiner  = '\u200D'
	emojiStyle       = '\uFE0F'
	enclosingKeycap  = '\u20E3'
	firstSkinTone    = '\U0001F3FB'
	lastSkinTone     = '\U0001F3FF'
	ideographicSpace = "\u3000"
	zeroWidthSpace   = "\u200B"
	mostMarksInARow  = 10
)
