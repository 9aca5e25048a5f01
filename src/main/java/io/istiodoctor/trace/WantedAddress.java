package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;

/**
 * An address that a URL needs and that is not among what was read.
 *
 * @param name in words, as it stands in a URL's place: {@code <node address>}
 * @param command a shell command that puts it into the variable INGRESS_HOST
 */
public record WantedAddress(String name, String command) {
    /** What a command writes in the address's place. */
    static final String VARIABLE = "$INGRESS_HOST";

    /** The address of a load balancer, once it has one. */
    static WantedAddress ofLoadBalancer(Service service) {
        String first = "{.status.loadBalancer.ingress[0]";
        return new WantedAddress("<address of " + service.name() + ">", "INGRESS_HOST=$(kubectl -n " + service.namespace() + " get service "
                + service.name() + " -o jsonpath='" + first + ".ip}" + first + ".hostname}')");
    }

    /** The address of any node. */
    static WantedAddress ofNode(LocalCluster cluster) {
        return new WantedAddress("<node address>", "INGRESS_HOST=" + cluster.nodeAddress());
    }
}
