package io.istiodoctor;

import io.istiodoctor.engine.Scope;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Diagnosis;
import io.istiodoctor.model.Finding;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Severity;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import io.istiodoctor.trace.Stage;
import io.istiodoctor.trace.Trace;
import io.istiodoctor.trace.TraceRequest;
import io.istiodoctor.trace.Tracer;
import io.istiodoctor.trace.UrlRow;
import io.istiodoctor.trace.Urls;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A cluster state and what must be said of it: a folder with an expect.yaml, whose format is that of the scenarios that
 * lie beside a checkout in ../shared/scenarios.
 */
public record Scenario(String name, Path folder, Node expect) {
    private static final Path ROOT = Path.of("..", "shared", "scenarios");
    private static final Path REPORTS = Path.of("..", "shared", "reports");

    /** All scenarios; the calling test is skipped, with a notice, when there are none beside the checkout. */
    public static Stream<Scenario> all() {
        return in(ROOT);
    }

    /** The clusters of people who asked for help, in the same form. */
    public static Stream<Scenario> reports() {
        return in(REPORTS);
    }

    private static Stream<Scenario> in(Path root) {
        Assumptions.assumeTrue(Files.isDirectory(root), "no scenarios in " + root + ": nothing to compare with");
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(f -> Files.exists(f.resolve("expect.yaml"))).sorted().map(Scenario::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scenario read(Path folder) {
        try {
            Path file = folder.resolve("expect.yaml");
            return new Scenario(folder.getFileName().toString(), folder,
                    YamlReader.read(file.toString(), Files.readString(file)).getFirst().root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the input is the whole cluster. */
    public boolean complete() {
        return !expect.text("complete").equals("false");
    }

    /** The state, read from the manifests. */
    public Snapshot snapshot() {
        List<String> inputs = expect.get("inputs").elements().stream()
                .map(i -> folder.resolve(i.text().orElseThrow()).normalize().toString()).toList();
        return ManifestSource.read(inputs,
                new ManifestOptions("default", complete(), InputStream.nullInputStream(), n -> {}));
    }

    /** How errors and warnings differ from what is expected; empty when they do not. */
    public List<String> compare(Diagnosis diagnosis) {
        List<Finding> left = new ArrayList<>(diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFO).toList());
        List<String> problems = new ArrayList<>();
        for (Node expected : expect.get("findings").elements()) {
            Optional<Finding> found = left.stream().filter(f -> f.rule().equals(expected.text("rule"))
                    && name(f.object()).equals(expected.text("object"))).findFirst();
            if (found.isEmpty()) {
                problems.add("missed " + expected.text("rule") + " " + expected.text("object"));
                continue;
            }
            left.removeIf(f -> f.rule().equals(found.get().rule()) && f.object().equals(found.get().object()));
            String severity = found.get().severity().label();
            if (expected.get("severity").isPresent() && !severity.equals(expected.text("severity"))) {
                problems.add(found.get().rule() + " is " + severity);
            }
            expected.get("says").elements().stream().map(s -> s.text().orElseThrow())
                    .filter(s -> !found.get().toString().contains(s)).forEach(s -> problems.add(found.get().rule() + " does not say " + s));
        }
        left.forEach(f -> problems.add("extra " + f.rule() + " " + f.object() + ": " + f.message()));
        expect.get("notChecked").elements().stream().map(r -> r.text().orElseThrow())
                .filter(r -> diagnosis.notChecked().stream().noneMatch(n -> n.rule().equals(r)))
                .forEach(r -> problems.add(r + " is not listed as not checked"));
        return problems;
    }

    /** How URLs and traces of the same mesh differ from what is expected; empty when they do not. */
    public List<String> compareWays(Mesh mesh, Diagnosis diagnosis) {
        List<String> problems = new ArrayList<>();
        List<UrlRow> rows = expect.get("urls").elements().isEmpty() ? List.of()
                : Urls.of(mesh, Proxies.of(mesh), () -> diagnosis, new Scope.Everything());
        expect.get("urls").elements().stream().filter(e -> rows.stream().noneMatch(r -> r.url().equals(e.text("url"))
                && r.to().equals(e.text("to")) && (e.text("address").isEmpty() || r.address().orElse("").equals(e.text("address")))))
                .forEach(e -> problems.add("no row " + e.text("url") + " among " + rows));
        for (Node expected : expect.get("trace").elements()) {
            Trace trace = new Tracer(mesh, Proxies.of(mesh), diagnosis)
                    .trace(TraceRequest.parse(expected.text("url"), TraceRequest.Options.NONE));
            String at = trace.at().map(Stage::label).orElse("");
            if (!trace.verdict().label().equals(expected.text("verdict"))
                    || !expected.text("at").isEmpty() && !at.equals(expected.text("at"))) {
                problems.add(expected.text("url") + " is " + trace.verdict().label() + " at " + at + ": " + trace);
            }
            expected.get("says").elements().stream().map(s -> s.text().orElseThrow()).filter(s -> !trace.toString().contains(s))
                    .forEach(s -> problems.add(expected.text("url") + " does not say " + s));
        }
        return problems;
    }

    private static String name(ObjectRef object) {
        return object.kind() + "/" + object.qualifiedName();
    }

    @Override
    public String toString() {
        return name;
    }
}
