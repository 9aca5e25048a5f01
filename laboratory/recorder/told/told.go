// Package told says what istiod tells one proxy, in the form of an Envoy's dump (/config_dump?include_eds). An Envoy of the laboratory has
// no such dump of its incoming side, since nothing redirects connections to it here.
package told

import (
	"strings"

	admin "github.com/envoyproxy/go-control-plane/envoy/admin/v3"
	bootstrap "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	envoycore "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	corev1 "k8s.io/api/core/v1"

	"istio.io/istio/pilot/pkg/model"

	"laboratory/cluster"
	"laboratory/istiod"
)

// Of is the dump of a pod's proxy.
func Of(s *istiod.Server, p *corev1.Pod) (string, error) {
	kind := model.SidecarProxy
	if cluster.IsGateway(p) {
		kind = model.Router
	}
	proxy := s.Proxy(p, kind)
	listeners := &admin.ListenersConfigDump{}
	for _, l := range s.Listeners(proxy) {
		listeners.DynamicListeners = append(listeners.DynamicListeners, &admin.ListenersConfigDump_DynamicListener{Name: l.Name,
			ActiveState: &admin.ListenersConfigDump_DynamicListenerState{Listener: packed(l)}})
	}
	clusters := &admin.ClustersConfigDump{}
	for _, c := range s.Clusters(proxy) {
		clusters.DynamicActiveClusters = append(clusters.DynamicActiveClusters, &admin.ClustersConfigDump_DynamicCluster{Cluster: packed(c)})
	}
	routes := &admin.RoutesConfigDump{}
	for _, r := range s.Routes(proxy) {
		routes.DynamicRouteConfigs = append(routes.DynamicRouteConfigs, &admin.RoutesConfigDump_DynamicRouteConfig{RouteConfig: packed(r)})
	}
	endpoints := &admin.EndpointsConfigDump{}
	for _, e := range s.Endpoints(proxy) {
		endpoints.DynamicEndpointConfigs = append(endpoints.DynamicEndpointConfigs,
			&admin.EndpointsConfigDump_DynamicEndpointConfig{EndpointConfig: packed(e)})
	}
	id := strings.Join([]string{string(proxy.Type), p.Status.PodIP, proxy.ID, proxy.DNSDomain}, "~")
	node := &bootstrap.Bootstrap{Node: &envoycore.Node{Id: id}}
	dump := &admin.ConfigDump{Configs: []*anypb.Any{packed(&admin.BootstrapConfigDump{Bootstrap: node}), packed(clusters), packed(endpoints),
		packed(listeners), packed(routes)}}
	text, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(dump)
	return string(text), err
}

func packed(m proto.Message) *anypb.Any {
	a, err := anypb.New(m)
	if err != nil {
		panic(err)
	}
	return a
}
