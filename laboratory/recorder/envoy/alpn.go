package envoy

import (
	"slices"
	"strings"

	"laboratory/tree"
)

// tcpOnly is added to the name of a cluster that plain connections use.
const tcpOnly = ";tcp"

const tcpProxy = "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"

// announceHTTP does what Istio's own filter istio.alpn does, which a stock Envoy lacks: over the mesh's own TLS, HTTP is announced as
// such (istio-http/1.1, istio-h2), and only plain connections as istio-peer-exchange, istio. The side that receives chooses its filter
// chain by it. So each cluster of the mesh's own TLS stands twice.
func (b *Bundle) announceHTTP() {
	plain := map[string]string{}
	var out []any
	for _, c := range b.clusters {
		m := tree.Object(c)
		out = append(out, m)
		if !announcesIstio(m) {
			continue
		}
		name := tree.Text(m["name"])
		copied := tree.Copy(m)
		copied["name"] = name + tcpOnly
		if assignment := tree.Object(copied["loadAssignment"]); assignment != nil {
			assignment["clusterName"] = name + tcpOnly
		}
		out = append(out, copied)
		plain[name] = name + tcpOnly
		names := []any{"istio-http/1.1", "istio", "http/1.1"}
		if speaksHTTP2(m) {
			names = []any{"istio-h2", "istio", "h2"}
		}
		tree.Walk(m, func(o map[string]any) {
			if o["alpnProtocols"] != nil {
				o["alpnProtocols"] = names
			}
		})
	}
	b.clusters = out
	tree.Walk(b.listeners, func(m map[string]any) {
		if m["@type"] == tcpProxy {
			tree.Replace(m, plain)
		}
	})
}

func announcesIstio(cluster map[string]any) bool {
	found := false
	tree.Walk(cluster, func(m map[string]any) {
		found = found || slices.Contains(tree.List(m["alpnProtocols"]), any("istio"))
	})
	return found
}

func speaksHTTP2(cluster map[string]any) bool {
	text := tree.Line(cluster)
	return strings.Contains(text, "explicitHttpConfig") && strings.Contains(text, "http2ProtocolOptions")
}
