package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.cluster.MissingCluster;
import io.istiodoctor.proxy.config.Cluster.Discovery;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.ClusterTls;
import io.istiodoctor.trace.Step.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the clusters that a route names exist, and what becomes of a request in them. */
final class ClusterStage {
    private final Network net;
    private final List<Workload> gateways;

    ClusterStage(Network net) {
        this(net, List.of());
    }

    /** @param gateways those on the way so far */
    ClusterStage(Network net, List<Workload> gateways) {
        this.net = net;
        this.gateways = List.copyOf(gateways);
    }

    /** The end of the way of a request that a proxy sends on: of several clusters, each gets its share. */
    Decision<Arrived> send(Sending sending) {
        if (sending.shares().isEmpty()) {
            return Decision.ended(sending.failing(503, "NC"),
                    Step.broken(Stage.DESTINATION, sending.decider(), "The rule has no destination with a weight.",
                            List.of()).because(new Obstacle.NoDestination(sending.rule())));
        }
        long all = sending.shares().stream().mapToLong(ClusterShare::weight).sum();
        return new PickerStage(net).ask(sending,
                Shares.ofClusters(sending.shares().stream().map(s -> new Shares.Branch(s.weight(), reach(sending, s, all))).toList()));
    }

    private Decision<Arrived> reach(Sending sending, ClusterShare share, long all) {
        Optional<Cluster> cluster = sending.clusters().find(share.cluster());
        if (cluster.isEmpty()) {
            return missing(sending, share, sending.clusters().missing(share.cluster()));
        }
        String part = share.weight() > 0 && share.weight() < all ? " (weight " + share.weight() + ")" : "";
        Cluster c = cluster.get();
        Step offered = Step.ok(Stage.DESTINATION, Optional.of(c.origin().object()), words(c) + part + ".", passed(share, c));
        if (c.discovery() == Discovery.ORIGINAL_DESTINATION && sending.pod().gateway()) {
            return nowhere(sending, share, c, part);
        }
        if (c.discovery() == Discovery.ORIGINAL_DESTINATION) {
            return Decisions.told(List.of(offered), new ServerStage(net, sending.request(), gateways).original(sending, c));
        }
        if (sending.tls() && c.tls() instanceof ClusterTls.Originated) {
            return twice(share, c, part);
        }
        if (c.endpoints().isEmpty()) {
            return Decisions.told(List.of(offered), new NoEndpoint(net, sending, share, c).explain());
        }
        Decision<Arrived> way = sending.pod().gateway() && service(net, c).isPresent()
                ? new WaypointStage(net, sending.request(), sending.pod(), sending.tls(), p -> endpoints(sending.from(p), c))
                        .fromGateway(service(net, c).get(), c.name().port())
                : endpoints(sending, c);
        if (plainToTls(sending, c)) {
            return doubted(sending, share, c, part, way);
        }
        return grpcAsHttp(sending,
                c) ? Decisions.told(List.of(new Step(Stage.DESTINATION, Optional.of(c.origin().object()), HopStatus.SUSPECT, words(c) + part
                        + ", but the Gateway is for gRPC, which needs HTTP/2: to this port the proxies speak HTTP/1.1.", passed(share, c))
                        .because(new Obstacle.GrpcAsHttp(sending.pod(),
                                service(net, c).flatMap(s -> s.port(c.name().port())).orElseThrow()))),
                        way)
                        : Decisions.told(List.of(offered), way);
    }

    // Nobody has turned the client's connection round to a gateway: there is no other address that it was meant for.
    private Decision<Arrived> nowhere(Sending sending, ClusterShare share, Cluster c, String part) {
        ObjectRef rule = c.rule().map(FieldRef::object).orElse(c.origin().object());
        return Decision.ended(sending.failing(503, "UH"), Step.broken(Stage.DESTINATION, Optional.of(rule), words(c) + part
                + ". It sends to the address that the client meant (PASSTHROUGH), and a gateway knows none but its own.",
                passed(share, c)));
    }

