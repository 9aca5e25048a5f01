package io.istiodoctor.mend;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.Obstacle.NoEndpoint;
import io.istiodoctor.trace.Obstacle.PortClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Services: their ports, whom they select, and where they send to. */
final class EndpointRemedies {
    private final Site site;

    EndpointRemedies(Site site) {
        this.site = site;
    }

    /** A port more, to where the nearest one leads. */
    Stream<Remedy> offered(Service service, long number) {
        return nearest(service, number).filter(p -> !service.assumed()).stream()
                .map(p -> new Remedy("Give " + service.resource().ref() + " the port " + number
                        + ", which leads where its port " + p.number() + " leads", more(Edits.of(service.resource()), p, number).change(),
                        3));
    }

    private static Optional<ServicePort> nearest(Service service, long number) {
        return Nearest.port(number, service.portNumbers()).flatMap(service::port).or(() -> service.ports().stream().findFirst());
    }

    private static Edits more(Edits edits, ServicePort like, long number) {
        String kind = like.portName().isEmpty() ? "http" : like.portName().split("-")[0];
        Map<String, Object> port = Edits.fields("name", kind + "-" + number, "port", number);
        port.put("targetPort", like.targetNumber().<Object>map(n -> n).orElse(like.targetPort()));
        if (like.portName().isEmpty()) {
            edits.set(like.path() + ".name", "http-" + like.number());
        }
        return edits.append("spec.ports", port);
    }

    Stream<Remedy> none(NoEndpoint met) {
        List<Remedy> all = new ArrayList<>();
        Service service = met.service();
        Resource resource = service.resource();
        if (service.workloads().isEmpty() && !service.assumed()) {
            selector(service).ifPresent(s -> all.add(new Remedy("Let " + resource.ref() + " select " + Labels.show(s),
                    Edits.of(resource).set("spec.selector", Map.copyOf(s)).change(), 1)));
        }
        met.share().filter(s -> !s.cluster().subset().isEmpty())
                .ifPresent(s -> subset(met, s.origin(), s.cluster().subset()).forEach(all::add));
        targets(met.port(), service.workloads()).forEach(all::add);
        new AlternativeRemedies(site).to(service.host()).forEach(all::add);
        return all.stream();
    }

    private Optional<Map<String, String>> selector(Service service) {
        if (!service.selector().isEmpty()) {
            return Optional.of(service.nearestSelector())
                    .filter(s -> !s.isEmpty() && s.entrySet().stream().allMatch(e -> meant(service, e)));
        }
        return service.endpoints().isEmpty() ? site.world().proxies().endpoints().pods().in(service.namespace()).stream()
                .flatMap(w -> w.labels().entrySet().stream()).filter(e -> e.getValue().equals(service.name())).findFirst()
                .map(e -> Map.of(e.getKey(), e.getValue())) : Optional.empty();
    }

