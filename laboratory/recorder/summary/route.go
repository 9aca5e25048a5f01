package summary

import (
	"sort"
	"strings"

	"laboratory/tree"
)

// route is one route: what it takes, what it does, and the object that it comes from.
func route(rt any, used map[string]bool) map[string]any {
	out := map[string]any{"match": match(tree.Get(rt, "match"))}
	switch {
	case tree.Get(rt, "route") != nil:
		out["to"] = destinations(tree.Get(rt, "route"), used)
	case tree.Get(rt, "redirect") != nil:
		out["redirect"] = tree.Get(rt, "redirect")
	case tree.Get(rt, "directResponse") != nil:
		out["direct"] = tree.Get(rt, "directResponse", "status")
	}
	// .../namespaces/NAMESPACE/KIND/NAME
	origin := strings.Split(tree.Text(tree.Get(rt, "metadata", "filterMetadata", "istio", "config")), "/")
	if n := len(origin); n > 3 {
		out["from"] = origin[n-3] + "/" + origin[n-1]
	}
	return out
}

func match(m any) map[string]any {
	out := map[string]any{}
	for from, to := range map[string]string{"prefix": "prefix", "path": "exact", "pathSeparatedPrefix": "pathPrefix"} {
		if v := tree.Get(m, from); v != nil {
			out[to] = v
		}
	}
	if v := tree.Get(m, "safeRegex", "regex"); v != nil {
		out["regex"] = v
	}
	if tree.Get(m, "caseSensitive") == false {
		out["ignoreCase"] = true
	}
	for from, to := range map[string]string{"headers": "headers", "queryParameters": "query"} {
		var names []string
		for _, e := range tree.List(tree.Get(m, from)) {
			names = append(names, tree.Text(tree.Get(e, "name")))
		}
		if len(names) > 0 {
			sort.Strings(names)
			out[to] = names
		}
	}
	return out
}
