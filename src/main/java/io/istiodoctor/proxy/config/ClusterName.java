package io.istiodoctor.proxy.config;

/**
 * How istiod names a group of endpoints: {@code outbound|80|v1|web.shop.svc.cluster.local} (BuildSubsetKey of Istio).
 *
 * @param direction {@code outbound}, {@code inbound}, or {@code outbound_} where a name in TLS chooses it (BuildDNSSrvSubsetKey)
 * @param subset empty for all pods of the host
 */
public record ClusterName(String direction, long port, String subset, String host) {
    /** What a route without a usable backend names; there is never such a cluster. */
    public static final ClusterName UNKNOWN = new ClusterName("", 0, "", "UnknownService");
    /** Where a sidecar sends what it does not know, as it came. */
    public static final ClusterName PASSTHROUGH = new ClusterName("", 0, "", "PassthroughCluster");
    /** Where a sidecar sends what it must not pass on. */
    public static final ClusterName BLACK_HOLE = new ClusterName("", 0, "", "BlackHoleCluster");
    /** Where a sidecar sends requests for hosts that it does not know, by their names (outboundTrafficPolicy ALLOW_ANY_DYNAMIC_DNS). */
    public static final ClusterName DYNAMIC_DNS = new ClusterName("", 0, "", "AllowAnyDynamicDNSCluster");
    /** Where a sidecar sends what arrives for a port that no Service names. */
    public static final ClusterName INBOUND_PASSTHROUGH = new ClusterName("", 0, "", "InboundPassthroughCluster");

    /** All pods of a host, or a named part of them. */
    public static ClusterName outbound(long port, String subset, String host) {
        return new ClusterName("outbound", port, subset, host);
    }

    /** What the proxy beside an application sends to the application itself. */
    public static ClusterName inbound(long port) {
        return new ClusterName("inbound", port, "", "");
    }

    /** The name that a proxy asks for in mutual TLS, and by which gateways between networks know where it goes (BuildDNSSrvSubsetKey of Istio). */
    public String sni() {
        return "outbound_." + port + "_." + subset + "_." + host;
    }

    /** Whether a gateway hands mutual TLS on to it as it comes (AUTO_PASSTHROUGH). */
    public boolean handedOn() {
        return direction.equals("outbound_");
    }

    /** Whether this is one of the names that stand for no host. */
    public boolean special() {
        return direction.isEmpty();
    }

    @Override
    public String toString() {
        if (special()) {
            return host;
        }
        return handedOn() ? sni() : direction + "|" + port + "|" + subset + "|" + host;
    }
}
