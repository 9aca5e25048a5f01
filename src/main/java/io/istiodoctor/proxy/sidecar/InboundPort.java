package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;

/**
 * A port of a pod that has filter chains of its own.
 *
 * @param protocol what is expected on it
 * @param tls TLS of the Sidecar's listener; absent for Istio's own
 * @param endpoint where the application listens, as the Sidecar's listener writes it; empty for the port itself
 * @param origin the Service port, the port of a ServiceEntry or the Sidecar's listener
 */
record InboundPort(long number, Protocol protocol, Node tls, String endpoint, FieldRef origin) {}
