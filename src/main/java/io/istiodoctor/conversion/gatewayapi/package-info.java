/**
 * What istiod makes of the Gateway API (pilot/pkg/config/kube/gateway): of each listener an Istio Gateway with one server, of the routes
 * VirtualServices, of BackendTLSPolicies DestinationRules.
 */
package io.istiodoctor.conversion.gatewayapi;
