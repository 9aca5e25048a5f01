package envoy

import (
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/util/sets"

	"laboratory/tree"
)

// Captured is a pod whose proxy catches what comes in.
type Captured struct {
	Pod         *corev1.Pod
	Ports       []int  // those on which something is asked of it
	Application string // the address on which its application listens
}

// Inbound is the receiving side of all these pods in one Envoy, each port with a listener of its own, since nothing redirects here.
func (m Mesh) Inbound(pods []Captured) *Bundle {
	secrets := map[string]map[string]any{}
	b := newBundle(m.Folder, "inbound", "", func(sets.String) map[string]map[string]any { return secrets })
	for _, p := range pods {
		m.addInbound(b, p, secrets)
	}
	return b
}

func (m Mesh) addInbound(b *Bundle, p Captured, secrets map[string]map[string]any) {
	proxy := m.Istiod.Proxy(p.Pod, model.SidecarProxy)
	prefix := p.Pod.Namespace + "/" + p.Pod.Name + ":"
	own := map[string]string{} // secrets' names to those of this pod
	for name, secret := range m.secrets(proxy)(sets.New("default", "ROOTCA")) {
		own[name] = safe(prefix + name)
		secret["name"] = own[name]
		secrets[own[name]] = secret
	}
	var inbound map[string]any
	for _, l := range m.Istiod.Listeners(proxy) {
		if l.Name == model.VirtualInboundListenerName {
			inbound = tree.Of(l)
		}
	}
	clusters := map[string]map[string]any{}
	for _, c := range m.Istiod.Clusters(proxy) {
		if strings.HasPrefix(c.Name, "inbound|") || strings.HasPrefix(c.Name, "InboundPassthrough") {
			clusters[c.Name] = tree.Of(c)
		}
	}
	for _, port := range p.Ports {
		name := prefix + strconv.Itoa(port)
		renamed := map[string]string{}
		for cluster, config := range clusters {
			renamed[cluster] = name + ":" + cluster
			b.clusters = append(b.clusters, withEndpoint(config, renamed[cluster], p.Application, applicationPort(cluster, config, port)))
		}
		listener := asListener(tree.Copy(inbound))
		tree.Replace(listener, renamed)
		listener["name"] = name
		bind(listener, p.Pod.Status.PodIP, port)
		withoutRedirection(listener)
		tree.Walk(listener, func(o map[string]any) {
			if ownName := own[tree.Text(o["name"])]; o["sdsConfig"] != nil && ownName != "" {
				o["name"] = ownName
			}
		})
		b.listeners = append(b.listeners, listener)
	}
}

// applicationPort is the port of the application that a cluster of the inbound side leads to: what a Sidecar says, its own, or that of the listener.
func applicationPort(cluster string, config map[string]any, port int) int {
	found := 0
	tree.Walk(config["loadAssignment"], func(m map[string]any) {
		if a := tree.Object(m["socketAddress"]); a != nil {
			_, _ = fmt.Sscanf(tree.Text(a["portValue"]), "%d", &found)
		}
	})
	if found != 0 {
		return found
	}
	if parts := strings.Split(cluster, "|"); len(parts) > 1 {
		_, _ = fmt.Sscanf(parts[1], "%d", &port)
	}
	return port
}

// withoutRedirection takes out of a listener what only means something where iptables redirect: the filter that asks for the original
// address, and the chain for what was sent to the proxy's own port.
func withoutRedirection(listener map[string]any) {
	without := func(part, name string) {
		kept := []any{}
		for _, e := range tree.List(listener[part]) {
			if tree.Get(e, "name") != name {
				kept = append(kept, e)
			}
		}
		listener[part] = kept
	}
	without("listenerFilters", "envoy.filters.listener.original_dst")
	without("filterChains", "virtualInbound-blackhole")
	delete(listener, "listenerFiltersTimeout")
}