    // Pods of another application are no substitute: a label has to be much like what was written, or be called as the Service is.
    private static boolean meant(Service service, Map.Entry<String, String> label) {
        return service.selector().entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase(label.getKey()))
                .anyMatch(e -> Nearest.name(e.getValue(), List.of(label.getValue())).isPresent())
                || label.getValue().equals(service.name());
    }

    private Stream<Remedy> subset(NoEndpoint met, FieldRef destination, String subset) {
        List<Remedy> all = new ArrayList<>();
        met.rule().flatMap(site::resource).ifPresent(d -> new SubsetLabels(d, met.service(), subset).corrected().forEach(all::add));
        site.resource(destination).ifPresent(o -> {
            List<String> others = met.rule().flatMap(site::resource).stream().flatMap(d -> d.spec().get("subsets").elements().stream())
                    .filter(s -> met.service().workloads().stream()
                            .anyMatch(w -> Labels.match(Resource.texts(s.get("labels")), w.labels())))
                    .map(s -> s.text("name")).filter(n -> !n.equals(subset)).toList();
            others.forEach(n -> all.add(new Remedy("Send to subset " + n + " in " + o.ref() + ", since no pod belongs to " + subset,
                    Edits.of(o).set(destination.path() + ".subset", n).change(), 2)));
            all.add(new Remedy(
                    "Send to all pods of " + met.service().resource().ref() + " in " + o.ref() + ", since none belongs to subset " + subset,
                    Edits.of(o).remove(destination.path() + ".subset").change(), 3));
        });
        return all.stream();
    }

    /** Another target port: one that the containers declare. */
    private static Stream<Remedy> targets(ServicePort port, List<Workload> workloads) {
        Resource service = port.service().resource();
        List<String> declared = port.targetNumber().isPresent() ? List.of() : names(workloads);
        Optional<String> meant = declared.size() == 1 ? Optional.of(declared.getFirst()) : Nearest.name(port.targetPort(), declared);
        Stream<Remedy> named = meant.stream()
                .map(n -> new Remedy(
                        "Let port " + port.number() + " of " + service.ref() + " lead to the port that the containers call " + n,
                        Edits.of(service).set(port.path() + ".targetPort", n).change(), 1));
        return Stream.concat(named,
                workloads.stream().flatMap(w -> w.ports().stream()).filter(p -> p.transport().equals("TCP")).map(p -> p.number()).distinct()
                        .sorted()
                        .map(n -> new Remedy(
                                "Let port " + port.number() + " of " + service.ref() + " lead to " + n + ", which the containers declare",
                                Edits.of(service).set(port.path() + ".targetPort", n).change(), 1)));
    }

    private static List<String> names(List<Workload> workloads) {
        return workloads.stream().flatMap(w -> w.ports().stream()).filter(p -> p.transport().equals("TCP")).map(p -> p.name())
                .filter(n -> !n.isEmpty()).distinct().sorted().toList();
    }

    Stream<Remedy> closed(PortClosed met) {
        Optional<ServicePort> port = met.asked().flatMap(site::portOf);
        Optional<Resource> sidecar = met.asked().flatMap(site::resource).filter(r -> r.ref().kind().equals(Kind.SIDECAR.kind()));
        return sidecar.isPresent() ? forwarded(sidecar.get(), met)
                : Stream.concat(port.filter(p -> !p.service().assumed()).stream().flatMap(p -> targets(p, List.of(met.pod()))),
                        headless(met));
    }

    // The listener of a Sidecar leads to the application by an address of its own.
    private static Stream<Remedy> forwarded(Resource sidecar, PortClosed met) {
        String path = met.asked().orElseThrow().path() + ".defaultEndpoint";
        return met.pod().ports().stream().filter(p -> p.transport().equals("TCP")).map(p -> p.number()).distinct().sorted()
                .map(n -> new Remedy("Let the listener of " + sidecar.ref() + " send to port " + n + ", which the containers declare",
                        Edits.of(sidecar).set(path, "127.0.0.1:" + n).change(), 1));
    }

    // Nobody translates the port of a headless Service: clients connect to the pods themselves. Names of single pods need one.
    private Stream<Remedy> headless(PortClosed met) {
        return running() ? Stream.empty()
                : site.world().mesh().services().stream().filter(s -> s.headless() && s.workloads().contains(met.pod())
                        && (s.port(met.port()).isPresent() || meant(s)) && !governs(s))
                        .flatMap(s -> addressed(s, met.port()).stream());
    }

    // A Service that exists keeps its lack of an address; where others have one that a cluster gave them, all exist.
    private boolean running() {
        return site.world().mesh().live() || site.world().mesh().services().stream()
                .anyMatch(s -> !s.headless() && !s.resource().spec().text("clusterIP").isEmpty());
    }

    private boolean meant(Service service) {
        String host = site.host().replaceFirst(":\\d+$", "");
        return host.equals(service.name()) || service.host().equals(host) || service.host().startsWith(host + ".");
    }

    private boolean governs(Service service) {
        return site.world().all(Kind.STATEFUL_SET).stream()
                .anyMatch(s -> s.ref().namespace().equals(service.namespace()) && s.spec().text("serviceName").equals(service.name()));
    }

    private static Optional<Remedy> addressed(Service service, long number) {
        Edits edits = Edits.of(service.resource()).remove("spec.clusterIP").remove("spec.clusterIPs");
        String title = "Give " + service.resource().ref() + " an address of its own";
        String why = ", since nobody translates the ports of a headless one (where it exists, delete it first)";
        if (service.port(number).isPresent()) {
            return Optional.of(new Remedy(title + why, edits.change(), 4));
        }
        return nearest(service, number)
                .map(p -> new Remedy(title + " and the port " + number + ", which leads where its port " + p.number() + " leads" + why,
                        more(edits, p, number).change(), 5));
    }
}
