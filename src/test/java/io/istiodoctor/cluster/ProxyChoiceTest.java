package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.UserError;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyChoiceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "https://api.example.com:6443 | example.com       | true",
            "https://api.example.com:6443 | .example.com      | true",
            "https://example.com          | .example.com      | false",
            "https://api.example.com      | *.example.com     | true",
            "https://notexample.com       | example.com       | false",
            "https://api.example.com      | a, API.example.com | true",
            "https://api.example.com:6443 | example.com:6443  | true",
            "https://api.example.com      | example.com:443   | true",
            "https://api.example.com:6443 | example.com:443   | false",
            "https://10.1.2.3:6443        | 10.0.0.0/8        | true",
            "https://11.1.2.3:6443        | 10.0.0.0/8        | false",
            "https://10.1.2.3:6443        | 10.1.2.3          | true",
            "https://10.1.2.3:6443        | 10.1.2            | false",
            "https://[fd00::5]:6443       | fd00::/16         | true",
            "https://[fd00::5]:6443       | [fd00::5]:6443    | true",
            "https://[fd00::5]:6443       | 10.0.0.0/8        | false",
            "https://10.1.2.3:6443        | 10.0.0.0/99       | false",
            "https://api.example.com      | *                 | true",
            "https://api.example.com      | ''                | false",
            "https://localhost:6443       | ''                | true",
            "https://127.0.0.1:6443       | ''                | true",
    })
    void no_proxy_follows_the_rules_of_go(String server, String noProxy, boolean direct) {
        assertEquals(direct, ProxyChoice.isDirect(URI.create(server), noProxy));
    }

    @Test
    void the_clusters_proxy_comes_before_the_environments_and_knows_no_exceptions() {
        assertEquals(Optional.of("http://p:8080"), choose(Optional.of("http://user:pw@p:8080"),
                Map.of("HTTPS_PROXY", "http://other", "NO_PROXY", "*")));
    }

    @Test
    void upper_and_lower_case_variables_count() {
        assertEquals(Optional.of("http://p:3128"), choose(Optional.empty(), Map.of("https_proxy", "p:3128")));
        assertEquals(Optional.of("socks5://p:1080"), choose(Optional.empty(), Map.of("HTTPS_PROXY", "socks5://p")));
        assertEquals(Optional.empty(), choose(Optional.empty(), Map.of("HTTP_PROXY", "p:3128")));
        assertEquals(Optional.empty(), choose(Optional.empty(), Map.of("HTTPS_PROXY", "p", "no_proxy", "example.com")));
    }

    @Test
    void a_proxy_that_cannot_be_used_is_told_without_its_password() {
        UserError error = assertThrows(UserError.class, () -> choose(Optional.of("https://user:pw@p"), Map.of()));
        assertEquals(UserError.BAD_INPUT, error.exitCode());
        assertTrue(error.getMessage().startsWith("proxy-url must look like") && !error.getMessage().contains("pw"));
    }

    @Test
    void requests_go_through_the_proxy_with_its_password() throws Exception {
        try (FakeApi proxy = new FakeApi()) {
            proxy.on("/apis", exchange -> {
                if (exchange.getRequestHeaders().containsKey("Proxy-Authorization")) {
                    FakeApi.json("{}").send(exchange);
                } else {
                    exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"p\"");
                    FakeApi.send(exchange, 407, "text/plain", "who are you");
                }
            });
            ask(FakeApi.connect(folder, "server: \"http://api.invalid:8080\", proxy-url: \"http://jane:pw@127.0.0.1:"
                    + proxy.port() + "\"", "", Map.of()));
            assertEquals(Optional.of("Basic amFuZTpwdw=="), proxy.header("/apis", "Proxy-authorization"));

            ask(FakeApi.connect(folder, "server: \"http://api.invalid:8080\"", "",
                    Map.of("http_proxy", "jane:pw@127.0.0.1:" + proxy.port())));
            assertEquals(4, proxy.count("/apis"), "twice refused, twice answered");
        }
    }

    private static void ask(ClusterConnection connection) {
        connection.requests().get("/apis", Map.of(), "asking", in -> {
            in.skip();
            return true;
        });
    }

    private static Optional<String> choose(Optional<String> proxyUrl, Map<String, String> environment) {
        return ProxyChoice.of(URI.create("https://api.example.com:6443"), proxyUrl,
                new ConnectionOptions(Optional.empty(), Optional.empty(), environment)).name();
    }
}