    private Decision<Arrived> twice(ClusterShare share, Cluster c, String part) {
        ObjectRef rule = c.rule().map(FieldRef::object).orElse(c.origin().object());
        boolean refused = c.tls() instanceof ClusterTls.Originated o && o.verified();
        return Decision.ended(refused ? Outcome.reset() : new Outcome.Failed(Outcome.Failure.TLS), Step.broken(
                Stage.DESTINATION, Optional.of(rule), words(c) + part + ". It sends TLS, "
                        + "and so does the client itself: the server ends one and finds the other inside.",
                passed(share, c)));
    }

    private Decision<Arrived> endpoints(Sending sending, Cluster c) {
        return Shares.ofEndpoints(c.endpoints().stream()
                .map(e -> new Shares.Branch(1, new ServerStage(net, sending.request(), gateways).reach(sending, c, e))).toList());
    }

    // Istio's own mTLS ends beside the application, which gets plain HTTP all the same.
    private boolean plainToTls(Sending sending, Cluster c) {
        boolean plain = sending.http() && sending.request().http() && !(c.tls() instanceof ClusterTls.Originated);
        return plain && service(net, c).flatMap(s -> s.port(c.name().port())).filter(ServicePort::expectsTls).isPresent();
    }

    private boolean grpcAsHttp(Sending sending, Cluster c) {
        return sending.pod().gateway() && sending.http()
                && service(net, c).flatMap(s -> s.port(c.name().port())).filter(net::forGrpcAsHttp).isPresent();
    }

    // What the application answers cannot be seen: servers of TLS answer plain HTTP with 400, or close the connection.
    private Decision<Arrived> doubted(Sending sending, ClusterShare share, Cluster c, String part, Decision<Arrived> way) {
        // Where the port is perhaps not open at all, what a server would answer there does not matter.
        if (way.steps().stream().anyMatch(s -> s.stage() == Stage.POD && s.status() != HopStatus.OK)) {
            return Decisions.told(
                    List.of(Step.ok(Stage.DESTINATION, Optional.of(c.origin().object()), words(c) + part + ".", passed(share, c))), way);
        }
        Step step = new Step(Stage.DESTINATION, Optional.of(c.origin().object()), HopStatus.SUSPECT, words(c) + part
                + ", but plain HTTP is sent; a server of TLS answers that with 400.", passed(share, c));
        boolean answered = way instanceof Decision.Ended<Arrived> ended && ended.outcome().equals(Outcome.answered());
        return Decisions.told(List.of(answered ? met(sending, c).map(step::because).orElse(step) : step),
                answered ? new Decision.Ended<>(new Outcome.Status(400, ""), Optional.empty(), way.steps()) : way);
    }

    // Where the container's port says it too, it is met there.
    private static Optional<Obstacle> met(Sending sending, Cluster c) {
        return pod(c).map(p -> new Obstacle.SpeechDiffers(p.workload().orElseThrow(), p.port(), Protocol.HTTPS, false,
                Optional.of(c.origin()), c.rule(),
                Optional.of(sending.pod()),
                c.tls() instanceof ClusterTls.IstioMutual || c.tls() instanceof ClusterTls.Auto && p.mutualTls()));
    }

    private static Optional<ClusterEndpoint> pod(Cluster c) {
        return c.endpoints().stream().filter(e -> e.workload().isPresent()).findFirst();
    }

    private String words(Cluster c) {
        String spoken = c.protocol() == Protocol.DETECTED ? "protocol not declared" : c.protocol().name();
        String kind = c.origin().object().kind();
        String rules = c.rule().map(r -> "; " + r.object() + " holds").orElse("");
        String subset = c.name().subset().isEmpty() ? "" : ", subset " + c.name().subset() + labels(c);
        return kind + " " + c.name().host() + " offers port " + c.name().port() + " (" + spoken + ")" + subset + rules;
    }

