package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.istiodoctor.cli.InProcess.Run;
import io.istiodoctor.cluster.ApiServer;
import io.istiodoctor.cluster.ClusterConnection;
import io.istiodoctor.cluster.ClusterReader;
import io.istiodoctor.cluster.FaultyServer;
import io.istiodoctor.cluster.FaultyServer.Fate;
import io.istiodoctor.cluster.ReadRequest;
import io.istiodoctor.cluster.RefusingWebhook;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code mend --apply} changes two objects of a real API server, and something comes between. */
class AppliedChangesTest {
    private static final String URL = "http://shop.example.com/";
    private static final String MISNAMED = "gateways: [storefrond]";
    private static final String UNSELECTED = "selector: {app: wbe}, ports";
    private static final String CHANGED_ROUTE = "[shop/storefront]";

    @TempDir
    static Path folder;

    private static ApiServer server;
    @AutoClose
    private static FaultyServer faulty;
    private static String kubeconfig;

    @BeforeAll
    static void start() {
        server = ApiServer.shared();
        faulty = new FaultyServer(server);
        kubeconfig = faulty.kubeconfig(folder).toString();
    }

    @BeforeEach
    void breakTheShop() throws IOException {
        faulty.heal();
        String healthy = Files.readString(Path.of("src/test/resources/unread/shop.yaml"));
        server.apply(objects(healthy.replace("gateways: [storefront]", MISNAMED).replace("selector: {app: web}, ports", UNSELECTED)));
    }

    @AfterEach
    void clean() {
        server.deleteAll();
    }

    @Test
    void all_changes_are_made_and_the_request_arrives() {
        Run run = mend();
        assertEquals(0, run.status(), run::err);
        assertTrue(run.out().contains("\nThe way back:\nkubectl --kubeconfig " + kubeconfig + " -n shop patch service web")
                && run.out().contains("storefrond"), run.out());
        assertEquals(CHANGED_ROUTE + " web", state());
        assertEquals(0, InProcess.run("trace", URL, "--kubeconfig", kubeconfig).status());
    }

    @Test
    void every_command_that_is_shown_is_for_the_cluster_that_was_asked() {
        for (List<String> words : List.of(List.of("check", "-n", "shop"), List.of("trace", URL), List.of("mend", URL),
                List.of("-n", "shop"))) {
            String shown = InProcess.run(Stream.concat(words.stream(), Stream.of("--kubeconfig", kubeconfig)).toArray(String[]::new)).out()
                    .replaceAll("\\s+", " ");
            List<String> behind = Arrays.stream(shown.split("(?<= )kubectl (?=-)")).skip(1).toList();
            assertFalse(behind.isEmpty(), () -> words + ": " + shown);
            assertTrue(behind.stream().allMatch(b -> b.startsWith("--kubeconfig " + kubeconfig)), () -> words + ": " + shown);
        }
    }

    @Test
    void where_a_webhook_refuses_nothing_is_changed() throws Exception {
        try (RefusingWebhook webhook = new RefusingWebhook(folder, "every route needs a ticket")) {
            server.apply(objects(webhook.configuration("networking.istio.io", "virtualservices")));
            // The server takes a moment until it asks; without --yes and with nobody who agrees, this changes nothing.
            Run run = until(3, () -> InProcess.run("mend", URL, "--apply", "--kubeconfig", kubeconfig));
            assertTrue(run.err().contains(
                    "changing VirtualService shop/storefront was refused (403: admission webhook \"refusing.example.com\" denied the request:"
                            + " every route needs a ticket)")
                    && !run.err().contains("can-i"), run.err());
            assertEquals(3, mend().status());
            assertEquals("[storefrond] wbe", state());
            assertEquals(0, faulty.changes());
        }
    }

