package io.istiodoctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.istiodoctor.cli.InProcess.Run;
import io.istiodoctor.cluster.ApiServer;
import io.istiodoctor.cluster.FaultyServer;
import io.istiodoctor.cluster.FaultyServer.Fault;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind taken away in every way from a cluster where all is well, and from one where a route names a port that there is not: what was not
 * read is never taken for well nor for a mistake. A build takes one way and one cluster for each kind; {@code mvn verify -Punread} takes all of them, and with
 * {@code -Ddocs.write=true} writes the table of docs/reliability.md.
 */
@Timeout(3600)
class UnreadClusterTest {
    private static final Path MESH = Path.of("src/test/resources/unread/shop.yaml");
    private static final Path PAGE = Path.of("docs/reliability.md");
    private static final boolean ALL = Boolean.getBoolean("unread.all");
    private static final String URL = "http://shop.example.com/";
    private static final String PLANTED = "destination-port-not-on-service";
    /** Secrets are never listed: they have tests of their own. Endpoints are read only where EndpointSlices are not. */
    private static final List<Kind> KINDS = Arrays.stream(Kind.values()).filter(k -> k != Kind.SECRET && k != Kind.ENDPOINTS).toList();

    /** All of what does not hold, since one failure seldom comes alone. */
    private static final List<String> FAILURES = new ArrayList<>();

    @TempDir
    static Path folder;

    private static ApiServer server;
    @AutoClose
    private static FaultyServer faulty;
    private static String kubeconfig;

    /** What the commands say where everything is read. */
    private record Whole(Run urls, Run proxy, Run mend) {}

