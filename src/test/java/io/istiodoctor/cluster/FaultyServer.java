package io.istiodoctor.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.istiodoctor.model.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Stands before a real API server and spoils what it answers about one kind. */
public final class FaultyServer implements AutoCloseable {
    /** In which way a kind is taken away. */
    public enum Fault {
        /** It may not be read, anywhere. */
        FORBIDDEN("403"),
        /** Its paths are not found, though the server says that it has the kind. */
        NOT_FOUND("404"),
        /** The server stays unable to answer. */
        FAILING("5xx"),
        /** Its lists begin well, and their second pages may not be read. */
        SECOND_PAGE("second page"),
        /** It may be read in istio-system and the context's own namespace alone, where there are namespaces. */
        SOME_NAMESPACES("some namespaces"),
        /** An answer that is no such list. */
        WRONG_ANSWER("wrong answer");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        /** As the page of what was tested calls it. */
        public String words() {
            return words;
        }
    }

    /** What becomes of a change that is sent. */
    public enum Fate {
        /** It is passed on, and so is the answer. */
        DONE,
        /** The connection breaks off before the server behind has heard of it. */
        CUT_BEFORE,
        /** It is done, and the connection breaks off before the answer. */
        CUT_AFTER,
        /** It is done, and a proxy says that it has waited for the answer long enough. */
        TIMED_OUT
    }

    /** Early enough for short readings to meet one. */
    private static final int FIRST_FAILURE = 60;
    private static final int LARGE = 1 << 20;

    private record Spoilt(Kind kind, Fault fault) {}

    private record Fixed(Pattern path, int status, String type, String body) {}

    private final OkHttpClient client;
    private final String server;
    private final HttpServer here;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** What the server behind said, which changes only between tests. */
    private final Map<String, Answer> known = new ConcurrentHashMap<>();
    private volatile boolean asked;
    private volatile List<Fixed> answers = List.of();
    private volatile int failing;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Optional<Spoilt> spoilt = Optional.empty();
    private volatile IntFunction<Fate> fates = n -> Fate.DONE;
    private final AtomicInteger changes = new AtomicInteger();

    /** A stand-in for this server, which spoils nothing yet. */
    public FaultyServer(ApiServer behind) {
        ClusterConnection connection = ClusterConnection.open(behind.admin());
        client = connection.requests().client().getHttpClient();
        server = connection.server().toString();
        try {
            here = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        here.setExecutor(threads);
        here.createContext("/", this::handle);
        here.start();
    }

    /** Takes this kind away from now on, and no other. */
    public void spoil(Kind kind, Fault fault) {
        asked = false;
        spoilt = Optional.of(new Spoilt(kind, fault));
    }

    /** Fails so many of a hundred requests from now on, in four ways in turn: 503, 429, 500, and an answer that breaks off. */
    public void failNowAndThen(int percent) {
        failing = percent;
    }

    /** Asks this of every change from now on that is no dry run, by its number from 1; it may do something itself before. */
    public void onChange(IntFunction<Fate> fate) {
        changes.set(0);
        fates = fate;
    }

    /** How many changes that are no dry runs were sent since they are decided about so. */
    public int changes() {
        return changes.get();
    }

    /** How many requests there were. */
    public int requests() {
        return requests.get();
    }

    /** How many of them failed. */
    public int failures() {
        return failures.get();
    }

    /** Answers everything as it is, and asks the server behind anew. */
    public void heal() {
        known.clear();
        spoilt = Optional.empty();
        answers = List.of();
        onChange(n -> Fate.DONE);
    }

    /** Answers paths that match, always so; what comes first counts first. */
    public void answer(String pattern, int status, String type, String body) {
        answers = Stream.concat(answers.stream(), Stream.of(new Fixed(Pattern.compile(pattern), status, type, body))).toList();
    }

    /** Whether anything was asked for that was spoilt: the server does not have every kind. */
    public boolean wasAskedFor() {
        return asked;
    }

    /** Writes a kubeconfig that leads here. */
    public Path kubeconfig(Path folder) {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), """
                    current-context: test
                    contexts: [{name: test, context: {cluster: test, user: test}}]
                    clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                    users: [{name: test, user: {}}]
                    """.formatted(here.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Optional<Spoilt> here = spoilt.filter(s -> concerns(path, s.kind));
            Optional<Fixed> fixed = answers.stream().filter(a -> a.path.matcher(path).matches()).findFirst();
            if (!exchange.getRequestMethod().equals("GET")) {
                change(exchange);
            } else if ((requests.incrementAndGet() + FIRST_FAILURE) * failing % 100 < failing) {
                fail(exchange, failures.getAndIncrement());
            } else if (fixed.isPresent()) {
                send(exchange, fixed.get().status, fixed.get().type, fixed.get().body);
            } else if (here.isPresent()) {
                asked = true;
                spoil(exchange, path, here.get());
            } else {
                pass(exchange, query(exchange));
            }
        }
    }

