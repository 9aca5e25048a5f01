package io.istiodoctor.mesh.network;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Resource;
import java.util.Optional;

/** One end of a connection, as a NetworkPolicy sees it. */
public sealed interface Party {
    /** A pod, or what a template will make. */
    record OfPod(Workload pod) implements Party {}

    /**
     * What is no pod of the cluster, or none that a selector could mean: a client outside, the API server, a host of the Internet.
     *
     * @param address empty where it is not known, as of a client behind a load balancer
     */
    record Outside(String address) implements Party {
        /** One of which nothing is known. */
        public static final Outside UNKNOWN = new Outside("");
    }

    /** A pod of a namespace of which nothing else is known. */
    record Unread(String namespace) implements Party {}

    /** The pod, or a client outside of which nothing is known. */
    static Party of(Optional<Workload> pod) {
        return pod.<Party>map(OfPod::new).orElse(Outside.UNKNOWN);
    }

    /** For telling. */
    default String words() {
        return switch (this) {
            case OfPod(Workload pod) -> name(pod.resource());
            case Unread(String namespace) -> "pods of " + namespace;
            case Outside(String address) -> address.isEmpty() ? "clients outside" : address;
        };
    }

    private static String name(Resource resource) {
        return resource.ref().toString();
    }
}
