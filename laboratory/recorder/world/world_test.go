package world

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"laboratory/cluster"
)

func ptr[T any](v T) *T { return &v }

func service(name, ip string, spec corev1.ServiceSpec) *corev1.Service {
	spec.ClusterIP = ip
	return &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "shop"}, Spec: spec}
}

// shop has a Service with a pod on the first of two nodes, a headless one with a named pod, and names for others.
func shop() *cluster.Cluster {
	slice := func(name string, e discoveryv1.Endpoint) *discoveryv1.EndpointSlice {
		return &discoveryv1.EndpointSlice{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Labels: map[string]string{discoveryv1.LabelServiceName: name}},
			Ports: []discoveryv1.EndpointPort{{Name: ptr(""), Port: ptr(int32(8080))}}, Endpoints: []discoveryv1.Endpoint{e}}
	}
	node := func(ip string) *corev1.Node {
		return &corev1.Node{Status: corev1.NodeStatus{Addresses: []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: ip}}}}
	}
	local := corev1.ServiceSpec{Type: corev1.ServiceTypeNodePort, ExternalTrafficPolicy: corev1.ServiceExternalTrafficPolicyLocal,
		Ports: []corev1.ServicePort{{Port: 80, NodePort: 30001}}}
	return &cluster.Cluster{
		Services: []*corev1.Service{service("web", "10.96.0.1", local), service("db", "None", corev1.ServiceSpec{}),
			service("alias", "", corev1.ServiceSpec{Type: corev1.ServiceTypeExternalName, ExternalName: "web.shop.svc.cluster.local"}),
			service("idle", "10.96.0.2", corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 80}}})},
		Slices: []*discoveryv1.EndpointSlice{slice("web", discoveryv1.Endpoint{Addresses: []string{"10.244.1.2"}}),
			slice("db", discoveryv1.Endpoint{Addresses: []string{"10.244.1.3"}, Hostname: ptr("db-0")})},
		Pods:  []*corev1.Pod{{Status: corev1.PodStatus{PodIP: "10.244.1.2", HostIP: "192.168.96.11"}}},
		Nodes: []*corev1.Node{node("192.168.96.11"), node("192.168.96.12")},
	}
}

func TestNames(t *testing.T) {
	names := NewNames(shop())
	outside := names.Outside("api.partner.example")
	for host, want := range map[string]string{
		"web":                               "10.96.0.1",
		"web.shop":                          "10.96.0.1",
		"web.shop.svc":                      "10.96.0.1",
		"web.shop.svc.cluster":              "", // the search list ends with cluster.local, not local
		"web.shop.svc.cluster.local":        "10.96.0.1",
		"web.shop.svc.cluster.local.":       "10.96.0.1",
		"web.other":                         "",
		"db.shop":                           "10.244.1.3",
		"db-0.db":                           "10.244.1.3",
		"db-0.db.shop.svc.cluster.local":    "10.244.1.3",
		"db-1.db":                           "",
		"web-0.web":                         "", // not headless
		"10-244-1-2.shop.pod.cluster.local": "10.244.1.2",
		"alias":                             "10.96.0.1",
		"api.partner.example":               outside,
		"nobody.example":                    "",
		"10.1.1.1":                          "10.1.1.1",
	} {
		if got := names.Lookup(host, "shop"); got != want {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
	if got := names.Lookup("web", "other"); got != "" {
		t.Errorf("web is %s in another namespace", got)
	}
}

func TestKubeProxyLeadsWhereEndpointsAre(t *testing.T) {
	k := NewKubeProxy(shop())
	for _, address := range []string{"10.96.0.1:80", "192.168.96.11:30001"} {
		if to := k.forwards[address].to; len(to) != 1 || to[0] != "10.244.1.2:8080" {
			t.Errorf("%s leads to %v", address, to)
		}
	}
	if _, leads := k.forwards["10.96.0.2:80"]; leads || k.Drops("10.96.0.2:80") {
		t.Error("a Service without endpoints refuses")
	}
}

func TestANodeWithoutALocalPodDrops(t *testing.T) {
	k := NewKubeProxy(shop())
	if !k.Drops("192.168.96.12:30001") || k.Drops("192.168.96.11:30001") {
		t.Error("externalTrafficPolicy: Local drops on the nodes that have no pod, and on no other")
	}
	if source := k.forwards["192.168.96.11:30001"].source; source != "" {
		t.Errorf("it keeps the client's address, and not %s", source)
	}
}

func TestEntry(t *testing.T) {
	c := shop()
	if got := Entry(c, "30001"); got != "192.168.96.11" {
		t.Errorf("a node port is reached at %q", got)
	}
	c.Services[0].Spec.ExternalIPs = []string{"192.168.96.50"}
	if got := Entry(c, "80"); got != "192.168.96.50" {
		t.Errorf("an external address is the first choice, and not %q", got)
	}
}