    @Test
    void who_may_not_patch_is_told_which_right_is_missing() {
        String token = server.serviceAccountToken("shop", "reader", Map.of());
        server.bindClusterRoles(List.of(role("""
                {"metadata": {"name": "reader"}, "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "list"]}]}""")),
                "shop", "reader");
        String limited = server.withToken(token, "shop").kubeconfig().orElseThrow();
        Run run = until(3, () -> InProcess.run("mend", URL, "--apply", "--yes", "--kubeconfig", limited));
        assertEquals(
                "istio-doctor: changing VirtualService shop/storefront is forbidden to system:serviceaccount:shop:reader (403); ask for the right until"
                        + " `kubectl auth can-i patch virtualservices.networking.istio.io -n shop --kubeconfig " + limited + "` says yes\n",
                run.err());
        assertEquals("[storefrond] wbe", state());
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "TIMED_OUT"})
    void a_second_change_without_an_answer_is_told_with_the_first_and_both_ways_back(Fate fate) {
        faulty.onChange(n -> n == 2 ? fate : Fate.DONE);
        Run run = mend();
        assertEquals(3, run.status(), run::err);
        assertTrue(run.err().contains("; whether changing Service shop/web was done is not known: look at it with kubectl;"
                + " before it were changed: VirtualService shop/storefront; what takes that back stands above"), run.err());
        assertTrue(run.out().contains("If the last change was made, the way back begins with:\nkubectl --kubeconfig " + kubeconfig
                + " -n shop patch service web --type=json -p"
                + " '[{\"op\":\"replace\",\"path\":\"/spec/selector\",\"value\":{\"app\":\"wbe\"}}]'\nThe way back:\nkubectl --kubeconfig "
                + kubeconfig + " -n shop patch virtualservices"), run.out());
        assertEquals(CHANGED_ROUTE + (fate == Fate.CUT_BEFORE ? " wbe" : " web"), state());
        // It may have been done: it is not sent again, neither by us nor by the HTTP client.
        assertEquals(2, faulty.changes());
    }

    @Test
    void a_first_change_without_an_answer_is_all_that_happens() {
        faulty.onChange(n -> Fate.CUT_AFTER);
        Run run = mend();
        assertEquals(3, run.status(), run::err);
        assertTrue(run.err().contains(
                "; whether changing VirtualService shop/storefront was done is not known: look at it with kubectl; no change was made before it"),
                run.err());
        assertFalse(run.out().contains("\nThe way back:"), run.out());
        assertEquals(1, faulty.changes());
    }

    @Test
    void what_somebody_else_has_written_since_is_not_overwritten() {
        faulty.onChange(n -> {
            if (n == 1) {
                server.apply(objects("""
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: storefront, namespace: shop}
                        spec: {hosts: [shop.example.com], gateways: [mesh, storefrond], http: [{route: [{destination: {host: other}}]}]}
                        """));
            }
            return Fate.DONE;
        });
        Run run = mend();
        assertEquals(3, run.status(), run::err);
        assertEquals(
                "istio-doctor: changing VirtualService shop/storefront was not done: somebody has changed it since it was read (409), and nothing of theirs is"
                        + " overwritten; run the command again; no change was made before it\n",
                run.err());
        assertEquals("[mesh, storefrond] wbe", state());
    }

    private static Run mend() {
        return InProcess.run("mend", URL, "--apply", "--yes", "--kubeconfig", kubeconfig);
    }

    private static Run until(int status, Supplier<Run> command) {
        Run run = command.get();
        for (int i = 0; i < 100 && run.status() != status; i++) {
            run = command.get();
        }
        assertEquals(status, run.status(), run.err());
        return run;
    }

    /** What the two objects say that are changed, by the server itself. */
    private static String state() {
        List<Resource> all = ClusterReader
                .read(ClusterConnection.open(server.admin()), new ReadRequest(Optional.empty(), true, (k, n) -> {})).resources();
        Resource route = named(all, "VirtualService", "storefront");
        return route.spec().get("gateways").elements().stream().map(g -> g.text().orElseThrow()).toList() + " "
                + named(all, "Service", "web").spec().get("selector").text("app");
    }

    private static Resource named(List<Resource> all, String kind, String name) {
        return all.stream().filter(r -> r.ref().kind().equals(kind) && r.ref().name().equals(name)).findFirst().orElseThrow();
    }

    private static JsonObject role(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    private static List<Resource> objects(String text) {
        return ManifestSource
                .read(List.of("-"),
                        new ManifestOptions("default", true, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), n -> {}))
                .resources();
    }
}
