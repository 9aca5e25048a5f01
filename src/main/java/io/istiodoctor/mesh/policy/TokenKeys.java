package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.HostNames;
import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.security.PeerModes;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Whether istiod can fetch the keys by which tokens are checked. istiod asks for them itself, past every proxy: from a Service of the mesh in plain text
 * (JwksResolver of Istio). Without keys it hands out one that fits no token, so that each gets 401.
 */
final class TokenKeys {
    /**
     * Why the keys do not come.
     *
     * @param words a clause with what is in the way
     * @param strict the PeerAuthentication that asks for mTLS, as an object's name; empty where something else is in the way
     * @param podPort the port of the pods that it shuts, where it is not for these pods by their labels; else 0
     */
    record Trouble(String words, String strict, Optional<Service> service, Certainty certainty, long podPort) {
        Trouble(String words, Optional<Service> service, Certainty certainty) {
            this(words, /* strict= */ "", service, certainty, /* podPort= */ 0);
        }
    }

    private final Services services;
    private final PeerModes peers;
    private final HostNames names;
    private final Inventory inventory;
    private final String root;

    /** @param root where istiod runs */
    TokenKeys(Services services, PeerModes peers, HostNames names, Inventory inventory, String root) {
        this.root = root;
        this.services = services;
        this.peers = peers;
        this.names = names;
        this.inventory = inventory;
    }

    /** What keeps keys from being fetched from a URL; empty when nothing does, or when that cannot be seen: outside of the cluster. */
    Optional<Trouble> of(String url) {
        Optional<URI> uri = uri(url);
        String host = uri.flatMap(u -> Optional.ofNullable(u.getHost())).orElse("");
        String suffix = ".svc." + names.domain();
        if (!host.isEmpty() && host.indexOf('.') < 0 && services.registry().service(host, root).isEmpty()) {
            return beside(host);
        }
        boolean inside = host.endsWith(suffix) || host.endsWith(".svc");
        if (!inside) {
            return Optional.empty();
        }
        String[] labels = host.substring(0, host.length() - (host.endsWith(suffix) ? suffix : ".svc").length()).split("\\.", -1);
        if (labels.length != 2) {
            return Optional.empty();
        }
        Optional<Service> service = services.registry().service(labels[0], labels[1]);
        if (service.isEmpty()) {
            return Optional.of(new Trouble("there is no Service " + labels[1] + "/" + labels[0], service,
                    inventory.coverage(Kind.SERVICE).absenceIn(labels[1])));
        }
        int given = uri.orElseThrow().getPort();
        long number = given >= 0 ? given : "https".equals(uri.orElseThrow().getScheme()) ? 443 : 80;
        return service.flatMap(s -> of(s, number));
    }

    // A name without dots is looked up where istiod runs; one that nothing else has may be anything.
    private Optional<Trouble> beside(String name) {
        return services.all().stream().filter(s -> s.name().equals(name)).findFirst()
                .map(s -> new Trouble("istiod looks for " + name + " in its own namespace " + root
                        + ", where there is no such Service (there is one in " + s.namespace() + ", " + name + "." + s.namespace() + ".svc."
                        + names.domain() + ")", Optional.of(s), inventory.coverage(Kind.SERVICE).absenceIn(root)));
    }

    private Optional<Trouble> of(Service service, long number) {
        Optional<ServicePort> port = service.ports().stream().filter(p -> p.number() == number).findFirst();
        if (port.isEmpty() && !service.headless()) {
            return Optional.of(new Trouble("Service " + service.qualifiedName() + " has no port " + number, Optional.of(service),
                    Certainty.CERTAIN));
        }
        if (service.nothingReady()) {
            return Optional.of(
                    new Trouble("no pod of Service " + service.qualifiedName() + " is ready", Optional.of(service), Certainty.CERTAIN));
        }
        boolean made = service.pods().isEmpty();
        List<Workload> pods = made ? service.workloads() : service.pods();
        boolean strict = !pods.isEmpty() && pods.stream().allMatch(p -> p.endsMutualTls() && mode(p, port, number).mode().equals("STRICT"));
        return strict
                ? mode(pods.getFirst(), port, number).by()
                        .map(by -> new Trouble("istiod asks in plain text, and PeerAuthentication " + by.ref().qualifiedName()
                                + " (STRICT) makes the pods of Service " + service.qualifiedName() + " take mTLS only",
                                by.ref().qualifiedName(), Optional.of(service), made ? Certainty.INFERRED : Certainty.CERTAIN,
                                by.spec().get("selector").isPresent() ? 0 : port.flatMap(p -> p.targetOn(pods.getFirst())).orElse(number)))
                : Optional.empty();
    }

    private PeerMode mode(Workload pod, Optional<ServicePort> port, long number) {
        return peers.of(pod, port.flatMap(p -> p.targetOn(pod)).orElse(number));
    }

    private static Optional<URI> uri(String url) {
        try {
            return Optional.of(new URI(url));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
