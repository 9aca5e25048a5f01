package main

import (
	"fmt"
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
	ports        map[string]sets.Set[int] // what somebody asks for, by address
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
	l.addExternalEndpoints(requests)
	l.ports = l.asked(requests)
	if inbound := l.captured(); len(inbound) > 0 {
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

// start lets everything listen, and returns when the proxies are ready.
func (l *Laboratory) start(binary string) error {
	for address := range world.Addresses(l.cluster) {
		world.AddAddress(address)
	}
	world.AddAddress(world.Client)
	world.AddAddress(world.Client6)
	for host, address := range l.names.External() {
		world.AddAddress(address)
		world.External(host, address, sets.SortedList(l.ports[address]), l.mesh.Authority)
	}
	for _, p := range l.cluster.Pods {
		if cluster.Live(p) && !cluster.IsGateway(p) {
			uncaught := cluster.Excluded(p, "Inbound")
			world.Application(p, sets.SortedList(l.ports[p.Status.PodIP]), func(port int) string {
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
	for _, p := range l.processes {
		if err := p.KeepDump(); err != nil {
			return err
		}
	}
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
