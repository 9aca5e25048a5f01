package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a request carries for each kind of kubeconfig user, and what is said of those that do not work. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "plugins are shell scripts here")
class CredentialsTest {
    private static final String V1 = "client.authentication.k8s.io/v1";

    @TempDir
    Path folder;
    @AutoClose
    private final FakeApi api = new FakeApi();

    @Test
    void a_token_is_sent() {
        assertEquals(Optional.of("Bearer abc"), authorization("token: abc"));
    }

    @Test
    void a_token_file_comes_before_a_token() throws IOException {
        Files.writeString(folder.resolve("t"), "fresh\n");
        assertEquals(Optional.of("Bearer fresh"), authorization("token: stale, tokenFile: t"));
    }

    @Test
    void a_token_file_that_is_missing_is_told() {
        assertError(UserError.BAD_INPUT, "kubeconfig " + folder.resolve("config") + ", user test: tokenFile "
                + folder.resolve("t") + " cannot be read", "tokenFile: t");
    }

    @Test
    void a_file_that_never_ends_or_is_none_or_empty_is_told() throws IOException {
        Files.writeString(folder.resolve("empty"), "\n");
        try (var large = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(100L << 20);
        }
        String at = "kubeconfig " + folder.resolve("config") + ", user test: ";
        assertError(UserError.BAD_INPUT, at + "tokenFile empty is empty", "tokenFile: empty");
        assertError(UserError.BAD_INPUT, at + "tokenFile " + folder.resolve("large") + " has more than 4 MiB; check the path",
                "tokenFile: large");
        assertError(UserError.BAD_INPUT, at + "tokenFile /dev/zero cannot be read", "tokenFile: /dev/zero");
        assertError(UserError.BAD_INPUT, at + "client-key /dev/zero cannot be read",
                "client-certificate-data: eA==, client-key: /dev/zero");
    }

    @Test
    void a_password_is_sent() {
        assertEquals(Optional.of("Basic amFuZTpwdw=="), authorization("username: jane, password: pw"));
    }

    @Test
    void a_user_is_impersonated() {
        assertEquals(Optional.of("Bearer abc"), authorization("token: abc, as: jane, as-groups: [dev, ops]"));
        assertEquals(Optional.of("jane"), api.header("/apis", "Impersonate-user"));
        assertEquals("[dev, ops]", api.headers.get("/apis").get("Impersonate-group").toString());
    }

    @Test
    void a_plugins_token_is_sent_and_the_plugin_knows_what_it_is_run_for() throws IOException {
        plugin("echo \"$KUBERNETES_EXEC_INFO\" > " + folder.resolve("info") + "\necho \"$2 $GREETING $HOME\" > "
                + folder.resolve("said") + "\n"
                + credential(V1, "\"token\": \"from-plugin\", \"expirationTimestamp\": \"2999-01-01T00:00:00Z\""));
        assertEquals(Optional.of("Bearer from-plugin"), authorization(exec(V1,
                "args: [get, token], env: [{name: GREETING, value: hello}], provideClusterInfo: true")));
        assertEquals("token hello /home/jane", Files.readString(folder.resolve("said")).strip());
        JsonObject info = Json.object(Files.readString(folder.resolve("info")));
        assertEquals(V1, info.get("apiVersion").getAsString());
        assertEquals(api.url(), info.getAsJsonObject("spec").getAsJsonObject("cluster").get("server").getAsString());
    }

    @Test
    void the_older_plugin_version_works_too() throws IOException {
        plugin(credential("client.authentication.k8s.io/v1beta1", "\"token\": \"old\""));
        assertEquals(Optional.of("Bearer old"), authorization(exec("client.authentication.k8s.io/v1beta1", "")));
    }

    @Test
    void a_plugin_is_not_run_when_there_is_a_token() {
        assertEquals(Optional.of("Bearer abc"), authorization("token: abc, " + exec(V1, "")));
    }

    @Test
    void a_missing_plugin_is_told_with_its_hint() {
        assertError(UserError.UNREADABLE_CLUSTER, "the credential plugin no-such-plugin of user test was not found;"
                + " install it with: brew install x",
                "exec: {apiVersion: " + V1
                        + ", command: no-such-plugin, installHint: \"install it with:\\n  brew install x\"}");
        assertError(UserError.UNREADABLE_CLUSTER, "the credential plugin no-such-plugin of user test was not found;"
                + " install it, or correct exec.command of user test in " + folder.resolve("config"),
                "exec: {apiVersion: " + V1 + ", command: no-such-plugin}");
    }

    @Test
    void a_failing_plugin_is_told_with_its_own_words() throws IOException {
        plugin("echo 'session expired,' >&2; echo 'run x login' >&2; exit 7");
        assertError(UserError.UNREADABLE_CLUSTER, "the credential plugin ./plugin of user test failed with exit status 7:"
                + " session expired, run x login", exec(V1, ""));
    }

    @Test
    void an_expired_credential_is_not_tried() throws IOException {
        plugin(credential(V1, "\"token\": \"x\", \"expirationTimestamp\": \"2020-01-01T00:00:00Z\""));
        assertError(UserError.UNREADABLE_CLUSTER, "the credential plugin ./plugin of user test gave a credential that"
                + " expired at 2020-01-01T00:00:00Z; log in again with it", exec(V1, ""));
    }

