package io.istiodoctor.trace;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterTls;
import io.istiodoctor.proxy.config.DownstreamTls.ClientCertificate;
import io.istiodoctor.proxy.config.DownstreamTls;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.registry.RegistryEndpoint;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.trace.Traffic.Wrapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What becomes of a request at the pod: its proxy, mTLS, policies, the application's port. */
final class ServerStage {
    private final Network net;
    private final TraceRequest request;
    private final List<Workload> gateways;

    ServerStage(Network net, TraceRequest request) {
        this(net, request, List.of());
    }

    /** @param gateways those on the way so far */
    ServerStage(Network net, TraceRequest request, List<Workload> gateways) {
        this.net = net;
        this.request = request;
        this.gateways = List.copyOf(gateways);
    }

    /** What a proxy sends to an endpoint of a cluster. */
    Decision<Arrived> reach(Sending sending, Cluster cluster, ClusterEndpoint endpoint) {
        if (endpoint.workload().isEmpty()) {
            Optional<Decision<Arrived>> inside = insideByName(sending, cluster, endpoint);
            if (inside.isPresent()) {
                return inside.get();
            }
            if (cluster.tls() instanceof ClusterTls.IstioMutual
                    && net.proxies().registry().find(cluster.name().host()).stream().allMatch(RegistryService::external)) {
                return mutualTlsOutside(sending, cluster);
            }
            if (sending.http() && plainHttp(sending) && cluster.tls() instanceof ClusterTls.Plain
                    && (endpoint.port() == 443 || cluster.protocol() == Protocol.HTTPS)) {
                return plainOutside(cluster, endpoint);
            }
            if (cluster.tls() instanceof ClusterTls.Originated && endpoint.port() == 80) {
                return tlsOutside(sending, cluster);
            }
            return Addresses.literal(endpoint.address()) && !cluster.origin().object().kind().equals("Service")
                    ? strangeAddress(cluster, endpoint)
                    : outside(cluster.origin().object(), cluster);
        }
        boolean mutual = switch (cluster.tls()) {
            case ClusterTls.Auto a -> endpoint.mutualTls();
            case ClusterTls.IstioMutual i -> true;
            case ClusterTls.Plain p -> false;
            case ClusterTls.Originated o -> false;
        };
        String sni = switch (cluster.tls()) {
            case ClusterTls.Originated(boolean m, String name, var names, boolean v) when !name.isEmpty() -> name;
            case ClusterTls.IstioMutual(String name, var names) -> name.isEmpty() ? cluster.name().sni() : name;
            case ClusterTls.Auto a when mutual -> cluster.name().sni();
            default -> request.sni();
        };
        Traffic traffic = sent(sending, cluster, mutual, sni);
        Decision<Arrived> way = new Way(endpoint.workload().get(), endpoint.address(), endpoint.port(), traffic, Optional.of(cluster),
                Optional.of(cluster.origin())).follow();
        boolean checked = cluster.tls() instanceof ClusterTls.Originated o && o.verified();
        return checked && way instanceof Decision.Ended<Arrived> ended && ended.outcome().equals(Outcome.answered())
                ? unproven(ended, cluster, endpoint.workload().get(), traffic) : way;
    }

    // Whose certificate an application shows cannot be seen; that of the mesh's pods is seldom one of a public authority.
    private static Decision<Arrived> unproven(Decision.Ended<Arrived> way, Cluster cluster, Workload pod, Traffic traffic) {
        ObjectRef rule = cluster.rule().map(FieldRef::object).orElse(cluster.origin().object());
        Step step = new Step(Stage.POD, Optional.of(pod.resource().ref()), HopStatus.SUSPECT,
                "The application must show a certificate that " + rule
                        + " lets pass: of an authority that it names, or of a public one, and for the right name. Which it shows cannot be seen.",
                List.of(Step.deep(rule, "spec.trafficPolicy")));
        return new Decision.Ended<>(traffic.cut("UF"), way.behind(), Stream.concat(way.steps().stream(), Stream.of(step)).toList());
    }

    private boolean plainHttp(Sending sending) {
        return request.http() && !sending.tls();
    }

    /** Whether there is TLS around it, or within mutual TLS, that is none of Istio's. */
    private static boolean foreign(Sending sending, Cluster cluster) {
        return cluster.tls() instanceof ClusterTls.Originated || sending.tls();
    }

    private Traffic sent(Sending sending, Cluster cluster, boolean mutual, String sni) {
        boolean foreign = foreign(sending, cluster);
        return new Traffic(Optional.of(sending.pod()), true, sending.http(), cluster.http2(), plainHttp(sending),
                mutual ? Wrapping.MUTUAL : foreign ? Wrapping.FOREIGN : Wrapping.PLAIN, foreign, sni);
    }

