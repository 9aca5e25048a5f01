package io.istiodoctor.mend;

import io.istiodoctor.fix.Plain;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.route.GatewayReference;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** VirtualServices on servers of Istio's Gateways: that the one names the other, may be seen there, and has rules for it. */
final class BindingRemedies {
    private final Site site;
    private final Workload pod;

    BindingRemedies(Site site, Workload pod) {
        this.site = site;
        this.pod = pod;
    }

    /** Lets what was meant for the host be bound to a server. */
    Stream<Remedy> bound(FieldRef server) {
        Optional<GatewayServer> found = site.gateway(server.object()).stream().flatMap(g -> g.servers().stream())
                .filter(s -> s.path().equals(server.path())).findFirst();
        return found.stream().flatMap(s -> Stream.concat(site.virtualServices().stream().flatMap(v -> bind(v, s)), made(s)));
    }

    private Stream<Remedy> bind(VirtualService v, GatewayServer server) {
        List<Remedy> all = new ArrayList<>();
        Gateway gateway = server.gateway();
        Optional<GatewayReference> named = v.topGateways().stream().filter(g -> g.target().equals(gateway.qualifiedName())).findFirst();
        if (named.isEmpty()) {
            named(v, gateway).forEach(all::add);
        }
        if (!server.accepts(site.host(), v.namespace())) {
            all.add(new Remedy(
                    "Let " + server.resource().ref() + " take the host " + site.host() + " from VirtualServices of " + v.namespace(),
                    Edits.of(server.resource()).append(server.path() + ".hosts", v.namespace() + "/" + site.host()).change(), 2));
        }
        if (!v.audience().includes(pod.namespace())) {
            all.add(new Remedy("Export " + v.resource().ref() + " to " + pod.namespace() + ", where the gateway's pods are",
                    Edits.of(v.resource()).append("spec.exportTo", pod.namespace()).change(), 1));
        }
        matches(v, server).forEach(all::add);
        section(v, server).ifPresent(all::add);
        // A listener without any route is not there: only when all that keeps the one away is changed is something to be seen.
        return all.size() > 1 ? all.stream().map(Remedy::part) : all.stream();
    }

    private static Stream<Remedy> named(VirtualService v, Gateway gateway) {
        ObjectRef ref = v.resource().ref();
        String name = gateway.qualifiedName();
        List<Remedy> all = new ArrayList<>();
        for (GatewayReference wrong : v.topGateways()) {
            if (!wrong.found()) {
                all.add(new Remedy("Name Gateway " + name + " in " + ref + " instead of " + wrong.written() + ", which does not exist",
                        Edits.of(v.resource()).set(wrong.path(), name).change(), 1));
            }
        }
        boolean none = !v.resource().spec().get("gateways").isPresent();
        all.add(new Remedy("Bind " + ref + " to Gateway " + name,
                none ? Edits.of(v.resource()).set("spec.gateways", List.of(GatewayName.MESH, name)).change()
                        : Edits.of(v.resource()).append("spec.gateways", name).change(),
                2));
        return all.stream();
    }

    // A rule may hold at some gateways only, or on some ports.
    private static Stream<Remedy> matches(VirtualService v, GatewayServer server) {
        Gateway gateway = server.gateway();
        List<Remedy> all = new ArrayList<>();
        for (String section : List.of("http", "tls", "tcp")) {
            List<Node> rules = v.resource().spec().get(section).elements();
            for (int i = 0; i < rules.size(); i++) {
                List<Node> matches = rules.get(i).get("match").elements();
                for (int j = 0; j < matches.size(); j++) {
                    Node gateways = matches.get(j).get("gateways");
                    String path = "spec." + section + "[" + i + "].match[" + j + "].gateways";
                    if (gateways.isPresent() && gateways.elements().stream()
                            .noneMatch(g -> GatewayName.resolve(g.text().orElse(""), v.namespace()).equals(gateway.qualifiedName()))) {
                        all.add(new Remedy(
                                "Let rule " + section + "[" + i + "] of " + v.resource().ref() + " hold at Gateway "
                                        + gateway.qualifiedName() + " too",
                                Edits.of(v.resource()).append(path, gateway.qualifiedName()).change(), 2));
                    }
                    if (matches.get(j).get("port").number().filter(p -> p != server.port()).isPresent()) {
                        all.add(new Remedy(
                                "Let rule " + section + "[" + i + "] of " + v.resource().ref() + " hold on port " + server.port() + " too",
                                Edits.of(v.resource())
                                        .append("spec." + section + "[" + i + "].match", onPort(matches.get(j), server.port())).change(),
                                2));
                    }
                }
            }
        }
        return all.stream();
    }

    private static Map<String, Object> onPort(Node match, long port) {
        Map<String, Object> copy = Edits.fields();
        match.fields().forEach((name, value) -> copy.put(name, name.equals("port") ? (Object) port : Plain.of(value)));
        return copy;
    }

    /** A rule in the section that the server looks at, to where the other rules lead. */
    private Optional<Remedy> section(VirtualService v, GatewayServer server) {
        String wanted = server.sectionWanted();
        if (!v.resource().spec().get(wanted).elements().isEmpty()) {
            return Optional.empty();
        }
        return destination(v.resource()).map(d -> {
            Map<String, Object> rule = wanted.equals("tls")
                    ? Edits.fields("match", List.of(Edits.fields("port", server.port(), "sniHosts", List.of(site.host()))))
                    : Edits.fields();
            rule.put("route", List.of(Edits.fields("destination", d)));
            return new Remedy(
                    "Give " + v.resource().ref() + " a rule under " + wanted + ", which is what a server for " + server.protocol()
                            + " looks at",
                    Edits.of(v.resource()).append("spec." + wanted, rule).change(), 3);
        });
    }

    private static Optional<Object> destination(Resource v) {
        return Stream.of("http", "tls", "tcp").flatMap(s -> v.spec().get(s).elements().stream())
                .flatMap(r -> r.get("route").elements().stream())
                .map(r -> r.get("destination")).filter(d -> d.get("host").isPresent()).findFirst().map(Plain::of);
    }

    /** With a goal, a VirtualService of its own. */
    private Stream<Remedy> made(GatewayServer server) {
        return site.to().stream().map(goal -> {
            String name = goal.name() + "-" + site.host().replaceAll("[^a-z0-9.-]", "-").replace('.', '-');
            Map<String, Object> destination = Edits.fields("host",
                    site.world().mesh().directory().hostOfService(goal.name(), goal.namespace()));
            goal.port().or(() -> onlyPort(goal)).ifPresent(p -> destination.put("port", Edits.fields("number", p)));
            Map<String, Object> spec = Edits.fields("hosts", List.of(site.host()), "gateways", List.of(server.gateway().qualifiedName()),
                    "http", List.of(Edits.fields("route", List.of(Edits.fields("destination", destination)))));
            ObjectRef ref = new ObjectRef("networking.istio.io/v1", "VirtualService", goal.namespace(), name);
            return new Remedy("Lead " + site.host() + " to Service " + goal.namespace() + "/" + goal.name(),
                    new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(),
                            "kind", ref.kind(), "metadata", Edits.fields("name", name, "namespace", goal.namespace()), "spec", spec)),
                    3);
        });
    }

    private Optional<Long> onlyPort(Goal goal) {
        return site.service(goal).flatMap(s -> s.portNumbers().stream().findFirst());
    }

    /** Whether a path is there. */
    static boolean present(Resource resource, String path) {
        return FieldPath.parse(path).in(resource.root()).isPresent();
    }
}
