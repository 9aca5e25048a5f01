package world

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"

	"laboratory/cluster"
	"laboratory/tree"
)

// KubeProxy leads from the addresses of Services to their ready endpoints. Where there is none, nothing listens: the client is refused.
type KubeProxy struct {
	forwards map[string]forward // address and port to where they lead
	dropped  map[string]bool    // address and port that answer nothing at all
	refused  sync.Map           // clients' ends of connections that the pod behind a Service refused
}

// forward is where one address and port lead.
type forward struct {
	to     []string
	source string // the address that the pods see, empty for the client's own
}

// NewKubeProxy reads the Services of a cluster; of two that claim one address and port the first has it.
func NewKubeProxy(c *cluster.Cluster) *KubeProxy {
	k := &KubeProxy{forwards: map[string]forward{}, dropped: map[string]bool{}}
	for _, s := range c.Services {
		for _, port := range s.Spec.Ports {
			if port.Protocol != corev1.ProtocolUDP {
				k.addPort(c, s, port)
			}
		}
	}
	return k
}

func (k *KubeProxy) addPort(c *cluster.Cluster, s *corev1.Service, port corev1.ServicePort) {
	to, nodesWithPod := endpoints(c, s, port)
	nodes := tree.Sorted(c.NodeAddresses())
	local := s.Spec.ExternalTrafficPolicy == corev1.ServiceExternalTrafficPolicyLocal
	// A node stands in for clients from outside, unless their address is to be kept.
	source := ""
	if !local && len(nodes) > 0 {
		source = nodes[0]
	}
	k.add(s.Spec.ClusterIP, port.Port, forward{to: to})
	for _, address := range exposed(s) {
		k.add(address, port.Port, forward{to, source})
	}
	if port.NodePort == 0 || s.Spec.Type != corev1.ServiceTypeLoadBalancer && s.Spec.Type != corev1.ServiceTypeNodePort {
		return
	}
	for _, node := range nodes {
		if local && len(to) > 0 && !nodesWithPod[node] {
			k.dropped[at(node, port.NodePort)] = true
		} else {
			k.add(node, port.NodePort, forward{to, source})
		}
	}
}

// endpoints are the addresses, ip:port, behind a Service's port, and the nodes that have one of the pods.
func endpoints(c *cluster.Cluster, s *corev1.Service, port corev1.ServicePort) (to []string, nodes map[string]bool) {
	nodes = map[string]bool{}
	for _, slice := range c.SlicesOf(s) {
		for _, p := range slice.Ports {
			if p.Port == nil || (p.Name == nil && port.Name != "") || (p.Name != nil && *p.Name != port.Name) {
				continue
			}
			for _, e := range slice.Endpoints {
				if cluster.IsReady(e) {
					to = append(to, at(e.Addresses[0], *p.Port))
					nodes[nodeOf(c, e.Addresses[0])] = true
				}
			}
		}
	}
	return to, nodes
}

func nodeOf(c *cluster.Cluster, address string) string {
	for _, p := range c.Pods {
		if p.Status.PodIP == address {
			return p.Status.HostIP
		}
	}
	return ""
}

func at(address string, port int32) string {
	return net.JoinHostPort(address, strconv.Itoa(int(port)))
}

func (k *KubeProxy) add(address string, port int32, f forward) {
	if address == "" || address == corev1.ClusterIPNone || len(f.to) == 0 {
		return
	}
	if _, taken := k.forwards[at(address, port)]; !taken {
		k.forwards[at(address, port)] = f
	}
}

// Listen takes connections at all addresses.
func (k *KubeProxy) Listen() {
	for address, f := range k.forwards {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			fmt.Fprintln(os.Stderr, "kube-proxy:", err)
			continue
		}
		go k.serve(listener, f)
	}
}

func (k *KubeProxy) serve(listener net.Listener, f forward) {
	for n := 0; ; n++ {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go k.connect(client.(*net.TCPConn), f.to[n%len(f.to)], f.source)
	}
}

// connect joins a client with a pod. kube-proxy only rewrites addresses: a pod that refuses refuses the client.
func (k *KubeProxy) connect(client *net.TCPConn, to, source string) {
	defer client.Close()
	if source == "" {
		source, _, _ = net.SplitHostPort(client.RemoteAddr().String())
	}
	dialer := net.Dialer{Timeout: 2 * time.Second, LocalAddr: &net.TCPAddr{IP: net.ParseIP(source)}}
	conn, err := dialer.Dial("tcp", to)
	if err != nil {
		k.refused.Store(client.RemoteAddr().String(), true)
		_ = client.SetLinger(0)
		return
	}
	pod := conn.(*net.TCPConn)
	defer pod.Close()
	go func() {
		_, _ = io.Copy(pod, client)
		_ = pod.CloseWrite()
	}()
	if _, err := io.Copy(client, pod); errors.Is(err, syscall.ECONNRESET) {
		_ = client.SetLinger(0)
	}
}

// Refused says whether a pod behind a Service refused the connection that this client's end belongs to.
func (k *KubeProxy) Refused(end string) bool {
	_, refused := k.refused.Load(end)
	return refused
}

// Drops says whether packets to this address and port are dropped: a node's port of a Service that keeps clients' addresses
// (externalTrafficPolicy: Local), on a node without a pod of it.
func (k *KubeProxy) Drops(address string) bool { return k.dropped[address] }

// AllRefuse says whether this is a Service's address and nothing listens on any of the pods that it leads to.
func (k *KubeProxy) AllRefuse(address string) bool {
	f, known := k.forwards[address]
	for _, to := range f.to {
		if c, err := net.DialTimeout("tcp", to, time.Second); err == nil {
			c.Close()
			return false
		}
	}
	return known
}
