/**
 * The configuration of a proxy in the words of Istio and Envoy: what istiod tells it. Plain values without any decision; each element knows the
 * object and field that it comes from.
 */
package io.istiodoctor.proxy.config;
