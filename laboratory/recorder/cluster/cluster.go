// Package cluster holds the objects of a mesh as an API server and the controllers of Kubernetes would: with defaults, endpoints and
// what admission refuses.
package cluster

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	kubelib "istio.io/istio/pkg/kube"
)

// Cluster is everything that manifests describe.
type Cluster struct {
	Objects  []runtime.Object // of Kubernetes and of the Gateway API
	Configs  []config.Config  // of Istio
	Pods     []*corev1.Pod
	Services []*corev1.Service
	Nodes    []*corev1.Node
	Slices   []*discoveryv1.EndpointSlice
	Mesh     string   // the mesh configuration's YAML, empty where there is none
	Refused  []string // what would not have been admitted, with the reason
}

// withoutEffect are kinds that istiod does not look at, or not as this laboratory runs it.
var withoutEffect = map[string]bool{"Deployment": true, "ReplicaSet": true, "StatefulSet": true, "DaemonSet": true, "Job": true, "CronJob": true,
	"Role": true, "RoleBinding": true, "ClusterRole": true, "ClusterRoleBinding": true, "NetworkPolicy": true, "CustomResourceDefinition": true,
	"HorizontalPodAutoscaler": true, "PodDisruptionBudget": true, "PersistentVolumeClaim": true, "Event": true, "Lease": true, "Endpoints": true,
	"MutatingWebhookConfiguration": true, "ValidatingWebhookConfiguration": true}

// Read is the cluster that these manifests make when they are applied in order.
func Read(files []string) (*Cluster, error) {
	docs, err := documents(files)
	if err != nil {
		return nil, err
	}
	c := &Cluster{}
	born := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	for _, doc := range lastOfEach(docs) {
		if err := c.apply(doc, born); err != nil {
			return nil, err
		}
	}
	c.addEndpointSlices()
	return c, nil
}

func (c *Cluster) refuse(doc map[string]any, err error) {
	meta := metadata(doc)
	c.Refused = append(c.Refused, fmt.Sprintf("%v %v/%v: %v", doc["kind"], meta["namespace"], meta["name"], err))
}

func (c *Cluster) apply(doc map[string]any, born string) error {
	kind, _ := doc["kind"].(string)
	meta := metadata(doc)
	if meta == nil {
		return fmt.Errorf("%s without metadata", kind)
	}
	setDefault(meta, "creationTimestamp", born)
	if !clusterScoped[kind] {
		setDefault(meta, "namespace", "default")
	}
	setDefaults(kind, doc)
	text, err := yaml.Marshal(doc)
	if err != nil {
		return err
	}
	api, _ := doc["apiVersion"].(string)
	if strings.Contains(api, "istio.io/") {
		c.applyConfig(doc, string(text))
		return nil
	}
	if withoutEffect[kind] {
		return nil
	}
	o, _, err := kubelib.IstioCodec.UniversalDeserializer().Decode(text, nil, nil)
	if err != nil {
		c.refuse(doc, err)
		return nil
	}
	c.keep(o)
	return nil
}

func (c *Cluster) applyConfig(doc map[string]any, text string) {
	configs, unknown, err := crd.ParseInputs(text)
	if err != nil || len(unknown) > 0 {
		c.refuse(doc, err)
		return
	}
	for i := range configs {
		configs[i].Domain = "cluster.local"
	}
	c.Configs = append(c.Configs, configs...)
}

func (c *Cluster) keep(o runtime.Object) {
	switch o := o.(type) {
	case *corev1.Pod:
		if o.Spec.ServiceAccountName == "" {
			o.Spec.ServiceAccountName = "default"
		}
		c.Pods = append(c.Pods, o)
	case *corev1.Service:
		if o.Spec.Type == "" {
			o.Spec.Type = corev1.ServiceTypeClusterIP
		}
		c.Services = append(c.Services, o)
	case *corev1.Node:
		c.Nodes = append(c.Nodes, o)
	case *discoveryv1.EndpointSlice:
		c.Slices = append(c.Slices, o)
	case *corev1.Secret:
		if o.Data == nil {
			o.Data = map[string][]byte{}
		}
		for k, v := range o.StringData {
			o.Data[k] = []byte(v)
		}
		o.StringData = nil
	case *corev1.ConfigMap:
		if o.Name == "istio" && o.Namespace == "istio-system" {
			c.Mesh = o.Data["mesh"]
		}
	}
	c.Objects = append(c.Objects, o)
}
