package io.istiodoctor.mend;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.trace.Obstacle.NoCluster;
import io.istiodoctor.trace.Obstacle.NotKnown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a proxy knows: hosts that are exported, imported, offered, or of nobody yet. */
final class ImportRemedies {
    private static final String ANNOTATION = "networking.istio.io/exportTo";

    private final Site site;

    ImportRemedies(Site site) {
        this.site = site;
    }

    Stream<Remedy> known(NotKnown met) {
        List<Remedy> all = new ArrayList<>();
        List<RegistryService> there = registered(met.host(), met.client().namespace());
        hidden(met.host(), met.port(), met.client()).forEach(all::add);
        there.stream().flatMap(s -> s.kubernetes().stream()).filter(s -> s.port(met.port()).isEmpty())
                .forEach(s -> new EndpointRemedies(site).offered(s, met.port()).forEach(all::add));
        there.stream().filter(s -> s.kubernetes().isEmpty() && s.port(met.port()).isEmpty()).forEach(s -> all.add(port(s, met.port())));
        there.stream().filter(s -> s.kubernetes().isEmpty() && s.port(met.port()).isPresent()).flatMap(s -> addressed(s).stream())
                .forEach(all::add);
        if (there.isEmpty() && DestinationRemedies.outside(site, met.host()) && met.leftOut().isEmpty()) {
            all.add(DestinationRemedies.external(met.host(), met.port(), met.client().namespace()));
        }
        return all.stream();
    }

    /** What would show the proxy beside a client what it is not told of a host. */
    Stream<Remedy> hidden(String host, long port, Workload client) {
        return registered(host, client.namespace()).stream()
                .flatMap(s -> site.world().proxies().outbound(client).leftOut(s.wildcard() ? host : s.host(), port).stream())
                .flatMap(l -> leftOut(l, client)).distinct();
    }

    private List<RegistryService> registered(String host, String namespace) {
        String full = site.world().mesh().directory().hostOf(host, namespace);
        String[] labels = host.split("\\.");
        List<RegistryService> found = site.world().proxies().registry().find(full);
        if (found.isEmpty() && labels.length > 1) {
            found = site.world().proxies().registry().find(site.world().mesh().directory().hostOfService(labels[0], labels[1]));
        }
        return found.isEmpty() ? site.world().proxies().registry().covering(host) : found;
    }

    // Clients that resolve the host themselves do not come to an address that the entry makes up.
    private static Optional<Remedy> addressed(RegistryService entry) {
        return entry.resource().spec().get("addresses").elements().isEmpty() ? Optional.empty()
                : Optional.of(new Remedy("Let " + entry.resource().ref() + " hold for whatever address its hosts have (no spec.addresses)",
                        Edits.of(entry.resource()).remove("spec.addresses").change(), 2));
    }

    private static Remedy port(RegistryService entry, long port) {
        String protocol = port == 443 ? "TLS" : "HTTP";
        return new Remedy("Give " + entry.resource().ref() + " the port " + port, Edits.of(entry.resource()).append("spec.ports",
                Edits.fields("number", port, "name", protocol.toLowerCase(Locale.ROOT) + "-" + port, "protocol", protocol)).change(), 3);
    }

    Stream<Remedy> seen(NoCluster met) {
        return met.missing().service().stream().flatMap(s -> {
            Stream<Remedy> exported = site.world().proxies().registry().visible(s, met.proxy().namespace()) ? Stream.empty()
                    : exported(s.resource(), met.proxy().namespace()).stream();
            return Stream.concat(exported, imported(s.resource(), s.host(), met.proxy()));
        });
    }

    private Stream<Remedy> leftOut(LeftOut left, Workload client) {
        Optional<Resource> object = site.resource(left.at());
        return object.stream().flatMap(o -> switch (left.reason()) {
            case NOT_EXPORTED -> exported(o, client.namespace()).stream();
            case NOT_IMPORTED -> imported(o, left.detail(), client);
            default -> Stream.empty();
        });
    }

    /** The object is exported to a namespace too, where it says to which it is. */
    Optional<Remedy> exported(Resource object, String namespace) {
        String title = "Export " + object.ref() + " to " + namespace;
        if (object.ref().kind().equals("Service")) {
            String written = object.annotations().getOrDefault(ANNOTATION, "");
            return written.isEmpty() ? Optional.empty()
                    : Optional.of(new Remedy(title, Edits.of(object)
                            .set("metadata.annotations.\"" + ANNOTATION + "\"", written + "," + namespace).change(), 1));
        }
        Node exportTo = object.spec().get("exportTo");
        return exportTo.elements().isEmpty() ? Optional.empty()
                : Optional.of(new Remedy(title, Edits.of(object).append("spec.exportTo", namespace).change(), 1));
    }

    /** The Sidecar that holds for the client imports the object's namespace, or the host alone. */
    private Stream<Remedy> imported(Resource object, String host, Workload client) {
        return site.world().all(Kind.SIDECAR).stream().filter(s -> s.ref().namespace().equals(client.namespace())
                || s.ref().namespace().equals(site.world().mesh().config().rootNamespace())).flatMap(s -> {
                    List<Node> egress = s.spec().get("egress").elements();
                    List<Remedy> all = new ArrayList<>();
                    for (int i = 0; i < egress.size(); i++) {
                        String import_ = object.ref().namespace() + "/" + host.replaceFirst(":\\d+$", "");
                        all.add(new Remedy("Let " + s.ref() + " import " + import_,
                                Edits.of(s).append(new FieldRef(s.ref(), "spec.egress[" + i + "].hosts").path(), import_).change(), 2));
                    }
                    return all.stream();
                });
    }
}
