package io.istiodoctor.proxy.config;

/** The incoming side of the proxy beside an application. */
public interface SidecarInbound {
    /** The filter chains for what arrives for a port of the pod, those for ports that no Service names among them. */
    EnvoyListener listener(long port);
}