    /** What a proxy passes on to the very address that the client meant. */
    Decision<Arrived> original(Sending sending, Cluster cluster) {
        boolean mutual = !(cluster.tls() instanceof ClusterTls.Plain) && !foreign(sending, cluster);
        Traffic traffic = sent(sending, cluster, mutual, request.sni());
        ClusterDns.Answer meant = sending.meant().orElse(new ClusterDns.Answer.Outside(request.connectTo(), ClusterDns.SOMEWHERE));
        return byAddress(meant, request.connectPort(), traffic, cluster, sending)
                .orElseGet(() -> outside(cluster.origin().object(), cluster));
    }

    // A host that someone says is outside may have the name of a Service as its address: its pods are reached as from outside.
    private Optional<Decision<Arrived>> insideByName(Sending sending, Cluster cluster, ClusterEndpoint endpoint) {
        if (cluster.discovery() != Cluster.Discovery.DNS || Addresses.literal(endpoint.address())) {
            return Optional.empty();
        }
        Traffic traffic = sent(sending, cluster, cluster.tls() instanceof ClusterTls.IstioMutual, request.sni());
        return byAddress(new ClusterDns(net).resolve(endpoint.address(), sending.pod().namespace()), endpoint.port(), traffic, cluster,
                sending);
    }

    private Optional<Decision<Arrived>> byAddress(ClusterDns.Answer meant, long port, Traffic traffic, Cluster cluster, Sending sending) {
        return switch (meant) {
            case ClusterDns.Answer.OfPod(String address, Workload pod) ->
                    Optional.of(new Way(pod, address, port, traffic, Optional.of(cluster), Optional.of(cluster.origin())).follow());
            case ClusterDns.Answer.OfService(var service, String address, Optional<Workload> pod) when pod.isPresent() -> Optional
                    .of(new Way(pod.get(), address, port, traffic, Optional.of(cluster), Optional.of(cluster.origin())).follow());
            case ClusterDns.Answer.OfService(var service, String address, var none) ->
                    Optional.of(byKubeProxy(service, port, traffic, cluster, sending));
            default -> Optional.empty();
        };
    }

    // A Service's own address leads to one of its ready pods, whoever asks.
    private Decision<Arrived> byKubeProxy(Service service, long port, Traffic traffic, Cluster cluster, Sending sending) {
        List<RegistryEndpoint> ready = service.port(port).map(p -> net.proxies().endpoints().ofPods(service, p))
                .orElse(List.of()).stream()
                .filter(e -> e.ready() && e.workload().isPresent()).toList();
        return ready.isEmpty() ? Decision.ended(sending.failing(503, "UF"), Step.broken(Stage.POD, Optional.of(service.resource().ref()),
                service.port(port).isPresent() ? "No pod of " + service.resource().ref() + " takes requests."
                        : service.resource().ref() + " has no port " + port + ", to which " + cluster.origin().object() + " leads.",
                List.of(Step.exact(service.resource().ref(), ""), Step.deep(cluster.origin().object(), "spec"))))
                : Shares.ofEndpoints(ready.stream()
                        .map(e -> new Shares.Branch(1,
                                new Way(e.workload().orElseThrow(), e.address(), e.port(), traffic, Optional.of(cluster),
                                        Optional.of(cluster.origin()))
                                        .follow()))
                        .toList());
    }

    /**
     * What a client without a proxy sends to a pod.
     *
     * @param asked the port of the Service that leads there; empty for a pod's own address
     */
    Decision<Arrived> direct(RegistryEndpoint endpoint, Optional<FieldRef> asked, Optional<Workload> from) {
        Traffic traffic = new Traffic(from, false, request.http(), false, request.http() && !request.tls(),
                request.tls() ? Wrapping.FOREIGN : Wrapping.PLAIN,
                request.tls(), request.sni());
        return new Way(endpoint.workload().orElseThrow(), endpoint.address(), endpoint.port(), traffic, Optional.empty(), asked).follow();
    }

    private static Decision<Arrived> strangeAddress(Cluster cluster, ClusterEndpoint endpoint) {
        ObjectRef object = cluster.origin().object();
        return Decision.ended(Outcome.answered(),
                new Step(Stage.POD, Optional.of(object), HopStatus.SUSPECT, object + " leads to " + endpoint.socket()
                        + ", an address of nothing that was read; whether anything listens there cannot be seen.",
                        List.of(Step.shallow(object, ""))));
    }

    private static Decision<Arrived> plainOutside(Cluster cluster, ClusterEndpoint endpoint) {
        ObjectRef object = cluster.origin().object();
        return Decision.ended(new Outcome.Status(400, ""),
                new Step(Stage.POD, Optional.of(object), HopStatus.SUSPECT, "Plain HTTP is sent to port " + endpoint.port()
                        + " of " + cluster.name().host()
                        + ", where TLS is expected as a rule; no DestinationRule makes the proxy speak it.",
                        List.of(Step.shallow(object, ""))));
    }

