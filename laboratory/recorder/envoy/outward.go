package envoy

import (
	"strings"

	corev1 "k8s.io/api/core/v1"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/util/sets"

	"laboratory/istiod"
	"laboratory/tree"
)

const (
	listenerType = "type.googleapis.com/envoy.config.listener.v3.Listener"
	routesType   = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"
)

// Mesh is what every bundle is made of.
type Mesh struct {
	Istiod    *istiod.Server
	Authority *istiod.Authority
	Folder    string                   // where the files go
	Resolve   func(host string) string // the address of a name outside of the cluster
}

// Gateway is what a gateway's pod is told. Its listeners bind the pod's own address, since all pods share this machine.
func (m Mesh) Gateway(p *corev1.Pod) *Bundle {
	proxy := m.Istiod.Proxy(p, model.Router)
	b := newBundle(m.Folder, p.Namespace+"-"+p.Name, p.Status.PodIP, m.secrets(proxy))
	b.node = nodeID("router", p)
	for _, l := range m.Istiod.Listeners(proxy) {
		listener := asListener(tree.Of(l))
		bind(listener, p.Status.PodIP, 0)
		b.listeners = append(b.listeners, listener)
	}
	m.addOutward(b, proxy)
	return b
}

// nodeID is how Istio's agent names the proxy of a pod.
func nodeID(role string, p *corev1.Pod) string {
	return role + "~" + p.Status.PodIP + "~" + p.Name + "." + p.Namespace + "~" + p.Namespace + ".svc.cluster.local"
}

// Outbound is what the outgoing side of a pod's proxy is told; it listens on port 15001 of this address. The client says in a PROXY
// header where it meant to go, which stands for the redirection by iptables.
func (m Mesh) Outbound(p *corev1.Pod, address string) *Bundle {
	proxy := m.Istiod.Proxy(p, model.SidecarProxy)
	b := newBundle(m.Folder, "out-"+p.Namespace+"-"+p.Name, p.Status.PodIP, m.secrets(proxy))
	b.node = nodeID("sidecar", p)
	for _, l := range m.Istiod.Listeners(proxy) {
		if l.Name == model.VirtualInboundListenerName {
			continue
		}
		listener := asListener(tree.Of(l))
		delete(listener, "additionalAddresses")
		if l.Name == model.VirtualOutboundListenerName {
			listener["address"] = map[string]any{"socketAddress": map[string]any{"address": address, "portValue": 15001}}
			listener["listenerFilters"] = []any{map[string]any{"name": "envoy.filters.listener.proxy_protocol", "typedConfig": map[string]any{
				"@type": "type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol"}}}
		}
		b.listeners = append(b.listeners, listener)
	}
	m.addOutward(b, proxy)
	return b
}

// addOutward adds the clusters and route tables of a proxy that sends requests on.
func (m Mesh) addOutward(b *Bundle, proxy *model.Proxy) {
	assignments := map[string]map[string]any{}
	for _, a := range m.Istiod.Endpoints(proxy) {
		assignments[a.ClusterName] = tree.Of(a)
	}
	for _, c := range m.Istiod.Clusters(proxy) {
		b.clusters = append(b.clusters, static(tree.Of(c), assignments[c.Name], m.Resolve))
	}
	for _, r := range m.Istiod.Routes(proxy) {
		table := stock(tree.Of(r)).(map[string]any)
		table["@type"] = routesType
		b.routes[r.Name] = table
	}
	b.announceHTTP()
}

func asListener(l map[string]any) map[string]any {
	l = stock(l).(map[string]any)
	l["@type"] = listenerType
	return l
}

// bind makes a listener bind this address, and this port unless it is 0, of its own.
func bind(listener map[string]any, address string, port int) {
	if socket := tree.Object(tree.Get(listener, "address", "socketAddress")); socket != nil {
		socket["address"] = address
		if port != 0 {
			socket["portValue"] = port
		}
	}
	for _, part := range []string{"additionalAddresses", "useOriginalDst", "bindToPort"} {
		delete(listener, part)
	}
}

// secrets are what a proxy gets by its secrets' names: its own certificate, the roots, and the cluster's secrets.
func (m Mesh) secrets(proxy *model.Proxy) func(sets.String) map[string]map[string]any {
	return func(names sets.String) map[string]map[string]any {
		inCluster := sets.New[string]()
		out := map[string]map[string]any{}
		for name := range names {
			switch {
			case name == "default":
				out[name] = m.Authority.Identity(name, proxy.VerifiedIdentity.String())
			case name == "ROOTCA":
				out[name] = m.Authority.Root(name)
			case strings.HasPrefix(name, "file-root:system"): // the public authorities, of which nothing here has a certificate
				out[name] = istiod.NewAuthority().Root(name)
			default:
				inCluster.Insert(name)
			}
		}
		for name, secret := range m.Istiod.Secrets(proxy, inCluster) {
			out[name] = secret
		}
		return out
	}
}
