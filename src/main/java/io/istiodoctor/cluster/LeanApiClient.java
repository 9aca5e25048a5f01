package io.istiodoctor.cluster;

import io.kubernetes.client.openapi.ApiClient;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/**
 * The library's client without what this tool never uses: its JSON registry of 769 model classes (0.2 s), and a TLS set-up
 * that is made anew, each time with the JDK's whole store of authorities, by every setter. {@link #applyTls} makes it once.
 */
final class LeanApiClient extends ApiClient {
    /** Makes a client whose connections have the given time-outs, proxy and so on; TLS is added later. */
    LeanApiClient(OkHttpClient.Builder http) {
        super(withoutTrust(http));
    }

    @Override
    protected void init() {
        verifyingSsl = true;
        authentications = new HashMap<>();
        setUserAgent("istio-doctor");
    }

    @Override
    protected void applySslSettings() {
        // Called by every setter; see applyTls.
    }

    /** Makes the TLS set-up from everything that was set; RuntimeException when the authorities cannot be read. */
    void applyTls() {
        super.applySslSettings();
        if (tlsServerName != null) {
            httpClient = httpClient.newBuilder().sslSocketFactory(
                    new ServerNameSocketFactory(httpClient.sslSocketFactory(), tlsServerName),
                    Objects.requireNonNull(httpClient.x509TrustManager())).build();
        }
    }

    /** A client that is given no trust manager reads the JDK's authorities at once, which takes 0.1 s. */
    private static OkHttpClient withoutTrust(OkHttpClient.Builder http) {
        try {
            TrustNobody nobody = new TrustNobody();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {nobody}, null);
            return http.sslSocketFactory(context.getSocketFactory(), nobody).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static final class TrustNobody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("nobody is trusted");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("nobody is trusted");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
