package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cluster is a PostgreSQL of our own, with the settings it comes with: fsync and
// synchronous_commit are on.
type cluster struct {
	dir string
	bin string
	as  *syscall.Credential // the user that its programs run as; initdb refuses root
}

// newCluster makes one in the folder. The programs are those that pg_config names,
// or Debian's.
func newCluster(ctx context.Context, dir string) (*cluster, error) {
	c := &cluster{dir: filepath.Join(dir, "postgres")}
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		c.bin = strings.TrimSpace(string(out))
	}
	if _, err := os.Stat(filepath.Join(c.bin, "initdb")); err != nil {
		found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
		if len(found) == 0 {
			return nil, errors.New("PostgreSQL is not installed: no initdb (Debian: apt-get install postgresql)")
		}
		c.bin = filepath.Dir(found[len(found)-1])
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return nil, err
	}
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return nil, err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		c.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		for _, d := range []string{dir, c.dir} {
			if err := errors.Join(os.Chown(d, uid, gid), os.Chmod(d, 0o755)); err != nil {
				return nil, err
			}
		}
	}
	if err := c.run(ctx, "initdb", "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"); err != nil {
		return nil, err
	}
	return c, c.start(ctx)
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *cluster) run(ctx context.Context, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, program), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, out.String())
	}
	return nil
}

func (c *cluster) start(ctx context.Context) error {
	return c.run(ctx, "pg_ctl", "start", "-w", "-t", "60", "-D", c.data(), "-l", filepath.Join(c.dir, "log"),
		"-o", "-c listen_addresses='' -c max_connections=300 -k "+c.dir)
}

// crash ends it as a power cut of the process would, and starts it again.
func (c *cluster) crash(ctx context.Context) error {
	_ = c.run(ctx, "pg_ctl", "stop", "-m", "immediate", "-w", "-D", c.data())
	for try := 0; ; try++ {
		err := c.start(ctx)
		if err == nil || try == 20 || ctx.Err() != nil {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (c *cluster) stop() {
	_ = c.run(context.Background(), "pg_ctl", "stop", "-m", "fast", "-w", "-D", c.data())
}

// dial connects to its socket.
func (c *cluster) dial() (net.Conn, error) {
	return net.Dial("unix", filepath.Join(c.dir, ".s.PGSQL.5432"))
}

// url is where it is, without the proxy.
func (c *cluster) url() string {
	return "host=" + c.dir + " user=postgres dbname=postgres sslmode=disable"
}