    private String labels(Cluster c) {
        Map<String, String> labels = net.subsetLabels(c);
        return labels.isEmpty() ? ""
                : " (pods with " + labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(", "))
                        + ")";
    }

    private static List<Passed> passed(ClusterShare share, Cluster c) {
        List<Passed> passed = new ArrayList<>();
        passed.add(Step.deep(share.origin().object(), share.origin().path()));
        ObjectRef service = c.origin().object();
        passed.addAll(List.of(Step.exact(service, ""), Step.deep(service, "metadata"), Step.deep(service, c.origin().path() + ".name"),
                Step.deep(service, c.origin().path() + ".appProtocol"), Step.deep(service, c.origin().path() + ".protocol")));
        c.rule().ifPresent(r -> {
            passed.add(Step.shallow(r.object(), ""));
            if (!r.path().isEmpty()) {
                passed.add(Step.deep(r.object(), r.path()));
            }
        });
        return passed;
    }

    private Decision<Arrived> missing(Sending sending, ClusterShare share, MissingCluster missing) {
        String host = share.cluster().host();
        String offered = String.join(", ", missing.offered());
        ObjectRef owner = share.origin().object();
        List<Passed> passed = new ArrayList<>(List.of(Step.deep(owner, share.origin().path())));
        missing.service()
                .ifPresent(s -> passed.addAll(List.of(Step.exact(s.resource().ref(), ""), Step.deep(s.resource().ref(), "metadata"))));
        String name = missing.service().map(s -> s.resource().ref().toString()).orElse(host);
        String message = switch (missing.reason()) {
            case HOST -> (missing.certainty() == Certainty.CERTAIN ? "Nothing in the mesh has the host " : "What was read has no host ")
                    + host + "." + near(host);
            case NOT_SEEN ->
                    name + " has the host " + host + ", but is not exported to " + sending.pod().namespace() + ", or not imported there.";
            case PORT -> name + " has no port " + share.cluster().port() + "; it offers " + offered + ".";
            case SUBSET -> "There is no subset " + share.cluster().subset()
                    + net.mesh().destinationRules().defining(host, share.cluster().subset())
                            .map(r -> "; DestinationRule " + r + " defines it, but not for proxies in " + sending.pod().namespace() + ".")
                            .orElse(offered.isEmpty() ? "; no DestinationRule for the host defines any." : "; there are " + offered + ".");
            case ENDPOINT -> name + " is found by DNS, but has no endpoint to ask for.";
            case NOT_TOLD -> "The proxy has no cluster " + share.cluster() + ", though istiod would tell it of one: what it has is older.";
            case BACKEND -> "The rule names no backend that exists and may be used from here.";
        };
        HopStatus status = switch (missing.certainty()) {
            case CERTAIN -> HopStatus.BROKEN;
            case INFERRED -> HopStatus.SUSPECT;
            case UNKNOWN -> HopStatus.UNKNOWN;
        };
        Outcome outcome = sending.failing(sending.missing(), "NC");
        Optional<ObjectRef> object = missing.reason() == MissingCluster.Reason.PORT || missing.reason() == MissingCluster.Reason.HOST
                ? Optional.of(owner)
                : missing.service().map(s -> s.resource().ref()).or(() -> Optional.of(owner));
        return Decision.ended(status == HopStatus.UNKNOWN ? Outcome.unknown() : outcome,
                new Step(Stage.DESTINATION, object, status, message, passed)
                        .because(new Obstacle.NoCluster(sending.pod(), share, missing)));
    }

    private String near(String host) {
        String[] parts = host.split("\\.");
        return parts.length < 2 ? "" : net.mesh().directory().servicesLike(parts[0], parts[1]).stream().findFirst()
                .map(s -> " " + net.mesh().directory().hostOfService(s.substring(0, s.indexOf('.')), s.substring(s.indexOf('.') + 1))
                        + " exists.")
                .orElse("");
    }

    static Optional<Service> service(Network net, Cluster cluster) {
        return net.proxies().registry().find(cluster.name().host()).stream().flatMap(s -> s.kubernetes().stream()).findFirst();
    }
}