    private static Decision<Arrived> tlsOutside(Sending sending, Cluster cluster) {
        ObjectRef object = cluster.rule().map(FieldRef::object).orElse(cluster.origin().object());
        return Decision.ended(sending.failing(503, "UF"),
                new Step(Stage.POD, Optional.of(object), HopStatus.SUSPECT, object + " begins TLS to port 80 of " + cluster.name().host()
                        + ", where plain HTTP is expected as a rule.",
                        List.of(Step.deep(object, "spec.trafficPolicy"), Step.shallow(cluster.origin().object(), ""))));
    }

    private static Decision<Arrived> mutualTlsOutside(Sending sending, Cluster cluster) {
        ObjectRef object = cluster.rule().map(FieldRef::object).orElse(cluster.origin().object());
        return Decision.ended(sending.failing(503, "UF"),
                new Step(Stage.POD, Optional.of(object), HopStatus.SUSPECT, object + " sends Istio's mutual TLS to "
                        + cluster.name().host()
                        + ", which is outside of the mesh; only a server with a certificate of the mesh's own authority takes it.",
                        List.of(Step.deep(object, "spec.trafficPolicy"))));
    }

    private static Decision<Arrived> outside(ObjectRef object, Cluster cluster) {
        boolean service = object.kind().equals("Service");
        return Decision.ended(service ? Outcome.answered() : Outcome.unknown(),
                new Step(Stage.POD, Optional.of(object), service ? HopStatus.OK : HopStatus.UNKNOWN,
                        service ? cluster.endpoints().size() + " endpoints ready, none of them a pod that was read."
                                : object + " has the host " + cluster.name().host() + "; what answers there is outside of what was read.",
                        List.of(Step.shallow(object, "")),
                        service ? Optional.empty() : Optional.of(new Obstacle.Outside(cluster.name().host()))));
    }

    /** The way from a connection at a pod to its application. */
    private final class Way {
        private final Workload pod;
        private final String address;
        private final long port;
        private final Traffic traffic;
        private final Optional<Cluster> cluster;
        private final Optional<FieldRef> asked;

        Way(Workload pod, String address, long port, Traffic traffic, Optional<Cluster> cluster, Optional<FieldRef> asked) {
            this.pod = pod;
            this.address = address;
            this.port = port;
            this.traffic = traffic;
            this.cluster = cluster;
            this.asked = asked;
        }

        Decision<Arrived> follow() {
            boolean ambient = net.mesh().ambient().captured(pod);
            ZtunnelStage ztunnel = new ZtunnelStage(net, pod, port, traffic);
            Optional<Step> wall = ambient ? ztunnel.wall() : net.wall().before(Stage.POD, traffic.from(), pod, port);
            if (wall.isPresent()) {
                return Decision.ended(wall.get().status() == HopStatus.BROKEN ? traffic.unanswered() : Outcome.unknown(), wall.get());
            }
            Optional<Step> unknown = SecondFamily.unknown(Stage.DESTINATION, pod, address);
            if (unknown.isPresent()) {
                return Decision.ended(Outcome.unknown(), unknown.get());
            }
            Optional<Step> untold = pod.sidecar() ? net.wall().toControlPlane(Stage.POD, pod) : Optional.empty();
            if (untold.filter(s -> s.status() == HopStatus.BROKEN).isPresent()) {
                return Decision.ended(traffic.proxied() && traffic.http() ? new Outcome.Status(503, "UH") : traffic.refused(),
                        untold.get());
            }
            return Decisions.told(untold.stream().toList(), admitted(ambient, ztunnel));
        }

        private Decision<Arrived> admitted(boolean ambient, ZtunnelStage ztunnel) {
            return ambient ? ztunnel.admit().then(any -> inside())
                    : fromZtunnel().<Decision<Arrived>>map(s -> Decision.ended(Outcome.unknown(), s)).orElseGet(this::inside);
        }

        // Proxies that were injected where ambient mode is on take HBONE as well.
        private Optional<Step> fromZtunnel() {
            boolean decides = pod.sidecar() && traffic.from().filter(net.mesh().ambient()::captured).isPresent()
                    && (!net.proxies().policies(pod).empty() || net.mesh().peerModes().of(pod, port).mode().equals("STRICT"));
            return !decides ? Optional.empty() : Optional.of(new Step(Stage.DESTINATION, Optional.of(pod.resource().ref()),
                    HopStatus.UNKNOWN,
                    "Whether the proxy beside " + pod.resource().ref()
                            + " takes HBONE from the client's ztunnel, and with it knows who calls, depends on how it was injected.",
                    List.of()));
        }

