package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import java.util.List;
import java.util.Optional;

/** What a name means to a pod: its own namespace first, as the search list in its resolver has it. */
final class ClusterDns {
    /** Where a name leads. */
    sealed interface Answer {
        /** The address of a Service; of a headless one, of one of its pods. */
        record OfService(Service service, String address, Optional<Workload> pod) implements Answer {}

        /** The address of a pod: written as such, or by the name that a StatefulSet gives it. */
        record OfPod(String address, Workload pod) implements Answer {}

        /** An address or a name that is not the cluster's. */
        record Outside(String host, String address) implements Answer {}

        /** No address. */
        record None(String why, Certainty certainty) implements Answer {}
    }

    /** Stands for an address that is not known, so that no range but all of them covers it. */
    static final String SOMEWHERE = "0.0.0.0";

    private final Network net;

    ClusterDns(Network net) {
        this.net = net;
    }

    Answer resolve(String host, int port, String namespace) {
        if (Addresses.literal(host)) {
            return address(host);
        }
        String suffix = ".svc." + net.mesh().clusterDomain();
        String[] labels = host.split("\\.");
        String name = host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : host.endsWith(".svc") ? host.substring(0, host.length() - 4) : host;
        String[] parts = name.split("\\.");
        Optional<Service> service = parts.length <= 2 ? find(parts[0], parts.length == 1 ? namespace : parts[1]) : Optional.empty();
        if (service.isPresent()) {
            return ofService(service.get());
        }
        Optional<Answer> pod = parts.length == 3 || parts.length == 2 ? podName(parts, namespace) : Optional.empty();
        boolean inside = labels.length == 1 || !name.equals(host);
        return pod.orElseGet(() -> inside ? none(host, parts, namespace) : new Answer.Outside(host, SOMEWHERE));
    }

    private Answer none(String host, String[] parts, String namespace) {
        String in = parts.length == 1 ? namespace : parts[parts.length - 1];
        return new Answer.None("There is no Service " + host + ".", net.mesh().directory().absence(Kind.SERVICE, in));
    }

    private Optional<Service> find(String name, String namespace) {
        return net.mesh().directory().service(net.mesh().directory().hostOfService(name, namespace));
    }

    private Answer address(String address) {
        Optional<Workload> pod = net.proxies().endpoints().pods().at(address);
        if (pod.isPresent()) {
            return new Answer.OfPod(address, pod.get());
        }
        return net.mesh().services().stream().filter(s -> s.resource().spec().text("clusterIP").equals(address)).findFirst()
                .<Answer>map(s -> new Answer.OfService(s, address, Optional.empty())).orElse(new Answer.Outside(address, address));
    }

    private Answer ofService(Service service) {
        if (!service.externalName().isEmpty()) {
            return new Answer.Outside(service.externalName(), SOMEWHERE);
        }
        String own = service.resource().spec().text("clusterIP");
        if (!service.headless()) {
            return new Answer.OfService(service, own.isEmpty() ? SOMEWHERE : own, Optional.empty());
        }
        List<RegistryEndpoint> ready = service.ports().stream().flatMap(p -> net.proxies().endpoints().ofPods(service, p).stream())
                .filter(RegistryEndpoint::ready).toList();
        return ready.stream().findFirst().<Answer>map(e -> new Answer.OfService(service, e.address().isEmpty() ? SOMEWHERE : e.address(), e.workload()))
                .orElse(new Answer.None("Service " + service.qualifiedName() + " is headless, and none of its pods is ready, so that its name has no address.",
                        service.unknown().isEmpty() ? Certainty.CERTAIN : Certainty.UNKNOWN));
    }

    // pod.service.namespace: a StatefulSet's pods have names below that of its headless Service.
    private Optional<Answer> podName(String[] parts, String namespace) {
        String in = parts.length == 3 ? parts[2] : namespace;
        return find(parts[1], in).filter(Service::headless).flatMap(s -> s.pods().stream().filter(p -> p.name().equals(parts[0]))
                .findFirst().map(p -> new Answer.OfPod(p.podIP().isEmpty() ? SOMEWHERE : p.podIP(), p)));
    }
}
