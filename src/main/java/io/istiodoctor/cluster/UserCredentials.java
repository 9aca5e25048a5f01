package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import io.kubernetes.client.util.credentials.Authentication;
import io.kubernetes.client.util.credentials.UsernamePasswordAuthentication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        Optional<Authentication> authentication = token(user).map(t -> bearer(user, t)).or(() -> password(user))
                .or(() -> user.entry("auth-provider").map(p -> bearer(user, StoredToken.of(user, p).valid(Instant.now()))));
        Optional<KubeconfigEntry> exec = user.entry("exec");
        if (exec.isEmpty() || authentication.isPresent() || certificate.isPresent()) {
            return new UserCredentials(authentication, certificate);
        }
        ExecCredential given = new ExecPlugin(user, exec.get(), cluster, environment, PLUGIN_LIMIT).run();
        return new UserCredentials(given.token().map(t -> bearer(user, t)), given.certificate()
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
        Optional<String> file = user.content("tokenFile").map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
        if (file.filter(String::isEmpty).isPresent() && user.text("token").isEmpty()) {
            throw user.malformed("tokenFile " + user.text("tokenFile").orElse("") + " is empty");
        }
        return file.filter(token -> !token.isEmpty()).or(() -> user.text("token"));
    }

    private static Authentication bearer(KubeconfigEntry user, String token) {
        if (!HeaderValue.fits(token.strip())) {
            throw user.malformed("the token has line ends, blanks or other characters that no token has; log in again, or correct it");
        }
        return new AccessTokenAuthentication(token.strip());
    }

    private static Optional<Authentication> password(KubeconfigEntry user) {
        return user.text("username").map(name -> new UsernamePasswordAuthentication(name, user.text("password").orElse("")));
    }
}