    private void change(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String query = query(exchange);
        Fate fate = query.contains("dryRun=All") ? Fate.DONE : fates.apply(changes.incrementAndGet());
        if (fate == Fate.CUT_BEFORE) {
            throw new IOException("breaks off");
        }
        known.clear();
        Request request = new Request.Builder().url(server + exchange.getRequestURI().getRawPath() + "?" + query)
                .method(exchange.getRequestMethod(),
                        RequestBody.create(body, MediaType.get(exchange.getRequestHeaders().getFirst("Content-Type"))))
                .build();
        try (Response response = client.newCall(request).execute()) {
            switch (fate) {
                case CUT_AFTER -> throw new IOException("breaks off");
                case TIMED_OUT -> status(exchange, 504, "Timeout: request did not complete within requested timeout");
                default -> send(exchange, response.code(), response.body().string());
            }
        }
    }

    private void fail(HttpExchange exchange, int number) throws IOException {
        switch (number % 4) {
            case 0 -> status(exchange, 503, "try again");
            case 1 -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                status(exchange, 429, "too many requests");
            }
            case 2 -> status(exchange, 500, "etcdserver: leader changed");
            default -> {
                byte[] whole = answer(exchange, query(exchange)).body().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole, 0, whole.length / 2);
                exchange.getResponseBody().flush();
                throw new IOException("breaks off");
            }
        }
    }

    /** Whether a path is that of a kind's lists or objects, in one namespace or in all. */
    private static boolean concerns(String path, Kind kind) {
        String group = kind.group().isEmpty() ? "/api/[^/]+" : "/apis/" + kind.group() + "/[^/]+";
        return path.matches(group + "(/namespaces/[^/]+)?/" + kind.plural() + "(/[^/]+)?")
                && !(kind != Kind.NAMESPACE && path.matches("/api/[^/]+/namespaces(/[^/]+)?"));
    }

    private void spoil(HttpExchange exchange, String path, Spoilt how) throws IOException {
        switch (how.fault) {
            case FORBIDDEN -> forbid(exchange, how.kind);
            case NOT_FOUND -> status(exchange, 404, "the server could not find the requested resource");
            case FAILING -> {
                exchange.getResponseHeaders().set("Retry-After", "0");
                status(exchange, 503, "the server is currently unable to handle the request");
            }
            case SECOND_PAGE -> firstPageOnly(exchange, how.kind);
            case SOME_NAMESPACES -> {
                if (path.matches(".*/namespaces/(istio-system|default)(/.*)?")) {
                    pass(exchange, query(exchange));
                } else {
                    forbid(exchange, how.kind);
                }
            }
            case WRONG_ANSWER -> send(exchange, 200, how.kind.ordinal() % 2 == 0 ? "{}"
                    : "{\"kind\": \"LeaseList\", \"apiVersion\": \"coordination.k8s.io/v1\", \"items\": []}");
        }
    }

    private void firstPageOnly(HttpExchange exchange, Kind kind) throws IOException {
        if (query(exchange).contains("continue=")) {
            forbid(exchange, kind);
            return;
        }
        JsonObject list = Json.object(answer(exchange, query(exchange)).body());
        if (list.get("items") instanceof JsonArray items && list.has("metadata")) {
            while (items.size() > 1) {
                items.remove(1);
            }
            list.getAsJsonObject("metadata").addProperty("continue", "the-second-page");
        }
        send(exchange, 200, list.toString());
    }

    private static String query(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    private record Answer(int status, String body) {}

    private Answer answer(HttpExchange exchange, String query) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(server + exchange.getRequestURI().getRawPath() + (query.isEmpty() ? "" : "?" + query));
        List<String> accept = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
        String key = exchange.getRequestURI() + " " + accept;
        Optional<Answer> before = Optional.ofNullable(known.get(key));
        if (before.isPresent()) {
            return before.get();
        }
        accept.forEach(a -> request.addHeader("Accept", a));
        try (Response response = client.newCall(request.build()).execute()) {
            Answer answer = new Answer(response.code(), response.body().string());
            if (answer.body.length() < LARGE) {
                known.put(key, answer);
            }
            return answer;
        }
    }

    private void pass(HttpExchange exchange, String query) throws IOException {
        Answer answer = answer(exchange, query);
        send(exchange, answer.status, answer.body);
    }

    private static void forbid(HttpExchange exchange, Kind kind) throws IOException {
        status(exchange, 403, kind.resourceName() + " is forbidden: User \\\"jane\\\" cannot list resource");
    }

    private static void status(HttpExchange exchange, int status, String message) throws IOException {
        send(exchange, status,
                "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": " + status + ", \"message\": \"" + message + "\"}");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, "application/json", body);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        here.stop(0);
        threads.close();
    }
}
