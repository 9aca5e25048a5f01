package io.istiodoctor.proxy;

import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ProxyConfiguration;
import java.util.List;

/**
 * A proxy's configuration with the clusters that it uses.
 *
 * @param side all of a gateway or of a waypoint, or one side of the proxy beside an application
 * @param missing clusters that a route names and that do not exist
 */
public record ProxyView(Side side, ProxyConfiguration configuration, List<Cluster> clusters, List<ClusterName> missing) {
    /** Which traffic it is for. */
    public enum Side { GATEWAY, OUTGOING, INCOMING, WAYPOINT }

    public ProxyView {
        clusters = List.copyOf(clusters);
        missing = List.copyOf(missing);
    }
}
