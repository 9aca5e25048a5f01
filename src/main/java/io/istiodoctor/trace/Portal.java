package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.ServicePort;
import java.util.List;

/** A server that is not one of an Istio Gateway, and the Service ports that lead to it. */
record Portal(Server server, List<ServicePort> ports) {}
