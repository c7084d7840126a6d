package main

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"
)

func main() {
	only := flag.String("only", "", "a regular expression: try only the breaks whose sentence matches")
	flag.Parse()
	if err := run(*only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(only string) error {
	chosen, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	root, err := top()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "breaks")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var list []Break
	for _, b := range All() {
		if chosen.MatchString(b.What) {
			list = append(list, b)
		}
	}
	if len(list) == 0 {
		return fmt.Errorf("no row says %q", only)
	}
	return try(root, dir, list)
}

// try tries every break, and each room's tests with nothing broken. It prints
// what caught what, and returns what was not caught.
func try(root, dir string, list []Break) error {
	began := time.Now()
	var jobs []func() error
	rooms := map[string][]Break{}
	for _, b := range list {
		rooms[b.Room] = append(rooms[b.Room], b)
	}
	for _, room := range slices.Sorted(maps.Keys(rooms)) {
		jobs = append(jobs, func() error { return sound(root, rooms[room]) })
	}
	for i := range list {
		own := filepath.Join(dir, strconv.Itoa(i))
		jobs = append(jobs, func() error { return errors.Join(os.Mkdir(own, 0o700), list[i].catch(root, own)) })
	}
	ends := together(jobs)
	var missed error
	for range rooms {
		missed = errors.Join(missed, <-<-ends)
	}
	for i := range list {
		b, err := &list[i], <-<-ends
		if err != nil {
			missed = errors.Join(missed, fmt.Errorf("NOT CAUGHT: %s\n\t%s %s: %w", b.What, b.Room, b.Test, err))
			continue
		}
		fmt.Printf("%s\n\t%s %s\n", b.What, b.Room, b.Test)
	}
	if missed == nil {
		fmt.Printf("all %d caught, in %.0f s\n", len(list), time.Since(began).Seconds())
	}
	return missed
}

// atOnce is how many go commands run at the same time.
const atOnce = 2

// together does all jobs, some at the same time, and returns how each ended, in
// their order.
func together(jobs []func() error) <-chan (<-chan error) {
	ends := make(chan (<-chan error), len(jobs))
	slots := make(chan struct{}, atOnce)
	go func() {
		for _, job := range jobs {
			slots <- struct{}{}
			end := make(chan error, 1)
			ends <- end
			go func() {
				end <- job()
				<-slots
			}()
		}
	}()
	return ends
}

// top is the folder of the repository that the program was started in.
func top() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("start it in the repository")
		}
		dir = filepath.Dir(dir)
	}
}
