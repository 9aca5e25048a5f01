package io.istiodoctor.mend;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.Obstacle.GrpcAsHttp;
import io.istiodoctor.trace.Obstacle.NotAccepted;
import io.istiodoctor.trace.Obstacle.SpeechDiffers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** TLS between proxies and applications: what is sent, and what is taken. */
final class SpeechRemedies {
    private static final Set<Protocol> HTTP2 = Set.of(Protocol.HTTP2, Protocol.GRPC, Protocol.GRPC_WEB);

    private final Site site;

    SpeechRemedies(Site site) {
        this.site = site;
    }

    Stream<Remedy> differs(SpeechDiffers met) {
        List<Remedy> all = new ArrayList<>();
        if (met.tls()) {
            met.rule().flatMap(site::resource).ifPresent(d -> automatic(d).forEach(all::add));
            met.sender().filter(Workload::gateway).ifPresent(g -> ListenerRemedies.ended(site, g).forEach(all::add));
        } else if (met.spoken() == Protocol.HTTPS || met.spoken() == Protocol.TLS) {
            new OriginationRemedies(site).originated(met).forEach(all::add);
        } else {
            met.asked().flatMap(site::portOf).ifPresent(p -> new AlternativeRemedies(site).to(p.service().host()).forEach(all::add));
        }
        return all.stream();
    }

    // Without a word on TLS a proxy sends mutual TLS wherever it is taken, and plain text elsewhere.
    private static Stream<Remedy> automatic(Resource rule) {
        List<Remedy> all = new ArrayList<>();
        if (rule.spec().get("trafficPolicy").get("tls").isPresent()) {
            all.add(new Remedy("Leave it to Istio how it speaks TLS to the pods (no trafficPolicy.tls in " + rule.ref() + ")",
                    removed(rule, "spec.trafficPolicy", rule.spec().get("trafficPolicy")).change(), 2));
        }
        List<Node> subsets = rule.spec().get("subsets").elements();
        for (int i = 0; i < subsets.size(); i++) {
            if (subsets.get(i).get("trafficPolicy").get("tls").isPresent()) {
                all.add(new Remedy("Leave it to Istio how it speaks TLS to subset " + subsets.get(i).text("name") + " of " + rule.ref(),
                        removed(rule, "spec.subsets[" + i + "].trafficPolicy", subsets.get(i).get("trafficPolicy")).change(), 2));
            }
        }
        return all.stream();
    }

    private static Edits removed(Resource rule, String path, Node policy) {
        return policy.fields().size() == 1 ? Edits.of(rule).remove(path) : Edits.of(rule).remove(path + ".tls");
    }

    /** What is meant for gRPC and leads to HTTP/1.1: the container's port tells which of both is so. */
    Stream<Remedy> grpc(GrpcAsHttp met) {
        Resource service = met.port().service().resource();
        boolean http2 = met.port().service().workloads().stream().anyMatch(w -> met.port().targetOn(w).stream()
                .flatMap(n -> w.ports().stream().filter(p -> p.number() == n)).flatMap(p -> Protocol.ofName(p.name()).stream())
                .anyMatch(HTTP2::contains));
        if (http2) {
            return Stream.of(new Remedy("Let " + service.ref() + " say that its port " + met.port().number() + " speaks gRPC (appProtocol)",
                    Edits.of(service).set(met.port().path() + ".appProtocol", "grpc").change(), 2));
        }
        return site.gatewaysOf(met.gateway()).stream().flatMap(g -> g.servers().stream())
                .filter(s -> s.protocolText().toUpperCase(Locale.ROOT).startsWith("GRPC"))
                .map(s -> new Remedy(
                        "Let the server of " + s.resource().ref() + " on port " + s.port()
                                + " speak HTTP, as what is behind it does; it takes gRPC all the same",
                        Edits.of(s.resource()).set(s.path() + ".port.protocol", s.terminatesTls() ? "HTTPS" : "HTTP").change(), 2));
    }

