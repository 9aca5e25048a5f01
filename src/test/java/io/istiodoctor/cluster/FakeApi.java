package io.istiodoctor.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.istiodoctor.model.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An API server that answers as a test wants. Lists that no test speaks of are empty; other paths are not found. */
final class FakeApi implements AutoCloseable {
    /** One request's answer. */
    @FunctionalInterface
    interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    private static final String GROUPS = """
            {"kind": "APIGroupList", "groups": [
              {"name": "networking.istio.io", "versions": [{"groupVersion": "networking.istio.io/v1beta1"}]}]}""";
    private static final String NETWORKING = """
            {"kind": "APIResourceList", "resources": [{"name": "gateways"}, {"name": "virtualservices"}]}""";

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private volatile Answer always;
    /** "path?query" of every request. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** The last request's headers by path. */
    final Map<String, Map<String, List<String>>> headers = new ConcurrentHashMap<>();

    FakeApi() {
        this(onFreePort());
    }

    FakeApi(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        on("/apis", json(GROUPS));
        on("/apis/networking.istio.io/v1beta1", json(NETWORKING));
    }

    private static HttpServer onFreePort() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** Answers a path, whatever the query. */
    FakeApi on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** Answers a path and a decoded query. */
    FakeApi on(String path, String query, Answer answer) {
        return on(path + "?" + query, answer);
    }

    /** Answers every request so. */
    void everywhere(Answer answer) {
        always = answer;
    }

    /**
     * A list of the kind that the path asks for.
     *
     * @param next what continues it; empty at its end
     * @param objects its items as JSON
     */
    static Answer list(String next, List<String> objects) {
        return exchange -> {
            String[] path = exchange.getRequestURI().getPath().split("/");
            boolean core = path[1].equals("api");
            String group = core ? "" : path[2];
            Kind kind = Arrays.stream(Kind.values()).filter(k -> k.group().equals(group) && k.plural().equals(path[path.length - 1]))
                    .findFirst().orElseThrow();
            json("{\"kind\": \"" + kind.kind() + "List\", \"apiVersion\": \"" + (core ? path[2] : group + "/" + path[3])
                    + "\", \"metadata\": {\"continue\": \"" + next + "\"}, \"items\": [" + String.join(",", objects) + "]}").send(exchange);
        };
    }

    static Answer json(String body) {
        return status(200, body);
    }

    static Answer status(int status, String body) {
        return exchange -> send(exchange, status, "application/json", body);
    }

    static Answer refused(int status, String message) {
        return status(status, "{\"kind\":\"Status\",\"message\":\"" + message.replace("\"", "\\\"") + "\"}");
    }

    static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Sends the client elsewhere. */
    static Answer redirect(String where) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", where);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** Begins an answer and breaks the connection off. */
    static Answer hangUp() {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 10_000);
            exchange.getResponseBody().write("{\"items\": [{\"metadata\"".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("hang up");
        };
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** A connection whose kubeconfig has the given fields of cluster and user (YAML in one line each). */
    ClusterConnection connect(Path folder, String user) {
        return connect(folder, "server: \"" + url() + "\"", user, Map.of());
    }

    static ClusterConnection connect(Path folder, String cluster, String user, Map<String, String> environment) {
        return connect(folder, cluster, user, environment,
                Deadlines.of(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(1),
                        Duration.ofMinutes(2)));
    }

    static ClusterConnection connect(Path folder, String cluster, String user, Map<String, String> environment, Deadlines deadlines) {
        String text = """
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {%s}}]
                users: [{name: test, user: {%s}}]
                """.formatted(cluster, user);
        try {
            Path file = Files.writeString(folder.resolve("config"), text);
            return ClusterConnection.open(new ConnectionOptions(Optional.of(file.toString()), Optional.empty(), environment),
                    folder, deadlines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The header that came with a path. */
    Optional<String> header(String path, String name) {
        return Optional.ofNullable(headers.get(path)).map(h -> h.get(name)).map(List::getFirst);
    }

    long count(String path) {
        return requests.stream().filter(r -> r.equals(path) || r.startsWith(path + "?")).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getRawQuery();
        String decoded = query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8);
        requests.add(decoded.isEmpty() ? path : path + "?" + decoded);
        headers.put(path, Map.copyOf(exchange.getRequestHeaders()));
        try (exchange) {
            Answer answer = always != null ? always : answers.getOrDefault(path + "?" + decoded, answers.get(path));
            if (answer != null) {
                answer.send(exchange);
            } else if (decoded.contains("limit=")) {
                list("", List.of()).send(exchange);
            } else {
                refused(404, "the server could not find the requested resource").send(exchange);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
