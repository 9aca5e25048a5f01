package io.istiodoctor.proxy.config;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.mesh.security.PeerModes.PeerMode;
import io.istiodoctor.mesh.workload.Workload;
import java.util.List;
import java.util.Optional;

/** The incoming side of the proxy beside an application. */
public interface SidecarInbound {
    /** The pod, or the template that makes it. */
    Workload workload();

    /**
     * Whether what arrives for a port of the pod goes through the proxy. It does not when the pod has none, or when the port is excluded by
     * annotations: then the application gets it as it came, and nothing else that stands here counts.
     */
    boolean captured(long port);

    /** The ports that Services, or the Sidecar's own listeners, name, in ascending order. What arrives for others is passed on as it came. */
    List<Long> ports();

    /** The filter chains for what arrives for a port of the pod, those for ports that no Service names among them. */
    EnvoyListener listener(long port);

    /** Whether mutual TLS is asked for on a port of the pod, and by which PeerAuthentication. */
    PeerMode mode(long port);

    /**
     * Where a chain leads: the application. Without an endpoint it is reached at the address and port that the client meant. A cluster of the
     * protocol DETECTED speaks the HTTP that the client spoke, all others HTTP/1.1 or, where the cluster says so, HTTP/2 without TLS.
     */
    Optional<Cluster> cluster(ClusterName name);

    /** Service ports that have no chain of their own, because another one of another protocol leads to the same port. */
    List<LeftOut> leftOut();
}
