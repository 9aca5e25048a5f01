package io.istiodoctor.proxy.config;

import io.istiodoctor.conversion.LeftOut;
import java.util.List;
import java.util.Optional;

/** The outgoing side of the proxy beside an application. Listeners are made when they are asked for. */
public interface SidecarOutbound {
    /**
     * The listener for what the application sends to an address and port: that of the very address, else the one for all addresses of the port.
     *
     * @param address an IP address
     * @return empty when there is none, so that {@link #unknown()} holds
     */
    Optional<EnvoyListener> listener(String address, long port);

    /** Every listener: by port. */
    List<EnvoyListener> listeners();

    /** What of a host and its routes the proxy is not told, or not on this port, and why: objects that are not exported or imported, or that lost to others. */
    List<LeftOut> leftOut(String host, long port);

    /** What is done with connections to an address and port without a listener: the clusters PassthroughCluster or BlackHoleCluster. */
    ClusterName unknown();
}
