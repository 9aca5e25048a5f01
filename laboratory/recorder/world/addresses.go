package world

import (
	"net"
	"os/exec"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"laboratory/cluster"
)

// Client is the address from which requests from outside come: one of those that documents may use.
const Client = "198.51.100.7"

// Client6 is the same for IPv6.
const Client6 = "2001:db8:ffff::7"

// ClientFor is the address from which a request from outside reaches another.
func ClientFor(address string) string {
	if strings.Contains(address, ":") {
		return Client6
	}
	return Client
}

// RaiseLoopback makes the loopback of a new network namespace usable.
func RaiseLoopback() error {
	return exec.Command("ip", "link", "set", "lo", "up").Run()
}

// AddAddress puts an address on the loopback. One that is there already may stay.
func AddAddress(address string) {
	ip := net.ParseIP(address)
	if ip == nil || ip.IsLoopback() {
		return
	}
	words := []string{"addr", "add", address + "/32", "dev", "lo"}
	if ip.To4() == nil {
		words = []string{"addr", "add", address + "/128", "dev", "lo", "nodad"} // nobody can listen while it is asked whose it is
	}
	_ = exec.Command("ip", words...).Run()
}

// Addresses are all of a cluster that must be on the loopback: those of Services, nodes and pods that run.
func Addresses(c *cluster.Cluster) map[string]bool {
	out := c.NodeAddresses()
	for _, s := range c.Services {
		for _, address := range append(exposed(s), s.Spec.ClusterIP) {
			out[address] = true
		}
	}
	for _, p := range c.Pods {
		if cluster.Live(p) {
			out[p.Status.PodIP] = true
		}
	}
	return out
}

// exposed are the addresses outside of the cluster at which a Service answers.
func exposed(s *corev1.Service) []string {
	out := append([]string{}, s.Spec.ExternalIPs...)
	if s.Spec.Type == corev1.ServiceTypeLoadBalancer {
		for _, in := range s.Status.LoadBalancer.Ingress {
			out = append(out, in.IP)
		}
	}
	return out
}
