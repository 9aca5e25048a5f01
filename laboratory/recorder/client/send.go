package client

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"laboratory/istiod"
	"laboratory/world"
)

// Send sends one request over a way to an address, ip:port, under an id that access logs repeat. Redirects are not followed.
func Send(r Request, way Way, address, id string) *Result {
	out := &Result{URL: r.URL, Address: cmp.Or(address, r.Address), From: r.From}
	u, err := url.Parse(r.URL)
	if err != nil {
		out.Error = err.Error()
		return out
	}
	c := &connection{way: way}
	if u.Scheme == "tcp" {
		out.sendBytes(c, address)
	} else {
		out.sendHTTP(r, u, c, address, id)
	}
	return out
}

func (out *Result) sendBytes(c *connection, address string) {
	conn, err := c.dial(context.Background(), address)
	if err != nil {
		out.Error = c.failure(err)
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(3 * time.Second))
	_, _ = io.WriteString(conn, "hello\n")
	buffer := make([]byte, 512)
	n, err := conn.Read(buffer)
	if n == 0 {
		if err != nil {
			out.Error = c.failure(err)
		}
		return
	}
	out.Body = strings.TrimSpace(string(buffer[:n]))
	_, _ = fmt.Sscanf(out.Body, "tcp %s %d", &out.Pod, &out.Port)
}

func (out *Result) sendHTTP(r Request, u *url.URL, c *connection, address, id string) {
	request, err := http.NewRequest(cmp.Or(r.Method, http.MethodGet), r.URL, nil)
	if err != nil {
		out.Error = err.Error()
		return
	}
	for name, value := range r.Headers {
		if strings.EqualFold(name, "host") {
			request.Host = value
		} else {
			request.Header.Set(name, value)
		}
	}
	request.Header.Set(istiod.LogID, id)
	transport := &http.Transport{TLSClientConfig: out.tls(cmp.Or(r.SNI, u.Hostname())), DisableKeepAlives: true,
		TLSHandshakeTimeout: 4 * time.Second, Protocols: new(http.Protocols),
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return c.dial(ctx, address) }}
	transport.Protocols.SetHTTP1(true)
	patience, giveUp := context.WithTimeout(context.Background(), 8*time.Second)
	defer giveUp()
	// Without a client around it, which would look at where a redirect leads, and refuse what is no URL.
	response, err := transport.RoundTrip(request.WithContext(patience))
	if err != nil {
		out.Error = c.failure(err)
		return
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 300))
	header := response.Header.Get
	out.Status, out.Location = response.StatusCode, header("location")
	out.Pod, out.Path, out.Host = header(world.PodHeader), header(world.PathHeader), header(world.HostHeader)
	out.Port, _ = strconv.Atoi(header(world.PortHeader))
	if out.Pod == "" {
		out.Body = string(body)
	}
}

// tls takes any certificate and notes its names. Clients send no SNI for an address.
func (out *Result) tls(sni string) *tls.Config {
	config := &tls.Config{ServerName: sni, InsecureSkipVerify: true, VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
		if len(raw) > 0 {
			if certificate, err := x509.ParseCertificate(raw[0]); err == nil {
				out.Cert = cmp.Or(strings.Join(certificate.DNSNames, ","), certificate.Subject.CommonName)
			}
		}
		return nil
	}}
	if net.ParseIP(sni) != nil {
		config.ServerName = ""
	}
	return config
}
