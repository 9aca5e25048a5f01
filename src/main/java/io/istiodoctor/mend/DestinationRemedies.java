package io.istiodoctor.mend;

import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.trace.Obstacle.NoCluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Destinations of rules: their hosts, ports and subsets. */
final class DestinationRemedies {
    private final Site site;

    DestinationRemedies(Site site) {
        this.site = site;
    }

    Stream<Remedy> weightless(Optional<FieldRef> rule) {
        return rule.stream().flatMap(r -> site.resource(r).stream().flatMap(o -> {
            boolean istio = o.ref().kind().equals("VirtualService");
            String first = RuleRemedies.rulePath(r) + (istio ? ".route[0]" : ".backendRefs[0]");
            return BindingRemedies.present(o, first)
                    ? Stream.of(new Remedy("Give the destination of " + o.ref() + " a weight",
                            Edits.of(o).set(first + ".weight", istio ? 100L : 1L).change(), 2))
                    : istio ? Stream.empty() : backend(o, RuleRemedies.rulePath(r));
        }));
    }

    /** The backend that a rule lacks, where it is said which is meant. */
    private Stream<Remedy> backend(Resource route, String rule) {
        return site.to().stream().flatMap(goal -> site.service(goal).stream().map(s -> {
            Map<String, Object> backend = Edits.fields("name", s.name());
            if (!s.namespace().equals(route.ref().namespace())) {
                backend.put("namespace", s.namespace());
            }
            goal.port().or(() -> s.portNumbers().stream().findFirst()).ifPresent(p -> backend.put("port", p));
            return new Remedy(
                    "Send what " + rule.substring("spec.".length()) + " of " + route.ref() + " takes to Service " + s.qualifiedName(),
                    Edits.of(route).set(rule + ".backendRefs", List.of(backend)).change(), 2);
        }));
    }

    Stream<Remedy> missing(NoCluster met) {
        Optional<Resource> owner = site.resource(met.share().origin());
        if (owner.isEmpty()) {
            return Stream.empty();
        }
        Target target = new Target(owner.get(), met.share().origin());
        return switch (met.missing().reason()) {
            case HOST -> Stream.of(services(target, met.share().cluster()), entry(met),
                    new AlternativeRemedies(site).to(met.share().cluster().host())).flatMap(s -> s);
            case PORT -> ports(target, met);
            case SUBSET -> new SubsetRemedies(site, met).all(target);
            case NOT_SEEN -> new ImportRemedies(site).seen(met);
            case BACKEND -> new BackendRemedies(site, target).all();
            case ENDPOINT, NOT_TOLD -> Stream.empty();
        };
    }

    /** A destination, or a backend of the Gateway API. */
    record Target(Resource owner, FieldRef field) {
        boolean istio() {
            return owner.ref().kind().equals("VirtualService");
        }

        Edits to(Service service, String host, Optional<Long> port) {
            Edits edits = Edits.of(owner);
            if (istio()) {
                edits.set(field.path() + ".host", host);
                port.ifPresent(p -> edits.set(field.path() + ".port", Edits.fields("number", p)));
            } else {
                edits.set(field.path() + ".name", service.name());
                if (!service.namespace().equals(owner.ref().namespace())
                        || owner.root().get("spec").isPresent() && BindingRemedies.present(owner, field.path() + ".namespace")) {
                    edits.set(field.path() + ".namespace", service.namespace());
                }
                port.ifPresent(p -> edits.set(field.path() + ".port", p));
            }
            return edits;
        }

        String portPath() {
            return istio() ? field.path() + ".port.number" : field.path() + ".port";
        }
    }

