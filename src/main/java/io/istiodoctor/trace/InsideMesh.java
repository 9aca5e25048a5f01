package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.match.Vantage;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.sidecar.SidecarScope;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.trace.DestinationStage.Client;
import io.istiodoctor.trace.Routes.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request of a pod: its own proxy routes it, by the first VirtualService that has the host (E3.4). */
final class InsideMesh {
    private final Journey journey;
    private final TraceRequest request;
    private final RequestOrigin.FromWorkload from;

    InsideMesh(Journey journey, RequestOrigin.FromWorkload from) {
        this.journey = journey;
        this.request = journey.request();
        this.from = from;
    }

    void follow() {
        Workload source = source();
        boolean sidecar = source.sidecar();
        journey.step(Stage.ENTRY, Optional.of(source.resource().ref()), HopStatus.OK, sidecar
                ? "The proxy beside the client takes the request." : "The client has no proxy: VirtualServices and DestinationRules do "
                        + "not hold for its requests.", "connection refused", Step.shallow(source.resource().ref(), ""));
        String host = fullName(source.namespace());
        Optional<Service> service = journey.net().mesh().directory().service(host);
        if (sidecar && hidden(source, host, service)) {
            return;
        }
        Client client = new Client(Optional.of(source), sidecar);
        Optional<RouteSet> routes = sidecar ? routes(host, source.namespace()) : Optional.empty();
        if (routes.isEmpty()) {
            journey.step(Stage.ROUTE, Optional.empty(), HopStatus.OK, sidecar ? "No VirtualService of the mesh has the host " + host
                    + "; the request goes to the Service of that name." : "Straight to the Service of that name.", "404 NR");
            direct(host, service, client);
            return;
        }
        RouteSet.Host matched = routes.get().hosts().stream().filter(h -> HostPattern.covers(h.name(), host)).findFirst().orElseThrow();
        List<Candidate> candidates = journey.net().routes().candidates(routes.get(), section(service), RouteStage.domain(matched));
        if (candidates.isEmpty()) {
            journey.step(Stage.ROUTE, Optional.of(routes.get().owner().ref()), HopStatus.OK, "It has the host, but no "
                    + section(service) + " rules; the request goes to the Service itself.", "404 NR");
            direct(host, service, client);
            return;
        }
        Vantage vantage = new Vantage("mesh", request.port(), source.labels(), source.namespace());
        new RouteStage(journey, vantage).choose(candidates, routes.get().owner().ref(), section(service))
                .ifPresent(c -> journey.net().targets().of(c.set(), c.rule())
                        .forEach(t -> new DestinationStage(journey, client).reach(t, request.port())));
    }

    /** Whether a Sidecar keeps the host from the client's proxy, so that the way is told to its end. */
    private boolean hidden(Workload source, String host, Optional<Service> service) {
        SidecarScope scope = journey.net().mesh().sidecarScope(source);
        boolean known = service.isEmpty() || scope.imports(host, service.get().namespace())
                || journey.net().routes().virtualServices().stream().filter(r -> r.virtualService().orElseThrow().inMesh())
                        .filter(r -> scope.imports(host, r.owner().ref().namespace()))
                        .anyMatch(r -> r.hosts().stream().anyMatch(h -> HostPattern.covers(h.name(), host)));
        if (known) {
            return false;
        }
        var sidecar = scope.sidecar().orElseThrow().ref();
        if (scope.registryOnly()) {
            journey.step(Stage.ROUTE, Optional.of(sidecar), HopStatus.BROKEN, "Its egress does not import " + host
                    + ", and the proxy refuses what it does not know (REGISTRY_ONLY).", "502", Step.shallow(sidecar, ""));
            return true;
        }
        journey.step(Stage.ROUTE, Optional.of(sidecar), HopStatus.OK, "Its egress does not import " + host
                + ": the proxy passes the connection on as it is, without VirtualServices, DestinationRules and mTLS.", "",
                Step.shallow(sidecar, ""));
        direct(host, service, new Client(Optional.of(source), false));
        return true;
    }

    private Workload source() {
        List<Workload> all = journey.net().mesh().workloads().stream().filter(w -> w.namespace().equals(from.namespace())).toList();
        return all.stream().filter(w -> w.name().equals(from.name())).findFirst()
                .or(() -> all.stream().filter(w -> !w.template() && w.name().startsWith(from.name() + "-")).findFirst())
                .orElseThrow(() -> TraceRequest.bad("there is no pod or workload " + from.namespace() + "/" + from.name()
                        + (all.isEmpty() ? "" : "; " + from.namespace() + " has " + all.stream().map(Workload::name).distinct().sorted()
                                .limit(4).collect(Collectors.joining(", ")))));
    }

    private String fullName(String namespace) {
        var directory = journey.net().mesh().directory();
        String host = request.authority();
        String[] labels = host.split("\\.");
        boolean abbreviated = labels.length == 2 || labels.length == 3 && labels[2].equals("svc");
        String full = abbreviated ? directory.hostOfService(labels[0], labels[1]) : directory.hostOf(host, namespace);
        return abbreviated && directory.service(full).isEmpty() ? host : full;
    }

    // With undeclared protocol the proxy looks at the first bytes, so that HTTP is routed as such.
    private String section(Optional<Service> service) {
        Optional<ServicePort> port = service.flatMap(s -> s.port(request.port()));
        boolean http = port.map(ServicePort::istioProtocol).map(p -> p.http() || p == Protocol.DETECTED).orElse(true);
        return request.tls() ? "tls" : http && request.http() ? "http" : "tcp";
    }

    private Optional<RouteSet> routes(String host, String namespace) {
        Comparator<RouteSet> specific = Comparator.comparing(r -> r.hosts().stream().map(RouteSet.Host::name)
                .filter(h -> HostPattern.covers(h, host)).max(HostPattern.BY_SPECIFICITY).orElse(""), HostPattern.BY_SPECIFICITY);
        List<RouteSet> having = journey.net().routes().virtualServices().stream()
                .filter(r -> r.virtualService().orElseThrow().inMesh())
                .filter(r -> journey.net().mesh().directory().visible(Kind.VIRTUAL_SERVICE, r.owner(), namespace))
                .filter(r -> r.hosts().stream().anyMatch(h -> HostPattern.covers(h.name(), host))).toList();
        // Of equals the oldest wins; max would take the last.
        return having.stream().reduce((a, b) -> specific.compare(b, a) > 0 ? b : a);
    }

    private void direct(String host, Optional<Service> service, Client client) {
        if (service.isEmpty() && journey.net().mesh().directory().serviceEntry(host).isEmpty()) {
            boolean inside = host.endsWith(".svc." + journey.net().mesh().clusterDomain());
            boolean certain = journey.net().mesh().directory().absence(Kind.SERVICE) == Certainty.CERTAIN;
            journey.step(Stage.DESTINATION, Optional.empty(), inside && certain ? HopStatus.BROKEN : HopStatus.UNKNOWN,
                    inside ? "There is no Service " + host + "." : host + " is outside of what was read.", "host not found");
            return;
        }
        Target target = service.map(s -> journey.net().targets().direct(s, request.port())).orElseGet(() -> new Target(
                journey.net().mesh().directory().serviceEntry(host).orElseThrow().resource().ref(), "", host, host, request.port(), "", 1,
                Optional.empty(), journey.net().mesh().directory().serviceEntry(host), Certainty.CERTAIN, ""));
        new DestinationStage(journey, client).reach(target, request.port());
    }

    static Map<String, String> labels(Optional<Workload> workload) {
        return workload.map(Workload::labels).orElse(Map.of());
    }
}
