package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.Labels;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.destination.PolicyField;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.service.Dashboard;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A destination as gateways reach it: how they speak to it, and who may come through them. */
public final class GatewayRoute {
    private final Destination destination;
    private final VirtualService virtualService;

    GatewayRoute(Destination destination) {
        this.destination = destination;
        this.virtualService = destination.virtualService();
    }

    /** Whether it is in a tls rule: what the client says passes as it is. */
    @SeenByRules
    public boolean passedThrough() {
        return destination.path().startsWith("spec.tls");
    }

    /** The TLS mode with which gateways speak to it, in upper case; empty when no DestinationRule gives one. */
    @SeenByRules
    public String tlsMode() {
        return destination.gatewayClients().stream()
                .map(n -> destination.choice(n).tlsMode(destination.effectivePort(), destination.subset())).filter(m -> !m.isEmpty())
                .findFirst().orElse("");
    }

    /**
     * The tls of the host's trafficPolicy by which gateways begin TLS of their own, or that whole policy where it says nothing else; empty where it is that of
     * a port or of a subset, or there is none.
     */
    @SeenByRules
    public Optional<PolicyField> tlsBegun() {
        return destination.gatewayClients().stream().flatMap(n -> destination.choice(n).rules().stream())
                .filter(r -> r.spec().get("trafficPolicy").get("tls").text("mode").toUpperCase(Locale.ROOT).equals(tlsMode()))
                .map(r -> new PolicyField(r,
                        r.spec().get("trafficPolicy").fields().size() == 1 ? "spec.trafficPolicy" : "spec.trafficPolicy.tls"))
                .findFirst();
    }

    /** Whether a tls rule at a gateway, here or elsewhere, passes the client's own TLS on to the same port. */
    @SeenByRules
    public boolean passedThroughElsewhere() {
        return virtualService.others().passedThrough(destination.host(), destination.effectivePort());
    }

    /** Whether a gateway begins TLS of a DestinationRule around that of the client. */
    @SeenByRules
    public boolean wrapsTls() {
        return passedThrough() && (tlsMode().equals("SIMPLE") || tlsMode().equals("MUTUAL"));
    }

    /** Whether a gateway with plain HTTP, or one that ends TLS, sends requests here by an http rule. */
    @SeenByRules
    public boolean byHttp() {
        return destination.path().startsWith("spec.http") && destination.path().contains(".route[") && virtualService.bindings().stream()
                .anyMatch(b -> b.server().speech().section().equals("http")
                        && destination.rule().filter(r -> r.holdsOn(b.server())).isPresent());
    }

    /**
     * A VirtualService for the mesh that sends requests for this host to subsets which are not simply all of its pods, where a gateway's route
     * names no subset: the gateway does not follow it.
     */
    @SeenByRules
    public Optional<VirtualService> subsetsInMesh() {
        boolean whole = byHttp() && destination.subset().isEmpty()
                && destination.service().filter(s -> !s.workloads().isEmpty()).isPresent();
        return whole ? virtualService.others().inMesh(destination.host()).filter(v -> v != virtualService && v.topGateways().isEmpty())
                .filter(v -> chooses(
                        v.destinations().stream().filter(d -> d.host().equals(destination.host()) && !d.subset().isEmpty()).toList()))
                : Optional.empty();
    }

    /**
     * The one subset to which that VirtualService sends all that it sends to the host, where the gateways know it too; empty where it tells several apart,
     * or sends some to all pods.
     */
    @SeenByRules
    public Optional<String> subsetOfMesh() {
        List<String> names = subsetsInMesh().stream().flatMap(v -> v.destinations().stream())
                .filter(d -> d.host().equals(destination.host())).map(Destination::subset).distinct().toList();
        return names.size() == 1 && destination.gatewayClients().stream()
                .allMatch(c -> destination.choice(c).subset(names.getFirst()).isPresent()) ? Optional.of(names.getFirst())
                        : Optional.empty();
    }

    private boolean chooses(List<Destination> parts) {
        List<String> names = parts.stream().map(Destination::subset).distinct().toList();
        return names.size() > 1 || names.size() == 1 && destination.choice(destination.serverNamespace()).subset(names.getFirst())
                .filter(s -> destination.service().orElseThrow().workloads().stream()
                        .anyMatch(w -> !Labels.match(Resource.texts(s.node().get("labels")), w.labels())))
                .isPresent();
    }

    /** The dashboard that a gateway's route leads to: grafana, prometheus ...; empty when it is none. */
    @SeenByRules
    public String dashboard() {
        return destination.atGateway() ? destination.service().flatMap(s -> Dashboard.of(s, destination.effectivePort())).orElse("") : "";
    }

    /**
     * What tells its requests from others as a condition of an AuthorizationPolicy, in YAML: the VirtualService's first host, with and without a port;
     * where that is every host, the path that its rule asks for, or {@code PATH*} where it asks for none.
     */
    @SeenByRules
    public String hostCondition() {
        String host = virtualService.hostNames().stream().findFirst().orElse("*");
        return host.equals("*") ? "{operation: {paths: [\"" + pathPattern() + "\"]}}"
                : "{operation: {hosts: [\"" + host + "\", \"" + host + ":*\"]}}";
    }

    private String pathPattern() {
        return destination.rule().stream().flatMap(r -> r.matches().stream())
                .filter(m -> m.pathText().startsWith("/") && !m.pathType().equals("regex"))
                .findFirst().map(m -> m.pathText() + (m.pathType().equals("prefix") ? "*" : "")).orElse("PATH*");
    }

    /** Whether a policy asks who calls, at the gateways that route here or at the pods. */
    @SeenByRules(certainty = "policyAbsence")
    public boolean guarded() {
        return gateways().stream().anyMatch(g -> judged(g).anyMatch(w -> g.policies().any(Kind.AUTHORIZATION_POLICY, w)));
    }

    /** What it means that no AuthorizationPolicy asks: certain, inferred or unknown. */
    @SeenByRules
    public Certainty policyAbsence() {
        return gateways().stream().flatMap(g -> judged(g).map(w -> g.policies().absence(Kind.AUTHORIZATION_POLICY, w)))
                .max(Comparator.naturalOrder())
                .orElse(Certainty.UNKNOWN);
    }

    /** The Gateways that have a host of the VirtualService, each once. */
    @SeenByRules
    public List<Gateway> gateways() {
        return virtualService.bindings().stream().map(b -> b.server().gateway()).distinct().toList();
    }

    private Stream<Workload> judged(Gateway gateway) {
        return Stream.concat(gateway.workloads().stream(), destination.service().stream().flatMap(s -> s.workloads().stream()));
    }
}
