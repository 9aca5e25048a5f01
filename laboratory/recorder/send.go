package main

import (
	"net"
	"strconv"
	"strings"

	"laboratory/client"
	"laboratory/cluster"
	"laboratory/world"
)

// send sends one request under an id.
func (l *Laboratory) send(r client.Request, id string) *client.Result {
	address := r.Target()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return &client.Result{URL: r.URL, Error: err.Error()}
	}
	way := client.Way{Source: world.Client, Refused: l.proxy.Refused}
	failed := func(why string) *client.Result {
		return &client.Result{URL: r.URL, Address: address, From: r.From, Error: why}
	}
	if r.From != "" {
		p := l.cluster.Named(r.From)
		if p == nil {
			return failed("no such client")
		}
		if host = l.names.Lookup(host, p.Namespace); host == "" {
			return failed("dns")
		}
		way.Source = p.Status.PodIP
		if n, _ := strconv.Atoi(port); !cluster.Excluded(p, "Outbound")[n] {
			way.Proxy = l.clients[r.From]
		}
	} else if net.ParseIP(host) == nil {
		if entry := world.Entry(l.cluster, port); entry != "" {
			host = entry
		}
	}
	if r.From == "" {
		way.Source = world.ClientFor(host)
	}
	address = net.JoinHostPort(host, port)
	switch {
	case way.Proxy != "":
	case r.From == "" && l.proxy.Drops(address):
		return failed("timeout")
	case l.proxy.AllRefuse(address):
		return failed("refused")
	}
	return client.Send(r, way, address, id)
}

func namespace(from string) string {
	ns, _, _ := strings.Cut(from, "/")
	return ns
}
