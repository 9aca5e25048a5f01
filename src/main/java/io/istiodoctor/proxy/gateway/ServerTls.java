package io.istiodoctor.proxy.gateway;

import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.DownstreamTls.ClientCertificate;
import io.istiodoctor.proxy.config.DownstreamTls;
import java.util.List;
import java.util.Optional;

/** TLS that a server of a Gateway ends (BuildListenerTLSContext of Istio). */
final class ServerTls {
    private ServerTls() {}

    static Optional<DownstreamTls> of(Server server) {
        if (!server.spec().tls().isPresent() || server.spec().passthrough()) {
            return Optional.empty();
        }
        ClientCertificate client = switch (server.spec().mode()) {
            case "MUTUAL", "ISTIO_MUTUAL" -> ClientCertificate.REQUIRED;
            case "OPTIONAL_MUTUAL" -> ClientCertificate.OPTIONAL;
            default -> ClientCertificate.NONE;
        };
        List<String> secrets = server.spec().mode().equals("ISTIO_MUTUAL") ? List.of("default") : secrets(server.spec().tls());
        return Optional.of(new DownstreamTls(client, secrets, client == ClientCertificate.NONE ? "" : authority(server, secrets)));
    }

    private static List<String> secrets(Node tls) {
        List<String> several = tls.get("credentialNames").elements().stream().flatMap(n -> n.text().stream()).map(ServerTls::resource)
                .toList();
        if (!several.isEmpty()) {
            return several;
        }
        if (!tls.text("credentialName").isEmpty()) {
            return List.of(resource(tls.text("credentialName")));
        }
        List<Node> files = tls.get("tlsCertificates").elements().isEmpty() ? List.of(tls) : tls.get("tlsCertificates").elements();
        return files.stream().map(f -> "file-cert:" + f.text("serverCertificate") + "~" + f.text("privateKey")).toList();
    }

    private static String resource(String credential) {
        return credential.contains("://") ? credential : "kubernetes://" + credential;
    }

    private static String authority(Server server, List<String> secrets) {
        String named = server.spec().tls().text("caCertCredentialName");
        return !named.isEmpty() ? resource(named) : server.spec().mode().equals("ISTIO_MUTUAL") ? "ROOTCA"
                : secrets.getFirst().startsWith("file-cert:") ? "file-root:" + server.spec().tls().text("caCertificates")
                : secrets.getFirst() + "-cacert";
    }

    /** The connections that a chain for these names takes; all of them where it takes every name. */
    static ChainMatch match(List<String> hosts) {
        return hosts.contains("*") ? ChainMatch.ANY : ChainMatch.named(hosts);
    }
}
