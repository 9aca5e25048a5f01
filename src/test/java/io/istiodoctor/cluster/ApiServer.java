package io.istiodoctor.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Kubernetes API server with etcd for tests: one for the JVM, started when it is first asked for (about 6 s), with
 * the custom resource definitions of {@code crds/*.yaml}. Nothing else runs: no controllers, no kubelet, so that objects
 * and their status are exactly what a test applies.
 *
 * <p>It is run by io.fabric8:kube-api-test from the binaries that the environment names: {@code KUBE_API_TEST_DIR} (which
 * has {@code k8s/VERSION-linux-amd64/} with etcd, kube-apiserver and kubectl) and {@code KUBE_API_TEST_API_SERVER_VERSION};
 * without these variables it fetches them once from the Internet. Where it cannot, tests that need a server are skipped with a
 * notice, or fail when the environment has {@code ISTIO_DOCTOR_REQUIRE_API_SERVER=true}.
 *
 * <pre>{@code
 * static final ApiServer SERVER = ApiServer.shared();   // in @BeforeAll, so that it can skip the class
 * @AfterEach void clean() { SERVER.deleteAll(); }
 * SERVER.apply(resources);
 * ClusterConnection.open(SERVER.admin());
 * }</pre>
 */
public final class ApiServer {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Set<String> OWN_NAMESPACES = Set.of("default", "kube-system", "kube-public", "kube-node-lease");
    private static ApiServer shared;
    private static String reasonForNone;

    private final Path folder;
    private final Path adminKubeconfig;
    private final ClusterConnection connection;
    private final OkHttpClient http;
    /** Paths of what tests have created, the latest first. */
    private final Deque<String> created = new ArrayDeque<>();
    /** A server of today hangs up on clients that ask for too much at once. */
    private final Semaphore atOnce = new Semaphore(16);

    private ApiServer(KubeAPIServer server) throws IOException {
        folder = Files.createTempDirectory("istio-doctor-api-server");
        folder.toFile().deleteOnExit();
        adminKubeconfig = write("admin", server.getKubeConfigYaml());
        connection = ClusterConnection.open(admin());
        http = connection.requests().client().getHttpClient();
    }

    /** The server of this JVM; aborts the test when none can be had. */
    public static synchronized ApiServer shared() {
        if (shared == null && reasonForNone == null) {
            try {
                shared = start();
                shared.installCustomResourceDefinitions();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (KubeAPITestException e) {
                reasonForNone = "no API server: " + e.getMessage();
                System.err.println("Tests against a real API server are skipped: " + reasonForNone);
            }
        }
        if (shared == null && "true".equals(System.getenv("ISTIO_DOCTOR_REQUIRE_API_SERVER"))) {
            throw new AssertionError(reasonForNone);
        }
        Assumptions.assumeTrue(shared != null, () -> "skipped: " + reasonForNone);
        return shared;
    }

    private static ApiServer start() throws IOException {
        var config = KubeAPIServerConfigBuilder.anAPIServerConfig().withStartupTimeout((int) patience().toMillis());
        if (System.getenv("KUBE_API_TEST_DIR") != null) {
            // Given here, because the library cannot read the variable KUBE_API_TEST_OFFLINE_MODE itself.
            config.withOfflineMode(true);
        }
        KubeAPIServer server = new KubeAPIServer(config.build());
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        server.start();
        return new ApiServer(server);
    }

    /**
     * How long the server may take to start. The library compares times of day, so that a limit behind midnight is over before it
     * begins; shortly before midnight this waits for the new day.
     */
    private static Duration patience() {
        // A busy machine takes more than the minute that is the library's default.
        Duration wanted = Duration.ofMinutes(4);
        Duration left = Duration.between(LocalTime.now(ZoneId.systemDefault()), LocalTime.MAX);
        if (left.compareTo(wanted) < 0) {
            pause(left.plusMillis(10));
        }
        return wanted;
    }

    /** A kubeconfig whose user may do everything. */
    public Path adminKubeconfig() {
        return adminKubeconfig;
    }

    /** How to connect as the user who may do everything. */
    public ConnectionOptions admin() {
        return options(adminKubeconfig);
    }

    /** How to connect with a bearer token. */
    public ConnectionOptions withToken(String token, String namespace) {
        String authority = Json.yaml(read(adminKubeconfig)).getFirst().getAsJsonArray("clusters").get(0)
                .getAsJsonObject().getAsJsonObject("cluster").get("certificate-authority").getAsString();
        return options(write("token", """
                apiVersion: v1
                kind: Config
                current-context: limited
                contexts: [{name: limited, context: {cluster: test, user: limited, namespace: %s}}]
                clusters: [{name: test, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: limited, user: {token: "%s"}}]
                """.formatted(namespace, connection.server(), authority, token)));
    }

    /** Creates a service account, binds it to a new Role in each of the namespaces, and gives its token. */
    public String serviceAccountToken(String namespace, String name, Map<String, String> rulesByNamespace) {
        createNamespace(namespace);
        create("/api/v1/namespaces/" + namespace + "/serviceaccounts", Json.object("{\"metadata\":{\"name\":\"" + name + "\"}}"));
        rulesByNamespace.forEach((where, rules) -> {
            createNamespace(where);
            String rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + where;
            create(rbac + "/roles", Json.object("{\"metadata\":{\"name\":\"" + name + "\"},\"rules\":" + rules + "}"));
            create(rbac + "/rolebindings", Json.object("""
                    {"metadata": {"name": "%1$s"},
                     "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "%1$s"},
                     "subjects": [{"kind": "ServiceAccount", "name": "%1$s", "namespace": "%2$s"}]}
                    """.formatted(name, namespace)));
        });
        return send("POST", "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + name + "/token", Json.object(
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}"))
                .getAsJsonObject("status").get("token").getAsString();
    }

    /** Creates these ClusterRoles and binds them, everywhere, to a service account. */
    public void bindClusterRoles(List<JsonObject> roles, String namespace, String account) {
        String rbac = "/apis/rbac.authorization.k8s.io/v1";
        roles.forEach(role -> {
            String name = role.getAsJsonObject("metadata").get("name").getAsString();
            create(rbac + "/clusterroles", role);
            create(rbac + "/clusterrolebindings", Json.object("""
                    {"metadata": {"name": "%1$s"},
                     "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "%1$s"},
                     "subjects": [{"kind": "ServiceAccount", "name": "%3$s", "namespace": "%2$s"}]}
                    """.formatted(name, namespace, account)));
        });
    }

    /**
     * Creates the objects, or replaces those that are there, with their status. Namespaces are created as needed. What the
     * server owns or cannot take is left out: cluster IPs other than None, node ports outside its range.
     */
    public void apply(List<Resource> resources) {
        resources.stream().filter(r -> r.ref().kind().equals("Namespace")).forEach(this::apply);
        resources.stream().map(r -> r.ref().namespace()).distinct().filter(n -> !n.isEmpty()).forEach(this::createNamespace);
        Parallel.map(resources.stream().filter(r -> !r.ref().kind().equals("Namespace")).toList(), r -> {
            apply(r);
            return r;
        });
    }

    /** Creates or replaces a CustomResourceDefinition, and waits until its kind is served. */
    public void define(Resource definition) {
        awaitGone(definition.ref().name());
        apply(definition);
        awaitServed(Json.of(definition.root()).getAsJsonObject());
    }

    /** Creates a CustomResourceDefinition as it is written, and waits until its kind is served; of other groups than Istio's the reader drops the schemas. */
    public void define(JsonObject definition) {
        String name = definition.getAsJsonObject("metadata").get("name").getAsString();
        awaitGone(name);
        assertEquals(Optional.empty(), creation(definition));
        awaitServed(definition);
    }

    private void awaitGone(String definition) {
        String path = Paths.object(Kind.CUSTOM_RESOURCE_DEFINITION, "v1", "", definition);
        // One that an earlier test has deleted goes when all its objects are gone.
        for (ApiAnswer old = exchange("GET", path, null); old.status() == 200
                && old.body().getAsJsonObject("metadata").has("deletionTimestamp"); old = exchange("GET", path, null)) {
            pause(Duration.ofMillis(50));
        }
    }

    /** Why the server refuses to create an object, in its words; empty where it takes it. */
    public Optional<String> creation(JsonObject object) {
        return creation(object, "");
    }

    /** Why the server would refuse to create an object, as far as the object alone tells; empty where it would take it. Nothing is kept. */
    public Optional<String> refusal(JsonObject object) {
        return creation(object, "?dryRun=All");
    }

    private Optional<String> creation(JsonObject object, String options) {
        String apiVersion = object.get("apiVersion").getAsString();
        Kind kind = Kind.of(apiVersion, object.get("kind").getAsString()).orElseThrow();
        String namespace = kind.namespaced() ? object.getAsJsonObject("metadata").get("namespace").getAsString() : "";
        String list = Paths.list(kind, apiVersion.substring(apiVersion.indexOf('/') + 1), namespace);
        ApiAnswer answer = exchange("POST", list + options, object);
        if (answer.status() == 201 && options.isEmpty()) {
            remember(list + "/" + object.getAsJsonObject("metadata").get("name").getAsString());
        }
        return answer.status() == 201 ? Optional.empty() : Optional.of(answer.status() + " " + answer.body().get("message"));
    }

    /** Deletes everything that tests have created through this class. */
    public void deleteAll() {
        synchronized (created) {
            List<String> paths = List.copyOf(created);
            created.clear();
            Parallel.map(paths.stream().filter(p -> !isNamespace(p)).toList(), this::delete);
            paths.stream().filter(ApiServer::isNamespace).forEach(path -> {
                delete(path);
                // No controller empties the namespace; it is empty, so its finalizer can go.
                ApiAnswer namespace = exchange("GET", path, null);
                if (namespace.status() == 200) {
                    namespace.body().getAsJsonObject("spec").add("finalizers", new JsonArray());
                    exchange("PUT", path + "/finalize", namespace.body());
                }
            });
        }
    }

    private void apply(Resource resource) {
        Kind kind = Kind.of(resource.ref().apiVersion(), resource.ref().kind()).orElseThrow();
        String given = resource.ref().apiVersion().substring(resource.ref().apiVersion().indexOf('/') + 1);
        List<String> versions = Stream.concat(Stream.of(given), kind.versions().stream()).distinct().toList();
        for (String version : versions) {
            JsonObject object = Applicable.of(resource, kind, version);
            String list = Paths.list(kind, version, resource.ref().namespace());
            String path = list + "/" + resource.ref().name();
            ApiAnswer answer = exchange("POST", list, object);
            if (answer.status() == 409) {
                String resourceVersion = send("GET", path, null).getAsJsonObject("metadata").get("resourceVersion").getAsString();
                object.getAsJsonObject("metadata").addProperty("resourceVersion", resourceVersion);
                answer = exchange("PUT", path, object);
            } else if (answer.status() == 201) {
                remember(path);
            }
            if (answer.status() != 404) {
                JsonObject stored = answer.orThrow();
                if (object.has("status")) {
                    stored.add("status", object.get("status"));
                    send("PUT", path + "/status", stored);
                }
                return;
            }
        }
        throw new AssertionError("the server does not know " + resource.ref());
    }

    private void createNamespace(String name) {
        if (exchange("POST", "/api/v1/namespaces", Json.object("{\"metadata\":{\"name\":\"" + name + "\"}}"))
                .status() == 201) {
            remember("/api/v1/namespaces/" + name);
        }
    }

    private void create(String listPath, JsonObject object) {
        send("POST", listPath, object);
        remember(listPath + "/" + object.getAsJsonObject("metadata").get("name").getAsString());
    }

    private void remember(String path) {
        synchronized (created) {
            created.push(path);
        }
    }

    private ApiAnswer delete(String path) {
        return exchange("DELETE", path + "?gracePeriodSeconds=0", null);
    }

    private static boolean isNamespace(String path) {
        String prefix = "/api/v1/namespaces/";
        return path.startsWith(prefix) && path.indexOf('/', prefix.length()) < 0
                && !OWN_NAMESPACES.contains(path.substring(prefix.length()));
    }

    private void installCustomResourceDefinitions() throws IOException {
        String path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/crds"))) {
            List<JsonObject> definitions = files.sorted().flatMap(f -> Json.yaml(read(f)).stream()).toList();
            Parallel.map(definitions, definition -> send("POST", path, definition));
            Parallel.map(definitions, definition -> awaitServed(definition));
        }
    }

    private boolean awaitServed(JsonObject definition) {
        JsonObject spec = definition.getAsJsonObject("spec");
        String list = "/apis/" + spec.get("group").getAsString() + "/" + spec.getAsJsonArray("versions").get(0)
                .getAsJsonObject().get("name").getAsString() + "/" + spec.getAsJsonObject("names").get("plural").getAsString();
        for (int i = 0; i < 200; i++) {
            if (exchange("GET", list, null).status() == 200) {
                return true;
            }
            pause(Duration.ofMillis(50));
        }
        throw new AssertionError("the server does not serve " + list);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private JsonObject send(String method, String path, JsonObject body) {
        return exchange(method, path, body).orThrow();
    }

    /** Whether the server knows a path. */
    public boolean serves(String path) {
        return exchange("GET", path, null).status() == 200;
    }

    private ApiAnswer exchange(String method, String path, JsonObject body) {
        atOnce.acquireUninterruptibly();
        try {
            return exchanged(method, path, body);
        } finally {
            atOnce.release();
        }
    }

    private ApiAnswer exchanged(String method, String path, JsonObject body) {
        RequestBody content = body == null ? null : RequestBody.create(body.toString(), JSON);
        Request request = new Request.Builder().url(connection.server() + path).method(method, content).build();
        try (Response response = http.newCall(request).execute()) {
            String text = response.body().string();
            return new ApiAnswer(method + " " + path, response.code(),
                    text.startsWith("{") ? Json.object(text) : new JsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConnectionOptions options(Path kubeconfig) {
        return new ConnectionOptions(Optional.of(kubeconfig.toString()), Optional.empty(), Map.of());
    }

    private Path write(String name, String text) {
        try {
            Path file = Files.createTempFile(folder, name, ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