    Stream<Remedy> notAccepted(NotAccepted met) {
        List<Remedy> all = new ArrayList<>();
        met.rule().flatMap(site::resource).ifPresent(d -> automatic(d).forEach(all::add));
        met.rule().flatMap(site::resource)
                .filter(d -> d.spec().get("trafficPolicy").get("tls").isPresent() && !met.mutual() && met.pod().sidecar())
                .ifPresent(d -> all.add(new Remedy("Send mutual TLS (ISTIO_MUTUAL in " + d.ref() + ")",
                        Edits.of(d).set("spec.trafficPolicy.tls", Edits.fields("mode", "ISTIO_MUTUAL")).change(), 2)));
        if (!met.mutual()) {
            InjectionRemedies injection = new InjectionRemedies(site);
            met.client().ifPresent(c -> injection.beside(c).ifPresent(b -> {
                all.add(b);
                injection.open(c).ifPresent(all::add);
            }));
        }
        if (!met.mutual() && met.client().filter(c -> c.sidecar() || c.gateway()).isPresent()) {
            off(met.pod().namespace()).forEach(all::add);
            if (!site.world().mesh().config().automaticMutualTls() && met.pod().sidecar() && met.rule().isEmpty()) {
                sent(met).forEach(all::add);
            }
        }
        boolean plain = !met.mutual() && met.mode().mode().equals("STRICT");
        met.mode().by().ifPresent(p -> all.add(
                new Remedy("Accept plain text beside mutual TLS (" + p.ref() + " PERMISSIVE)", permissive(p, met), plain ? 4 : 2, plain)));
        return all.stream();
    }

    // Where a whole namespace takes none, proxies send none to its pods, whatever is said of single ones (BestEffortInferServiceMTLSMode of Istio).
    private Stream<Remedy> off(String namespace) {
        return site.world().all(Kind.PEER_AUTHENTICATION).stream()
                .filter(p -> p.ref().namespace().equals(namespace) && !p.spec().get("selector").isPresent()
                        && p.spec().get("mtls").text("mode").equals("DISABLE"))
                .map(p -> new Remedy("Let " + p.ref() + " take mutual TLS as well (PERMISSIVE), so that proxies send it to the pods of "
                        + namespace, Edits.of(p).set("spec.mtls.mode", "PERMISSIVE").change(), 2));
    }

    // Where the mesh says that proxies send no mutual TLS by themselves, a rule has to ask for it.
    private Stream<Remedy> sent(NotAccepted met) {
        return site.world().mesh().services().stream()
                .filter(s -> !s.assumed() && s.workloads().contains(met.pod())
                        && s.ports().stream().anyMatch(p -> p.targetOn(met.pod()).filter(n -> n == met.port()).isPresent()))
                .map(s -> {
                    ObjectRef ref = new ObjectRef("networking.istio.io/v1", "DestinationRule", s.namespace(), s.name() + "-mutual-tls");
                    return new Remedy("Let proxies send mutual TLS to " + s.resource().ref() + " (" + ref
                            + "), since they send none by themselves (enableAutoMtls: false)",
                            new Change.Create(ref, Edits.fields("apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata",
                                    Edits.fields("name", ref.name(), "namespace", ref.namespace()), "spec", Edits.fields("host", s.host(),
                                            "trafficPolicy", Edits.fields("tls", Edits.fields("mode", "ISTIO_MUTUAL"))))),
                            2);
                });
    }

    private static Change permissive(Resource policy, NotAccepted met) {
        String port = "spec.portLevelMtls.\"" + met.port() + "\".mode";
        boolean own = policy.spec().get("portLevelMtls").get(Long.toString(met.port())).isPresent();
        return Edits.of(policy).set(own ? port.replace("\"", "") : "spec.mtls.mode", "PERMISSIVE").change();
    }
}
