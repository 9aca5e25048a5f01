package summary

import "laboratory/tree"

// chain is one filter chain: which names it is for, its TLS, and where it leads.
func chain(fc any, used map[string]bool) map[string]any {
	out := map[string]any{}
	if sni := tree.Get(fc, "filterChainMatch", "serverNames"); sni != nil {
		out["sni"] = sni
	}
	if socket := tree.Get(fc, "transportSocket", "typedConfig"); socket != nil {
		out["tls"] = downstreamTLS(socket)
	}
	for _, f := range tree.List(tree.Get(fc, "filters")) {
		config := tree.Get(f, "typedConfig")
		switch tree.Get(f, "name") {
		case "envoy.filters.network.http_connection_manager":
			out["http"] = tree.Get(config, "rds", "routeConfigName")
			if out["http"] == nil {
				out["http"] = tree.Text(tree.Get(config, "routeConfig", "name"))
			}
		case "envoy.filters.network.tcp_proxy":
			out["tcp"] = destinations(config, used)
		}
	}
	return out
}

// downstreamTLS says whether clients must show a certificate, and by which secrets the server shows its own.
func downstreamTLS(socket any) map[string]any {
	common := tree.Get(socket, "commonTlsContext")
	client := "none"
	if tree.Get(socket, "requireClientCertificate") == true {
		client = "required"
	} else if tree.Get(common, "combinedValidationContext") != nil || tree.Get(common, "validationContextSdsSecretConfig") != nil {
		client = "optional"
	}
	secrets := []string{}
	for _, c := range tree.List(tree.Get(common, "tlsCertificateSdsSecretConfigs")) {
		secrets = append(secrets, tree.Text(tree.Get(c, "name")))
	}
	return map[string]any{"client": client, "secrets": secrets}
}

// destinations are the clusters, with weights where there are several, that a route or a TCP proxy leads to.
func destinations(config any, used map[string]bool) []any {
	out := []any{}
	if c := tree.Get(config, "cluster"); c != nil {
		used[tree.Text(c)] = true
		out = append(out, map[string]any{"cluster": c})
	}
	for _, w := range tree.List(tree.Get(config, "weightedClusters", "clusters")) {
		used[tree.Text(tree.Get(w, "name"))] = true
		out = append(out, map[string]any{"cluster": tree.Get(w, "name"), "weight": tree.Get(w, "weight")})
	}
	return out
}