    @BeforeAll
    static void start() {
        server = ApiServer.shared();
        faulty = new FaultyServer(server);
        kubeconfig = faulty.kubeconfig(folder).toString();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.deleteAll();
        }
    }

    @Test
    void what_was_not_read_is_neither_well_nor_a_mistake() throws IOException {
        Map<Kind, Map<Fault, List<Integer>>> statuses = new TreeMap<>();
        server.apply(objects(8000));
        everyKind(true, statuses);
        Map<String, String> rows = new UnreadTable(statuses).rows();
        if (ALL && Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, UnreadTable.replace(Files.readString(PAGE), rows.values()));
        }
        List<String> page = Files.readAllLines(PAGE);
        if (ALL) {
            assertEquals(List.copyOf(rows.values()), page.stream().filter(l -> l.startsWith("| `")).toList(),
                    "run with -Punread -Ddocs.write=true");
        } else {
            statuses.forEach((kind, byFault) -> assertTrue(page.stream().anyMatch(l -> UnreadTable.agrees(l, kind, byFault)),
                    () -> PAGE + " says something else than " + kind + " " + byFault));
        }
        holds();
        server.deleteAll();
        faulty.heal();
        server.apply(objects(8001));
        everyKind(false, new TreeMap<>());
        holds();
    }

    private static void holds() {
        assertEquals(List.of(), FAILURES, () -> FAILURES.size() + " answers that are not so");
    }

    private static void everyKind(boolean healthy, Map<Kind, Map<Fault, List<Integer>>> statuses) {
        faulty.heal();
        Whole whole = new Whole(run("urls", "-A", "-o", "json"), run("proxy", "-A", "-o", "json"), run("mend", URL, "-o", "json"));
        assertEquals(List.of(0, 0), List.of(whole.urls.status(), whole.proxy.status()), whole.urls.err() + whole.proxy.err());
        assertEquals(healthy ? 0 : 1, run("check", "-A").status(), () -> run("check", "-A").out());
        assertEquals(healthy ? 0 : 1, run("trace", URL).status(), () -> run("trace", URL).out());
        // A build takes half of the kinds from the one cluster, and half from the other.
        for (Kind kind : KINDS.stream().filter(k -> ALL || k.ordinal() % 2 == (healthy ? 0 : 1)).toList()) {
            List<Fault> faults = ALL ? List.of(Fault.values()) : List.of(Fault.values()[kind.ordinal() % Fault.values().length]);
            for (Fault fault : faults) {
                faulty.spoil(kind, fault);
                List<Integer> seen = new Spoilt(kind, fault, healthy, whole).judge();
                if (faulty.wasAskedFor()) {
                    statuses.computeIfAbsent(kind, k -> new TreeMap<>()).put(fault, seen);
                }
            }
        }
    }

    /** One kind taken away in one way, and what each command then says. */
    private record Spoilt(Kind kind, Fault fault, boolean healthy, Whole whole) {
        List<Integer> judge() {
            // How many rules are judged, and so what check ends with, changes with the rules; what it says is judged here.
            held(this::check);
            held(this::overview);
            List<Integer> statuses = List.of(held(this::trace), held(this::reach), held(this::urls), held(this::proxy));
            // There is something to mend, or not, where a trace can tell it.
            int mend = held(this::mend);
            assertTrue(!healthy || mend == statuses.getFirst(),
                    () -> "mend ends with " + mend + " where trace does with " + statuses.getFirst() + ": " + kind + " " + fault);
            return statuses;
        }

        private static int held(IntSupplier command) {
            try {
                return command.getAsInt();
            } catch (AssertionError e) {
                FAILURES.add(e.getMessage());
                return -1;
            }
        }

        private String at(Run run) {
            return kind + " " + fault + (healthy ? " healthy" : " broken") + ", status " + run.status() + "\n" + run.out() + run.err();
        }

        private int check() {
            Run run = run("check", "-A", "-o", "json");
            JsonObject said = object(run);
            Set<String> errors = elements(said, "findings").stream().filter(f -> f.get("severity").getAsString().equals("error"))
                    .map(f -> f.get("rule").getAsString()).collect(Collectors.toSet());
            assertTrue(healthy ? errors.isEmpty() : Set.of(PLANTED).containsAll(errors), () -> at(run));
            if (!faulty.wasAskedFor()) {
                return run.status();
            }
            assertTrue(named(said), () -> at(run));
            boolean unanswered = said.has("unanswered");
            // What is no error for want of something, is a warning or not checked.
            boolean open = Stream.of("notChecked", "findings").flatMap(list -> elements(said, list).stream())
                    .anyMatch(n -> n.get("rule").getAsString().equals(PLANTED));
            assertEquals(unanswered ? 3 : errors.isEmpty() ? 0 : 1, run.status(), () -> at(run));
            assertTrue(healthy || run.status() != 0 || open, () -> at(run));
            if (fault == Fault.FORBIDDEN) {
                Run text = run("check", "-A");
                assertTrue(text.out().startsWith("Not all could be read") && !text.out().contains("✔"), () -> at(text));
            }
            return run.status();
        }

        private int trace() {
            Run run = run("trace", URL, "-o", "json");
            JsonObject said = object(run);
            String verdict = said.get("verdict").getAsString();
            assertTrue(Set.of(healthy ? "reachable" : "broken", "unknown").contains(verdict), () -> at(run));
            if (verdict.equals("unknown")) {
                assertEquals(3, run.status(), () -> at(run));
                assertTrue(named(said) && elements(said, "hops").stream().anyMatch(h -> h.get("status").getAsString().equals("unknown")
                        && h.get("message").getAsString().contains(kind.plural())), () -> at(run));
            }
            return run.status();
        }

        private int reach() {
            Run run = run("trace", "web.shop", "-o", "json");
            assertTrue(healthy ? run.status() != 1 : run.status() != 0, () -> at(run));
            if (run.status() == 3 && run.out().isEmpty()) {
                assertTrue(run.err().contains(kind.resourceName()), () -> at(run));
            } else if (run.status() == 3) {
                JsonObject said = object(run);
                assertTrue(named(said) && !said.has("manifest") && elements(said, "missing").isEmpty(), () -> at(run));
                assertTrue(elements(said, "urls").stream().allMatch(r -> List.of(healthy ? "unknown" : "broken", "unknown")
                        .contains(r.get("verdict").getAsString())), () -> at(run));
            }
            return run.status();
        }

        private int urls() {
            Run run = run("urls", "-A", "-o", "json");
            Set<String> rows = rows(run);
            Set<String> all = rows(whole.urls);
            assertTrue(!healthy || all.containsAll(rows), () -> "invented: " + at(run));
            assertTrue(
                    !healthy || elements(object(run), "urls").stream()
                            .allMatch(r -> Set.of("reachable", "unknown").contains(r.get("verdict").getAsString())),
                    () -> at(run));
            if (run.status() == 0) {
                assertEquals(whole.urls.out(), run.out(), () -> at(run));
            } else {
                assertEquals(3, run.status(), () -> at(run));
                assertTrue(named(object(run)) && run.err().contains(kind.plural()), () -> at(run));
            }
            return run.status();
        }

        private int proxy() {
            Run run = run("proxy", "-A", "-o", "json");
            if (run.status() == 0) {
                assertEquals(whole.proxy.out(), run.out(), () -> at(run));
            } else {
                assertEquals(3, run.status(), () -> at(run));
                assertTrue(run.err().contains(kind.plural()), () -> at(run));
            }
            return run.status();
        }

        private int overview() {
            Run run = run("-A");
            assertTrue(healthy ? run.status() != 1 : run.status() != 0 || run.out().contains("warning"), () -> at(run));
            assertTrue(!faulty.wasAskedFor()
                    || run.out().startsWith("Not all could be read") && run.out().replaceAll("\\s+", "").contains(kind.resourceName())
                            && !run.out().contains("Nothing is exposed"),
                    () -> at(run));
            return run.status();
        }

        private int mend() {
            Run run = run("mend", URL, "-o", "json");
            assertTrue(List.of(healthy ? 0 : 1, 0, 3).contains(run.status()), () -> at(run));
            if (run.status() == 3) {
                assertTrue(run.out().isEmpty() && run.err().contains(kind.plural()), () -> at(run));
            } else {
                assertEquals(whole.mend.out(), run.out(), () -> at(run));
            }
            return run.status();
        }

        private boolean named(JsonObject said) {
            return elements(said, "unread").stream().anyMatch(u -> u.get("resource").getAsString().equals(kind.resourceName()));
        }
    }

    private static Set<String> rows(Run run) {
        Set<String> rows = new HashSet<>();
        elements(object(run), "urls").forEach(r -> rows.add(r.get("url").getAsString() + " " + r.get("to").getAsString()));
        return rows;
    }

    private static JsonObject object(Run run) {
        assertFalse(run.out().isEmpty(), run.err());
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    private static List<JsonObject> elements(JsonObject object, String name) {
        JsonElement list = object.has(name) ? object.get(name) : new JsonArray();
        return StreamSupport.stream(list.getAsJsonArray().spliterator(), false).map(JsonElement::getAsJsonObject).toList();
    }

    private static Run run(String... words) {
        return InProcess.run(Stream.concat(Arrays.stream(words), Stream.of("--kubeconfig", kubeconfig)).toArray(String[]::new));
    }

    private static List<Resource> objects(int port) throws IOException {
        String text = Files.readString(MESH).replace("port: {number: 8000}", "port: {number: " + port + "}");
        return ManifestSource
                .read(List.of("-"),
                        new ManifestOptions("default", true, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), n -> {}))
                .resources();
    }
}
