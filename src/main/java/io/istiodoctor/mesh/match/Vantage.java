package io.istiodoctor.mesh.match;

import java.util.Map;

/**
 * Where a route is looked at from: a gateway's server, or the proxy beside a workload.
 *
 * @param gateway "namespace/name" of the Gateway, or {@code mesh}
 * @param port of the server as written, or of the Service that is called
 * @param labels of the proxy's pod
 * @param namespace of the proxy's pod
 */
public record Vantage(String gateway, long port, Map<String, String> labels, String namespace) {}
