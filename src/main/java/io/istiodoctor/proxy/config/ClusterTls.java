package io.istiodoctor.proxy.config;

import java.util.List;
import java.util.stream.Collectors;

/** How a proxy speaks to the endpoints of a cluster. */
public sealed interface ClusterTls {
    /** Plain text. */
    record Plain() implements ClusterTls {}

    /** Istio's mutual TLS with each endpoint whose proxy takes it, plain text with all others. */
    record Auto() implements ClusterTls {}

    /**
     * Istio's mutual TLS with every endpoint (ISTIO_MUTUAL).
     *
     * @param sni the name that a DestinationRule says to ask for; empty for the one that istiod gives to every cluster
     * @param names the identities of which an endpoint's certificate must have one, as a DestinationRule gives them; empty for those of the host
     */
    record IstioMutual(String sni, List<String> names) implements ClusterTls {
        public IstioMutual {
            names = List.copyOf(names);
        }
    }

    /**
     * TLS to a server outside of the mesh's own authority (SIMPLE, MUTUAL).
     *
     * @param mutual whether the proxy shows a certificate
     * @param sni the name that it asks for; empty for the request's host
     * @param names the names of which the server's certificate must have one; empty for the name asked for, where it is checked
     * @param verified whether the server's certificate is checked
     */
    record Originated(boolean mutual, String sni, List<String> names, boolean verified) implements ClusterTls {
        public Originated {
            names = List.copyOf(names);
        }
    }

    /** In the laboratory's words: none, auto, istio or tls. */
    default String label() {
        return switch (this) {
            case Plain p -> "none";
            case Auto a -> "auto";
            case IstioMutual i -> "istio";
            case Originated o -> "tls";
        };
    }

    /** What the endpoints see of it, for people: how it is spoken, the name that is asked for, whose certificate is taken. */
    default String words() {
        return switch (this) {
            case Plain p -> "plain text";
            case Auto a -> "mTLS where it is taken";
            case IstioMutual i -> "mTLS" + (i.sni().isEmpty() ? "" : " for " + i.sni());
            case Originated o -> (o.mutual() ? "TLS with a client certificate" : "TLS") + (o.sni().isEmpty() ? "" : " for " + o.sni())
                    + (o.names().isEmpty() ? "" : ", certificate of " + o.names().stream().sorted().collect(Collectors.joining(" or ")))
                    + (o.verified() ? "" : ", certificate not checked");
        };
    }

    /** Plain text. */
    static ClusterTls plain() {
        return new Plain();
    }

    /** Istio's mutual TLS where it is taken. */
    static ClusterTls auto() {
        return new Auto();
    }

    /** Istio's mutual TLS everywhere, for the usual name. */
    static ClusterTls istioMutual() {
        return new IstioMutual("", List.of());
    }
}
