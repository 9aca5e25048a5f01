package cluster

import (
	"cmp"
	"fmt"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"laboratory/tree"
)

// Selects says whether a selector takes these labels; an empty one takes none.
func Selects(selector, labels map[string]string) bool {
	for k, v := range selector {
		if labels[k] != v {
			return false
		}
	}
	return len(selector) > 0
}

// TargetPort is the port of the pod that a Service's port leads to, 0 if none: a name that no container has.
func TargetPort(sp corev1.ServicePort, p *corev1.Pod) int32 {
	name := sp.TargetPort.StrVal
	if name == "" {
		return cmp.Or(sp.TargetPort.IntVal, sp.Port)
	}
	if n, err := strconv.ParseInt(name, 10, 32); err == nil {
		return int32(n)
	}
	protocol := func(p corev1.Protocol) corev1.Protocol { return cmp.Or(p, corev1.ProtocolTCP) }
	for _, c := range p.Spec.Containers {
		for _, port := range c.Ports {
			if port.Name == name && protocol(port.Protocol) == protocol(sp.Protocol) {
				return port.ContainerPort
			}
		}
	}
	return 0
}

// SlicesOf are the EndpointSlices of a Service.
func (c *Cluster) SlicesOf(s *corev1.Service) []*discoveryv1.EndpointSlice {
	var out []*discoveryv1.EndpointSlice
	for _, slice := range c.Slices {
		if slice.Namespace == s.Namespace && slice.Labels[discoveryv1.LabelServiceName] == s.Name {
			out = append(out, slice)
		}
	}
	return out
}

// IsReady says whether traffic is sent to an endpoint: unknown counts as ready.
func IsReady(e discoveryv1.Endpoint) bool {
	return e.Conditions.Ready == nil || *e.Conditions.Ready
}

// addEndpointSlices makes what the cluster's controller would, for Services with a selector that have none.
func (c *Cluster) addEndpointSlices() {
	for _, s := range c.Services {
		if len(s.Spec.Selector) == 0 || s.Spec.Type == corev1.ServiceTypeExternalName || len(c.SlicesOf(s)) > 0 {
			continue
		}
		groups := map[string]*discoveryv1.EndpointSlice{}
		for _, p := range c.Pods {
			if p.Namespace == s.Namespace && Selects(s.Spec.Selector, p.Labels) && p.Status.PodIP != "" &&
				p.Status.Phase != corev1.PodFailed && p.Status.Phase != corev1.PodSucceeded {
				addEndpoint(groups, s, p)
			}
		}
		for _, key := range tree.Sorted(groups) {
			c.Slices = append(c.Slices, groups[key])
			c.Objects = append(c.Objects, groups[key])
		}
	}
}

// addEndpoint puts a pod into the slice of those whose ports are the same, since a slice's ports are those of all its endpoints.
func addEndpoint(groups map[string]*discoveryv1.EndpointSlice, s *corev1.Service, p *corev1.Pod) {
	var ports []discoveryv1.EndpointPort
	key := ""
	for _, sp := range s.Spec.Ports {
		target := TargetPort(sp, p)
		if target == 0 {
			continue
		}
		name, protocol := sp.Name, cmp.Or(sp.Protocol, corev1.ProtocolTCP)
		ports = append(ports, discoveryv1.EndpointPort{Name: &name, Protocol: &protocol, Port: &target, AppProtocol: sp.AppProtocol})
		key += fmt.Sprintf("%s:%d;", name, target)
	}
	if groups[key] == nil {
		groups[key] = &discoveryv1.EndpointSlice{AddressType: discoveryv1.AddressTypeIPv4, Ports: ports,
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("%s-%d", s.Name, len(groups)), Namespace: s.Namespace,
				Labels: map[string]string{discoveryv1.LabelServiceName: s.Name}}}
	}
	ready, terminating := Ready(p) || s.Spec.PublishNotReadyAddresses, p.DeletionTimestamp != nil
	node := p.Spec.NodeName
	endpoint := discoveryv1.Endpoint{Addresses: []string{p.Status.PodIP}, NodeName: &node,
		// istiod takes one without a word on terminating for one that terminates.
		Conditions: discoveryv1.EndpointConditions{Ready: &ready, Serving: &ready, Terminating: &terminating},
		TargetRef:  &corev1.ObjectReference{Kind: "Pod", Namespace: p.Namespace, Name: p.Name}}
	if p.Spec.Hostname != "" && p.Spec.Subdomain == s.Name {
		endpoint.Hostname = &p.Spec.Hostname
	}
	groups[key].Endpoints = append(groups[key].Endpoints, endpoint)
}
