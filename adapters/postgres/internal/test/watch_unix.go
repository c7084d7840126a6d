//go:build unix

package test

import (
	"errors"
	"io"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// watching is what the watcher does: when its input ends, because Stop closed it
// or because this process is gone, however it ended, it stops what was started
// here and removes the folder. SIGQUIT ends initdb, and a server at once. They may
// still write for a moment, so a folder that will not go is tried again.
const watching = `trap "" HUP INT QUIT TERM
read -r nothing
kill -s QUIT 0
for try in 1 2 3 4 5 6 7 8 9 10; do
	rm -rf "$1" 2>/dev/null && exit
	sleep 1
done
exit 1`

// watcher is a shell, so that nothing must be built for it, in a process group of
// its own, which an interrupt at the terminal does not reach. What is started here
// joins the group.
type watcher struct {
	cmd  *exec.Cmd
	pipe io.Closer
}

func watch(dir string) (*watcher, error) {
	cmd := exec.Command("/bin/sh", "-c", watching, "watcher", dir)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	return &watcher{cmd, pipe}, cmd.Start()
}

// join lets a command run in the group, as that user.
func (w *watcher) join(cmd *exec.Cmd, who *user.User) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: w.cmd.Process.Pid}
	if who == nil {
		return
	}
	uid, _ := strconv.ParseUint(who.Uid, 10, 32) // they are numbers on unix
	gid, _ := strconv.ParseUint(who.Gid, 10, 32)
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// end returns when the folder is gone.
func (w *watcher) end() error { return errors.Join(w.pipe.Close(), w.cmd.Wait()) }
