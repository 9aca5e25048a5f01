// Package istiod runs the code of Istio's control plane over a cluster, and asks it what it would tell a proxy.
package istiod

import (
	"fmt"
	"os"
	"time"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	networking "istio.io/api/networking/v1alpha3"
	networkingclient "istio.io/client-go/pkg/apis/networking/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/networking/core"
	v3 "istio.io/istio/pilot/pkg/xds/v3"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/gatewayapi"
	"istio.io/istio/pkg/config/schema/gvr"
	kubelib "istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/kclient/clienttest"
	"istio.io/istio/pkg/spiffe"
	"istio.io/istio/pkg/test"
	"istio.io/istio/pkg/util/sets"

	"laboratory/cluster"
	"laboratory/tree"
)

// Version is the release that proxies say they are of.
const Version = "1.32.0"

// Where a proxy tells its health and its metrics, which istiod leaves free of listeners. Its bootstrap says so of every proxy.
const (
	statusPort     = 15021
	prometheusPort = 15090
)

// LogMark begins each line of an access log, and the request's header LogID follows it.
const (
	LogMark = "LAB"
	LogID   = "x-lab-id"
)

const logFormat = LogMark + " %REQ(" + LogID + ")% code=%RESPONSE_CODE% flags=%RESPONSE_FLAGS% details=%RESPONSE_CODE_DETAILS% " +
	"upstream=%UPSTREAM_CLUSTER% route=%ROUTE_NAME% chain=%FILTER_CHAIN_NAME% local=%DOWNSTREAM_LOCAL_ADDRESS% " +
	"tf=%DOWNSTREAM_TRANSPORT_FAILURE_REASON% utf=%UPSTREAM_TRANSPORT_FAILURE_REASON%\n"

// alsoServed are APIs that Istio's own test server does not install.
var alsoServed = []schema.GroupVersionResource{gvr.ListenerSet, gvr.BackendTLSPolicy, gvr.ServiceEntry}

// Server is istiod, as its own tests run it.
type Server struct {
	*xds.FakeDiscoveryServer
}

// Start runs istiod over these objects. Every secret may be read by every gateway: authorization is the cluster's matter.
func Start(t test.Failer, c *cluster.Cluster) (*Server, error) {
	text := c.Mesh + "\naccessLogFile: /dev/stdout\naccessLogFormat: " + fmt.Sprintf("%q", logFormat) + "\n"
	// Its test server installs the APIs without saying of which version they are: they are as new as this Istio wants them.
	clear(gatewayapi.MinimumCRDVersions)
	m, err := mesh.ApplyMeshConfigDefaults(text)
	if err != nil {
		return nil, err
	}
	return &Server{xds.NewFakeDiscoveryServer(t, xds.FakeOptions{KubernetesObjects: c.Objects, Configs: c.Configs, MeshConfig: m,
		DisableSecretAuthorization: true, KubeClientModifier: func(client kubelib.Client) {
			for _, api := range alsoServed {
				clienttest.MakeCRD(t, client, api)
			}
			storeServiceEntries(t, client, c.Configs)
		}})}, nil
}

// Routes of the Gateway API look for their parents in the API server, where the test server has none of Istio's own objects.
func storeServiceEntries(t test.Failer, client kubelib.Client, configs []config.Config) {
	entries := clienttest.NewWriter[*networkingclient.ServiceEntry](t, client)
	for _, c := range configs {
		if entry, ok := c.Spec.(*networking.ServiceEntry); ok {
			entries.Create(&networkingclient.ServiceEntry{ObjectMeta: metav1.ObjectMeta{Name: c.Name, Namespace: c.Namespace, Labels: c.Labels,
				Annotations: c.Annotations, CreationTimestamp: metav1.NewTime(c.CreationTimestamp)}, Spec: *entry.DeepCopy()})
		}
	}
}

// Proxy is what istiod knows of a pod's proxy when it connects.
func (s *Server) Proxy(p *corev1.Pod, kind model.NodeType) *model.Proxy {
	account := p.Spec.ServiceAccountName
	return s.SetupProxy(&model.Proxy{Type: kind, IPAddresses: []string{p.Status.PodIP}, ID: p.Name + "." + p.Namespace,
		ConfigNamespace: p.Namespace, DNSDomain: p.Namespace + ".svc.cluster.local", Labels: p.Labels,
		Metadata: &model.NodeMetadata{Namespace: p.Namespace, Labels: p.Labels, ClusterID: "Kubernetes", ServiceAccount: account,
			IstioVersion: Version, UnprivilegedPod: environment(p, "ISTIO_META_UNPRIVILEGED_POD"), NodeName: p.Spec.NodeName,
			EnvoyStatusPort: statusPort, EnvoyPrometheusPort: prometheusPort},
		VerifiedIdentity: &spiffe.Identity{TrustDomain: "cluster.local", Namespace: p.Namespace, ServiceAccount: account}})
}

// Routes are the route tables that a proxy's listeners name, each asked for once, as an Envoy does: asked twice for the table of one host
// that it has to guess the protocol of, istiod answers with an empty one the second time, since it changes what it has cached.
func (s *Server) Routes(proxy *model.Proxy) []*route.RouteConfiguration {
	names := sets.New(core.ExtractRoutesFromListeners(s.Listeners(proxy))...)
	resources, _ := s.ConfigGen.BuildHTTPRoutes(proxy, &model.PushRequest{Push: s.PushContext()}, sets.SortedList(names))
	out := make([]*route.RouteConfiguration, 0, len(resources))
	for _, r := range resources {
		table := &route.RouteConfiguration{}
		if err := r.Resource.UnmarshalTo(table); err != nil {
			panic(err)
		}
		out = append(out, table)
	}
	return out
}

func environment(p *corev1.Pod, name string) string {
	for _, c := range p.Spec.Containers {
		for _, e := range c.Env {
			if e.Name == name {
				return e.Value
			}
		}
	}
	return ""
}

// Secrets are those of these names that the cluster has, in Envoy's form. What is not there never arrives.
func (s *Server) Secrets(proxy *model.Proxy, names sets.String) map[string]map[string]any {
	out := map[string]map[string]any{}
	if names.IsEmpty() {
		return out
	}
	found, _, err := s.Discovery.Generators[v3.SecretType].Generate(proxy, &model.WatchedResource{TypeUrl: v3.SecretType, ResourceNames: names},
		&model.PushRequest{Forced: true, Push: s.PushContext(), Start: time.Now()})
	if err != nil {
		fmt.Fprintln(os.Stderr, "secrets:", err)
	}
	for _, r := range found {
		if secret := secretOf(r); secret != nil {
			out[r.Name] = secret
		}
	}
	return out
}

func secretOf(r *discovery.Resource) map[string]any {
	m, err := r.Resource.UnmarshalNew()
	if err != nil {
		return nil
	}
	out := tree.Of(m)
	out["@type"] = r.Resource.TypeUrl
	return out
}
