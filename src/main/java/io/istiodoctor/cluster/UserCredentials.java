package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.authenticators.Authenticator;
import io.kubernetes.client.util.authenticators.GCPAuthenticator;
import io.kubernetes.client.util.authenticators.OpenIDConnectAuthenticator;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import io.kubernetes.client.util.credentials.Authentication;
import io.kubernetes.client.util.credentials.UsernamePasswordAuthentication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything a kubeconfig user authenticates with. As with kubectl a client certificate is presented beside any of the
 * others; of these a token comes before a password, and a plugin is only run when nothing else is given.
 *
 * @param authentication goes into every request
 * @param certificate goes into the TLS connection
 */
record UserCredentials(Optional<Authentication> authentication, Optional<ClientCertificate> certificate)
        implements Authentication {
    private static final Duration PLUGIN_LIMIT = Duration.ofMinutes(2);

    static UserCredentials of(KubeconfigEntry user, KubeconfigEntry cluster, Map<String, String> environment) {
        Optional<ClientCertificate> certificate = certificate(user);
        Optional<Authentication> authentication = token(user).map(UserCredentials::bearer).or(() -> password(user))
                .or(() -> user.entry("auth-provider").map(provider -> bearer(providerToken(user, provider))));
        Optional<KubeconfigEntry> exec = user.entry("exec");
        if (exec.isEmpty() || authentication.isPresent() || certificate.isPresent()) {
            return new UserCredentials(authentication, certificate);
        }
        ExecPlugin.Credential given = new ExecPlugin(user, exec.get(), cluster, environment, PLUGIN_LIMIT).run();
        return new UserCredentials(given.token().map(UserCredentials::bearer), given.certificate()
                .flatMap(c -> given.key().map(k -> pair(user, c.getBytes(StandardCharsets.US_ASCII),
                        k.getBytes(StandardCharsets.US_ASCII)))));
    }

    @Override
    public void provide(ApiClient client) {
        Stream.concat(authentication.stream(), certificate.stream()).forEach(a -> a.provide(client));
    }

    private static Optional<ClientCertificate> certificate(KubeconfigEntry user) {
        Optional<byte[]> certificate = user.bytes("client-certificate-data", "client-certificate");
        Optional<byte[]> key = user.bytes("client-key-data", "client-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw user.malformed(key.isPresent() ? "there is a client-key without a client-certificate"
                    : "there is a client-certificate without a client-key");
        }
        return certificate.map(c -> pair(user, c, key.get()));
    }

    private static ClientCertificate pair(KubeconfigEntry user, byte[] certificate, byte[] key) {
        ClientCertificate pair;
        try {
            pair = ClientCertificate.of(certificate, key);
        } catch (GeneralSecurityException | IOException e) {
            throw user.malformed("the client certificate or its key cannot be read: " + e.getMessage());
        }
        pair.expired(Instant.now()).ifPresent(when -> {
            throw new UserError(UserError.UNREADABLE_CLUSTER, "the client certificate of " + user.what() + " in "
                    + user.file() + " expired at " + when + "; get a new one from whoever runs the cluster");
        });
        return pair;
    }

    /** The token; the file comes first where both are given (https://pkg.go.dev/k8s.io/client-go/tools/clientcmd/api#AuthInfo). */
    private static Optional<String> token(KubeconfigEntry user) {
        return user.path("tokenFile").map(file -> {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw user.malformed("tokenFile " + file + " cannot be read");
            }
        }).filter(token -> !token.isEmpty()).or(() -> user.text("token"));
    }

    private static Authentication bearer(String token) {
        return new AccessTokenAuthentication(token);
    }

    private static Optional<Authentication> password(KubeconfigEntry user) {
        return user.text("username").map(name ->
                new UsernamePasswordAuthentication(name, user.text("password").orElse("")));
    }

    /**
     * The stored token of an auth-provider. An expired one is not refreshed: that may invalidate the stored refresh token,
     * and writing a new one into the user's kubeconfig is not for a tool that only reads.
     */
    private static String providerToken(KubeconfigEntry user, KubeconfigEntry provider) {
        String name = provider.text("name").orElse("");
        Authenticator authenticator = switch (name) {
            case "oidc" -> new OpenIDConnectAuthenticator();
            case "gcp" -> new GCPAuthenticator();
            default -> throw user.malformed("the auth-provider \"" + name + "\" is not supported; use an exec plugin");
        };
        Map<String, Object> config = provider.entry("config").map(KubeconfigEntry::fields).orElse(Map.of());
        boolean expired;
        String token;
        try {
            expired = authenticator.isExpired(config);
            token = authenticator.getToken(config);
        } catch (RuntimeException e) {
            throw user.malformed("the auth-provider " + name + " holds no readable token: " + e.getMessage());
        }
        if (expired || token == null) {
            throw new UserError(UserError.UNREADABLE_CLUSTER, "the token of " + user.what() + " in " + user.file()
                    + " has expired; run any kubectl command to renew it");
        }
        return token;
    }
}
