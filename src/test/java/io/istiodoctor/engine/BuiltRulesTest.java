package io.istiodoctor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.istiodoctor.cel.Compiler;
import io.istiodoctor.cel.RuleClasses;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.proxy.Proxies;
import io.istiodoctor.rule.Built;
import io.istiodoctor.rule.BuiltRules;
import io.istiodoctor.rule.EvaluationException;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.Program;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.RuleSet;
import io.istiodoctor.rule.Telling;
import io.istiodoctor.source.ManifestOptions;
import io.istiodoctor.source.ManifestSource;
import io.istiodoctor.source.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that are built into the tool are those of the files, and their compiled expressions find what CEL's interpreter finds. */
class BuiltRulesTest {
    private static final Path FOLDER = Path.of("rules");
    private static final List<Rule> READ = RuleSet.load(List.of(FOLDER)).rules();
    /** The expressions of the files, with their texts, by their places. */
    private static final Map<List<Object>, Expression> WRITTEN = READ.stream().flatMap(Rule::expressions)
            .collect(Collectors.toMap(BuiltRulesTest::place, e -> e, (one, same) -> {
                assertEquals(one.text(), same.text());
                return one;
            }));
    private static final List<String> LEFT = new ArrayList<>();
    private static final List<Rule> BUILT = new Classes(RuleClasses.of(READ, FOLDER, LEFT::add)).rules(FOLDER);

    private static final class Classes extends ClassLoader {
        private final Map<String, byte[]> classes;

        Classes(Map<String, byte[]> classes) {
            super(Built.class.getClassLoader());
            this.classes = classes;
        }

