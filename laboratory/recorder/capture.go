package main

import (
	"net"
	"strconv"

	"istio.io/istio/pkg/util/sets"

	"laboratory/client"
	"laboratory/cluster"
	"laboratory/envoy"
	"laboratory/world"
)

// addExternalEndpoints lets servers outside answer at the addresses that proxies know and no pod, Service or node has, and at those that
// clients name, unless they are of the ranges that clusters use.
func (l *Laboratory) addExternalEndpoints(requests []client.Request) {
	known := world.Addresses(l.cluster)
	for _, address := range l.names.External() {
		known[address] = true
	}
	add := func(endpoint string, likely func(net.IP) bool) {
		host, _, _ := net.SplitHostPort(endpoint)
		if ip := net.ParseIP(host); ip != nil && !ip.IsLoopback() && !ip.IsUnspecified() && !known[host] && !l.isPod(host) && likely(ip) {
			l.names.External()[host] = host
		}
	}
	for _, b := range l.bundles {
		for _, endpoint := range b.Endpoints() {
			add(endpoint, func(net.IP) bool { return true })
		}
	}
	for _, r := range requests {
		if r.From != "" {
			add(r.Target(), func(ip net.IP) bool { return !ip.IsPrivate() })
		}
	}
}

func (l *Laboratory) isPod(address string) bool {
	for _, p := range l.cluster.Pods {
		if p.Status.PodIP == address {
			return true
		}
	}
	return false
}

// asked are the ports, by address, that Services lead to, proxies know or requests name.
func (l *Laboratory) asked(requests []client.Request) map[string]sets.Set[int] {
	asked := map[string]sets.Set[int]{}
	ask := func(address string) {
		host, port, err := net.SplitHostPort(address)
		n, _ := strconv.Atoi(port)
		if err != nil || n == 0 {
			return
		}
		if asked[host] == nil {
			asked[host] = sets.New[int]()
		}
		asked[host].Insert(n)
	}
	for _, b := range l.bundles {
		for _, endpoint := range b.Endpoints() {
			ask(endpoint)
		}
	}
	for _, s := range l.cluster.Slices {
		for _, port := range s.Ports {
			for _, e := range s.Endpoints {
				if port.Port != nil {
					ask(net.JoinHostPort(e.Addresses[0], strconv.Itoa(int(*port.Port))))
				}
			}
		}
	}
	for _, r := range requests {
		if host, port, err := net.SplitHostPort(r.Target()); err == nil {
			ask(net.JoinHostPort(l.names.Lookup(host, namespace(r.From)), port))
		}
	}
	return asked
}

// captured are the pods with a proxy, each with the ports that containers declare or somebody asks for.
func (l *Laboratory) captured() []envoy.Captured {
	var out []envoy.Captured
	for _, p := range l.cluster.Pods {
		if l.applications[p] == "" {
			continue
		}
		ports := sets.New[int]().Merge(l.ports[p.Status.PodIP])
		for _, port := range cluster.DeclaredPorts(p) {
			ports.Insert(int(port.ContainerPort))
		}
		for port := range cluster.Excluded(p, "Inbound") {
			ports.Delete(port)
		}
		out = append(out, envoy.Captured{Pod: p, Ports: sets.SortedList(ports), Application: l.applications[p]})
	}
	return out
}
