package cluster

import (
	"os"
	"path/filepath"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func TestTargetPort(t *testing.T) {
	pod := &corev1.Pod{Spec: corev1.PodSpec{Containers: []corev1.Container{{Ports: []corev1.ContainerPort{
		{Name: "http", ContainerPort: 8080}, {Name: "dns", ContainerPort: 53, Protocol: corev1.ProtocolUDP}}}}}}
	for _, c := range []struct {
		name   string
		target intstr.IntOrString
		want   int32
	}{
		{"a number", intstr.FromInt32(9090), 9090},
		{"none is the Service's own", intstr.IntOrString{}, 80},
		{"a name", intstr.FromString("http"), 8080},
		{"a number that is written as a name", intstr.FromString("9091"), 9091},
		{"a name that no container has", intstr.FromString("web"), 0},
		{"a name of another protocol", intstr.FromString("dns"), 0},
	} {
		if got := TargetPort(corev1.ServicePort{Port: 80, TargetPort: c.target}, pod); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestAnEmptySelectorTakesNothing(t *testing.T) {
	if Selects(nil, map[string]string{"app": "web"}) {
		t.Error("it takes a pod")
	}
	if !Selects(map[string]string{"app": "web"}, map[string]string{"app": "web", "version": "v1"}) {
		t.Error("a selector does not take a pod that has its labels")
	}
}

const headless = `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: None, selector: {app: db}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db-0, namespace: shop, labels: {app: db}}
spec: {hostname: db-0, subdomain: db, containers: [{name: app, ports: [{containerPort: 8080}]}, {name: istio-proxy}]}
status: {phase: Running, podIP: 10.244.1.2, conditions: [{type: Ready, status: "True"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db-1, namespace: shop, labels: {app: db}}
spec: {hostname: db-1, subdomain: db, containers: [{name: app}]}
status: {phase: Running, podIP: 10.244.1.3, conditions: [{type: Ready, status: "False"}]}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: ports, namespace: shop}
spec: {selector: {matchLabels: {app: db}}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: DISABLE}}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: refused, namespace: shop}
spec: {servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: []}]}
`

func read(t *testing.T, text string) *Cluster {
	t.Helper()
	file := filepath.Join(t.TempDir(), "cluster.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := Read([]string{file})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEndpointsAreThoseOfKubernetesController(t *testing.T) {
	c := read(t, headless)
	if len(c.Slices) != 1 || len(c.Slices[0].Endpoints) != 2 {
		t.Fatalf("%v", c.Slices)
	}
	for _, e := range c.Slices[0].Endpoints {
		if IsReady(e) != (e.Addresses[0] == "10.244.1.2") || e.Conditions.Terminating == nil || *e.Conditions.Terminating {
			t.Errorf("%v", e)
		}
	}
	if name := c.Slices[0].Endpoints[0].Hostname; name == nil || *name != "db-0" {
		t.Error("a StatefulSet's pod has no name of its own")
	}
}

func TestWhatIstioRefusesIsNotThere(t *testing.T) {
	c := read(t, headless)
	if len(c.Refused) != 1 || len(c.Configs) != 1 {
		t.Errorf("refused %v, kept %d", c.Refused, len(c.Configs))
	}
}

func TestTheLastOfOneIdentityHolds(t *testing.T) {
	c := read(t, headless+"---\napiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: shop}\nspec: {clusterIP: 10.96.0.1, ports: [{port: 81}]}\n")
	if len(c.Services) != 1 || c.Services[0].Spec.Ports[0].Port != 81 {
		t.Errorf("%v", c.Services)
	}
}

func TestWhichPodsAreProxies(t *testing.T) {
	c := read(t, headless)
	if !HasSidecar(c.Pods[0]) || IsGateway(c.Pods[0]) || HasSidecar(c.Pods[1]) {
		t.Error("db-0 has a sidecar, db-1 has none, and neither is a gateway")
	}
}
