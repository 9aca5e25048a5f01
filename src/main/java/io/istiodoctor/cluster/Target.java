package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import io.kubernetes.client.util.credentials.Authentication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is needed to connect to one API server.
 *
 * @param context the context's name, or {@link #IN_CLUSTER}
 * @param authority the certificates that may sign the server's, as PEM; empty for those that the JDK trusts
 * @param impersonation headers that make the server treat the user as another
 * @param kubectlOptions what kubectl must be told to read the same cluster as the same user, for pasting
 */
record Target(String context, String namespace, URI server, Optional<byte[]> authority, boolean verify,
        Optional<String> tlsServerName, ProxyChoice proxy, Authentication authentication, List<Impersonation.Header> impersonation,
        String kubectlOptions) {
    /** What a pod's service account is called in place of a context. */
    static final String IN_CLUSTER = "in-cluster";
    private static final int HIGHEST_PORT = 65_535;

    static Target of(Kubeconfig.Selection selection, ConnectionOptions options) {
        KubeconfigEntry cluster = selection.cluster();
        KubeconfigEntry user = selection.user();
        Optional<byte[]> authority = cluster.bytes("certificate-authority-data", "certificate-authority");
        URI server = address(cluster, authority.isPresent());
        return new Target(selection.context(), selection.namespace(), server, authority,
                !cluster.flag("insecure-skip-tls-verify"), cluster.text("tls-server-name"),
                ProxyChoice.of(server, cluster.text("proxy-url"), options),
                UserCredentials.of(user, cluster, options.environment()), Impersonation.of(user, options), options.kubectlOptions());
    }

    /** The way that a pod has to its own cluster; empty when the tool does not run in a pod. */
    static Optional<Target> inCluster(ConnectionOptions options, Path serviceAccount) {
        Optional<String> host = options.variable("KUBERNETES_SERVICE_HOST");
        Optional<String> port = options.variable("KUBERNETES_SERVICE_PORT");
        Path token = serviceAccount.resolve("token");
        if (host.isEmpty() || port.isEmpty() || !Files.exists(token)) {
            return Optional.empty();
        }
        URI server = inCluster(host.get(), port.get());
        try {
            Path authority = serviceAccount.resolve("ca.crt");
            Path namespace = serviceAccount.resolve("namespace");
            return Optional.of(new Target(IN_CLUSTER,
                    Files.exists(namespace) ? Files.readString(namespace).strip() : "default", server,
                    Files.exists(authority) ? Optional.of(Files.readAllBytes(authority)) : Optional.empty(), true,
                    Optional.empty(), ProxyChoice.of(server, Optional.empty(), options),
                    new AccessTokenAuthentication(token(token)), Impersonation.of(KubeconfigEntry.empty("no user", token), options),
                    options.kubectlOptions()));
        } catch (IOException e) {
            throw new UserError(UserError.UNREADABLE_CLUSTER,
                    "the pod's service account in " + serviceAccount + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static URI inCluster(String host, String port) {
        String address = "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null && uri.getPort() > 0 && uri.getPort() <= HIGHEST_PORT) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Reported below like every other text that is no address.
        }
        throw new UserError(UserError.BAD_INPUT, "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT make " + address
                + ", which is no address; name a kubeconfig with --kubeconfig");
    }

    private static String token(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (!HeaderValue.fits(token)) {
            throw new IOException(file + " holds no token");
        }
        return token;
    }

    /** The credentials as messages name them. */
    String identity() {
        return context.equals(IN_CLUSTER) ? "the pod's service account" : "context " + context;
    }

    private static URI address(KubeconfigEntry cluster, boolean tls) {
        String text = cluster.text("server").orElseThrow(() -> cluster.malformed("server is missing"));
        if (!text.contains("://")) {
            text = (tls || text.endsWith(":443") ? "https://" : "http://") + text;
        }
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && uri.getUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null
                    && List.of("http", "https").contains(uri.getScheme()) && uri.getPort() != 0 && uri.getPort() <= HIGHEST_PORT) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Reported below like every other text that is no address.
        }
        throw cluster
                .malformed(text.contains("@") ? "server must not hold a name and password; write them as username and password of the user"
                        : "server \"" + text + "\" is not an address like https://HOST:6443");
    }
}