    /** Services that may have been meant: of this name elsewhere, of one like it, those of other rules, those of the namespace, others. */
    Stream<Remedy> services(Target target, ClusterName wrong) {
        String[] labels = wrong.host().split("\\.");
        String name = labels[0];
        String namespace = labels.length > 1 ? labels[1] : target.owner().ref().namespace();
        List<Service> all = site.world().mesh().services().stream().filter(s -> !s.gateway() && s.externalName().isEmpty()).toList();
        Optional<String> near = Nearest.name(name, all.stream().map(Service::name).toList());
        return all.stream().filter(s -> site.to().filter(g -> !g.name().equals(s.name()) || !g.namespace().equals(s.namespace())).isEmpty())
                .map(s -> {
                    int cost = site.to().isPresent() || s.name().equals(name) ? 1 : near.filter(n -> n.equals(s.name())).isPresent() ? 2
                            : s.namespace().equals(namespace) ? 4 : 5;
                    return new Remedy(
                            "Send to Service " + s.qualifiedName() + " in " + target.owner().ref() + ", since nothing has the host "
                                    + wrong.host(),
                            target.to(s, s.host(), port(s, wrong.port())).change(), cost);
                }).sorted(Comparator.comparingInt(Remedy::cost));
    }

    // A port that the Service has is kept; else its first.
    private Optional<Long> port(Service service, long written) {
        return site.to().flatMap(Goal::port)
                .or(() -> service.port(written).isPresent() ? Optional.empty() : service.portNumbers().stream().findFirst());
    }

    private Stream<Remedy> ports(Target target, NoCluster met) {
        List<Remedy> all = new ArrayList<>();
        List<Long> offered = met.missing().offered().stream().map(Long::valueOf).toList();
        Optional<Long> near = Nearest.port(met.share().cluster().port(), offered);
        offered.forEach(p -> all.add(new Remedy(
                "Send to port " + p + ", which " + met.missing().service().map(RegistryService::host).orElse("it") + " offers, in "
                        + target.owner().ref(),
                Edits.of(target.owner()).set(target.portPath(), p).change(), near.filter(n -> n.equals(p)).isPresent() ? 1 : 2)));
        met.missing().service().flatMap(RegistryService::kubernetes)
                .ifPresent(s -> new EndpointRemedies(site).offered(s, met.share().cluster().port()).forEach(all::add));
        return all.stream();
    }

    // A name outside that no object of the mesh has yet.
    private Stream<Remedy> entry(NoCluster met) {
        String host = met.share().cluster().host();
        return outside(site, host) ? Stream.of(external(host, Math.max(1, met.share().cluster().port()), met.proxy().namespace()))
                : Stream.empty();
    }

    /** Whether a name can only be one outside of the cluster: no part of it is a namespace or a Service, and it is none of the cluster's own. */
    static boolean outside(Site site, String host) {
        List<String> labels = List.of(host.split("\\."));
        boolean known = site.world().mesh().services().stream()
                .anyMatch(s -> s.name().equals(labels.getFirst()) || labels.contains(s.namespace()));
        return labels.size() > 1 && !known && !labels.getLast().equals("svc") && !host.endsWith("." + site.world().mesh().clusterDomain());
    }

    /** A ServiceEntry for a host outside. */
    static Remedy external(String host, long port, String namespace) {
        String protocol = port == 443 ? "TLS" : "HTTP";
        ObjectRef ref = new ObjectRef("networking.istio.io/v1", "ServiceEntry", namespace,
                host.replace("*.", "").replaceAll("[^a-z0-9-]", "-"));
        Map<String, Object> spec = Edits.fields("hosts", List.of(host), "location", "MESH_EXTERNAL",
                "ports", List.of(Edits.fields("number", port, "name", protocol.toLowerCase(Locale.ROOT), "protocol", protocol)),
                "resolution", "DNS");
        return new Remedy("Make " + host + " known to the mesh",
                new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(), "kind", ref.kind(),
                        "metadata", Edits.fields("name", ref.name(), "namespace", namespace), "spec", spec)),
                4);
    }

    /** The object of a kind with a name, where there is one. */
    static Optional<Resource> find(Site site, Kind kind, String namespace, String name) {
        return site.world().all(kind).stream().filter(r -> r.ref().namespace().equals(namespace) && r.ref().name().equals(name))
                .findFirst();
    }
}
