package summary

import (
	"encoding/json"
	"testing"

	"laboratory/tree"
)

func parsed(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRoute(t *testing.T) {
	for name, c := range map[string]struct{ envoy, want string }{
		"a prefix and a header to a cluster": {
			`{"match": {"prefix": "/", "headers": [{"name": "x-user"}, {"name": ":method"}]}, "route": {"cluster": "c"},
			  "metadata": {"filterMetadata": {"istio": {"config": "/apis/networking.istio.io/v1/namespaces/shop/virtual-service/web"}}}}`,
			`{"from":"shop/web","match":{"headers":[":method","x-user"],"prefix":"/"},"to":[{"cluster":"c"}]}`},
		"weights": {
			`{"match": {"path": "/a", "caseSensitive": false}, "route": {"weightedClusters": {"clusters": [{"name": "a", "weight": 90}, {"name": "b", "weight": 10}]}}}`,
			`{"match":{"exact":"/a","ignoreCase":true},"to":[{"cluster":"a","weight":90},{"cluster":"b","weight":10}]}`},
		"a redirect": {
			`{"match": {"safeRegex": {"regex": ".*"}}, "redirect": {"httpsRedirect": true}}`,
			`{"match":{"regex":".*"},"redirect":{"httpsRedirect":true}}`},
		"an answer of its own": {
			`{"match": {"pathSeparatedPrefix": "/a"}, "directResponse": {"status": 503}}`,
			`{"direct":503,"match":{"pathPrefix":"/a"}}`},
	} {
		if got := tree.Line(route(parsed(t, c.envoy), map[string]bool{})); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestChain(t *testing.T) {
	used := map[string]bool{}
	got := tree.Line(chain(parsed(t, `{"filterChainMatch": {"serverNames": ["x"]},
		"transportSocket": {"typedConfig": {"requireClientCertificate": true, "commonTlsContext": {"tlsCertificateSdsSecretConfigs": [{"name": "s"}]}}},
		"filters": [{"name": "envoy.filters.network.tcp_proxy", "typedConfig": {"cluster": "c"}}]}`), used))
	if got != `{"sni":["x"],"tcp":[{"cluster":"c"}],"tls":{"client":"required","secrets":["s"]}}` || !used["c"] {
		t.Error(got, used)
	}
}

func TestEndpointsThatAreNotReadyAreLeftOut(t *testing.T) {
	got := tree.Line(endpoints(parsed(t, `{"endpoints": [{"lbEndpoints": [
		{"endpoint": {"address": {"socketAddress": {"address": "10.244.1.2", "portValue": 80}}}},
		{"healthStatus": "UNHEALTHY", "endpoint": {"address": {"socketAddress": {"address": "10.244.1.3", "portValue": 80}}}}]}]}`)))
	if got != `["10.244.1.2:80"]` {
		t.Error(got)
	}
}
