package io.istiodoctor.proxy.config;

import io.istiodoctor.model.FieldRef;
import java.util.List;
import java.util.Optional;

/**
 * What a listener does with the connections that it is chosen for.
 *
 * @param tls TLS that ends here; empty when the bytes are taken as they come
 * @param gateway "namespace/name" of the Gateway that it belongs to, as istiod names it; empty at the proxy beside an application
 * @param origin what it comes from: the server of a Gateway, a rule of a VirtualService, a Service port ...
 */
public record FilterChain(ChainMatch match, Optional<DownstreamTls> tls, Content content, String gateway, FieldRef origin) {
    /**
     * A server of a Gateway on a port.
     *
     * @param hosts as the Gateway gives them, without namespaces
     * @param httpsRedirect whether it answers plain HTTP with a redirect
     */
    public record Served(FieldRef origin, List<String> hosts, boolean httpsRedirect) {
        public Served {
            hosts = List.copyOf(hosts);
        }
    }

    /** What stands behind TLS. */
    public sealed interface Content {
        /**
         * HTTP requests, by a route table.
         *
         * @param servers at a gateway, the servers whose hosts are taken; none elsewhere
         */
        record Http(RouteConfiguration routes, List<Served> servers) implements Content {
            public Http {
                servers = List.copyOf(servers);
            }

            /** Requests at the proxy beside an application. */
            public Http(RouteConfiguration routes) {
                this(routes, List.of());
            }
        }

        /**
         * Bytes, to clusters.
         *
         * @param owner the rule that sends them there
         */
        record Tcp(List<ClusterShare> clusters, FieldRef owner) implements Content {
            public Tcp {
                clusters = List.copyOf(clusters);
            }
        }
    }
}
