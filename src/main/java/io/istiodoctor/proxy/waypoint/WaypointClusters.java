package io.istiodoctor.proxy.waypoint;

import io.istiodoctor.proxy.cluster.ClusterTable;
import io.istiodoctor.proxy.cluster.MissingCluster;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterTls;
import java.util.Optional;

/** The clusters of a waypoint (buildWaypointInboundVIPCluster of Istio): no mutual TLS of proxies, but HBONE where the pod is in ambient mode. */
record WaypointClusters(ClusterTable table) implements ClusterTable {
    @Override
    public Optional<Cluster> find(ClusterName name) {
        return table.find(name).map(c -> c.tls() instanceof ClusterTls.Originated ? c : c.with(ClusterTls.plain()));
    }

    @Override
    public MissingCluster missing(ClusterName name) {
        return table.missing(name);
    }
}
