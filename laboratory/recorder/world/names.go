// Package world plays what surrounds the proxies: the cluster's DNS, kube-proxy, the applications and the servers outside. Every address
// is put on this machine's loopback, so it runs in a network namespace of its own.
package world

import (
	"fmt"
	"net"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"laboratory/cluster"
)

// Names answers as the cluster's DNS does, and stands in for the world's.
type Names struct {
	cluster  *cluster.Cluster
	external map[string]string // names of the world outside to addresses of this machine
}

// NewNames is a DNS that knows of the world outside only what ExternalNames below .example stand for.
func NewNames(c *cluster.Cluster) *Names {
	n := &Names{cluster: c, external: map[string]string{}}
	for _, s := range c.Services {
		if host := strings.TrimSuffix(s.Spec.ExternalName, "."); s.Spec.Type == corev1.ServiceTypeExternalName && strings.HasSuffix(host, ".example") {
			n.Outside(host)
		}
	}
	return n
}

// Outside is the address of a name of the world outside, which exists from now on.
func (n *Names) Outside(host string) string {
	if net.ParseIP(host) != nil {
		return host
	}
	if n.external[host] == "" {
		n.external[host] = fmt.Sprintf(n.family(), len(n.external)+1)
	}
	return n.external[host]
}

// family is how addresses outside are written: in a cluster that has IPv6 only, they are of that family.
func (n *Names) family() string {
	for _, p := range n.cluster.Pods {
		if strings.Contains(p.Status.PodIP, ":") {
			return "2001:db8:18::%x"
		}
	}
	return "198.18.0.%d"
}

// External are the names of the world outside that exist, with their addresses.
func (n *Names) External() map[string]string { return n.external }

// Lookup is what a pod of a namespace is told, the first address where there are several, empty where the name does not exist. A
// name with fewer than five dots is looked for in the search list first (ndots:5).
func (n *Names) Lookup(host, namespace string) string {
	if net.ParseIP(host) != nil {
		return host
	}
	if absolute, is := strings.CutSuffix(host, "."); is {
		return n.absolute(absolute)
	}
	names := []string{host + "." + namespace + ".svc.cluster.local", host + ".svc.cluster.local", host + ".cluster.local"}
	if strings.Count(host, ".") < 5 {
		names = append(names, host)
	} else {
		names = append([]string{host}, names...)
	}
	for _, name := range names {
		if address := n.absolute(name); address != "" {
			return address
		}
	}
	return ""
}

func (n *Names) absolute(name string) string {
	inside, is := strings.CutSuffix(name, ".cluster.local")
	if !is {
		return n.external[name]
	}
	labels := strings.Split(inside, ".")
	switch {
	case len(labels) == 3 && labels[2] == "svc":
		return n.ofService(labels[0], labels[1])
	case len(labels) == 4 && labels[3] == "svc":
		return n.ofEndpoint(labels[0], labels[1], labels[2])
	case len(labels) == 3 && labels[2] == "pod":
		return addressIn(labels[0])
	}
	return ""
}

// addressIn is the address that a name like 10-244-1-3 spells.
func addressIn(label string) string {
	if address := strings.ReplaceAll(label, "-", "."); net.ParseIP(address) != nil {
		return address
	}
	return ""
}

func (n *Names) service(name, namespace string) *corev1.Service {
	for _, s := range n.cluster.Services {
		if s.Name == name && s.Namespace == namespace {
			return s
		}
	}
	return nil
}

func (n *Names) ofService(name, namespace string) string {
	s := n.service(name, namespace)
	switch {
	case s == nil:
		return ""
	case s.Spec.Type == corev1.ServiceTypeExternalName:
		return n.absolute(strings.TrimSuffix(s.Spec.ExternalName, "."))
	case s.Spec.ClusterIP != "" && s.Spec.ClusterIP != corev1.ClusterIPNone:
		return s.Spec.ClusterIP
	}
	return n.endpoint(s, func(string, string) bool { return true })
}

// ofEndpoint is the address of one pod of a headless Service: by its host name, or by its address where it has none.
func (n *Names) ofEndpoint(host, name, namespace string) string {
	s := n.service(name, namespace)
	if s == nil || s.Spec.ClusterIP != corev1.ClusterIPNone {
		return ""
	}
	return n.endpoint(s, func(hostname, address string) bool {
		return host == hostname || hostname == "" && addressIn(host) == address
	})
}

// endpoint is the address of the first ready endpoint of a Service that is wanted, empty if there is none.
func (n *Names) endpoint(s *corev1.Service, wanted func(hostname, address string) bool) string {
	for _, slice := range n.cluster.SlicesOf(s) {
		for _, e := range slice.Endpoints {
			hostname := ""
			if e.Hostname != nil {
				hostname = *e.Hostname
			}
			if cluster.IsReady(e) && wanted(hostname, e.Addresses[0]) {
				return e.Addresses[0]
			}
		}
	}
	return ""
}
