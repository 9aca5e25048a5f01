package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubeapitest.cert.CertManager;
import io.istiodoctor.model.UserError;
import io.kubernetes.client.openapi.ApiClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.OkHttpClient;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to a server with a certificate of its own, made out for 127.0.0.1 and api.example.com. */
class TlsTest {
    @TempDir
    static Path folder;
    private static FakeApi api;
    private static final AtomicReference<String> SNI = new AtomicReference<>();
    private static final AtomicReference<String> CLIENT = new AtomicReference<>();

    @BeforeAll
    static void start() throws Exception {
        CertManager.generateKeyAndCertificate("CN=server", file("server.key"), file("server.crt"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "api.example.com"));
        CertManager.generateKeyAndCertificate("CN=other", file("other.key"), file("other.crt"));
        CertManager.generateKeyAndCertificate("O=dev,CN=jane", file("jane.key"), file("jane.crt"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys("server"), trust("jane"), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        api = new FakeApi(server);
        api.on("/apis", exchange -> {
            ExtendedSSLSession session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
            SNI.set(session.getRequestedServerNames().stream().map(n -> ((SNIHostName) n).getAsciiName()).findFirst().orElse(""));
            String client = "nobody";
            try {
                client = session.getPeerPrincipal().getName();
            } catch (SSLPeerUnverifiedException e) {
                // No certificate was given.
            }
            CLIENT.set(client);
            FakeApi.json("{}").send(exchange);
        });
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void a_server_is_trusted_by_its_authority() {
        ask("certificate-authority: server.crt", "");
        assertEquals("nobody", CLIENT.get());
    }

    @Test
    void a_client_certificate_is_presented() {
        ask("certificate-authority: server.crt", "client-certificate: jane.crt, client-key: jane.key");
        assertEquals("CN=jane,O=dev", CLIENT.get());
    }

    @Test
    void an_unknown_authority_is_not_trusted() {
        for (String authority : new String[] {"certificate-authority: other.crt", "certificate-authority-data: \"\""}) {
            UserError error = assertThrows(UserError.class, () -> ask(authority, ""));
            assertEquals(UserError.UNREADABLE_CLUSTER, error.exitCode());
            assertTrue(error.getMessage().startsWith("the certificate of the API server https://127.0.0.1:" + api.port()
                    + " is not trusted (") && error.getMessage().endsWith("); check certificate-authority-data of context test"),
                    error.getMessage());
        }
    }

    @Test
    void verification_can_be_switched_off() {
        ask("insecure-skip-tls-verify: true", "");
    }

    @Test
    void the_servers_other_name_is_asked_for_and_checked() {
        ask("certificate-authority: server.crt, tls-server-name: api.example.com", "");
        assertEquals("api.example.com", SNI.get());
        UserError error = assertThrows(UserError.class,
                () -> ask("certificate-authority: server.crt, tls-server-name: wrong.example.com", ""));
        assertEquals("the certificate of the API server https://127.0.0.1:" + api.port() + " is not made out for"
                + " wrong.example.com; check server and tls-server-name of context test", error.getMessage());
    }

    @Test
    void a_server_without_tls_is_told() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                // As Go's HTTP server does.
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\nthis is HTTP".getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    Thread.sleep(200);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            UserError error = assertThrows(UserError.class, () -> ask(FakeApi.connect(folder,
                    "server: \"https://127.0.0.1:" + plain.getLocalPort() + "\", insecure-skip-tls-verify: true", "", Map.of())));
            assertEquals("the API server https://127.0.0.1:" + plain.getLocalPort() + " does not speak TLS; check whether the"
                    + " server of context test must begin with http:// or have another port", error.getMessage());
        }
    }

    @Test
    void an_authority_that_is_no_certificate_is_bad_input() {
        UserError error = assertThrows(UserError.class, () -> ask("certificate-authority-data: eA==", ""));
        assertEquals(UserError.BAD_INPUT, error.exitCode());
        assertEquals("the certificate-authority of context test is not a PEM certificate; correct it in the kubeconfig",
                error.getMessage());
    }

    private static void ask(String cluster, String user) {
        ask(FakeApi.connect(folder, "server: \"https://127.0.0.1:" + api.port() + "\", " + cluster, user, Map.of()));
    }

    private static void ask(ClusterConnection connection) {
        connection.requests().get("/apis", Map.of(), "asking", in -> {
            in.skip();
            return true;
        });
    }

    private static File file(String name) {
        return folder.resolve(name).toFile();
    }

    private static KeyManager[] keys(String name) throws Exception {
        ApiClient holder = new LeanApiClient(new OkHttpClient.Builder());
        ClientCertificate.of(Files.readAllBytes(folder.resolve(name + ".crt")), Files.readAllBytes(folder.resolve(name + ".key")))
                .provide(holder);
        return holder.getKeyManagers();
    }

    private static TrustManager[] trust(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        try (var in = Files.newInputStream(folder.resolve(name + ".crt"))) {
            store.setCertificateEntry(name, CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
