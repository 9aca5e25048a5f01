package io.istiodoctor.trace;

import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.mesh.match.Vantage;
import io.istiodoctor.mesh.route.RegexUse;
import io.istiodoctor.mesh.route.RouteRule;
import io.istiodoctor.mesh.route.VirtualService;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.trace.GatewayStage.Accepted;
import io.istiodoctor.trace.RouteSet.Domain;
import io.istiodoctor.trace.Routes.Candidate;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which rule of which object takes the request, and what it does with it. */
final class RouteStage {
    private final Journey journey;
    private final TraceRequest request;
    private final Vantage vantage;

    RouteStage(Journey journey, Vantage vantage) {
        this.journey = journey;
        this.request = journey.request();
        this.vantage = vantage;
    }

    /** The rule that takes a request which a gateway has accepted. */
    Optional<Candidate> atGateway(Accepted accepted) {
        String section = accepted.server().speech().section();
        String host = accepted.server().speech() == Speech.HTTP || accepted.server().speech() == Speech.HTTPS
                ? request.authority() : request.sni();
        List<Server> servers = accepted.routed().stream().filter(s -> !s.redirect()).toList();
        Optional<String> domain = section.equals("tcp") ? Optional.of("") : journey.net().routes().domainOf(servers, host);
        List<Candidate> candidates = domain.map(name -> journey.net().routes()
                .candidates(servers, section, d -> section.equals("tcp") || d.name().equals(name))).orElse(List.of());
        return domain.isEmpty() ? new UnboundHost(journey, accepted.server(), host).explain()
                : choose(candidates, accepted.server().ref(), section);
    }

