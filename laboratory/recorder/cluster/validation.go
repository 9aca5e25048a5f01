package cluster

import (
	"errors"

	"sigs.k8s.io/yaml"

	"istio.io/istio/pilot/pkg/config/kube/crd"
)

// Verdict is what Istio's own validation says of one object.
type Verdict struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Refused string `json:"refused"` // why it is refused, empty where it is accepted
}

// Validate asks Istio's validation, as its webhook and istioctl do, of each object of a file by itself.
func Validate(file string) ([]Verdict, error) {
	docs, err := documents([]string{file})
	if err != nil {
		return nil, err
	}
	var out []Verdict
	for _, doc := range docs {
		text, err := yaml.Marshal(doc)
		if err != nil {
			return nil, err
		}
		_, unknown, err := crd.ParseInputs(string(text))
		if err == nil && len(unknown) > 0 {
			err = errors.New("unknown kind")
		}
		kind, _ := doc["kind"].(string)
		name, _ := metadata(doc)["name"].(string)
		verdict := Verdict{Kind: kind, Name: name}
		if err != nil {
			verdict.Refused = err.Error()
		}
		out = append(out, verdict)
	}
	return out, nil
}
