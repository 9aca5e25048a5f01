package io.istiodoctor.mesh.network;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import java.util.List;

/**
 * What the cluster's own network is made of, apart from Istio.
 *
 * @param nodes empty when they are not part of the input
 * @param proxyMode how kube-proxy works, {@code ipvs} or {@code iptables}; empty when it is not known
 */
public record ClusterNetwork(List<ClusterNode> nodes, NodeAddresses addresses, String proxyMode, LoadBalancers loadBalancers) {
    public ClusterNetwork {
        nodes = List.copyOf(nodes);
    }

    /** The network of a snapshot's cluster. */
    public static ClusterNetwork of(Inventory inventory, List<Workload> workloads) {
        return new ClusterNetwork(inventory.all(Kind.NODE).stream().map(ClusterNode::of).toList(),
                NodeAddresses.of(inventory.all(Kind.NODE)),
                KubeProxy.mode(inventory), new LoadBalancerReader(inventory, workloads).read());
    }
}
