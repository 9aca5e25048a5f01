package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"time"
)

// Way is how a client gets its connections.
type Way struct {
	Source  string                // the client's own address
	Proxy   string                // where the proxy of the client's pod listens, empty for none
	Refused func(end string) bool // whether the connection with this client's end was refused behind what answered
}

// connection remembers its own end, by which it is known whether the one behind a Service refused it.
type connection struct {
	way  Way
	ends []string
}

// dial connects to an address, ip:port. A pod's proxy is told in a PROXY header where the client meant to go.
func (c *connection) dial(ctx context.Context, address string) (net.Conn, error) {
	at := address
	dialer := net.Dialer{Timeout: 3 * time.Second}
	if c.way.Proxy != "" {
		at = c.way.Proxy
	} else if strings.Contains(address, "[") == strings.Contains(c.way.Source, ":") { // of one family
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(c.way.Source)}
	}
	conn, err := dialer.DialContext(ctx, "tcp", at)
	if err != nil {
		return nil, err
	}
	c.ends = append(c.ends, conn.LocalAddr().String())
	if c.way.Proxy != "" {
		host, port, _ := net.SplitHostPort(address)
		family := "TCP4"
		if strings.Contains(host, ":") {
			family = "TCP6"
		}
		if _, err := fmt.Fprintf(conn, "PROXY %s %s %s 40000 %s\r\n", family, c.way.Source, host, port); err != nil {
			return nil, err
		}
	}
	return conn, nil
}

// failure is the one word for what went wrong, or the error's own words.
func (c *connection) failure(err error) string {
	for _, end := range c.ends {
		if c.way.Refused(end) {
			return "refused"
		}
	}
	return failure(err)
}

func failure(err error) string {
	var network net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "reset"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "unreachable"
	case errors.As(err, &network) && network.Timeout():
		return "timeout"
	case errors.Is(err, io.EOF) || strings.HasSuffix(err.Error(), "EOF"):
		return "eof"
	}
	return err.Error()
}
