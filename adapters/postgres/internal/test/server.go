// Package test starts a PostgreSQL server for tests, from the programs that are
// installed, or finds the one that the environment names.
package test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNone says that there is no server and nothing to start one with.
var ErrNone = errors.New("no PostgreSQL: neither DATABASE_URL nor PGHOST is set, and the programs initdb and postgres were not found by pg_config, in PATH or under /usr/lib/postgresql")

// Server is a running server.
type Server struct {
	// URL is where a superuser connects.
	URL string
	// Own says that this package started the server, so that tests may stop it.
	Own bool

	bin, dir string
	owner    *user.User // who runs it, if we are root
	watcher  *watcher
	cmd      *exec.Cmd
}

// Find returns the server of the environment, or a fresh one of our own with the
// settings that PostgreSQL comes with: fsync and synchronous_commit are on.
func Find() (*Server, error) {
	if url := os.Getenv("DATABASE_URL"); url != "" {
		return &Server{URL: url}, nil
	}
	if os.Getenv("PGHOST") != "" {
		return &Server{}, nil
	}
	return Start()
}

// Start makes a cluster in a temporary folder and starts its server on a socket
// there, without TCP. Both are gone after Stop, and when this process is gone.
func Start() (*Server, error) {
	s := &Server{Own: true, bin: programs()}
	if s.bin == "" {
		return nil, ErrNone
	}
	if os.Getuid() == 0 { // initdb and postgres refuse to run as root
		var err error
		if s.owner, err = user.Lookup("postgres"); err != nil {
			return nil, fmt.Errorf("root may not run a server, and there is no user postgres: %w", err)
		}
	}
	var err error
	if s.dir, err = os.MkdirTemp("", "pg"); err != nil {
		return nil, err
	}
	if s.watcher, err = watch(s.dir); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	if err := s.init(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	if err := s.Up(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Server) init() error {
	if s.owner != nil {
		uid, _ := strconv.Atoi(s.owner.Uid) // it is a number where there are sockets
		gid, _ := strconv.Atoi(s.owner.Gid)
		if err := os.Chown(s.dir, uid, gid); err != nil {
			return err
		}
	}
	cmd := s.command("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// Socket is the path of the server's socket.
func (s *Server) Socket() string { return filepath.Join(s.dir, ".s.PGSQL.5432") }

// Up starts the server and waits until it answers.
func (s *Server) Up() error {
	s.URL = "host=" + s.dir + " user=postgres dbname=postgres"
	s.cmd = s.command("postgres", "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=200")
	var log bytes.Buffer
	s.cmd.Stdout, s.cmd.Stderr = &log, &log
	if err := s.cmd.Start(); err != nil {
		return err
	}
	var err error
	for range 600 {
		var conn *pgx.Conn
		if conn, err = pgx.Connect(context.Background(), s.URL); err == nil {
			return conn.Close(context.Background())
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the server does not answer: %w\n%s", err, log.String())
}

// Kill ends the server as a power cut would: nothing is written any more.
func (s *Server) Kill() error {
	err := s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	for range 200 { // its children notice, and only then a new one may start
		if conn, dead := pgx.Connect(context.Background(), s.URL); dead != nil {
			break
		} else {
			_ = conn.Close(context.Background())
		}
		time.Sleep(50 * time.Millisecond)
	}
	_ = os.Remove(filepath.Join(s.data(), "postmaster.pid"))
	return err
}

// Stop ends a server of our own and removes its folder; of others it does nothing.
func (s *Server) Stop() error {
	if !s.Own {
		return nil
	}
	err := s.watcher.end()
	if s.cmd != nil && s.cmd.Process != nil {
		_ = s.cmd.Wait() // it was told to stop
	}
	return err
}

func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	s.watcher.join(cmd, s.owner)
	return cmd
}

// programs is the folder of initdb and postgres, or empty.
func programs() string {
	var dirs []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	dirs = append(dirs, filepath.SplitList(os.Getenv("PATH"))...)
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is sound
	slices.Reverse(installed)
	for _, dir := range append(dirs, installed...) {
		if isFile(filepath.Join(dir, "initdb")) && isFile(filepath.Join(dir, "postgres")) {
			return dir
		}
	}
	return ""
}

func isFile(name string) bool {
	stat, err := os.Stat(name)
	return err == nil && stat.Mode().IsRegular()
}
