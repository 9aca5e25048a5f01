package io.istiodoctor.proxy.cluster;

import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import java.util.Optional;

/** The clusters that a proxy knows. */
public interface ClusterTable {
    /** The cluster of this name; empty when the proxy has none. */
    Optional<Cluster> find(ClusterName name);

    /** Why there is no cluster of a name; for names of which there is none. */
    MissingCluster missing(ClusterName name);
}
