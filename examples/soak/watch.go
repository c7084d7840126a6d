package main

import (
	"io"
	"os/exec"
	"syscall"
)

// watching is what the watcher does when its input ends because the boss is gone:
// it stops the database at once, removes the folder, and kills the workers, the
// bank and itself. They may write for a moment, so a folder that will not go is
// tried again. When the boss dies beside a stopped worker, the kernel hangs up on
// the whole group, so the watcher does not listen to that.
const watching = `trap "" HUP INT TERM
read -r nothing
pid="$1/postgres/data/postmaster.pid"
test -f "$pid" && kill -s QUIT "$(head -n 1 "$pid")"
for try in 1 2 3 4 5 6 7 8 9 10; do
	test -n "$2" || rm -rf "$1" 2>/dev/null && break
	sleep 1
done
kill -s KILL 0`

// watcher leads the process group of everything that the boss starts, so that an
// interrupt at the terminal is for the boss alone.
type watcher struct {
	cmd  *exec.Cmd
	pipe io.Closer
}

// watch watches over a folder; keep says that it stays.
func watch(dir, keep string) (*watcher, error) {
	cmd := exec.Command("/bin/sh", "-c", watching, "watcher", dir, keep)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	return &watcher{cmd, pipe}, cmd.Start()
}

// group is for processes that end with the boss.
func (w *watcher) group() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pgid: w.cmd.Process.Pid}
}

// dismiss ends the watcher; the boss has cleaned up itself.
func (w *watcher) dismiss() {
	_ = w.cmd.Process.Kill()
	_ = w.cmd.Wait()
	_ = w.pipe.Close()
}
