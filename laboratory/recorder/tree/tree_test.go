package tree

import (
	"reflect"
	"testing"
)

func TestGet(t *testing.T) {
	v := map[string]any{"a": map[string]any{"b": []any{"c"}}}
	for _, c := range []struct {
		path []string
		want any
	}{
		{[]string{"a", "b"}, []any{"c"}},
		{[]string{"a", "x"}, nil},
		{[]string{"a", "b", "c"}, nil},
		{nil, v},
	} {
		if got := Get(v, c.path...); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v: %v, want %v", c.path, got, c.want)
		}
	}
}

func TestWalkVisitsOuterBeforeInner(t *testing.T) {
	var seen []string
	Walk([]any{map[string]any{"name": "outer", "in": []any{map[string]any{"name": "inner"}}}}, func(m map[string]any) {
		seen = append(seen, Text(m["name"]))
	})
	if !reflect.DeepEqual(seen, []string{"outer", "inner"}) {
		t.Error(seen)
	}
}

func TestCopySharesNothing(t *testing.T) {
	v := map[string]any{"a": []any{"b"}}
	Copy(v)["a"].([]any)[0] = "changed"
	if v["a"].([]any)[0] != "b" {
		t.Error("the original changed")
	}
}
