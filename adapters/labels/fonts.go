package labels

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// typeface is one font. Which characters it has is known from the start; the
// rest is read when it is first drawn with.
type typeface struct {
	file   string
	number int // in a collection
	family string
	bold   bool
	cmap   font.Cmap
	read   func() (*font.Font, error)
}

// has reports whether the font can draw the character.
func (f *typeface) has(r rune) bool {
	_, ok := f.cmap.Lookup(r)
	return ok
}

// shelf holds the fonts in the order in which they are asked for a character.
type shelf struct{ regular, bold []*typeface }

// fill reads what there is about every font.
func (s *shelf) fill(c Config) error {
	if c.Fonts == nil {
		return errors.New("labels: Config.Fonts is missing: letters cannot be drawn without fonts")
	}
	if len(c.Regular) == 0 {
		return s.discover(c.Fonts)
	}
	for _, list := range []struct {
		names []string
		to    *[]*typeface
	}{{c.Regular, &s.regular}, {c.Bold, &s.bold}} {
		for _, name := range list.names {
			faces, err := open(c.Fonts, name)
			if err != nil {
				return err
			}
			*list.to = append(*list.to, faces...)
		}
	}
	return nil
}

// discover takes all upright fonts of normal width and weight and their bold
// ones: plain ones before serifs and fixed pitch, short names before long ones,
// so that a family's general font comes before those for one script.
func (s *shelf) discover(fsys fs.FS) error {
	var all []*typeface
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch strings.ToLower(path.Ext(name)) {
		case ".ttf", ".otf", ".ttc", ".otc":
		default:
			return nil
		}
		faces, err := open(fsys, name)
		if err == nil { // fonts of other kinds, and broken ones, are no fonts for us
			all = append(all, faces...)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("labels: looking for fonts: %w", err)
	}
	slices.SortStableFunc(all, func(a, b *typeface) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(len(a.family), len(b.family)), cmp.Compare(a.file, b.file), cmp.Compare(a.number, b.number))
	})
	for _, f := range all {
		if f.bold {
			s.bold = append(s.bold, f)
		} else {
			s.regular = append(s.regular, f)
		}
	}
	if len(s.regular) == 0 {
		return errors.New("labels: Config.Fonts holds no upright TrueType or OpenType font of normal weight")
	}
	return nil
}

func rank(f *typeface) int {
	switch family := strings.ToLower(f.family); {
	case strings.Contains(family, "mono"):
		return 2
	case strings.Contains(family, "sans"):
		return 0
	}
	return 1
}

// open reads the names and the characters of the fonts of a file. Fonts without
// outlines (pictures in colour), slanted ones and unusual weights are left out.
func open(fsys fs.FS, name string) (faces []*typeface, err error) {
	defer broken(name, &err)
	loaders, closing, err := loadersOf(fsys, name)
	if err != nil {
		return nil, err
	}
	defer closing.Close()
	for number, loader := range loaders {
		about, _ := font.Describe(loader, nil)
		outlines := false
		for _, table := range []string{"glyf", "CFF ", "CFF2"} {
			outlines = outlines || loader.HasTable(opentype.MustNewTag(table))
		}
		weight := about.Aspect.Weight
		if !outlines || about.Aspect.Style == font.StyleItalic || weight < 350 || weight > 750 {
			continue
		}
		cmap, err := charactersOf(loader)
		if err != nil {
			return nil, fmt.Errorf("labels: font %s: %w", name, err)
		}
		faces = append(faces, &typeface{
			file: name, number: number, family: about.Family, bold: weight >= 600, cmap: cmap,
			read: sync.OnceValues(func() (*font.Font, error) { return readFont(fsys, name, number) }),
		})
	}
	if len(faces) == 0 {
		return nil, fmt.Errorf("labels: font %s has no upright outlines of normal or bold weight", name)
	}
	return faces, nil
}

func charactersOf(loader *opentype.Loader) (font.Cmap, error) {
	raw, err := loader.RawTable(opentype.MustNewTag("cmap"))
	if err != nil {
		return nil, err
	}
	table, _, err := tables.ParseCmap(raw)
	if err != nil {
		return nil, err
	}
	cmap, _, err := font.ProcessCmap(table, tables.FPNone)
	return cmap, err
}
