package currency

import "strings"

// maxTag is the longest language tag that ParseLocale looks at.
const maxTag = 64

func wellFormed(tag string) bool {
	part := 0
	for i := 0; i < len(tag); i++ {
		switch b := tag[i]; {
		case b == '-' || b == '_':
			if part == 0 {
				return false
			}
			part = 0
		case '0' <= b && b <= '9', 'a' <= b|0x20 && b|0x20 <= 'z':
			if part++; part > 8 {
				return false
			}
		default:
			return false
		}
	}
	return part > 0
}

// splitTag returns the language, script, region and variants of a tag in CLDR's
// case, and the numbering system it asks for.
func splitTag(tag string) (language, system string) {
	parts := strings.Split(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	var main []string
	for i, part := range parts {
		if len(part) == 1 { // an extension, or private use: nothing else follows
			if i > 0 {
				system = wantedDigits(parts[i:])
			}
			break
		}
		switch {
		case i == 0 && part == "root":
			part = "und"
		case i > 0 && len(part) == 4 && part[0] > '9':
			part = strings.ToUpper(part[:1]) + part[1:]
		case i > 0 && len(part) == 2:
			part = strings.ToUpper(part)
		}
		main = append(main, part)
	}
	return strings.Join(main, "-"), system
}

// wantedDigits finds -u-...-nu-SYSTEM among extensions.
func wantedDigits(parts []string) string {
	inside := false
	for i, part := range parts {
		switch {
		case part == "x":
			return ""
		case len(part) == 1:
			inside = part == "u"
		case inside && part == "nu" && i+1 < len(parts) && len(parts[i+1]) > 2:
			return parts[i+1]
		}
	}
	return ""
}

// fallBack returns the closest tag that has a record, "" if only the root has.
func fallBack(tag string) string {
	for range 8 { // an alias never leads to another twice
		line, ok := record(tag)
		switch {
		case ok && strings.HasPrefix(line, "="):
			return line[1:]
		case ok:
			return tag
		}
		language, rest, more := strings.Cut(tag, "-")
		if !more {
			return ""
		}
		if line, ok := record(language); ok {
			if strings.HasPrefix(line, "=") {
				tag = line[1:] + "-" + rest
				continue
			}
			usual := fields(line)[placeScript]
			script, region, _ := strings.Cut(rest, "-")
			if len(script) != 4 || script[0] <= '9' {
				if long := language + "-" + usual + "-" + rest; has(long) {
					return long // zh-SG is zh-Hans-SG
				}
			} else if script == usual {
				tag = strings.TrimSuffix(language+"-"+region, "-")
				continue // de-Latn-CH is de-CH
			} else if region == "" {
				return "" // not the language's script: the root, by CLDR
			}
		}
		tag = tag[:strings.LastIndexByte(tag, '-')]
	}
	return ""
}

func has(tag string) bool {
	line, ok := record(tag)
	return ok && !strings.HasPrefix(line, "=")
}

// chain lists a tag and everything it inherits from but the root, the nearest
// first. Digits that a locale does not have are not asked for.
func chain(tag, system string) (tags []string) {
	if system != "" && system != "native" {
		if name := tag + "-u-nu-" + system; has(name) {
			tags = append(tags, name)
		}
	}
	for tag != "und" && tag != "" {
		tags = append(tags, tag)
		line, _ := record(tag)
		tag = fields(line)[placeParent]
	}
	return append(tags, "und")
}
