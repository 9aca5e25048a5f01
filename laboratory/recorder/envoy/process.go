package envoy

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Process is an Envoy that runs.
type Process struct {
	bundle *Bundle
	cmd    *exec.Cmd
}

// Start runs an Envoy with a bundle that has been written; log gets each line of its access logs.
func Start(binary string, b *Bundle, log func(line string)) (*Process, error) {
	cmd := exec.Command(binary, "-c", b.file("envoy.json"), "--disable-hot-restart", "--concurrency", "1", "-l", "error",
		"--component-log-level", "config:warning,misc:error,upstream:warning", "--file-flush-interval-msec", "10", "--drain-time-s", "1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if cmd.Stderr, err = os.Create(b.file("stderr")); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go read(out, log)
	return &Process{b, cmd}, nil
}

func read(from io.Reader, log func(string)) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		log(lines.Text())
	}
}

// admin is a client of the Envoy's own interface.
func (p *Process) admin() *http.Client {
	return &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", p.bundle.file("admin.sock"))
	}}}
}

// KeepDump writes down what the Envoy says of its configuration, beside what it was told.
func (p *Process) KeepDump() error {
	r, err := p.admin().Get("http://admin/config_dump?include_eds")
	if err != nil {
		return err
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	return os.WriteFile(p.bundle.file("config_dump.json"), data, 0o644)
}

// AwaitReady returns once the Envoy has everything that it waits for.
func (p *Process) AwaitReady() error {
	client := p.admin()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if r, err := client.Get("http://admin/ready"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return nil
			}
		}
	}
	return fmt.Errorf("envoy %s is not ready; see %s", p.bundle.Name, p.bundle.file("stderr"))
}

// Complaints are what the Envoy refused of its configuration.
func (p *Process) Complaints() []string {
	data, _ := os.ReadFile(p.bundle.file("stderr"))
	var out []string
	for _, line := range strings.Split(string(data), "\n") {
		if strings.Contains(line, "rejected") || strings.Contains(line, "rror adding") || strings.Contains(line, "critical") {
			out = append(out, line)
		}
	}
	return out
}

// Name is the name of what it was told.
func (p *Process) Name() string { return p.bundle.Name }

// Stop ends it.
func (p *Process) Stop() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}
