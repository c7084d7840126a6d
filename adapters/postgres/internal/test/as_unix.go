//go:build unix

package test

import (
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// as lets a command run as that user, in a process group of its own, so that an
// interrupt at the terminal does not reach it before us.
func as(cmd *exec.Cmd, who *user.User) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if who == nil {
		return
	}
	uid, _ := strconv.ParseUint(who.Uid, 10, 32) // they are numbers on unix
	gid, _ := strconv.ParseUint(who.Gid, 10, 32)
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}
