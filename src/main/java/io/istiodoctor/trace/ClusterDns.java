package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a name means to a pod, as the cluster's DNS answers it by the search list in the pod's resolver. */
final class ClusterDns {
    /** Where a name leads. */
    sealed interface Answer {
        /** The address of a Service; of a headless one, of one of its pods. */
        record OfService(Service service, String address, Optional<Workload> pod) implements Answer {}

        /** The address of a pod: written as such, or by its name below a headless Service. */
        record OfPod(String address, Workload pod) implements Answer {}

        /** An address or a name that is not the cluster's. */
        record Outside(String host, String address) implements Answer {}

        /** No address. */
        record None(String why, Certainty certainty) implements Answer {}
    }

    /** Stands for an address that is not known, so that no range but all of them covers it. */
    static final String SOMEWHERE = "0.0.0.0";
    /** ExternalNames that name each other end somewhere. */
    private static final int ALIASES = 8;

    private final Network net;
    private final String domain;

    ClusterDns(Network net) {
        this.net = net;
        this.domain = "." + net.mesh().clusterDomain();
    }

    Answer resolve(String host, String namespace) {
        if (Addresses.literal(host)) {
            return address(host);
        }
        boolean absolute = host.endsWith(".");
        String name = absolute ? host.substring(0, host.length() - 1) : host;
        List<Answer> answers = (absolute ? Stream.of(name)
                : Stream.of(name + "." + namespace + ".svc" + domain, name + ".svc" + domain, name + domain, name))
                .flatMap(n -> inside(n, ALIASES).stream()).toList();
        Optional<Answer> found = answers.stream().filter(a -> !(a instanceof Answer.None)).findFirst();
        boolean below = answers.stream().anyMatch(a -> a instanceof Answer.None n && !n.why().isEmpty());
        return found.orElseGet(() -> beyond(name) && !below ? new Answer.Outside(name, SOMEWHERE) : none(host, namespace, answers));
    }

    // Names of the world outside have a dot, and end in letters (RFC 3696): one that is the cluster's by its end, or by a Service that it is below,
    // is nobody else's.
    private boolean beyond(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        boolean own = name.endsWith(domain) || last.equals("svc");
        return name.contains(".") && !own && (last.startsWith("xn--") || last.chars().allMatch(c -> Character.isLetter(c) || c == '-'));
    }

    // Of what the search list leads to, a name below a Service that exists tells most.
    private Answer none(String host, String namespace, List<Answer> answers) {
        List<Answer.None> nones = answers.stream().flatMap(a -> a instanceof Answer.None n ? Stream.of(n) : Stream.empty()).toList();
        Certainty certainty = nones.stream().map(Answer.None::certainty).reduce(Certainty.CERTAIN, Certainty::and);
        return new Answer.None(
                nones.stream().map(Answer.None::why).filter(w -> !w.isEmpty()).findFirst()
                        .orElseGet(() -> "There is no Service " + host + "." + near(host, namespace)),
                certainty);
    }

    /** A sentence that names the Service that someone may have meant who wrote this name; empty where there is none like it. */
    String near(String host, String namespace) {
        String[] labels = host.split("\\.", -1);
        return net.mesh().directory().servicesLike(labels[0], labels.length > 1 ? labels[1] : namespace).stream().findFirst()
                .map(s -> " " + s + " exists.").orElse("");
    }

    /** What a whole name is in the cluster's own zone; empty for other zones. */
    private Optional<Answer> inside(String name, int aliases) {
        String zone = ".svc" + domain;
        if (!name.endsWith(zone)) {
            return name.endsWith(".pod" + domain) ? Optional.of(spelled(name.substring(0, name.indexOf('.')))) : Optional.empty();
        }
        String[] labels = name.substring(0, name.length() - zone.length()).split("\\.");
        return switch (labels.length) {
            case 2 -> Optional.of(service(labels[0], labels[1]).map(s -> ofService(s, aliases)).orElseGet(() -> missing(labels[1])));
            case 3 -> Optional.of(service(labels[1], labels[2]).map(s -> below(s, labels[0])).orElseGet(() -> missing(labels[2])));
            default -> Optional.of(new Answer.None("", Certainty.CERTAIN));
        };
    }

