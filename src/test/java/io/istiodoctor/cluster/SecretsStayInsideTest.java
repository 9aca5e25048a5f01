package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.cli.InProcess;
import io.istiodoctor.cli.InProcess.Run;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that nobody may see are planted wherever there are such; they are looked for in all that every command writes, failures and stack traces included. */
@Timeout(120)
class SecretsStayInsideTest {
    private static final String MARK = "Xyzzy1Plugh2Plover3";
    private static final String MARKED_DATA = base64(MARK);
    /** What of a mark would show in the base64 of a text that holds it somewhere. */
    private static final List<String> SHAPES = List.of(MARK, MARKED_DATA.substring(0, 20), base64("a" + MARK).substring(4, 22),
            base64("ab" + MARK).substring(4, 22));
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "VAULT_TOKEN", MARK, "HTTPS_PROXY",
            "http://user:" + MARK + "@127.0.0.1:9");
    private static final List<List<String>> COMMANDS = List.of(List.of("check", "-A"), List.of("check", "-A", "-o", "json"),
            List.of("check", "-A", "-o", "yaml"),
            List.of("trace", "https://shop.example.com/"), List.of("trace", "https://shop.example.com/", "-o", "json"),
            List.of("trace", "web.shop"),
            List.of("urls", "-A"), List.of("urls", "-A", "-o", "json"), List.of("proxy", "-A"), List.of("proxy", "-A", "-o", "json"),
            List.of("-A"),
            List.of("check", "-A", "--brief"), List.of("proxy", "gateway-1.istio-system"), List.of("mend", "https://shop.example.com/"),
            List.of("mend", "https://shop.example.com/", "-o", "json"),
            List.of("mend", "https://other.example.com/", "--to", "web.shop", "--weaken"),
            List.of("check", "-A", "--timings"), List.of("check", "-A", "--severity", "error", "gateway-server-without-route"),
            List.of("trace", "https://shop.example.com/", "--from", "shop/web"));
    private static final List<String> APPLIED = List.of("mend", "https://other.example.com/", "--to", "web.shop", "--apply", "--yes");
    /** What a proxy of Envoy's tells of itself, with keys in it that a dump by istioctl would not have. */
    private static final String DUMP = """
            {"configs": [{"@type": "type.googleapis.com/envoy.admin.v3.SecretsConfigDump", "dynamic_active_secrets": [{"name": "kubernetes://shop-cert",
             "secret": {"name": "kubernetes://shop-cert", "tls_certificate": {"certificate_chain": {"inline_bytes": "DATA"}, "private_key": {"inline_string": "MARK"}}}}]},
             {"@type": "type.googleapis.com/envoy.admin.v3.ListenersConfigDump", "dynamic_listeners": [{"name": "0.0.0.0_8443", "active_state": {"listener":
             {"name": "0.0.0.0_8443", "address": {"socket_address": {"address": "0.0.0.0", "port_value": 8443}}, "filter_chains": [{"transport_socket": {"name": "tls",
             "typed_config": {"@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext", "common_tls_context":
             {"tls_certificates": [{"private_key": {"inline_string": "MARK"}, "password": {"inline_string": "MARK"}}]}}}, "filters": []}]}}}]}]}
            """;

    @TempDir
    Path folder;

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"tls.crt\": \"DATA\", \"tls.key\": \"DATA\"", "\"tls.crt\": \"DATA\"", "\"tls.key\": \"DATA\"",
            "\"other\": \"DATA\"",
            "\"tls.crt\": \"MARK not base64\", \"tls.key\": \"MARK\"", "\"tls.crt\": [\"MARK\"], \"tls.key\": {\"MARK\": \"MARK\"}"})
    void what_secrets_of_a_cluster_hold_is_nowhere(String data) throws IOException {
        try (FakeApi api = new FakeApi()) {
            serve(api);
            api.on("/api/v1/namespaces/istio-system/secrets/shop-cert",
                    FakeApi.json("{\"kind\": \"Secret\", \"apiVersion\": \"v1\", \"metadata\": {\"name\":"
                            + " \"shop-cert\", \"namespace\": \"istio-system\", \"annotations\": {\"note\": \"" + MARK
                            + "\"}}, \"type\": \"kubernetes.io/tls\","
                            + " \"data\": {" + marked(data) + "}}"));
            String kubeconfig = kubeconfig("server: \"" + api.url() + "\"", "token: " + MARK);
            for (List<String> command : Stream.concat(COMMANDS.stream(), Stream.of(APPLIED)).toList()) {
                requireNoMark(run(Stream.concat(command.stream(), Stream.of("--kubeconfig", kubeconfig))));
            }
            assertTrue(api.requests.contains("/api/v1/namespaces/istio-system/secrets/shop-cert"), "the Secret was read");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{kind: Secret, apiVersion: v1, metadata: {name: shop-cert, namespace: istio-system}, data: {tls.crt: DATA, tls.key: DATA}}",
            "{kind: Secret, apiVersion: v1, metadata: {name: shop-cert, namespace: istio-system}, stringData: {tls.crt: MARK, tls.key: MARK}}",
            "{kind: Secret, apiVersion: v1, metadata: {name: shop-cert, namespace: istio-system}, type: MARK, data: [MARK]}",
            "kind: Secret\napiVersion: v1\ndata:\n  tls.key: MARK\n tls.crt: MARK", "kind: Secret\ndata: {tls.key: \"MARK",
            "kind: Secret\ndata: *MARK",
            "kind: Secret\nMARK\ndata: MARK: MARK", "{\"kind\": \"Secret\", \"data\": {\"tls.key\": MARK}}",
            "kind: Secret\ndata: !MARK MARK",
            "kind: Secret\napiVersion: v1\nmetadata: {name: a}\ndata: {tls.key: MARK, tls.key: MARK}"})
    void what_secrets_of_manifests_hold_is_nowhere(String secret) throws IOException {
        Path mesh = Files.writeString(folder.resolve("mesh.yaml"), String.join("\n---\n", objects()));
        Path file = Files.writeString(folder.resolve("secret.yaml"), marked(secret) + "\n");
        for (List<String> command : COMMANDS) {
            requireNoMark(
                    run(Stream.concat(command.stream(), Stream.of("--assume-complete", "-f", mesh.toString(), "-f", file.toString()))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%1$s, %2$s, %1$s]", "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": [%1$s, %2$s, %1$s]}",
            "%1$s\n---\n%2$s\n---\n%1$s\n", "# a\n- %1$s\n- %2$s\n- %1$s\n"})
    void what_stands_beside_secrets_is_changed_and_shown_without_them(String layout) throws IOException {
        String secret = "{\"kind\": \"Secret\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"a%d\"}, \"stringData\": {\"k\": \""
                + MARK + "\"}}";
        Path all = Files.createDirectory(folder.resolve("all"));
        String shop = Files.readString(Path.of("examples/broken-shop/routing.yaml")) + "\n---\n"
                + Files.readString(Path.of("examples/broken-shop/shop.yaml"));
        int count = 0;
        for (Document document : YamlReader.read("shop", shop)) {
            Files.writeString(all.resolve("part" + count + ".yaml"),
                    layout.formatted(secret.formatted(count++), io.istiodoctor.fuzz.Json.of(document.root()).replace("\n", " ")));
        }
        for (List<String> command : Stream.concat(COMMANDS.stream(), Stream.of(List.of("mend", "http://shop.example.com/", "--apply")))
                .toList()) {
            Run run = run(Stream.concat(command.stream(), Stream.of("--assume-complete", "-f", all.toString())));
            requireNoMark(run);
            assertTrue(!command.contains("--apply") || run.out().contains("arrives after 2 changes"), run.out());
        }
        assertTrue(run(Stream.of("mend", "http://shop.example.com/", "--assume-complete", "-f", all.toString())).out()
                .contains("nothing to mend"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUMP", "DUMP MARK", "[DUMP", "{\"configs\": [{\"MARK\": \"MARK\"}]}", "{\"configs\": \"MARK\"}",
            "{\"configs\": [\"MARK\"]}", "\"MARK", "MARK: ["})
    void what_a_dump_holds_beside_listeners_is_nowhere(String content) throws IOException {
        String mesh = Files.writeString(folder.resolve("mesh.yaml"), String.join("\n---\n", objects())).toString();
        String dump = Files.writeString(folder.resolve("dump.json"), marked(content.replace("DUMP", DUMP))).toString();
        for (List<String> command : List.of(List.of("proxy", "gateway-1.istio-system", "--config-dump", dump),
                List.of("proxy", "gateway-1.istio-system", "-o", "json",
                        "--config-dump", dump),
                List.of("proxy", "gateway-1.istio-system", "--diff", dump),
                List.of("proxy", "gateway-1.istio-system", "-o", "json", "--diff", dump),
                List.of("proxy", "--config-dump", dump), List.of("trace", "https://shop.example.com/", "--config-dump", dump))) {
            requireNoMark(run(Stream.concat(command.stream(), Stream.of("--assume-complete", "-f", mesh))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"url\": \"http://shop.example.com/\", \"headers\": {\"authorization\": \"Bearer MARK\"}}",
            "{\"url\": \"http://shop.example.com/\", \"headers\": \"MARK\"}",
            "{\"url\": \"http://shop.example.com/\", \"headers\": {\"authorization\": \"Bearer MARK\"", "MARK",
            "{\"url\": \"http://jane:MARK@shop.example.com/\"}",
            "{\"url\": \"http://jane:MARK@\"}", "{\"url\": \"http://jane:a@MARK@shop.example.com:x/\"}",
            "{\"url\": \"http://shop.example.com/\", \"jwt\": \"MARK\"}",
            "{\"url\": \"http://shop.example.com/\", \"principal\": \"MARK\"}",
            "{\"url\": \"http://shop.example.com/\", \"headers\": {\"x y\": \"MARK\"}}",
            "{\"url\": \"http://shop.example.com/\", \"headers\": {\"x\": \"MARK\\nMARK\"}}"})
    void what_requests_bring_is_nowhere(String request) throws IOException {
        String mesh = Files.writeString(folder.resolve("mesh.yaml"), String.join("\n---\n", objects())).toString();
        String requests = Files.writeString(folder.resolve("requests.jsonl"), marked(request) + "\n").toString();
        for (List<String> command : List.of(List.of("trace"), List.of("trace", "-o", "json"), List.of("mend"),
                List.of("mend", "-o", "json"))) {
            requireNoMark(run(Stream.concat(command.stream(), Stream.of("--requests", requests, "--assume-complete", "-f", mesh))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--header=authorization Bearer MARK", "--header=authorization: Bearer MARK", "--header=x y: MARK", "--jwt=MARK",
            "--jwt=eyJMARK", "--principal=MARK"})
    void what_options_say_of_who_asks_is_nowhere(String option) throws IOException {
        String mesh = Files.writeString(folder.resolve("mesh.yaml"), String.join("\n---\n", objects())).toString();
        for (String command : List.of("trace", "mend")) {
            requireNoMark(run(Stream.of(command, "https://shop.example.com/", marked(option), "--assume-complete", "-f", mesh)));
        }
    }

    /** A folder of rules in which a Secret lies, or a rule that a Secret was pasted into. */
    @ParameterizedTest
    @ValueSource(strings = {"kind: Secret\napiVersion: v1\nmetadata: {name: a}\nstringData: {k: MARK}",
            "{\"kind\": \"Secret\", \"data\": {\"tls.key\": \"DATA\"}}",
            "kind: Secret\ndata: *MARK", "kind: Secret\ndata: {tls.key: \"MARK", "kind: Secret\nMARK\ndata: MARK: MARK"})
    void what_lies_among_rules_is_nowhere(String secret) throws IOException {
        String mesh = Files.writeString(folder.resolve("mesh.yaml"), String.join("\n---\n", objects())).toString();
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("a-secret.yaml"), marked(secret) + "\n");
        for (List<String> command : List.of(List.of("check", "-f", mesh, "--rules", rules.toString()),
                List.of("rules", "list", "--rules", rules.toString()),
                List.of("rules", "test", rules.toString()), List.of("explain", "IST0162", "--rules", rules.toString()))) {
            requireNoMark(run(command.stream()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 409, 500})
    void what_a_server_repeats_of_a_request_is_nowhere(int status) throws IOException {
        try (FakeApi api = new FakeApi()) {
            api.everywhere(FakeApi.refused(status, "bad request: Authorization: Bearer " + MARK));
            requireNoMarkOfAny(kubeconfig("server: \"" + api.url() + "\"", "token: " + MARK));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token: \"MARK\\nMARK\"", "token: MARK", "token: [MARK]", "username: jane, password: MARK",
            "username: [x], password: {MARK: MARK}",
            "client-certificate-data: DATA, client-key-data: DATA", "client-certificate-data: MARK, client-key-data: \"MARK!\"",
            "client-key-data: DATA",
            "tokenFile: /nowhere/token", "auth-provider: {name: oidc, config: {id-token: MARK, refresh-token: MARK, client-secret: MARK}}",
            "auth-provider: {name: oidc, config: {id-token: a.DATA.b, client-secret: MARK}}",
            "auth-provider: {name: gcp, config: {access-token: MARK, expiry: 2020-01-01T00:00:00Z}}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /nowhere/plugin, args: [--password, MARK], env: [{name: SECRET, value: MARK}]}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/false, args: [MARK], env: [{name: SECRET, value: MARK}]}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/echo, args: [MARK]}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/echo, args: ['{\"status\": {\"token\": \"MARK MARK\"}}']}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/echo, args: ['{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\", \"status\": {\"token\": \"MARK MARK\"}}']}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/echo, args: ['{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\", \"status\": {\"clientCertificateData\": \"MARK\", \"clientKeyData\": \"MARK\"}}']}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/echo, args: ['{\"kind\": \"ExecCredential\", \"status\": \"MARK\"}'], env: [{name: \"a=b\", value: MARK}]}",
            "token: \"MARK", "token: *MARK", "token: !MARK MARK", "token: MARK: MARK"})
    void what_a_kubeconfig_holds_for_users_is_nowhere(String user) throws IOException {
        try (FakeApi api = new FakeApi()) {
            api.everywhere(FakeApi.refused(401, "Unauthorized"));
            requireNoMarkOfAny(kubeconfig("server: \"" + api.url() + "\"", marked(user)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server: \"http://127.0.0.1:9\", proxy-url: \"http://jane:MARK@127.0.0.1:9\"",
            "server: \"http://127.0.0.1:9\", proxy-url: \"ftp://jane:MARK@x\"",
            "server: \"http://127.0.0.1:9\", proxy-url: \"http://jane:MARK@\"", "server: \"http://jane:MARK@127.0.0.1:9\"",
            "server: \"http://jane:MARK@[\"", "server: \"https://127.0.0.1:9\""})
    void what_addresses_hold_is_nowhere(String cluster) throws IOException {
        requireNoMarkOfAny(kubeconfig(marked(cluster), "token: " + MARK));
    }

    @Test
    void what_a_server_says_of_a_request_does_not_bring_its_token_out() throws IOException {
        try (FakeApi api = new FakeApi()) {
            api.everywhere(exchange -> FakeApi.redirect("http://127.0.0.1:9/login?token=" + MARK).send(exchange));
            requireNoMarkOfAny(kubeconfig("server: \"" + api.url() + "\"", "token: " + MARK));
        }
    }

    private static Run run(Stream<String> words) {
        PrintStream before = System.err;
        ByteArrayOutputStream traces = new ByteArrayOutputStream();
        System.setErr(new PrintStream(traces, true, StandardCharsets.UTF_8));
        try {
            Run run = InProcess.run(ENVIRONMENT, words.toArray(String[]::new));
            return new Run(run.status(), run.out(), run.err() + traces.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    /** What any command writes that reads the cluster, or tries to. */
    private static void requireNoMarkOfAny(String kubeconfig) {
        for (List<String> command : List.of(List.<String>of(), List.of("check", "-A"), List.of("trace", "web.shop"),
                List.of("mend", "https://shop.example.com/", "--apply", "--yes"),
                List.of("urls"), List.of("proxy", "-A", "-o", "json"))) {
            requireNoMark(run(Stream.concat(command.stream(), Stream.of("--kubeconfig", kubeconfig))));
        }
    }

    private static void requireNoMark(Run run) {
        String written = run.out() + run.err();
        assertFalse(written.isEmpty());
        // A text may be broken into lines where it is shown.
        String together = written.replaceAll("\\s+", "");
        SHAPES.forEach(shape -> assertFalse(together.contains(shape), () -> shape + " in\n" + written));
    }

    private static String marked(String text) {
        return text.replace("MARK", MARK).replace("DATA", MARKED_DATA);
    }

    private String kubeconfig(String cluster, String user) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {%s}}]
                users: [{name: test, user: {%s}}]
                """.formatted(cluster, user)).toString();
    }

    private static List<String> objects() {
        return List.of(
                "{\"kind\": \"Service\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"gateway\", \"namespace\": \"istio-system\"}, \"spec\": {\"type\": \"LoadBalancer\","
                        + " \"selector\": {\"istio\": \"ingressgateway\"}, \"ports\": [{\"name\": \"https\", \"port\": 443, \"targetPort\": 8443}]},"
                        + " \"status\": {\"loadBalancer\": {\"ingress\": [{\"ip\": \"203.0.113.10\"}]}}}",
                "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"gateway-1\", \"namespace\": \"istio-system\", \"labels\": {\"istio\": \"ingressgateway\"}},"
                        + " \"spec\": {\"containers\": [{\"name\": \"istio-proxy\", \"image\": \"docker.io/istio/proxyv2:1.27.1\", \"args\": [\"proxy\", \"router\"]}]},"
                        + " \"status\": {\"phase\": \"Running\", \"podIP\": \"10.1.0.2\", \"conditions\": [{\"type\": \"Ready\", \"status\": \"True\"}]}}",
                "{\"kind\": \"Service\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"web\", \"namespace\": \"shop\"}, \"spec\": {\"selector\": {\"app\": \"web\"},"
                        + " \"ports\": [{\"name\": \"http\", \"port\": 80}]}}",
                "{\"kind\": \"Gateway\", \"apiVersion\": \"networking.istio.io/v1beta1\", \"metadata\": {\"name\": \"shop\", \"namespace\": \"shop\"}, \"spec\": {\"selector\":"
                        + " {\"istio\": \"ingressgateway\"}, \"servers\": [{\"port\": {\"number\": 443, \"name\": \"https\", \"protocol\": \"HTTPS\"}, \"tls\": {\"mode\": \"SIMPLE\","
                        + " \"credentialName\": \"shop-cert\"}, \"hosts\": [\"shop.example.com\"]}]}}",
                "{\"kind\": \"VirtualService\", \"apiVersion\": \"networking.istio.io/v1beta1\", \"metadata\": {\"name\": \"shop\", \"namespace\": \"shop\"}, \"spec\": {\"hosts\":"
                        + " [\"shop.example.com\"], \"gateways\": [\"shop\"], \"http\": [{\"route\": [{\"destination\": {\"host\": \"web\"}}]}]}}");
    }

    private static void serve(FakeApi api) {
        Map<String, String> paths = Map.of("\"Service\"", "/api/v1/services", "\"Pod\"", "/api/v1/pods", "\"Gateway\"",
                "/apis/networking.istio.io/v1beta1/gateways",
                "\"VirtualService\"", "/apis/networking.istio.io/v1beta1/virtualservices");
        paths.forEach((kind, path) -> api.on(path,
                FakeApi.list("", objects().stream().filter(o -> o.startsWith("{\"kind\": " + kind)).toList())));
    }
}
