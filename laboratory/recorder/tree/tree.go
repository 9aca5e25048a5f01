// Package tree reads and changes configuration as plain JSON values: objects are map[string]any, lists []any.
package tree

import (
	"encoding/json"
	"fmt"
	"sort"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// Of is a message's JSON form. A message that has none is a mistake of this program.
func Of(m proto.Message) map[string]any {
	data, err := protojson.Marshal(m)
	if err != nil {
		panic(err)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		panic(err)
	}
	return out
}

// Get is the value below these names, nil where one of them is not there.
func Get(v any, path ...string) any {
	for _, name := range path {
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = object[name]
	}
	return v
}

// List is a list's elements, none for what is no list.
func List(v any) []any {
	l, _ := v.([]any)
	return l
}

// Object is an object's members, none for what is no object.
func Object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// Text is a value as text, empty for nothing.
func Text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// Copy is the same value, sharing nothing.
func Copy[T any](v T) T {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	var out T
	if err := json.Unmarshal(data, &out); err != nil {
		panic(err)
	}
	return out
}

// Walk visits every object in a value, outer ones before those in them.
func Walk(v any, visit func(map[string]any)) {
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			Walk(e, visit)
		}
	case map[string]any:
		visit(x)
		for _, e := range x {
			Walk(e, visit)
		}
	}
}

// Line is a value as one line of JSON.
func Line(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// Sorted are the names in a set, in order.
func Sorted[T any](set map[string]T) []string {
	out := make([]string, 0, len(set))
	for name := range set {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// Replace puts other texts in the place of those values that are exactly one of these.
func Replace(v any, by map[string]string) {
	Walk(v, func(m map[string]any) {
		for name, value := range m {
			if text, ok := value.(string); ok {
				if other, ok := by[text]; ok {
					m[name] = other
				}
			}
		}
	})
}
