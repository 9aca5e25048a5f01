package cluster

func setDefault(object map[string]any, name string, value any) {
	if object != nil && object[name] == nil {
		object[name] = value
	}
}

// child is the object below a name, made where there is none.
func child(object map[string]any, name string) map[string]any {
	setDefault(object, name, map[string]any{})
	m, _ := object[name].(map[string]any)
	return m
}

func each(object map[string]any, name string, change func(map[string]any)) {
	list, _ := object[name].([]any)
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			change(m)
		}
	}
}

// setDefaults fills in what the API server would, where istiod relies on it.
func setDefaults(kind string, doc map[string]any) {
	spec, ok := doc["spec"].(map[string]any)
	if !ok {
		return
	}
	switch kind {
	case "Service":
		each(spec, "ports", func(p map[string]any) {
			setDefault(p, "protocol", "TCP")
			setDefault(p, "targetPort", p["port"])
		})
	case "Pod":
		for _, containers := range []string{"initContainers", "containers"} {
			each(spec, containers, func(c map[string]any) {
				each(c, "ports", func(p map[string]any) { setDefault(p, "protocol", "TCP") })
			})
		}
	case "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute":
		setRouteDefaults(kind, spec)
	case "Gateway":
		each(spec, "listeners", setListenerDefaults)
	case "ListenerSet":
		setDefault(child(spec, "parentRef"), "group", "gateway.networking.k8s.io")
		setDefault(child(spec, "parentRef"), "kind", "Gateway")
		each(spec, "listeners", setListenerDefaults)
	}
}

func setListenerDefaults(listener map[string]any) {
	setDefault(child(child(listener, "allowedRoutes"), "namespaces"), "from", "Same")
	if tls, ok := listener["tls"].(map[string]any); ok {
		setDefault(tls, "mode", "Terminate")
		each(tls, "certificateRefs", func(ref map[string]any) {
			setDefault(ref, "group", "")
			setDefault(ref, "kind", "Secret")
		})
	}
}

func setRouteDefaults(kind string, spec map[string]any) {
	each(spec, "parentRefs", func(ref map[string]any) {
		setDefault(ref, "group", "gateway.networking.k8s.io")
		setDefault(ref, "kind", "Gateway")
	})
	everything := func() any {
		return []any{map[string]any{"path": map[string]any{"type": "PathPrefix", "value": "/"}}}
	}
	if kind == "HTTPRoute" {
		setDefault(spec, "rules", []any{map[string]any{}})
	}
	each(spec, "rules", func(rule map[string]any) {
		each(rule, "backendRefs", func(ref map[string]any) {
			setDefault(ref, "group", "")
			setDefault(ref, "kind", "Service")
			setDefault(ref, "weight", 1)
		})
		switch kind {
		case "HTTPRoute":
			setDefault(rule, "matches", everything())
			each(rule, "matches", setHTTPMatchDefaults)
			each(rule, "filters", func(filter map[string]any) {
				if redirect, ok := filter["requestRedirect"].(map[string]any); ok {
					setDefault(redirect, "statusCode", 302)
				}
			})
		case "GRPCRoute":
			each(rule, "matches", func(match map[string]any) {
				if method, ok := match["method"].(map[string]any); ok {
					setDefault(method, "type", "Exact")
				}
				each(match, "headers", func(h map[string]any) { setDefault(h, "type", "Exact") })
			})
		}
	})
}

func setHTTPMatchDefaults(match map[string]any) {
	path := child(match, "path")
	setDefault(path, "type", "PathPrefix")
	setDefault(path, "value", "/")
	for _, part := range []string{"headers", "queryParams"} {
		each(match, part, func(m map[string]any) { setDefault(m, "type", "Exact") })
	}
}
