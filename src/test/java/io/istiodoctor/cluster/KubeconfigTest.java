package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.model.UserError;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
    @TempDir
    Path folder;
    private Path first;
    private Path second;

    @BeforeEach
    void write() throws IOException {
        first = Files.writeString(Files.createDirectory(folder.resolve("one")).resolve("config"), """
                contexts:
                - name: shared
                  context: {cluster: a, user: red}
                clusters:
                - name: a
                  cluster: {server: "https://a:6443"}
                users:
                - name: red
                  user: {tokenFile: red.token}
                """);
        Files.writeString(folder.resolve("one/red.token"), "secret\n");
        second = Files.writeString(Files.createDirectory(folder.resolve("two")).resolve("config"), """
                current-context: other
                contexts:
                - name: shared
                  context: {cluster: b, user: red, namespace: b}
                - name: other
                  context: {cluster: b, user: red, namespace: shop}
                clusters:
                - name: b
                  cluster: {server: "https://b:6443/k8s/clusters/c-1/"}
                users:
                - name: red
                  user: {token: discarded, username: discarded}
                """);
    }

    @Test
    void the_first_file_wins_for_each_name_and_a_missing_file_is_skipped() {
        Kubeconfig merged = Kubeconfig.find(environment(folder.resolve("missing"), first, second));
        assertEquals("a", merged.select(Optional.of("shared")).clusterName());
        assertEquals("default", merged.select(Optional.of("shared")).namespace());
        assertEquals(Optional.of("red.token"), merged.select(Optional.of("other")).user().text("tokenFile"));
        assertEquals(Optional.empty(), merged.select(Optional.of("other")).user().text("token"));
        assertEquals(Optional.of("other"), merged.currentContext(), "of the first file that has one");
    }

    @Test
    void a_connection_knows_context_namespace_and_server() {
        ClusterConnection connection = ClusterConnection.open(environment(first, second));
        assertEquals("other", connection.contextName());
        assertEquals("shop", connection.namespace());
        assertEquals("https://b:6443/k8s/clusters/c-1", connection.server().toString());
    }

    @Test
    void relative_paths_start_from_the_file_that_has_them() {
        KubeconfigEntry user = Kubeconfig.find(environment(second, first)).users().get("red");
        assertEquals(Optional.empty(), user.path("tokenFile"));
        user = Kubeconfig.find(environment(first, second)).users().get("red");
        assertEquals(Optional.of(folder.resolve("one/red.token")), user.path("tokenFile"));
    }

    @Test
    void the_file_named_on_the_command_line_is_the_only_one() {
        ConnectionOptions options = new ConnectionOptions(Optional.of(second.toString()), Optional.empty(),
                Map.of("KUBECONFIG", first.toString()));
        assertEquals("b", Kubeconfig.find(options).select(Optional.of("shared")).clusterName());
    }

    @Test
    void the_home_folder_is_the_default() throws IOException {
        Files.createDirectory(folder.resolve(".kube"));
        Files.copy(second, folder.resolve(".kube/config"));
        assertEquals("shop", ClusterConnection.open(options(Map.of("HOME", folder.toString(), "KUBECONFIG", ""))).namespace());
    }

    @Test
    void an_unknown_context_is_answered_with_the_known_ones() {
        ConnectionOptions options = new ConnectionOptions(Optional.of(second.toString()), Optional.of("prod"), Map.of());
        assertError(UserError.UNREADABLE_CLUSTER, "there is no context \"prod\" in kubeconfig " + second
                + "; it has other, shared", options);
    }

    @Test
    void without_a_current_context_one_must_be_chosen() {
        assertError(UserError.UNREADABLE_CLUSTER, "kubeconfig " + first
                + " has no current context; choose one with --context: shared", environment(first));
    }

    @Test
    void without_any_kubeconfig_the_places_that_were_searched_are_named() {
        assertError(UserError.UNREADABLE_CLUSTER, "no kubeconfig found (" + folder.resolve(".kube/config")
                + "); name one with --kubeconfig or KUBECONFIG, or check manifests with -f",
                options(Map.of("HOME", folder.toString())));
    }

    @Test
    void a_named_kubeconfig_must_exist() {
        Path missing = folder.resolve("missing");
        assertError(UserError.BAD_INPUT, "kubeconfig " + missing + " does not exist; check the path after --kubeconfig",
                new ConnectionOptions(Optional.of(missing.toString()), Optional.empty(), Map.of()));
    }

    @Test
    void yaml_that_cannot_be_parsed_is_told_with_its_place_and_without_its_content() throws IOException {
        Files.writeString(first, "users:\n- name: x\n  user: {token: s3cret, [\n");
        UserError error = assertThrows(UserError.class, () -> ClusterConnection.open(environment(first)));
        assertEquals(UserError.BAD_INPUT, error.exitCode());
        assertTrue(error.getMessage().startsWith("kubeconfig " + first + ":4:1: "),
                error.getMessage());
        assertTrue(!error.getMessage().contains("s3cret") && error.getMessage().lines().count() == 1, error.getMessage());
    }

    @Test
    void what_is_no_kubeconfig_is_told() throws IOException {
        for (String text : new String[] {"- a\n- b\n", "just text", "contexts: {a: b}\n", "current-context: 5\n"}) {
            Files.writeString(first, text);
            UserError error = assertThrows(UserError.class, () -> ClusterConnection.open(environment(first)), text);
            assertEquals(UserError.BAD_INPUT, error.exitCode());
            assertTrue(error.getMessage().startsWith("kubeconfig " + first + " is not a kubeconfig"), error.getMessage());
        }
    }

    @Test
    void files_that_are_no_text_and_folders_are_told_in_plain_words() throws IOException {
        Path second = folder.resolve("other");
        Files.write(second, "contexts: []".getBytes(StandardCharsets.UTF_16));
        assertError(UserError.BAD_INPUT, "kubeconfig " + second + ": UTF-16 text; save it as UTF-8", environment(second));
        Files.write(second, new byte[] {0x7F, 'E', 'L', 'F', 0, 1});
        assertError(UserError.BAD_INPUT, "kubeconfig " + second + ":1:1: the control character U+007F; only tab and line ends are allowed",
                environment(second));
        assertError(UserError.BAD_INPUT, "kubeconfig " + folder + " cannot be read: it is a folder; name a file in it",
                environment(folder));
    }

    @Test
    void addresses_that_no_connection_can_have_are_refused() throws IOException {
        for (String server : new String[] {"https://a:99999", "a:99999", "https://", "ftp://a", "https://a b", "https://a:-1",
                "https://[::1", "https://a:0", "https://a?x=y", "https://a#x", "https\\t://a", "https://a\\nb"}) {
            Files.writeString(first, """
                    current-context: x
                    contexts: [{name: x, context: {cluster: c}}]
                    clusters: [{name: c, cluster: {server: "%s"}}]
                    """.formatted(server));
            UserError error = assertThrows(UserError.class, () -> ClusterConnection.open(environment(first)), server);
            assertTrue(error.getMessage().endsWith("is not an address like https://HOST:6443"), error.getMessage());
            assertTrue(error.getMessage().chars().noneMatch(Character::isISOControl), error.getMessage());
        }
    }

    @Test
    void an_empty_file_is_as_good_as_none() throws IOException {
        Files.writeString(first, "# nothing yet\n\n");
        assertEquals("other", ClusterConnection.open(environment(first, second)).contextName());
    }

    @Test
    void values_of_the_wrong_type_are_told_only_where_they_are_used() throws IOException {
        Files.writeString(first, """
                current-context: x
                contexts: [{name: x, context: {cluster: c, user: u}}, {name: z, context: {cluster: c}}]
                clusters: [{name: c, cluster: {server: "https://c:6443"}}]
                users: [{name: u, user: {token: 12345}}]
                """);
        assertError(UserError.BAD_INPUT, "kubeconfig " + first + ", user u: token must be a text (put it in quotes)",
                environment(first));
        assertEquals("z", ClusterConnection.open(new ConnectionOptions(Optional.of(first.toString()), Optional.of("z"),
                Map.of())).contextName());
    }

    @Test
    void a_context_that_names_nothing_is_told() throws IOException {
        Files.writeString(first, """
                current-context: x
                contexts: [{name: x, context: {cluster: gone, user: u}}]
                """);
        assertError(UserError.BAD_INPUT, "kubeconfig " + first
                + ", context x: it names the cluster \"gone\", which no file defines", environment(first));
    }

    @Test
    void in_a_pod_the_service_account_is_used() throws IOException {
        Path account = Files.createDirectory(folder.resolve("serviceaccount"));
        Files.writeString(account.resolve("token"), "t");
        Files.writeString(account.resolve("namespace"), "shop\n");
        ClusterConnection connection = ClusterConnection.open(options(Map.of("HOME", folder.toString(),
                "KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443")), account, Deadlines.of(Optional.empty()));
        assertEquals("in-cluster", connection.contextName());
        assertEquals("shop", connection.namespace());
        assertEquals("https://[fd00::1]:443", connection.server().toString());
    }

    private static void assertError(int exitCode, String message, ConnectionOptions options) {
        UserError error = assertThrows(UserError.class, () -> ClusterConnection.open(options));
        assertEquals(message, error.getMessage());
        assertEquals(exitCode, error.exitCode());
    }

    private static ConnectionOptions environment(Path... files) {
        String list = String.join(File.pathSeparator, Arrays.stream(files).map(Path::toString).toList());
        return options(Map.of("KUBECONFIG", list));
    }

    private static ConnectionOptions options(Map<String, String> environment) {
        return new ConnectionOptions(Optional.empty(), Optional.empty(), environment);
    }
}
