package client

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestTarget(t *testing.T) {
	for _, c := range []struct {
		request Request
		want    string
	}{
		{Request{URL: "http://shop.example.com/a"}, "shop.example.com:80"},
		{Request{URL: "https://shop.example.com/"}, "shop.example.com:443"},
		{Request{URL: "http://10.1.1.1:8080/"}, "10.1.1.1:8080"},
		{Request{URL: "http://shop.example.com/", Address: "203.0.113.10:80"}, "203.0.113.10:80"},
		{Request{URL: "tcp://db:3306"}, "db:3306"},
	} {
		if got := c.request.Target(); got != c.want {
			t.Errorf("%v: %s, want %s", c.request, got, c.want)
		}
	}
}

func TestFailure(t *testing.T) {
	for want, err := range map[string]error{
		"refused": syscall.ECONNREFUSED, "reset": syscall.ECONNRESET, "unreachable": syscall.EHOSTUNREACH, "timeout": os.ErrDeadlineExceeded,
		"eof": io.EOF, "tls: handshake failure": errors.New("tls: handshake failure"),
	} {
		if got := failure(err); got != want {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
}

func TestReadSaysWhichLineIsWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "requests.jsonl")
	if err := os.WriteFile(file, []byte("{\"url\": \"http://a/\"}\n\n{\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(file); err == nil || err.Error()[:len(file)+3] != file+":3:" {
		t.Error(err)
	}
}
