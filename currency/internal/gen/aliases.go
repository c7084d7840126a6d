package main

import "strings"

// aliases are tags that mean another one: old languages, and regions whose
// script is not the language's usual one (zh-TW is zh-Hant).
func (p *places) aliases() map[string]string {
	out := map[string]string{}
	has := func(tag string) bool { _, ok := p.numbers[tag]; return ok }
	for old, tag := range p.legacy {
		if !has(old) && has(tag) {
			out[old] = tag
		}
	}
	for short, long := range p.likely {
		language, region, ok := strings.Cut(short, "-")
		parts := strings.Split(long, "-")
		if !ok || len(region) == 4 || has(short) || len(parts) != 3 {
			continue
		}
		script := language + "-" + parts[1]
		if target := script + "-" + parts[2]; has(target) {
			out[short] = target
		} else if has(script) && !p.usual(language, parts[1]) {
			out[short] = script
		}
	}
	for tag := range p.numbers {
		parts := strings.Split(tag, "-")
		if len(parts) == 3 && len(parts[1]) == 4 {
			short := parts[0] + "-" + parts[2]
			if long, ok := p.likely[short]; ok && long == tag && !has(short) {
				out[short] = tag
			}
		}
	}
	return out
}

// usual reports whether a language is usually written in a script.
func (p *places) usual(language, script string) bool {
	parts := strings.Split(p.likely[language], "-")
	return len(parts) > 1 && parts[1] == script
}
