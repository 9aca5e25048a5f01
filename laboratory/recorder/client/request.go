// Package client sends requests as a browser or a pod would, and says what came back.
package client

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
)

// Request is one line of the file of requests.
type Request struct {
	URL     string            `json:"url"`               // http, https or tcp
	Address string            `json:"address,omitempty"` // ip:port to connect to, instead of what the URL's host stands for
	Method  string            `json:"method,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	SNI     string            `json:"sni,omitempty"`  // instead of the URL's host
	From    string            `json:"from,omitempty"` // namespace/pod: sent by a pod of the mesh
}

// Result is what came back.
type Result struct {
	URL      string `json:"url"`
	Address  string `json:"address,omitempty"`
	From     string `json:"from,omitempty"`
	Status   int    `json:"status,omitempty"`
	Location string `json:"location,omitempty"`
	Pod      string `json:"pod,omitempty"` // who answered
	Port     int    `json:"port,omitempty"`
	Path     string `json:"path,omitempty"`
	Host     string `json:"host,omitempty"`
	Error    string `json:"error,omitempty"` // refused, reset, timeout, dns, eof, or what went wrong in words
	Cert     string `json:"cert,omitempty"`  // the names in the server's certificate
	Log      string `json:"log,omitempty"`   // the lines of the access logs of all proxies on the way
	Body     string `json:"body,omitempty"`
}

// Read is the requests of a file, one JSON object a line.
func Read(file string) ([]Request, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	var out []Request
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var r Request
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s:%d: %v", file, n, err)
		}
		out = append(out, r)
	}
	return out, lines.Err()
}

// Host is the name or address that the URL names, empty where it is no URL.
func (r Request) Host() string {
	u, err := url.Parse(r.URL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Target is where the request is meant to go, host and port, before any name is looked up.
func (r Request) Target() string {
	if r.Address != "" {
		return r.Address
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}
