package io.istiodoctor.cluster;

import io.istiodoctor.pem.PemKey;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.credentials.Authentication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;

/** A client certificate with its key, as the library's connection builder takes them. */
final class ClientCertificate implements Authentication {
    private static final char[] IN_MEMORY = {};

    private final KeyManagerFactory keys;
    private final Instant expiry;

    private ClientCertificate(KeyManagerFactory keys, Instant expiry) {
        this.keys = keys;
        this.expiry = expiry;
    }

    /** Reads PEM texts. */
    static ClientCertificate of(byte[] certificate, byte[] key) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificate));
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("no PEM certificate in it");
        }
        PrivateKey privateKey = PemKey.read(key).orElseThrow(
                () -> new GeneralSecurityException("the key is no unencrypted RSA, EC or Ed25519 key in PEM"));
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setKeyEntry("client", privateKey, IN_MEMORY, chain.toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, IN_MEMORY);
        Instant expiry = ((X509Certificate) chain.iterator().next()).getNotAfter().toInstant();
        return new ClientCertificate(keys, expiry);
    }

    /** When the certificate expired; empty while it has not. */
    Optional<Instant> expired(Instant now) {
        return expiry.isBefore(now) ? Optional.of(expiry) : Optional.empty();
    }

    @Override
    public void provide(ApiClient client) {
        client.setKeyManagers(keys.getKeyManagers());
    }
}
