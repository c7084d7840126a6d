package labels

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// readFont reads one font of a file.
func readFont(fsys fs.FS, name string, number int) (f *font.Font, err error) {
	defer broken(name, &err)
	loaders, closing, err := loadersOf(fsys, name)
	if err != nil {
		return nil, err
	}
	defer closing.Close()
	f, err = font.NewFont(loaders[number])
	if err != nil {
		return nil, fmt.Errorf("labels: font %s: %w", name, err)
	}
	return f, nil
}

// broken, deferred, makes an error of a panic. go-text checks most of a font and
// trusts the rest, so that a damaged file would end the host.
func broken(name string, err *error) {
	if reason := recover(); reason != nil {
		*err = fmt.Errorf("labels: font %s is broken: %v", name, reason)
	}
}

// loadersOf opens a file for as long as its fonts are read.
func loadersOf(fsys fs.FS, name string) ([]*opentype.Loader, io.Closer, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, nil, fmt.Errorf("labels: font: %w", err)
	}
	resource, ok := file.(opentype.Resource)
	if !ok {
		content, err := io.ReadAll(file)
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("labels: font %s: %w", name, err), file.Close())
		}
		resource = bytes.NewReader(content)
	}
	err = whole(file, resource)
	if err == nil {
		var loaders []*opentype.Loader
		if loaders, err = opentype.NewLoaders(resource); err == nil {
			return loaders, file, nil
		}
	}
	return nil, nil, errors.Join(fmt.Errorf("labels: font %s: %w", name, err), file.Close())
}

// whole checks that all tables of a font file lie inside of it. go-text takes
// memory for a table before it reads it, so that one wrong length, or a file whose
// copying was cut off, would take gigabytes.
func whole(file fs.File, content io.ReaderAt) error {
	about, err := file.Stat()
	if err != nil {
		return err
	}
	size := uint64(about.Size())
	read := func(at uint64, n int) []byte {
		b := make([]byte, n)
		if _, e := content.ReadAt(b, int64(at)); e != nil && err == nil {
			err = fmt.Errorf("it ends before byte %d", at+uint64(n))
		}
		return b
	}
	starts := []uint64{0}
	if head := read(0, 12); string(head[:4]) == "ttcf" {
		starts = nil
		for i := range min(uint64(binary.BigEndian.Uint32(head[8:])), size/16) {
			starts = append(starts, uint64(binary.BigEndian.Uint32(read(12+4*i, 4))))
		}
	}
	for _, start := range starts {
		tables := binary.BigEndian.Uint16(read(start+4, 2))
		for i := range uint64(tables) {
			row := read(start+12+16*i, 16)
			end := uint64(binary.BigEndian.Uint32(row[8:])) + uint64(binary.BigEndian.Uint32(row[12:]))
			if end > size && err == nil {
				err = fmt.Errorf("its table %q ends at byte %d, the file at %d", row[:4], end, size)
			}
		}
		if err != nil {
			return err
		}
	}
	return err
}
