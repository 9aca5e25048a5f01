// Package envoy writes down what istiod tells proxies as files that a stock Envoy reads, and runs it.
package envoy

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"

	"istio.io/istio/pkg/util/sets"

	"laboratory/tree"
)

// Bundle is all that one Envoy is told. Its folder holds the files, with what Envoy said beside them.
type Bundle struct {
	Name      string
	node      string // as Istio's agent names a proxy; empty for what is no proxy of one pod
	folder    string
	source    string // the address from which it connects, empty for any
	listeners []any
	clusters  []any
	routes    map[string]any
	secrets   func(names sets.String) map[string]map[string]any
}

func newBundle(folder, name, source string, secrets func(sets.String) map[string]map[string]any) *Bundle {
	name = safe(name)
	return &Bundle{Name: name, folder: filepath.Join(folder, name), source: source, routes: map[string]any{}, secrets: secrets}
}

var unsafe = regexp.MustCompile(`[^A-Za-z0-9._-]`)

func safe(name string) string { return unsafe.ReplaceAllString(name, "_") }

func (b *Bundle) file(name string) string { return filepath.Join(b.folder, safe(name)) }

// Write writes the files. A secret that nobody has is an empty file: one that never arrives.
func (b *Bundle) Write() error {
	if err := os.MkdirAll(b.folder, 0o755); err != nil {
		return err
	}
	names := sets.New[string]()
	for _, part := range []any{b.listeners, b.clusters} {
		tree.Walk(part, func(m map[string]any) {
			if name := tree.Text(m["name"]); m["sdsConfig"] != nil && name != "" {
				m["sdsConfig"] = fromFile(b.file("sds-" + name + ".json"))
				names.Insert(name)
			}
			if rds := tree.Object(m["rds"]); rds != nil {
				rds["configSource"] = fromFile(b.file("rds-" + tree.Text(rds["routeConfigName"]) + ".json"))
			}
		})
	}
	files := map[string][]any{"lds.json": b.listeners, "cds.json": b.clusters}
	secrets := b.secrets(names)
	for name := range names {
		files["sds-"+name+".json"] = []any{}
		if secret, ok := secrets[name]; ok {
			files["sds-"+name+".json"] = []any{secret}
		}
	}
	for name, table := range b.routes {
		files["rds-"+name+".json"] = []any{table}
	}
	for name, resources := range files {
		if err := b.write(name, map[string]any{"versionInfo": "1", "resources": resources}); err != nil {
			return err
		}
	}
	return b.write("envoy.json", b.bootstrap())
}

func fromFile(file string) map[string]any {
	return map[string]any{"pathConfigSource": map[string]any{"path": file}, "resourceApiVersion": "V3", "initialFetchTimeout": "0.300s"}
}

func (b *Bundle) write(name string, content any) error {
	data, err := json.MarshalIndent(content, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(b.file(name), data, 0o644)
}

func (b *Bundle) bootstrap() map[string]any {
	resource := func(file string) map[string]any {
		return map[string]any{"resourceApiVersion": "V3", "pathConfigSource": map[string]any{"path": b.file(file)}}
	}
	out := map[string]any{
		"node":             map[string]any{"id": cmp.Or(b.node, b.Name), "cluster": b.Name},
		"admin":            map[string]any{"address": map[string]any{"pipe": map[string]any{"path": b.file("admin.sock")}}},
		"dynamicResources": map[string]any{"ldsConfig": resource("lds.json"), "cdsConfig": resource("cds.json")},
	}
	if b.source != "" {
		out["clusterManager"] = map[string]any{"upstreamBindConfig": map[string]any{
			"sourceAddress": map[string]any{"address": b.source, "portValue": 0}}}
	}
	return out
}
