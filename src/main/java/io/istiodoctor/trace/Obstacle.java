package io.istiodoctor.trace;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.network.Passage;
import io.istiodoctor.mesh.policy.PolicyDecision;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.mesh.service.Service;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.cluster.MissingCluster;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.HttpRoute;
import java.util.List;
import java.util.Optional;

/** What keeps a request from going on, for those who look for what would let it pass; a hop's message tells people the same. */
public sealed interface Obstacle {
    /** No address outside serves the port. */
    record NoEntry(String address, long port) implements Obstacle {}

    /** A name that stands for no address inside the cluster. */
    record NoAddress(String host, String namespace) implements Obstacle {}

    /** Nothing in the gateway's pod listens where the entry point leads. */
    record NothingListens(EntryPoint entry, Workload pod, long bound) implements Obstacle {}

    /** What listens there is not for the host. */
    record HostNotServed(EntryPoint entry, Workload pod, EnvoyListener listener, String host) implements Obstacle {}

    /** A host stands on two servers of a port, so that the proxy refuses all of it. */
    record HostTwice(EntryPoint entry, Workload pod, FilterChain chain) implements Obstacle {}

    /** The chain speaks TLS and the client does not, or the other way round. */
    record SchemeDiffers(EntryPoint entry, FilterChain chain) implements Obstacle {}

    /** The Secret that the server names for its certificate, or for the authority of clients' certificates, cannot be used. */
    record CertificateUnusable(Workload pod, FilterChain chain, String namespace, String name) implements Obstacle {}

    /** Clients must show a certificate. */
    record ClientCertificateAsked(FilterChain chain) implements Obstacle {}

    /** A server has the host, and no route is bound to it. */
    record NoRouteBound(EntryPoint entry, Workload pod, FilterChain chain, String host) implements Obstacle {}

    /** Routes for the host are there, and none takes the request. */
    record NoRuleTakes(Workload proxy, List<HttpRoute> routes, String host) implements Obstacle {
        public NoRuleTakes {
            routes = List.copyOf(routes);
        }
    }

    /** The proxy itself answers, because a rule says so. */
    record ProxyAnswers(FieldRef rule) implements Obstacle {}

    /** All destinations of the rule have the weight 0. */
    record NoDestination(Optional<FieldRef> rule) implements Obstacle {}

    /** The cluster that a rule names is not there. */
    record NoCluster(Workload proxy, ClusterShare share, MissingCluster missing) implements Obstacle {}

    /** The proxy beside the client does not know the host, or was not told what was meant for it. */
    record NotKnown(Workload client, String host, long port, List<LeftOut> leftOut) implements Obstacle {
        public NotKnown {
            leftOut = List.copyOf(leftOut);
        }
    }

    /** The Service has no such port. */
    record PortNotOffered(Service service, long port) implements Obstacle {}

    /**
     * No endpoint takes requests.
     *
     * @param share the destination and subset that asks for it; empty where no proxy does
     * @param rule the DestinationRule that defines the subset
     */
    record NoEndpoint(Service service, ServicePort port, Optional<ClusterShare> share, Optional<FieldRef> rule) implements Obstacle {}

    /**
     * The containers do not declare the port.
     *
     * @param asked the port, of a Service for instance, that leads there
     */
    record PortClosed(Workload pod, long port, Optional<FieldRef> asked) implements Obstacle {}

    /**
     * The application speaks something else than what is sent.
     *
     * @param spoken what the name of its port says
     * @param tls whether the application is sent TLS
     * @param asked the port, of a Service for instance, that leads there
     * @param rule the DestinationRule that has a say
     * @param sender the pod whose proxy sends; empty where there is none
     * @param mutual whether Istio's mutual TLS is around what is sent
     */
    record SpeechDiffers(Workload pod, long port, Protocol spoken, boolean tls, Optional<FieldRef> asked, Optional<FieldRef> rule,
            Optional<Workload> sender,
            boolean mutual) implements Obstacle {}

    /** A server that is meant for gRPC leads to a port to which HTTP/1.1 is spoken. */
    record GrpcAsHttp(Workload gateway, ServicePort port) implements Obstacle {}

    /**
     * The pod's proxy does not take what is sent, or there is none that could take mutual TLS.
     *
     * @param mutual whether mutual TLS is sent
     * @param client the pod that sends; empty outside
     * @param rule the DestinationRule that has a say
     */
    record NotAccepted(Workload pod, long port, boolean mutual, Optional<Workload> client, PeerMode mode, Optional<FieldRef> rule)
            implements Obstacle {}

    /**
     * A NetworkPolicy keeps one pod from another.
     *
     * @param direction whether it holds what the receiver takes, or what the sender may send
     * @param port of the receiver
     */
    record NetworkShut(Resource policy, Passage.Direction direction, Workload from, Workload to, long port) implements Obstacle {}

    /** The request leaves what was read; what answers there cannot be seen. */
    record Outside(String host) implements Obstacle {}

    /**
     * A policy refuses the request, or the connection.
     *
     * @param by the rule that denies it; where no rule allows it, the first policy that could
     * @param cause why; empty where a token is refused
     */
    record Denied(FieldRef by, Optional<PolicyDecision.Cause> cause) implements Obstacle {}
}
