package io.istiodoctor.proxy.dump;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.proxy.cluster.ClusterTable;
import io.istiodoctor.proxy.cluster.MissingCluster;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterName;
import java.util.List;
import java.util.Optional;

/** The clusters that a proxy has; why one is missing is what istiod would leave out, or that the proxy was not told of it. */
final class DumpedClusterTable implements ClusterTable {
    private final DumpedClusters has;
    private final ClusterTable should;

    DumpedClusterTable(DumpedClusters has, ClusterTable should) {
        this.has = has;
        this.should = should;
    }

    @Override
    public Optional<Cluster> find(ClusterName name) {
        return has.find(name);
    }

    @Override
    public MissingCluster missing(ClusterName name) {
        return should.find(name).isPresent()
                ? new MissingCluster(name, MissingCluster.Reason.NOT_TOLD, Optional.empty(), List.of(), Certainty.CERTAIN)
                : should.missing(name);
    }
}
