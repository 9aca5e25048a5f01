package envoy

import (
	"net"
	"strings"

	"laboratory/tree"
)

const clusterType = "type.googleapis.com/envoy.config.cluster.v3.Cluster"

// static turns a cluster that istiod or DNS would fill into one with its addresses.
func static(c, assignment map[string]any, resolve func(host string) string) map[string]any {
	c = stock(c).(map[string]any)
	c["@type"] = clusterType
	dns := c["type"] == "STRICT_DNS" || c["type"] == "LOGICAL_DNS"
	if strings.Contains(tree.Text(tree.Get(c, "clusterType", "name")), "dns") { // as newer releases say it
		delete(c, "clusterType")
		dns = true
	}
	switch {
	case c["type"] == "EDS":
		delete(c, "edsClusterConfig")
		c["type"] = "STATIC"
		c["loadAssignment"] = map[string]any{"clusterName": c["name"]}
		if assignment != nil {
			c["loadAssignment"] = stock(assignment)
		}
	case dns:
		c["type"] = "STATIC"
		for _, name := range []string{"dnsLookupFamily", "dnsRefreshRate", "dnsJitter", "respectDnsTtl"} {
			delete(c, name)
		}
		tree.Walk(c["loadAssignment"], func(m map[string]any) {
			if address := tree.Object(m["socketAddress"]); tree.Text(address["address"]) != "" {
				address["address"] = resolve(tree.Text(address["address"]))
			}
		})
	}
	return c
}

// withEndpoint is a copy of a cluster under another name whose only endpoint is this one.
func withEndpoint(c map[string]any, name, address string, port int) map[string]any {
	c = stock(tree.Copy(c)).(map[string]any)
	for _, part := range []string{"edsClusterConfig", "originalDstLbConfig", "upstreamBindConfig", "lbPolicy", "cleanupInterval", "clusterType"} {
		delete(c, part)
	}
	c["@type"], c["name"], c["type"] = clusterType, name, "STATIC"
	c["loadAssignment"] = map[string]any{"clusterName": name, "endpoints": []any{map[string]any{"lbEndpoints": []any{map[string]any{
		"endpoint": map[string]any{"address": map[string]any{"socketAddress": map[string]any{"address": address, "portValue": port}}}}}}}}
	return c
}

// Endpoints are the addresses, ip:port, that the clusters lead to.
func (b *Bundle) Endpoints() []string {
	var out []string
	for _, c := range b.clusters {
		tree.Walk(tree.Get(c, "loadAssignment"), func(m map[string]any) {
			if a := tree.Object(m["socketAddress"]); a != nil {
				out = append(out, net.JoinHostPort(tree.Text(a["address"]), tree.Text(a["portValue"])))
			}
		})
	}
	return out
}
