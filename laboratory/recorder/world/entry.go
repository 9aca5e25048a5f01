package world

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"laboratory/cluster"
	"laboratory/tree"
)

// Entry is the address that a name of the world outside is taken to stand for: the first load balancer or external address with that
// port, else a node that has it, else any load balancer. Empty where nothing leads in.
func Entry(c *cluster.Cluster, port string) string {
	n, _ := strconv.Atoi(port)
	for _, s := range c.Services {
		for _, p := range s.Spec.Ports {
			if addresses := exposed(s); int(p.Port) == n && len(addresses) > 0 {
				return addresses[0]
			}
		}
	}
	for _, s := range c.Services {
		for _, p := range s.Spec.Ports {
			if nodes := tree.Sorted(c.NodeAddresses()); int(p.NodePort) == n && n != 0 && len(nodes) > 0 {
				return nodes[0]
			}
		}
	}
	for _, s := range c.Services {
		if s.Spec.Type == corev1.ServiceTypeLoadBalancer && len(s.Status.LoadBalancer.Ingress) > 0 {
			return s.Status.LoadBalancer.Ingress[0].IP
		}
	}
	return ""
}
