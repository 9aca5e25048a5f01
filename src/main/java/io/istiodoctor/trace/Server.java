package io.istiodoctor.trace;

import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.mesh.gateway.Credential;
import io.istiodoctor.mesh.gateway.GatewayServer;
import io.istiodoctor.mesh.gateway.Speech;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;

/**
 * What listens on a port of a gateway: a server of an Istio Gateway, a listener of a Gateway of the Gateway API, or the
 * rules of an Ingress.
 *
 * @param path of the server inside the object, {@code spec.servers[0]}
 * @param port as written
 * @param bound the port that the proxy binds
 * @param hosts without namespaces; {@code *} for any
 * @param redirect whether plain HTTP is answered with a redirect to HTTPS
 * @param clientCertificate whether the client must show a certificate
 * @param istio the server of an Istio Gateway that this is
 */
record Server(Resource owner, String path, long port, long bound, Speech speech, List<String> hosts, boolean redirect,
        boolean clientCertificate, Optional<GatewayServer> istio) {
    static Server of(GatewayServer server, long bound) {
        boolean mutual = server.tlsMode().equals("MUTUAL") || server.tlsMode().equals("ISTIO_MUTUAL");
        return new Server(server.resource(), server.path(), server.port(), bound, server.speech(), server.hostNames(),
                server.httpsRedirect(), mutual, Optional.of(server));
    }

    ObjectRef ref() {
        return owner.ref();
    }

    /** The most specific host that covers a name; empty when none does. An empty name is covered by {@code *} alone. */
    Optional<String> hostFor(String name) {
        return hosts.stream().filter(h -> h.equals("*") || HostPattern.covers(h, name)).max(HostPattern.BY_SPECIFICITY);
    }

    List<Credential> credentials() {
        return istio.map(GatewayServer::credentials).orElse(List.of());
    }

    /** "namespace/name". */
    String qualifiedName() {
        return ref().qualifiedName();
    }

    // Resources hold whole documents; identity is enough.
    @Override
    public boolean equals(Object other) {
        return other instanceof Server s && s.ref().equals(ref()) && s.path.equals(path) && s.bound == bound;
    }

    @Override
    public int hashCode() {
        return ref().hashCode() * 31 + path.hashCode();
    }
}
