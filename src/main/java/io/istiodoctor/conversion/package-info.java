/**
 * What istiod makes of objects of other APIs before it looks at anything else: the Gateway API's Gateways and routes, and Kubernetes' Ingresses,
 * become Istio's own Gateways, VirtualServices and DestinationRules. What follows knows only these.
 */
package io.istiodoctor.conversion;