    @Test
    void a_plugin_that_prints_something_else_is_told() throws IOException {
        for (String output : new String[] {"echo hello", "echo '{}'", "echo '[1]'", "true",
                "echo '{\"kind\": \"ExecCredential\"'", "echo '\"ExecCredential\"'", "head -c 2000000 /dev/zero; exit 0"}) {
            plugin(output);
            assertError(UserError.UNREADABLE_CLUSTER,
                    "the credential plugin ./plugin of user test did not print an ExecCredential as JSON", exec(V1, ""));
        }
        for (String status : new String[] {"{}", "null", "\"text\"", "[{}]", "7", "{\"token\": null}", "{\"token\": {}}"}) {
            plugin("echo '{\"kind\": \"ExecCredential\", \"apiVersion\": \"" + V1 + "\", \"status\": " + status + "}'");
            assertError(UserError.UNREADABLE_CLUSTER, "the credential plugin ./plugin of user test gave neither a token nor a"
                    + " client certificate with its key; log in again with it", exec(V1, ""));
        }
    }

    @Test
    void a_plugin_that_is_there_but_cannot_be_run_is_not_said_to_be_missing() throws IOException {
        String start = "the credential plugin ./plugin of user test ";
        String end = "; install it, or correct exec.command of user test in " + folder.resolve("config");
        Path file = Files.writeString(folder.resolve("plugin"), "#!/no/such/interpreter\n");
        assertError(UserError.UNREADABLE_CLUSTER, start + "may not be executed" + end, exec(V1, ""));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertError(UserError.UNREADABLE_CLUSTER, start + "cannot be executed: its first line names an interpreter that does not exist"
                + end, exec(V1, ""));
    }

    @Test
    void tokens_and_names_that_no_header_can_carry_are_told_and_not_shown() {
        for (String token : new String[] {"\"s3cret\\nX: y\"", "\"s3cret two\"", "\"s3cr\u00e9t\""}) {
            assertError(UserError.BAD_INPUT, "kubeconfig " + folder.resolve("config") + ", user test: the token has line ends, blanks"
                    + " or other characters that no token has; log in again, or correct it", "token: " + token);
        }
        assertEquals(Optional.of("Bearer abc"), authorization("token: \"abc\\n\""));
        assertError(UserError.BAD_INPUT, "kubeconfig " + folder.resolve("config") + ", user test: as, as-uid and as-groups: names of users"
                + " and groups are made of visible characters of ASCII", "token: abc, as: \"jane\\nImpersonate-Group: system:masters\"");
    }

    @Test
    void a_plugin_that_never_ends_is_stopped() throws IOException {
        plugin("echo waiting >&2; sleep 60");
        KubeconfigEntry exec = new KubeconfigEntry("user test", folder.resolve("config"),
                (Mapping) Node.of(Map.of("apiVersion", V1, "command", "./plugin")));
        UserError error = assertThrows(UserError.class, () -> new ExecPlugin(exec, exec, exec, System.getenv(),
                Duration.ofMillis(500)).run());
        assertTrue(error.getMessage().startsWith("the credential plugin ./plugin of user test did not end within 0 s"),
                error.getMessage());
    }

    @Test
    void half_a_client_certificate_is_told() {
        assertError(UserError.BAD_INPUT, "kubeconfig " + folder.resolve("config")
                + ", user test: there is a client-certificate without a client-key", "client-certificate-data: eA==");
    }

    @Test
    void an_unknown_auth_provider_is_told() {
        assertError(UserError.BAD_INPUT, "kubeconfig " + folder.resolve("config")
                + ", user test: the auth-provider \"azure\" is not supported, as kubectl no longer supports it; use an exec plugin or a token",
                "auth-provider: {name: azure}");
    }

    @Test
    void an_expired_oidc_token_is_told_and_not_renewed_behind_the_users_back() {
        // {"alg":"none"} . {"exp":1} . nothing
        assertError(UserError.UNREADABLE_CLUSTER, "the token of user test in " + folder.resolve("config")
                + " expired at 1970-01-01T00:00:01Z; run any kubectl command to renew it",
                "auth-provider: {name: oidc, config: {id-token: \"eyJhbGciOiJub25lIn0.eyJleHAiOjF9.\"}}");
    }

    private Optional<String> authorization(String user) {
        connect(user).requests().get("/apis", Map.of(), "asking", in -> {
            in.skip();
            return true;
        });
        return api.header("/apis", "Authorization");
    }

    private ClusterConnection connect(String user) {
        return FakeApi.connect(folder, "server: \"" + api.url() + "\"", user,
                Map.of("HOME", "/home/jane", "PATH", System.getenv("PATH")));
    }

    private void assertError(int exitCode, String message, String user) {
        UserError error = assertThrows(UserError.class, () -> connect(user));
        assertEquals(message, error.getMessage());
        assertEquals(exitCode, error.exitCode());
    }

    private void plugin(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("plugin"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String credential(String version, String status) {
        return "echo '{\"kind\": \"ExecCredential\", \"apiVersion\": \"" + version + "\", \"status\": {" + status + "}}'";
    }

    private static String exec(String version, String more) {
        return "exec: {apiVersion: " + version + ", command: ./plugin" + (more.isEmpty() ? "" : ", ") + more + "}";
    }
}