    /** The first of the candidates that takes the request. */
    Optional<Candidate> choose(List<Candidate> candidates, ObjectRef otherwise, String section) {
        List<Candidate> tried = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate.condition().mismatch(request, vantage).isEmpty()) {
                return take(candidate, candidates, tried);
            }
            tried.add(candidate);
        }
        ObjectRef object = candidates.stream().findFirst().map(c -> c.set().owner().ref()).orElse(otherwise);
        String offers = candidates.stream().map(c -> c.rule().owner().ref() + " takes " + c.condition().words()).distinct().limit(6)
                .collect(Collectors.joining("; ")).replace("; " + object + " takes ", ", ");
        List<Passed> passed = new ArrayList<>();
        tried.forEach(c -> {
            passed.addAll(passed(c));
            passed.add(Step.deep(c.rule().owner().ref(), c.rule().path() + ".match"));
        });
        String what = section.equals("http") ? "No rule takes " + request.path() : "No " + section + " rule takes the connection";
        journey.step(Stage.ROUTE, Optional.of(object), HopStatus.BROKEN, what + (offers.isEmpty() ? "; there is none." : ": " + offers + "."),
                section.equals("http") ? "404 NR" : "connection reset", passed);
        return Optional.empty();
    }

    private Optional<Candidate> take(Candidate winner, List<Candidate> all, List<Candidate> tried) {
        List<Passed> passed = passed(winner);
        Optional<RegexUse> refused = all.stream().flatMap(c -> c.set().virtualService().stream()).distinct()
                .flatMap(v -> v.regexes().stream()).filter(r -> !r.valid()).findFirst();
        if (refused.isPresent()) {
            VirtualService owner = refused.get().virtualService();
            journey.step(Stage.ROUTE, Optional.of(owner.resource().ref()), HopStatus.BROKEN, "'" + refused.get().pattern()
                    + "' is no valid regular expression, so that the proxy refuses all routes of this host.", "404 NR",
                    List.of(Step.deep(owner.resource().ref(), refused.get().path())));
            return Optional.of(winner);
        }
        String behind = shadowed(winner, all);
        String rule = winner.rule().path().replaceFirst("^spec\\.", "");
        String what = "Rule " + rule + " (" + winner.condition().words() + ") takes the request"
                + (tried.isEmpty() ? "" : ", after " + tried.size() + (tried.size() == 1 ? " other that does not match" : " others that do not match"))
                + (behind.isEmpty() ? "" : ", before " + behind) + RouteAction.rewrite(winner, request) + ".";
        journey.step(Stage.ROUTE, Optional.of(winner.rule().owner().ref()), HopStatus.OK, what, "404 NR", passed);
        return new RouteAction(journey, winner).endsHere() ? Optional.empty() : Optional.of(winner);
    }

    private String shadowed(Candidate winner, List<Candidate> all) {
        Set<String> behind = new LinkedHashSet<>();
        all.subList(all.indexOf(winner) + 1, all.size()).stream().filter(c -> c.rule() != winner.rule())
                .filter(c -> c.condition().mismatch(request, vantage).isEmpty()).limit(3).forEach(c -> behind.add(c.rule().words()));
        return String.join(" and ", behind);
    }

    private static List<Passed> passed(Candidate candidate) {
        ObjectRef owner = candidate.set().owner().ref();
        List<Passed> passed = new ArrayList<>(List.of(Step.shallow(owner, ""), Step.deep(owner, candidate.domain().host().path()),
                Step.shallow(candidate.rule().owner().ref(), candidate.rule().path())));
        candidate.server().flatMap(candidate.set()::parent).ifPresent(p -> passed.add(Step.deep(owner, p.path())));
        if (!candidate.condition().path().isEmpty()) {
            passed.add(Step.deep(candidate.rule().owner().ref(), candidate.condition().path()));
        }
        return passed;
    }

    /** A host for which a server listens, but no route is bound: the VirtualServices that were meant for it. */
    private record UnboundHost(Journey journey, Server server, String host) {
        private record Culprit(VirtualService virtualService, String why, List<Passed> passed) {}

        Optional<Candidate> explain() {
            List<Culprit> culprits = new ArrayList<>();
            journey.net().mesh().virtualServices().forEach(v -> culprit(v).ifPresent(culprits::add));
            List<Passed> passed = new ArrayList<>();
            culprits.forEach(c -> passed.addAll(c.passed()));
            String why = culprits.stream().map(Culprit::why).distinct().limit(3).collect(Collectors.joining(" "));
            ObjectRef object = culprits.stream().findFirst().map(c -> c.virtualService().resource().ref()).orElse(server.ref());
            boolean tls = server.speech() == Speech.PASSTHROUGH;
            journey.step(Stage.ROUTE, Optional.of(object), HopStatus.BROKEN, "No route for " + host + " is bound to " + server.ref()
                    + "." + (why.isEmpty() ? "" : " " + why), tls ? "TLS reset" : "404 NR", passed);
            return Optional.empty();
        }

        private Optional<Culprit> culprit(VirtualService v) {
            ObjectRef ref = v.resource().ref();
            boolean attached = v.topGateways().stream().anyMatch(g -> g.target().equals(server.qualifiedName()));
            Optional<String> missing = v.topGateways().stream().filter(g -> !g.found())
                    .filter(g -> g.nearest().filter(n -> n.equals(server.qualifiedName())).isPresent()).map(g -> g.target()).findFirst();
            if (attached && v.hosts().stream().noneMatch(h -> h.written().equals("*"))) {
                return Optional.of(new Culprit(v, ref + " has the hosts " + String.join(", ", v.hostNames()) + ".",
                        List.of(Step.deep(ref, "spec.hosts"), Step.shallow(ref, ""))));
            }
            if (attached) {
                return Optional.of(new Culprit(v, ref + " names this Gateway, but is not exported to its pods or has no rules for it.",
                        List.of(Step.shallow(ref, ""))));
            }
            return missing.map(m -> new Culprit(v, ref + " names Gateway " + m + ", which does not exist.",
                    List.of(Step.deep(ref, "spec.gateways"))));
        }
    }

    /** The domain of a VirtualService inside the mesh. */
    static Domain domain(RouteSet.Host host) {
        return new Domain(host.name(), host);
    }
}
