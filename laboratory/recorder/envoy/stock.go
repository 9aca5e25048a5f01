package envoy

import (
	"regexp"

	"laboratory/tree"
)

// istioOnly are types that only Istio's own build of Envoy understands: metrics, metadata exchange, WebAssembly.
var istioOnly = regexp.MustCompile(`^type\.googleapis\.com/` +
	`(istio\.|io\.istio|udpa\.type|xds\.type|envoy\.extensions\.filters\.http\.wasm|stats\.PluginConfig|envoy\.tcp\.metadataexchange)`)

func isIstioOnly(config any) bool {
	return istioOnly.MatchString(tree.Text(tree.Get(config, "@type")))
}

// stock takes out what only Istio's own build of Envoy understands, and filters whose configuration would be fetched.
func stock(v any) any {
	switch x := v.(type) {
	case []any:
		out := make([]any, 0, len(x))
		for _, e := range x {
			if isIstioOnly(tree.Get(e, "typedConfig")) || tree.Get(e, "configDiscovery") != nil {
				continue
			}
			out = append(out, stock(e))
		}
		return out
	case map[string]any:
		if perFilter := tree.Object(x["typedPerFilterConfig"]); perFilter != nil {
			for name, config := range perFilter {
				if isIstioOnly(config) {
					delete(perFilter, name)
				}
			}
		}
		for name, e := range x {
			x[name] = stock(e)
		}
	}
	return v
}
