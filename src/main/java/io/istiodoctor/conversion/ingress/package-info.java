/**
 * What istiod makes of Kubernetes' Ingresses (pilot/pkg/config/kube/ingress): of each an Istio Gateway, and of the rules of all, host by host, a
 * VirtualService.
 */
package io.istiodoctor.conversion.ingress;
