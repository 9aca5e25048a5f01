package io.istiodoctor.proxy;

import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.GatewayConfiguration;
import java.util.List;

/**
 * A gateway's configuration with the clusters that it uses.
 *
 * @param missing clusters that a route names and that do not exist
 */
public record ProxyView(GatewayConfiguration configuration, List<Cluster> clusters, List<ClusterName> missing) {
    public ProxyView {
        clusters = List.copyOf(clusters);
        missing = List.copyOf(missing);
    }
}