    private Answer missing(String namespace) {
        return new Answer.None("", net.mesh().directory().absence(Kind.SERVICE, namespace));
    }

    private Optional<Service> service(String name, String namespace) {
        return net.mesh().directory().service(net.mesh().directory().hostOfService(name, namespace));
    }

    private Answer address(String address) {
        Optional<Workload> pod = net.proxies().endpoints().pods().at(address);
        return pod.<Answer>map(p -> new Answer.OfPod(address, p))
                .or(() -> net.serviceAt(address).map(s -> new Answer.OfService(s, address, Optional.empty())))
                .orElseGet(() -> new Answer.Outside(address, address));
    }

    // 10-244-1-3.NAMESPACE.pod.DOMAIN
    private Answer spelled(String label) {
        String address = label.replace('-', '.');
        return Addresses.literal(address) ? address(address) : new Answer.None("", Certainty.CERTAIN);
    }

    private Answer ofService(Service service, int aliases) {
        String alias = service.externalName();
        if (!alias.isEmpty()) {
            return aliases > 0 ? inside(alias, aliases - 1).map(a -> told(service, a)).orElseGet(() -> new Answer.Outside(alias, SOMEWHERE))
                    : new Answer.None("The names that " + service.resource().ref() + " leads to lead to each other.", Certainty.CERTAIN);
        }
        if (!service.headless()) {
            return new Answer.OfService(service, service.clusterAddresses().stream().findFirst().orElse(SOMEWHERE), Optional.empty());
        }
        return endpoints(service).filter(RegistryEndpoint::ready).findFirst()
                .<Answer>map(e -> new Answer.OfService(service, e.address().isEmpty() ? SOMEWHERE : e.address(), e.workload()))
                .orElseGet(() -> new Answer.None(
                        "Service " + service.qualifiedName()
                                + " is headless, and none of its pods is ready, so that its name has no address.",
                        known(service)));
    }

    private static Answer told(Service service, Answer alias) {
        return alias instanceof Answer.None(String why, Certainty certainty) && why.isEmpty() ? new Answer.None(
                service.resource().ref() + " leads to " + service.externalName() + ", and there is no such Service.", certainty) : alias;
    }

    private Stream<RegistryEndpoint> endpoints(Service service) {
        return service.ports().stream().flatMap(p -> net.proxies().endpoints().ofPods(service, p).stream());
    }

    private static Certainty known(Service service) {
        return service.unknown().isEmpty() && !service.ports().isEmpty() ? Certainty.CERTAIN : Certainty.UNKNOWN;
    }

    // NAME.SERVICE.NAMESPACE: a pod whose hostname and subdomain say so, as those of StatefulSets do; one without a hostname is spelled by its address.
    private Answer below(Service service, String name) {
        if (!service.headless()) {
            return new Answer.None("Service " + service.qualifiedName() + " is not headless, so that its pods have no names below its own.",
                    Certainty.CERTAIN);
        }
        List<RegistryEndpoint> named = endpoints(service).filter(e -> named(e, service, name)).toList();
        return named.stream().filter(RegistryEndpoint::ready).findFirst().<Answer>flatMap(e -> e.workload().map(w -> new Answer.OfPod(
                e.address().isEmpty() ? SOMEWHERE : e.address(), w)))
                .orElseGet(() -> new Answer.None(nameless(service, name, !named.isEmpty()), known(service)));
    }

    private static boolean named(RegistryEndpoint endpoint, Service service, String name) {
        boolean spelled = !endpoint.address().isEmpty() && endpoint.address().equals(name.replace('-', '.'));
        boolean made = endpoint.workload().filter(w -> w.template() && w.makes(name) && w.subdomain().equals(service.name())).isPresent();
        return made || (endpoint.hostname().isEmpty() ? spelled : endpoint.hostname().equals(name));
    }

    private String nameless(Service service, String name, boolean there) {
        Optional<Workload> pod = net.proxies().endpoints().pods().named(service.namespace(), name);
        String why = there ? "; it is not ready" : pod.filter(w -> !w.subdomain().equals(service.name()))
                .map(w -> w.subdomain().isEmpty() ? "; the pod has no subdomain" : "; the pod's subdomain is " + w.subdomain()).orElse("");
        return name + " has no address below Service " + service.qualifiedName() + why + ".";
    }
}