        private Decision<Arrived> inside() {
            if (pod.gateway()) {
                return new MeshGatewayStage(net, request, gateways).follow(pod, port, traffic, cluster, asked);
            }
            Optional<EnvoyListener> inbound = net.inbound(pod, port);
            if (inbound.isEmpty()) {
                boolean refuses = pod.sidecar() || !pod.endsMutualTls() && !net.mesh().ambient().captured(pod);
                return traffic.tls() == Wrapping.MUTUAL && refuses ? unwrapped()
                        : application(traffic, new ApplicationSocket("", port, asked), traffic.refused(), traffic.cut("UC")).arrive();
            }
            ApplicationSocket socket = net.application(pod, port, asked);
            Optional<FilterChain> chain = ChainChoice.choose(inbound.get(), traffic.connection(pod.podIP(), port));
            if (chain.isEmpty()) {
                return new MutualTlsStep(net, pod, port, traffic, cluster).refused();
            }
            if (traffic.tls() == Wrapping.MUTUAL && chain.get().tls().isEmpty()) {
                return new MutualTlsStep(net, pod, port, traffic, cluster).notTaken();
            }
            if (traffic.tls() == Wrapping.MUTUAL && cluster.isPresent()) {
                Set<String> lacking = new ExpectedServer(net, cluster.get()).lacking(pod);
                if (!lacking.isEmpty()) {
                    return new MutualTlsStep(net, pod, port, traffic, cluster).stranger(cluster.get().name().host(), lacking);
                }
            }
            if (traffic.tls() == Wrapping.FOREIGN && chain.get().tls().filter(DownstreamTls::own).isPresent()) {
                // Where the bytes behind are for a port that is closed, the proxy cuts the connection before it has shaken hands.
                boolean cut = chain.get().content() instanceof FilterChain.Content.Tcp && socket.undeclared(pod);
                return new MutualTlsStep(net, pod, port, traffic, cluster).withoutCertificate(request.tls() && !cut);
            }
            Optional<DownstreamTls> ended = traffic.tls() == Wrapping.FOREIGN ? chain.get().tls() : Optional.empty();
            if (ended.isPresent() && ended.get().client() == ClientCertificate.REQUIRED && !showsCertificate()) {
                return Decision.ended(request.tls() ? new Outcome.Failed(Outcome.Failure.TLS) : traffic.cut("UF"),
                        Step.broken(Stage.DESTINATION, Optional.of(chain.get().origin().object()), chain.get().origin().object()
                                + " asks clients for a certificate at port " + port + ", and none is shown.",
                                List.of(Step.deep(chain.get().origin().object(), "spec.ingress"))));
            }
            Traffic inner = ended.isPresent() ? traffic.opened(request.http()) : traffic;
            boolean requests = chain.get().content() instanceof FilterChain.Content.Http;
            if (requests && (!inner.requests() || inner.tls() == Wrapping.FOREIGN)) {
                return Decision.ended(inner.cut("UF"),
                        Step.broken(Stage.DESTINATION, Optional.of(pod.resource().ref()), pod.resource().ref()
                                + "'s proxy takes port " + port + " for plain HTTP, and closes connections that speak something else.",
                                List.of(Step.deep(pod.resource().ref(), "")))
                                .because(new Obstacle.SpeechDiffers(pod, port, Protocol.HTTP, traffic.sealed(), asked,
                                        cluster.flatMap(Cluster::rule),
                                        traffic.from().filter(s -> traffic.proxied()), traffic.tls() == Wrapping.MUTUAL)));
            }
            Decision<Arrived> policies = new ServerPolicies(net, request).decide(pod, port, inner, requests);
            List<Step> told = new MutualTlsStep(net, pod, port, traffic, cluster).taken();
            return Decisions.told(told, policies.then(any -> application(inner, socket, closed(inner, requests),
                    requests && inner.http() ? new Outcome.Status(503, "UC") : inner.cut("UC")).arrive()));
        }

        private boolean showsCertificate() {
            return cluster.filter(c -> c.tls() instanceof ClusterTls.Originated(boolean mutual, var sni, var names, var verified) && mutual)
                    .isPresent();
        }

        private ApplicationStage application(Traffic inner, ApplicationSocket socket, Outcome closed, Outcome cut) {
            return new ApplicationStage(pod, socket, inner, cluster.flatMap(Cluster::rule), closed, cut);
        }

        // The pod's proxy has taken the connection: it answers a request by itself, and cuts all else.
        private static Outcome closed(Traffic inner, boolean requests) {
            return requests && inner.http() ? new Outcome.Status(503, "UF") : inner.cut("UC");
        }

        private Decision<Arrived> unwrapped() {
            return new MutualTlsStep(net, pod, port, traffic, cluster).withoutProxy();
        }
    }
}
