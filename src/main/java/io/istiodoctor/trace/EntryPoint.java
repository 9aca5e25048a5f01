package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import java.util.Locale;
import java.util.Optional;

/**
 * An address and port outside, and what they lead to.
 *
 * @param address an IP address, or the host name of a load balancer
 * @param external whether the address is meant for clients outside the cluster's own network
 * @param servicePort where it leads; empty for a port of a node that is a pod's own
 * @param pod the gateway pod, for a port of its node
 * @param podPort the port of that pod; 0 otherwise
 * @param wanted what finds the address out, where it is not known; {@code address} says in words then whose it is
 */
public record EntryPoint(Way way, String address, boolean external, long port, Optional<ServicePort> servicePort,
        Optional<Workload> pod, long podPort, Optional<WantedAddress> wanted) {
    /** How an address comes to serve a Service. */
    public enum Way {
        LOAD_BALANCER, EXTERNAL_IP, NODE_PORT, HOST_PORT,
        /** From within the cluster, by the Service's own address or its pods'. */
        CLUSTER_IP;

        /** In words: "load balancer", "external IP", "node port", "host port", "cluster IP". */
        public String label() {
            return this == EXTERNAL_IP ? "external IP" : this == CLUSTER_IP ? "cluster IP"
                    : name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whether the way leads to pods in which a gateway runs. */
    boolean gateway() {
        return pod.isPresent() || servicePort.filter(p -> p.service().gateway()).isPresent();
    }

    /** Whether a load balancer ends the client's TLS and passes plain text on. */
    boolean endsTls() {
        return way == Way.LOAD_BALANCER && servicePort.filter(p -> p.service().exposure().treatment(p).equals("tls")).isPresent();
    }

    /** What clients connect to, "ip:port"; empty where the address is a name. */
    Optional<String> socket() {
        return Optional.of(Addresses.inUrl(address) + ":" + port).filter(s -> Addresses.literal(address));
    }

    /** "node port (internal address)". */
    String via() {
        return way.label() + (external ? "" : " (internal address)");
    }
}
