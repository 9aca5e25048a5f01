package cluster

import (
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// Proxy is the name of the container that an Envoy of Istio runs in.
const Proxy = "istio-proxy"

// Live says whether the pod's processes run.
func Live(p *corev1.Pod) bool {
	return p.Status.Phase == corev1.PodRunning && p.Status.PodIP != ""
}

// Ready says whether the pod's condition Ready is true.
func Ready(p *corev1.Pod) bool {
	for _, c := range p.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

// IsGateway says whether the pod is nothing but a proxy.
func IsGateway(p *corev1.Pod) bool {
	if p.Labels["gateway.networking.k8s.io/gateway-name"] != "" {
		return true
	}
	proxy, others := containers(p)
	return proxy && others == 0
}

// HasSidecar says whether the pod has a proxy beside its application; a native sidecar is an init container.
func HasSidecar(p *corev1.Pod) bool {
	if p.Spec.HostNetwork {
		return false
	}
	proxy, others := containers(p)
	for _, c := range p.Spec.InitContainers {
		proxy = proxy || c.Name == Proxy
	}
	return proxy && others > 0 && !IsGateway(p)
}

func containers(p *corev1.Pod) (proxy bool, others int) {
	for _, c := range p.Spec.Containers {
		if c.Name == Proxy {
			proxy = true
		} else {
			others++
		}
	}
	return proxy, others
}

// Excluded are the ports that an annotation takes out of what a pod's proxy catches; direction is "Inbound" or "Outbound".
func Excluded(p *corev1.Pod, direction string) map[int]bool {
	out := map[int]bool{}
	for _, port := range strings.Split(p.Annotations["traffic.sidecar.istio.io/exclude"+direction+"Ports"], ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(port)); err == nil {
			out[n] = true
		}
	}
	return out
}

// Named is the running pod that "namespace/pod", "namespace/app" or the beginning of a pod's name stands for, nil if there is none.
func (c *Cluster) Named(name string) *corev1.Pod {
	namespace, workload, _ := strings.Cut(name, "/")
	for _, p := range c.Pods {
		if p.Namespace == namespace && Live(p) &&
			(p.Name == workload || p.Labels["app"] == workload || strings.HasPrefix(p.Name, workload+"-")) {
			return p
		}
	}
	return nil
}

// DeclaredPorts are the TCP ports that the containers of the application declare.
func DeclaredPorts(p *corev1.Pod) []corev1.ContainerPort {
	var out []corev1.ContainerPort
	for _, c := range p.Spec.Containers {
		for _, port := range c.Ports {
			if c.Name != Proxy && port.Protocol != corev1.ProtocolUDP {
				out = append(out, port)
			}
		}
	}
	return out
}

// NodeAddresses are the addresses of the nodes, also of those of which only a pod's status tells.
func (c *Cluster) NodeAddresses() map[string]bool {
	out := map[string]bool{}
	for _, n := range c.Nodes {
		for _, a := range n.Status.Addresses {
			if a.Type == corev1.NodeInternalIP || a.Type == corev1.NodeExternalIP {
				out[a.Address] = true
			}
		}
	}
	for _, p := range c.Pods {
		if p.Status.HostIP != "" {
			out[p.Status.HostIP] = true
		}
	}
	return out
}