        // Those of the build, where there are any, stay out of it.
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                byte[] bytes = classes.get(name);
                Class<?> known = findLoadedClass(name);
                return bytes == null || known != null ? known != null ? known : super.loadClass(name, resolve)
                        : defineClass(name, bytes, 0, bytes.length);
            }
        }

        List<Rule> rules(Path folder) {
            try {
                Supplier<?> index = (Supplier<?>) loadClass(BuiltRules.PACKAGE + "." + BuiltRules.INDEX).getDeclaredConstructor()
                        .newInstance();
                return ((List<?>) index.get()).stream().map(b -> ((Built) b).rule(folder)).toList();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void a_built_rule_says_what_its_file_says_of_all_that_commands_tell() {
        assertEquals(READ.size(), BUILT.size());
        for (int i = 0; i < READ.size(); i++) {
            assertEquals(content(READ.get(i)), content(BUILT.get(i)));
        }
    }

    @Test
    void every_expression_is_compiled() {
        assertEquals(List.of(), LEFT);
        assertTrue(BUILT.stream().flatMap(Rule::expressions).allMatch(e -> e.built().isPresent()));
    }

    @Test
    void titles_of_fixes_are_outlined_as_those_of_files_are() {
        assertEquals(titles(READ), titles(BUILT));
        assertTrue(titles(BUILT).stream().anyMatch(t -> t.contains("<")), "no title has an expression");
    }

    private static List<String> titles(List<Rule> rules) {
        return rules.stream().flatMap(r -> r.fixes().stream()).map(f -> f.title().outline()).toList();
    }

    @Test
    void a_compiled_expression_without_a_value_is_told_by_its_line(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("bold.yaml"), """
                rule: bold
                title: Bold
                severity: warning
                since: 0.1.0
                for: service
                when: service.externalIPs[0] == ''
                at: metadata
                message: Found.
                why: Because.
                fixes:
                - title: Change it
                  command: kubectl edit
                """);
        Rule bold = new Classes(RuleClasses.of(RuleSet.load(List.of(folder)).rules(), folder, LEFT::add)).rules(folder).getFirst();
        InputStream without = new ByteArrayInputStream(
                "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n".getBytes(StandardCharsets.UTF_8));
        Mesh mesh = Mesh.of(ManifestSource.read(List.of("-"), new ManifestOptions("default", true, without, n -> {})), RuleTest.NOW);
        Subject service = bold.subject().of(Proxies.of(mesh)).getFirst();
        EvaluationException failure = assertThrows(EvaluationException.class, () -> bold.when().built().orElseThrow().holds(service));
        assertTrue(String.valueOf(failure.getMessage()).startsWith(folder.resolve("bold.yaml") + ":6: Index 0 out of bounds"),
                failure.getMessage());
    }

    /** All of a record but its expressions' texts and what evaluates them. */
    private static Object content(Object value) {
        return switch (value) {
            case Expression e -> place(e);
            case List<?> list -> list.stream().map(BuiltRulesTest::content).toList();
            case Optional<?> optional -> optional.map(BuiltRulesTest::content);
            case Supplier<?> telling -> content(telling.get());
            case Record made -> Arrays.stream(made.getClass().getRecordComponents())
                    .filter(c -> !(made instanceof Telling && c.getName().equals("limits"))).map(c -> content(component(made, c))).toList();
            default -> value;
        };
    }

    private static Object component(Record made, RecordComponent component) {
        try {
            return component.getAccessor().invoke(made);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void compiled_expressions_find_what_the_interpreter_finds() throws IOException {
        Compiler compiler = new Compiler(false);
        Map<Rule, Map<Expression, Program>> interpreted = new HashMap<>();
        int compared = 0;
        for (Snapshot snapshot : snapshots()) {
            Proxies proxies = Proxies.of(Mesh.of(snapshot, RuleTest.NOW));
            for (Proxies each : proxies.mesh().refused().isEmpty() ? List.of(proxies)
                    : List.of(proxies, Proxies.of(proxies.mesh().written()))) {
                for (Rule rule : BUILT) {
                    Map<Expression, Program> programs = interpreted.computeIfAbsent(rule, r -> new HashMap<>());
                    for (Subject subject : rule.subject().of(each)) {
                        compared += compare(rule, subject,
                                e -> programs.computeIfAbsent(e, f -> compiler.compile(WRITTEN.get(place(f)), rule.subject())));
                    }
                }
            }
        }
        assertTrue(compared > 50_000, "only " + compared + " comparisons");
    }

    private static List<Object> place(Expression expression) {
        return List.of(expression.file(), expression.mark());
    }

    private interface Interpreter {
        Program of(Expression expression);
    }

    // What is asked of a finding alone has a value where the rule fires.
    private static int compare(Rule rule, Subject subject, Interpreter interpreter) {
        int compared = rule.unknown().map(e -> compare(e, subject, interpreter)).orElse(0) + compare(rule.when(), subject, interpreter);
        return !rule.when().built().orElseThrow().holds(subject) ? compared
                : compared + rule.expressions().mapToInt(e -> compare(e, subject, interpreter)).sum();
    }

    private static int compare(Expression expression, Subject subject, Interpreter interpreter) {
        Optional<Object> wanted = value(interpreter.of(expression), subject);
        // Where a case before it holds, an expression need not have a value, and there are two ways to have none.
        if (wanted.isPresent()) {
            assertEquals(wanted, value(expression.built().orElseThrow(), subject), () -> expression + " of " + subject.qualifiedName());
        }
        return 1;
    }

    private static Optional<Object> value(Program program, Subject subject) {
        try {
            return Optional.of(program.value(subject));
        } catch (EvaluationException e) {
            return Optional.empty();
        }
    }

    private static List<Snapshot> snapshots() throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        READ.forEach(r -> RuleTest.cases(r).forEach(c -> snapshots.add(RuleTest.snapshot(c))));
        try (Stream<Path> healthy = Files.walk(Path.of("src/test/resources/healthy"));
                Stream<Path> examples = Files.walk(Path.of("examples"))) {
            Stream.concat(healthy, examples).filter(f -> f.toString().endsWith(".yaml")).sorted().forEach(f -> List.of(true, false).forEach(
                    complete -> snapshots.add(ManifestSource.read(List.of(f.toString()),
                            new ManifestOptions("default", complete, InputStream.nullInputStream(), n -> {})))));
        }
        return snapshots;
    }
}
