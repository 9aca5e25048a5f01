package io.istiodoctor.cluster;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubeapitest.cert.CertManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import okhttp3.OkHttpClient;
import org.bouncycastle.asn1.x509.GeneralName;

/** An admission webhook that refuses everything that it is asked about, with a status of 403, as policy engines do. */
public final class RefusingWebhook implements AutoCloseable {
    private final HttpsServer server;
    private final Path certificate;
    private final String message;

    /**
     * Starts one.
     *
     * @param folder where its key and certificate are put
     * @param message what it says
     */
    public RefusingWebhook(Path folder, String message) throws IOException, GeneralSecurityException {
        this.message = message;
        certificate = folder.resolve("webhook.crt");
        Path key = folder.resolve("webhook.key");
        CertManager.generateKeyAndCertificate("CN=webhook", key.toFile(), certificate.toFile(),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        LeanApiClient holder = new LeanApiClient(new OkHttpClient.Builder());
        ClientCertificate.of(Files.readAllBytes(certificate), Files.readAllBytes(key)).provide(holder);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(holder.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::refuse);
        server.start();
    }

    /** The object that makes an API server ask it about updates of these resources; where it is gone they pass. */
    public String configuration(String group, String resource) throws IOException {
        return """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: refusing}
                webhooks:
                - name: refusing.example.com
                  admissionReviewVersions: [v1]
                  sideEffects: None
                  failurePolicy: Ignore
                  clientConfig: {url: "https://127.0.0.1:%d/", caBundle: "%s"}
                  rules: [{apiGroups: ["%s"], apiVersions: ["*"], operations: [UPDATE], resources: ["%s"]}]
                """.formatted(server.getAddress().getPort(), Base64.getEncoder().encodeToString(Files.readAllBytes(certificate)), group,
                resource);
    }

    private void refuse(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonObject review = Json.object(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            FakeApi.send(exchange, 200, "application/json", """
                    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
                     "response": {"uid": %s, "allowed": false, "status": {"code": 403, "message": "%s"}}}
                    """.formatted(review.getAsJsonObject("request").get("uid"), message));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
