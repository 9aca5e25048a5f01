package io.istiodoctor.proxy.config;

import java.util.List;
import java.util.Optional;

/** What a route does with a request that it takes. */
public sealed interface RouteAction {
    /**
     * It sends the request on.
     *
     * @param clusters one without a weight, or several with weights; none when all weights are 0
     * @param missing the status where a cluster does not exist: 503, or 500 for routes of the Gateway API
     * @param host the authority that the request gets; empty when it keeps its own
     * @param path the path that it gets; empty when it keeps its own
     */
    record Forward(List<ClusterShare> clusters, int missing, String host, Optional<PathRewrite> path) implements RouteAction {
        public Forward {
            clusters = List.copyOf(clusters);
        }

        /** To one cluster, with the request as it is. */
        public Forward(ClusterShare only) {
            this(List.of(only), 503, "", Optional.empty());
        }
    }

    /**
     * It sends the client elsewhere.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param scheme empty when it stays
     * @param authority empty when it stays
     * @param port 0 when it stays, or is that of the scheme
     * @param path a path for the whole, or for the prefix that matched; empty when it stays
     */
    record Redirect(int status, String scheme, String authority, long port, Optional<PathRewrite> path) implements RouteAction {}

    /** It answers by itself. */
    record DirectResponse(int status) implements RouteAction {}

    /** Neither: a redirect with a status that istiod does not know. Envoy refuses such a route table. */
    record Nothing(String reason) implements RouteAction {}
}
