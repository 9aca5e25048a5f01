package main

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"

	"istio.io/istio/pkg/util/sets"

	"laboratory/client"
	"laboratory/cluster"
	"laboratory/envoy"
	"laboratory/istiod"
	"laboratory/world"
)

// secretsNeverCome is how long Envoys are given to give up waiting for what nobody sends.
const secretsNeverCome = 500 * time.Millisecond

// Laboratory is a mesh that runs on this machine.
type Laboratory struct {
	cluster      *cluster.Cluster
	mesh         envoy.Mesh
	names        *world.Names
	proxy        *world.KubeProxy
	bundles      []*envoy.Bundle
	clients      map[string]string // by namespace/pod: where the outgoing side of its proxy listens, empty for a pod without
	applications map[*corev1.Pod]string
	processes    []*envoy.Process

	mutex sync.Mutex
	logs  map[string][]string // access log lines by request
}

// newLaboratory lays the mesh out for these requests; nothing runs yet.
func newLaboratory(s *istiod.Server, c *cluster.Cluster, folder string, requests []client.Request) *Laboratory {
	l := &Laboratory{cluster: c, names: world.NewNames(c), proxy: world.NewKubeProxy(c), clients: map[string]string{},
		applications: map[*corev1.Pod]string{}, logs: map[string][]string{}}
	l.mesh = envoy.Mesh{Istiod: s, Authority: istiod.NewAuthority(), Folder: folder, Resolve: l.resolve}
	for i, p := range c.Pods {
		if cluster.Live(p) && cluster.IsGateway(p) {
			l.bundles = append(l.bundles, l.mesh.Gateway(p))
		} else if cluster.Live(p) && cluster.HasSidecar(p) {
			l.applications[p] = fmt.Sprintf("127.9.%d.%d", i/250, i%250+1)
		}
	}
	for _, r := range requests {
		l.addClient(r)
	}
	l.addExternalEndpoints()
	if inbound := l.captured(requests); len(inbound) > 0 {
		l.bundles = append(l.bundles, l.mesh.Inbound(inbound))
	}
	return l
}

// resolve is what a proxy is told of a name: the cluster's own, else one outside.
func (l *Laboratory) resolve(host string) string {
	if address := l.names.Lookup(host, ""); address != "" {
		return address
	}
	return l.names.Outside(host)
}

// addClient makes the outgoing side of the pod that a request comes from. Names below .example exist in the world outside.
func (l *Laboratory) addClient(r client.Request) {
	if r.From == "" {
		return
	}
	p := l.cluster.Named(r.From)
	if _, known := l.clients[r.From]; !known && p != nil {
		l.clients[r.From] = ""
		if cluster.HasSidecar(p) {
			address := fmt.Sprintf("127.20.0.%d", len(l.clients))
			l.clients[r.From] = address + ":15001"
			l.bundles = append(l.bundles, l.mesh.Outbound(p, address))
		}
	}
	if strings.HasSuffix(r.Host(), ".example") && l.names.Lookup(r.Host(), namespace(r.From)) == "" {
		l.names.Outside(r.Host())
	}
}

// addExternalEndpoints lets servers outside answer at the addresses that proxies know and no pod, Service or node has.
func (l *Laboratory) addExternalEndpoints() {
	known := world.Addresses(l.cluster)
	for _, address := range l.names.External() {
		known[address] = true
	}
	for _, b := range l.bundles {
		for _, endpoint := range b.Endpoints() {
			host, _, _ := net.SplitHostPort(endpoint)
			if ip := net.ParseIP(host); ip != nil && !ip.IsLoopback() && !ip.IsUnspecified() && !known[host] && !l.isPod(host) {
				l.names.External()[host] = host
			}
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

// captured are the pods with a proxy, each with the ports that containers declare, Services lead to, proxies know or requests name.
func (l *Laboratory) captured(requests []client.Request) []envoy.Captured {
	asked := map[string]sets.Set[int]{} // by address
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
	var out []envoy.Captured
	for _, p := range l.cluster.Pods {
		if l.applications[p] == "" {
			continue
		}
		ports := sets.New[int]().Merge(asked[p.Status.PodIP])
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

func namespace(from string) string {
	ns, _, _ := strings.Cut(from, "/")
	return ns
}

// start lets everything listen, and returns when the proxies are ready.
func (l *Laboratory) start(binary string) error {
	for address := range world.Addresses(l.cluster) {
		world.AddAddress(address)
	}
	world.AddAddress(world.Client)
	for host, address := range l.names.External() {
		world.AddAddress(address)
		world.External(host, address, l.mesh.Authority)
	}
	for _, p := range l.cluster.Pods {
		if cluster.Live(p) && !cluster.IsGateway(p) {
			uncaught := cluster.Excluded(p, "Inbound")
			world.Application(p, func(port int) string {
				if own := l.applications[p]; own != "" && !uncaught[port] {
					return own
				}
				return p.Status.PodIP
			}, l.mesh.Authority)
		}
	}
	l.proxy.Listen()
	for _, b := range l.bundles {
		if err := b.Write(); err != nil {
			return err
		}
		p, err := envoy.Start(binary, b, l.log)
		if err != nil {
			return err
		}
		l.processes = append(l.processes, p)
	}
	for _, p := range l.processes {
		if err := p.AwaitReady(); err != nil {
			return err
		}
	}
	time.Sleep(secretsNeverCome)
	return nil
}

func (l *Laboratory) stop() {
	for _, p := range l.processes {
		p.Stop()
	}
}

func (l *Laboratory) log(line string) {
	if f := strings.SplitN(line, " ", 3); len(f) == 3 && f[0] == istiod.LogMark {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		l.logs[f[1]] = append(l.logs[f[1]], f[2])
	}
}

// logOf is what the access logs say of a request.
func (l *Laboratory) logOf(id string) string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return strings.Join(l.logs[id], " || ")
}

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
