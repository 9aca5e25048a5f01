package cluster

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"
)

// clusterScoped are the kinds that have no namespace.
var clusterScoped = map[string]bool{"Namespace": true, "Node": true, "IngressClass": true, "GatewayClass": true, "PersistentVolume": true}

// documents are the objects of these files in their order, those of a List one by one.
func documents(files []string) ([]map[string]any, error) {
	var docs []map[string]any
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		dec := yaml.NewDecoder(bytes.NewReader(data))
		for {
			var doc map[string]any
			if err := dec.Decode(&doc); err == io.EOF {
				break
			} else if err != nil {
				return nil, fmt.Errorf("%s: %v", file, err)
			}
			docs = append(docs, items(asJSON(doc).(map[string]any))...)
		}
	}
	return docs, nil
}

// asJSON makes every key a text, as the API server does: YAML takes the 8080 of a portLevelMtls for a number.
func asJSON(v any) any {
	switch x := v.(type) {
	case map[any]any:
		out := map[string]any{}
		for key, value := range x {
			out[fmt.Sprint(key)] = asJSON(value)
		}
		return out
	case map[string]any:
		for key, value := range x {
			x[key] = asJSON(value)
		}
	case []any:
		for i, value := range x {
			x[i] = asJSON(value)
		}
	}
	return v
}

func items(doc map[string]any) []map[string]any {
	if doc == nil {
		return nil
	}
	kind, _ := doc["kind"].(string)
	list, ok := doc["items"].([]any)
	if !ok || !strings.HasSuffix(kind, "List") {
		return []map[string]any{doc}
	}
	var out []map[string]any
	for _, i := range list {
		if m, ok := i.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// lastOfEach leaves of several objects with one identity the last, as an apply does.
func lastOfEach(docs []map[string]any) []map[string]any {
	last := map[string]int{}
	for n, doc := range docs {
		last[identity(doc)] = n
	}
	var out []map[string]any
	for n, doc := range docs {
		if last[identity(doc)] == n {
			out = append(out, doc)
		}
	}
	return out
}

func metadata(doc map[string]any) map[string]any {
	meta, _ := doc["metadata"].(map[string]any)
	return meta
}

func identity(doc map[string]any) string {
	meta := metadata(doc)
	kind, _ := doc["kind"].(string)
	namespace, _ := meta["namespace"].(string)
	if namespace == "" && !clusterScoped[kind] {
		namespace = "default"
	}
	api, _ := doc["apiVersion"].(string)
	group, _, _ := strings.Cut(api, "/")
	return strings.Join([]string{group, kind, namespace, fmt.Sprint(meta["name"])}, "|")
}
