/**
 * The snapshot with every name resolved once and every join indexed once, by the rules by which istiod itself resolves them. One package a topic,
 * each built on those before it: base, workload, config, ambient, secret, security, sidecar, network, service, destination, gateway, match, route, ingress,
 * gatewayapi. This one puts them together.
 */
package io.istiodoctor.mesh;
