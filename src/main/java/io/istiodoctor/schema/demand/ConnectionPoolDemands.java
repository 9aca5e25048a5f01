package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.GoDuration;
import io.istiodoctor.schema.Sort;

/** A connection pool. */
final class ConnectionPoolDemands {
    private ConnectionPoolDemands() {}

    static void judge(Place pool) {
        if (!pool.isPresent()) {
            return;
        }
        if (!pool.has("http") && !pool.has("tcp")) {
            pool.tell(Sort.NONE_OF, "", "http", "tcp");
        }
        http(pool.get("http"));
        tcp(pool.get("tcp"));
    }

    private static void http(Place http) {
        Demands.notNegative(http, "http1MaxPendingRequests", "http2MaxRequests", "maxRequestsPerConnection", "maxRetries",
                "maxConcurrentStreams");
        Demands.duration(http.get("idleTimeout"));
        if (http.text("h2UpgradePolicy").equals("UPGRADE") && http.isTrue("useClientProtocol")) {
            http.get("useClientProtocol").tell(Sort.EXCLUDED, "h2UpgradePolicy: UPGRADE");
        }
        Place alive = http.get("http2KeepAlive");
        if (alive.isPresent()) {
            alive.needs("interval");
            alive.needs("timeout");
            Demands.duration(alive.get("interval"));
            Demands.duration(alive.get("timeout"));
        }
    }

    private static void tcp(Place tcp) {
        Demands.notNegative(tcp, "maxConnections");
        Demands.duration(tcp.get("connectTimeout"));
        Demands.duration(tcp.get("maxConnectionDuration"));
        // None at all is written as 0.
        Place idle = tcp.get("idleTimeout");
        if (GoDuration.nanoseconds(idle.text()).filter(n -> Math.abs(n) < 1_000_000).isEmpty()) {
            Demands.duration(idle);
        }
        Demands.duration(tcp.get("tcpKeepalive").get("time"));
        Demands.duration(tcp.get("tcpKeepalive").get("interval"));
    }
}
