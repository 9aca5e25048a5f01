package envoy

import (
	"testing"

	"laboratory/tree"
)

func TestStockTakesOutWhatOnlyIstiosBuildKnows(t *testing.T) {
	got := stock(map[string]any{
		"filters": []any{
			map[string]any{"name": "stats", "typedConfig": map[string]any{"@type": "type.googleapis.com/stats.PluginConfig"}},
			map[string]any{"name": "router", "typedConfig": map[string]any{"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}},
			map[string]any{"name": "fetched", "configDiscovery": map[string]any{}}},
		"typedPerFilterConfig": map[string]any{"istio.alpn": map[string]any{"@type": "type.googleapis.com/istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig"}},
	})
	want := `{"filters":[{"name":"router","typedConfig":{"@type":"type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}],"typedPerFilterConfig":{}}`
	if tree.Line(got) != want {
		t.Error(tree.Line(got))
	}
}

func TestStaticClusters(t *testing.T) {
	resolve := func(string) string { return "198.18.0.1" }
	socket := map[string]any{"socketAddress": map[string]any{"address": "api.partner.example", "portValue": 443}}
	for name, c := range map[string]map[string]any{
		"as releases before said it": {"name": "c", "type": "STRICT_DNS", "respectDnsTtl": true, "loadAssignment": socket},
		"as newer ones do":           {"name": "c", "clusterType": map[string]any{"name": "envoy.cluster.dns"}, "loadAssignment": socket},
	} {
		got := static(tree.Copy(c), nil, resolve)
		if got["type"] != "STATIC" || tree.Get(got, "loadAssignment", "socketAddress", "address") != "198.18.0.1" || got["respectDnsTtl"] != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	empty := static(map[string]any{"name": "c", "type": "EDS", "edsClusterConfig": map[string]any{}}, nil, resolve)
	if empty["type"] != "STATIC" || empty["edsClusterConfig"] != nil {
		t.Errorf("a cluster of which istiod knows no endpoint: %v", empty)
	}
}

func TestHTTPIsAnnouncedAndPlainConnectionsAreNot(t *testing.T) {
	cluster := map[string]any{"name": "c", "transportSocket": map[string]any{"alpnProtocols": []any{"istio-peer-exchange", "istio"}}}
	b := &Bundle{clusters: []any{cluster, map[string]any{"name": "other"}}, listeners: []any{
		map[string]any{"filter": map[string]any{"@type": tcpProxy, "cluster": "c"}}, map[string]any{"route": map[string]any{"cluster": "c"}}}}
	b.announceHTTP()
	if len(b.clusters) != 3 || tree.Line(tree.Get(b.clusters[0], "transportSocket", "alpnProtocols")) != `["istio-http/1.1","istio","http/1.1"]` {
		t.Error(tree.Line(b.clusters))
	}
	if tree.Line(b.listeners) != `[{"filter":{"@type":"`+tcpProxy+`","cluster":"c;tcp"}},{"route":{"cluster":"c"}}]` {
		t.Error(tree.Line(b.listeners))
	}
}

func TestApplicationPort(t *testing.T) {
	led := map[string]any{"loadAssignment": map[string]any{"socketAddress": map[string]any{"address": "127.0.0.1", "portValue": 7070}}}
	if got := applicationPort("inbound|8080||", led, 80); got != 7070 {
		t.Error(got)
	}
	if got := applicationPort("inbound|8080||", nil, 80); got != 8080 {
		t.Error(got)
	}
	if got := applicationPort("InboundPassthroughCluster", nil, 9090); got != 9090 {
		t.Error(got)
	}
}
