// Package summary says what istiod tells a gateway's pod in a short form that can be compared: that of gateways.json.
package summary

import (
	"fmt"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"istio.io/istio/pilot/pkg/model"

	"laboratory/istiod"
	"laboratory/tree"
)

// Of is one gateway pod's configuration.
func Of(s *istiod.Server, p *corev1.Pod) map[string]any {
	proxy := s.Proxy(p, model.Router)
	used := map[string]bool{} // clusters that a route or chain names
	listeners := listeners(s, proxy, used)
	routes := routes(s, proxy, used)
	clusters := clusters(s, proxy, used)
	return map[string]any{"proxy": p.Namespace + "/" + p.Name, "listeners": listeners, "routes": routes, "clusters": clusters,
		"clustersMissing": tree.Sorted(used)}
}

func listeners(s *istiod.Server, proxy *model.Proxy, used map[string]bool) []any {
	out := []any{}
	for _, l := range s.Listeners(proxy) {
		m := tree.Of(l)
		chains := []any{}
		for _, c := range tree.List(m["filterChains"]) {
			chains = append(chains, chain(c, used))
		}
		if c := m["defaultFilterChain"]; c != nil {
			chains = append(chains, chain(c, used))
		}
		out = append(out, map[string]any{"port": tree.Get(m, "address", "socketAddress", "portValue"), "chains": chains})
	}
	port := func(l any) float64 {
		n, _ := tree.Get(l, "port").(float64)
		return n
	}
	sort.SliceStable(out, func(i, j int) bool { return port(out[i]) < port(out[j]) })
	return out
}

func routes(s *istiod.Server, proxy *model.Proxy, used map[string]bool) map[string]any {
	out := map[string]any{}
	for _, r := range s.Routes(proxy) {
		hosts := []any{}
		for _, vh := range tree.List(tree.Of(r)["virtualHosts"]) {
			rs := []any{}
			for _, rt := range tree.List(tree.Get(vh, "routes")) {
				rs = append(rs, route(rt, used))
			}
			host := map[string]any{"domains": tree.Get(vh, "domains"), "routes": rs}
			if tls := tree.Text(tree.Get(vh, "requireTls")); tls != "" && tls != "NONE" {
				host["requireTls"] = true
			}
			hosts = append(hosts, host)
		}
		out[r.Name] = hosts
	}
	return out
}

// clusters are those that are used; what is left in used afterwards is not there.
func clusters(s *istiod.Server, proxy *model.Proxy, used map[string]bool) []any {
	assigned := map[string][]string{}
	for _, a := range s.Endpoints(proxy) {
		assigned[a.ClusterName] = endpoints(tree.Of(a))
		sort.Strings(assigned[a.ClusterName])
	}
	out := []any{}
	for _, c := range s.Clusters(proxy) {
		if !used[c.Name] {
			continue
		}
		delete(used, c.Name)
		m := tree.Of(c)
		at, known := assigned[c.Name]
		if !known {
			at = endpoints(tree.Get(m, "loadAssignment"))
		}
		out = append(out, map[string]any{"name": c.Name, "tls": towards(m), "endpoints": at})
	}
	return out
}

// endpoints are those that requests are sent to: istiod also tells which pods are not ready.
func endpoints(assignment any) []string {
	out := []string{}
	for _, locality := range tree.List(tree.Get(assignment, "endpoints")) {
		for _, e := range tree.List(tree.Get(locality, "lbEndpoints")) {
			if a := tree.Get(e, "endpoint", "address", "socketAddress"); a != nil && tree.Get(e, "healthStatus") != "UNHEALTHY" {
				out = append(out, fmt.Sprintf("%v:%v", tree.Get(a, "address"), tree.Get(a, "portValue")))
			}
		}
	}
	return out
}

// towards is how a cluster's endpoints are spoken to: none, auto (the mesh's TLS with those that have it), istio (always) or tls.
func towards(cluster map[string]any) string {
	socket := tree.Get(cluster, "transportSocket", "typedConfig")
	switch {
	case cluster["transportSocketMatches"] != nil:
		return "auto"
	case socket == nil:
		return "none"
	case strings.Contains(tree.Line(socket), `"name":"default"`):
		return "istio"
	}
	return "tls"
}
