package i18n

// StepsOfClean returns how many runes Clean looked at and how many bytes it
// copied.
func StepsOfClean(s string, o Options) int {
	if isPlain(s) {
		return len(s)
	}
	c := cleaner{raw: s, options: o}
	c.clean()
	return c.steps
}
