package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// outcomes is what each test came to: "pass", "fail" or "skip".
type outcomes map[string]string

// catch breaks the code and reports why the break does not count as caught by
// its test; nil if it does. dir is an empty folder of its own.
func (b *Break) catch(root, dir string) error {
	text, err := b.broken(root)
	if err != nil {
		return err
	}
	file, overlay := filepath.Join(dir, filepath.Base(b.File)), filepath.Join(dir, "overlay.json")
	replace := map[string]map[string]string{"Replace": {filepath.Join(root, filepath.FromSlash(b.File)): file}}
	list, err := json.Marshal(replace)
	if err != nil {
		return err
	}
	if err := errors.Join(os.WriteFile(file, []byte(text), 0o600), os.WriteFile(overlay, list, 0o600)); err != nil {
		return err
	}
	got, err := test(root, b.Room, b.pattern(), "-overlay="+overlay)
	if err != nil {
		return err
	}
	switch got[b.Test] {
	case "fail":
		return nil
	case "pass":
		return errors.New("the test does not notice")
	}
	return fmt.Errorf("the test does not run (%q)", got[b.Test])
}

// sound reports which of these breaks' tests, all of one room, do not pass while
// nothing is broken.
func sound(root string, list []Break) error {
	patterns := make([]string, len(list))
	for i := range list {
		patterns[i] = list[i].pattern()
	}
	got, err := test(root, list[0].Room, strings.Join(patterns, "|"))
	if err != nil {
		return fmt.Errorf("%s with nothing broken: %w", list[0].Room, err)
	}
	for i := range list {
		if had := got[list[i].Test]; had != "pass" {
			err = errors.Join(err, fmt.Errorf("%s %s with nothing broken: %q instead of passing", list[i].Room, list[i].Test, had))
		}
	}
	return err
}

// test runs tests of a room. The error says that they could not be run to their
// end: that some fail is none. The compiler is told to hurry: what it makes runs for
// less time than it takes to make.
func test(root, room, pattern string, flags ...string) (outcomes, error) {
	args := append([]string{"test", "-json", "-count=1", "-vet=off", "-gcflags=-N -l -dwarf=false", "-timeout=2m", "-run", pattern}, flags...)
	cmd := exec.Command("go", append(args, "./"+room)...)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, failed := cmd.Output()
	got, said := outcomes{}, stderr.String()
	for lines := json.NewDecoder(bytes.NewReader(out)); lines.More(); {
		var e struct{ Action, Test, Output, FailedBuild string }
		if err := lines.Decode(&e); err != nil {
			return nil, fmt.Errorf("go test: %w\n%s", err, said)
		}
		switch {
		case e.Action == "build-output":
			said += e.Output
		case e.FailedBuild != "":
			return nil, fmt.Errorf("does not build:\n%s", said)
		case strings.HasPrefix(e.Output, "panic: test timed out"):
			return nil, errors.New("runs out of time")
		case e.Test != "" && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip"):
			got[e.Test] = e.Action
		}
	}
	if failed != nil && len(got) == 0 {
		return nil, fmt.Errorf("go test: %w\n%s", failed, said)
	}
	return got, nil
}
