// Meter runs a program once and prints what that cost, as one line of JSON:
//
//	meter INPUT OUTPUT PROGRAM [ARGUMENT ...]
//
// The program reads the file INPUT through a pipe, and its output is drained
// through a pipe, as engines do it. OUTPUT names a file for it; "-" drops it.
//
// It holds nothing but two small buffers: a child starts as a copy of its
// parent, whose memory would count as the child's peak.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

const bufferSize = 64 * 1024

// cost is what one run took; times in milliseconds.
type cost struct {
	Wall   float64 `json:"wall"`
	User   float64 `json:"user"`
	System float64 `json:"system"`
	Peak   int64   `json:"peak"`
	Bytes  int64   `json:"bytes"`
	Code   int     `json:"code"`
	Said   string  `json:"said"`
}

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: meter INPUT OUTPUT PROGRAM [ARGUMENT ...]")
		os.Exit(2)
	}
	measured, err := measure(os.Args[1], os.Args[2], os.Args[3:])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(measured)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure(input, output string, command []string) (cost, error) {
	in, err := os.Open(input)
	if err != nil {
		return cost{}, err
	}
	defer in.Close()
	var out io.Writer = io.Discard
	if output != "-" {
		file, err := os.Create(output)
		if err != nil {
			return cost{}, err
		}
		defer file.Close()
		out = file
	}
	return run(in, out, exec.Command(command[0], command[1:]...))
}

func run(in io.Reader, out io.Writer, child *exec.Cmd) (cost, error) {
	var said strings.Builder
	child.Stderr = &said
	stdin, err := child.StdinPipe()
	if err != nil {
		return cost{}, err
	}
	stdout, err := child.StdoutPipe()
	if err != nil {
		return cost{}, err
	}
	start := time.Now()
	if err := child.Start(); err != nil {
		return cost{}, err
	}
	go func() {
		// What a program leaves unread shows in its exit code.
		_, _ = copyPlain(stdin, in)
		_ = stdin.Close()
	}()
	count, err := copyPlain(out, stdout)
	if err != nil {
		return cost{}, err
	}
	// A failure of the program is part of what is measured.
	_ = child.Wait()
	wall := time.Since(start)
	state := child.ProcessState
	return cost{
		Wall:   milliseconds(wall),
		User:   milliseconds(state.UserTime()),
		System: milliseconds(state.SystemTime()),
		Peak:   peakOf(state),
		Bytes:  count,
		Code:   state.ExitCode(),
		Said:   said.String(),
	}, nil
}

// copyPlain copies by read and write, whatever the two ends could do better.
func copyPlain(to io.Writer, from io.Reader) (int64, error) {
	writer, reader := struct{ io.Writer }{to}, struct{ io.Reader }{from}
	return io.CopyBuffer(writer, reader, make([]byte, bufferSize))
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration.Microseconds()) / 1000
}

// peakOf is the largest resident set in bytes.
func peakOf(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) * 1024
}
