package fsm

import (
	"fmt"
	"strings"
)

// Mermaid returns the workflow as a Mermaid state diagram, the same text for
// the same definition. States are coloured by phase; an edge says action,
// [guards], steps ("!" marks the pivot), who may do it, and its timer.
func (m *Machine) Mermaid() string {
	var b strings.Builder
	d := &m.definition
	fmt.Fprintf(&b, "stateDiagram-v2\n    %%%% %s version %d, %s\n", d.Name, d.Version, m.hash)
	for _, s := range d.States {
		fmt.Fprintf(&b, "    state \"%s\" as %s\n", mermaidText(s.title()), mermaidID(s.Name))
	}
	for _, t := range placed(*d) {
		from := "[*]"
		if t.From != "" {
			from = mermaidID(t.From)
		}
		fmt.Fprintf(&b, "    %s --> %s : %s\n", from, mermaidID(t.To), mermaidText(m.edge(&t)))
	}
	for _, s := range d.States {
		if s.Final {
			fmt.Fprintf(&b, "    %s --> [*]\n", mermaidID(s.Name))
		}
	}
	for _, p := range Phases() {
		var ids []string
		for _, s := range d.States {
			if s.Phase == p {
				ids = append(ids, mermaidID(s.Name))
			}
		}
		if len(ids) > 0 {
			fill, ink := colours(p)
			fmt.Fprintf(&b, "    classDef %s fill:%s,color:%s\n    class %s %s\n", p, fill, ink, strings.Join(ids, ","), p)
		}
	}
	return b.String()
}

// DOT returns the workflow in the language of Graphviz, the same text for the
// same definition, with the same labels and colours as Mermaid.
func (m *Machine) DOT() string {
	var b strings.Builder
	d := &m.definition
	fmt.Fprintf(&b, "digraph %s {\n", dotText(d.Name))
	fmt.Fprintf(&b, "  label=%s;\n", dotText(fmt.Sprintf("%s version %d, %s", d.Name, d.Version, m.hash)))
	b.WriteString("  node [shape=box, style=\"rounded,filled\"];\n  new [shape=point];\n")
	for _, s := range d.States {
		fill, ink := colours(s.Phase)
		edges := 1
		if s.Final {
			edges = 2
		}
		fmt.Fprintf(&b, "  %s [label=%s, fillcolor=%q, fontcolor=%q, peripheries=%d]; // %s\n", dotText(s.Name), dotText(s.title()), fill, ink, edges, s.Phase)
	}
	for _, t := range placed(*d) {
		from := newState
		if t.From != "" {
			from = dotText(t.From)
		}
		fmt.Fprintf(&b, "  %s -> %s [label=%s];\n", from, dotText(t.To), dotText(m.edge(&t)))
	}
	b.WriteString("}\n")
	return b.String()
}

func (s *State) title() string {
	if s.Label == "" {
		return s.Name
	}
	return s.Label
}

func (m *Machine) edge(t *Transition) string {
	parts := []string{t.Action}
	if len(t.Guards) > 0 {
		parts = append(parts, "["+strings.Join(t.Guards, " and ")+"]")
	}
	if len(t.Steps) > 0 {
		var words []string
		for i := range t.Steps {
			word := t.Steps[i].Do
			if t.Steps[i].Using != "" {
				word += " " + t.Steps[i].Using
			}
			if t.Steps[i].Pivot {
				word += "!"
			}
			words = append(words, word)
		}
		parts = append(parts, "/ "+strings.Join(words, ", "))
	}
	if len(t.By) > 0 {
		var words []string
		for _, r := range t.By {
			words = append(words, string(r))
		}
		parts = append(parts, "by "+strings.Join(words, ", "))
	}
	if n := m.node(t.From); n != nil && n.state.Timer != nil && n.state.Timer.Action == t.Action {
		timer := "after " + n.state.Timer.After.String()
		if n.state.Timer.Times > 0 {
			timer += fmt.Sprintf(", at most %d times", n.state.Timer.Times)
		}
		parts = append(parts, "("+timer+")")
	}
	return strings.Join(parts, " ")
}

// colours returns fill and ink of a phase; every pair can be read by people
// who see no red and green.
func colours(p Phase) (fill, ink string) {
	switch p {
	case Created:
		return "#eeeeee", "#000000"
	case Paid:
		return "#cfe2f3", "#000000"
	case Production:
		return "#9fc5e8", "#000000"
	case Confirmed:
		return "#3d85c6", "#ffffff"
	case Completed:
		return "#0b5394", "#ffffff"
	case Cancelled:
		return "#f6b26b", "#000000"
	}
	return "#b45f06", "#ffffff"
}

// mermaidID keeps names apart from Mermaid's own words ("end", "state").
func mermaidID(name string) string { return "s_" + name }

// mermaidText leaves letters, digits and harmless signs, and writes the rest
// as Mermaid's character codes: quotes, markup, separators.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < ' ' || strings.ContainsRune("\"'`<>&#;:%{}\\|", r) {
			fmt.Fprintf(&b, "#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// dotText quotes for Graphviz, which reads escapes and HTML entities inside
// quotes.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;", "<", "&lt;", ">", "&gt;", "\n", " ").Replace(s) + `"`
}
