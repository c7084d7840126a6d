package main

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the table of CONTRIBUTING.md")

// That each break is caught takes longer than a test may: the program tries it.
// The go command's cache of test results doesn't see files of other modules: run
// these with -count=1, as .ci/run does.

func TestEveryRowFitsTheCodeAndNamesATestThatThereIs(t *testing.T) {
	root := repository(t)
	said := map[string]bool{}
	for _, b := range All() {
		t.Run(b.What, func(t *testing.T) {
			if _, err := b.broken(root); err != nil {
				t.Error(err)
			}
			if said[b.What] {
				t.Error("two rows say the same")
			}
			said[b.What] = true
			name, _, _ := strings.Cut(b.Test, "/")
			if !strings.Contains(tests(t, filepath.Join(root, b.Room)), "\nfunc "+name+"(t *testing.T)") {
				t.Errorf("%s has no %s", b.Room, name)
			}
		})
	}
}

func TestTheTableOfTheContributorsSaysWhatTheRowsSay(t *testing.T) {
	file := filepath.Join(repository(t), "CONTRIBUTING.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "\n## Broken on purpose\n")
	section, _, _ = strings.Cut(section, "\n## ")
	have := regexp.MustCompile(`(?m)(^\|.*\n)+`).FindString(section)
	if !ok || have == "" {
		t.Fatal("CONTRIBUTING.md has no table in a section Broken on purpose")
	}
	if *update {
		fresh := strings.Replace(string(text), have, table(All()), 1)
		if err := os.WriteFile(file, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if have != table(All()) {
		t.Error("the table of CONTRIBUTING.md is not that of the rows: go test ./.ci/tools/breaks -update")
	}
}

// A shop of one file in which breaks come to everything that they can come to.
func TestABreakIsCaughtByItsOwnTestAndByNothingElse(t *testing.T) {
	t.Setenv("GOWORK", "off")
	root := t.TempDir()
	write(t, root, map[string]string{
		"go.mod":         "module shop\n\ngo 1.25\n",
		"till/till.go":   "package till\n\nfunc Sum(a, b int) int {\n\treturn a + b // cents\n}\n",
		"till/a_test.go": "package till\n\nimport \"testing\"\n\n" + tillTests,
	})
	add := Break{What: "nothing is added", File: "till/till.go", Old: "a + b", New: "a - b", Room: "till", Test: "TestSum"}
	for _, c := range []struct {
		name   string
		change func(*Break)
		why    string // part of the reason why it is not caught; empty if it is
	}{
		{"its test fails", func(*Break) {}, ""},
		{"its subtest fails", func(b *Break) { b.Test = "TestSums/of_two" }, ""},
		{"a subtest beside it fails", func(b *Break) { b.Test = "TestSums/of_zero" }, "does not notice"},
		{"it does not compile", func(b *Break) { b.New = "a + true" }, "does not build"},
		{"it breaks nothing", func(b *Break) { b.New = "b + a" }, "does not notice"},
		{"there is no such test", func(b *Break) { b.Test = "TestNothing" }, "does not run"},
		{"its test is skipped", func(b *Break) { b.Test = "TestSkipped" }, "does not run"},
		{"the text is not there", func(b *Break) { b.Old = "a * b" }, "0 times"},
		{"the text is there twice", func(b *Break) { b.Old = "a" }, "times"},
		{"nothing is changed", func(b *Break) { b.New = b.Old }, "as it is"},
		{"there is no such room", func(b *Break) { b.Room = "shelf" }, "not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := add
			c.change(&b)
			err := b.catch(root, t.TempDir())
			if (err == nil) != (c.why == "") || err != nil && !strings.Contains(err.Error(), c.why) {
				t.Errorf("%v, expected %q", err, c.why)
			}
		})
	}
	t.Run("the file stays as it is", func(t *testing.T) {
		text, err := os.ReadFile(filepath.Join(root, "till", "till.go"))
		if err != nil || !strings.Contains(string(text), "a + b") {
			t.Error(string(text), err)
		}
	})
	t.Run("a test that fails anyway catches nothing", func(t *testing.T) {
		bad := add
		bad.Test = "TestBad"
		if err := sound(root, []Break{add, bad}); err == nil || !strings.Contains(err.Error(), "TestBad") || strings.Contains(err.Error(), "TestSum") {
			t.Error(err)
		}
		if err := sound(root, []Break{add, {Room: "till", Test: "TestSums/of_zero"}}); err != nil {
			t.Error(err)
		}
	})
}

const tillTests = `func TestSum(t *testing.T) {
	if Sum(1, 2) != 3 {
		t.Error("1 + 2")
	}
}

func TestSums(t *testing.T) {
	t.Run("of zero", func(t *testing.T) {
		if Sum(1, 0) != 1 {
			t.Error("1 + 0")
		}
	})
	t.Run("of two", func(t *testing.T) { TestSum(t) })
}

func TestSkipped(t *testing.T) { t.Skip() }

func TestBad(t *testing.T) { t.Error("always") }
`

func TestAllJobsAreDoneAndEndInTheirOrder(t *testing.T) {
	jobs := make([]func() error, 20)
	for i := range jobs {
		jobs[i] = func() error {
			if i%3 == 0 {
				return os.ErrExist
			}
			return nil
		}
	}
	ends := together(jobs)
	for i := range jobs {
		if err := <-<-ends; (err != nil) != (i%3 == 0) {
			t.Errorf("job %d: %v", i, err)
		}
	}
}

func repository(t *testing.T) string {
	t.Helper()
	root, err := top()
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// tests is the text of all test files of a folder.
func tests(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
