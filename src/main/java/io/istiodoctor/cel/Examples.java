package io.istiodoctor.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.vocabulary.SubjectType;
import io.istiodoctor.vocabulary.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Expressions in which fields stand: the shortest of a rule, or where no rule has the field, one that is made for it. */
final class Examples {
    /** @param rule of which it was taken; empty when it was made */
    record Example(String expression, String rule) {}

    /** How a type is reached: an expression for one thing of it, and what must be asked around a condition on it. */
    private record Way(SubjectType subject, String thing, String before, String after) {
        String around(String condition) {
            return before + condition + after;
        }
    }

    private static final String FILE = "examples.tsv";

    /** By type and field. */
    private final Map<String, Example> ofRules;
    private final Map<Class<?>, Way> ways = new HashMap<>();

    private Examples(Map<String, Example> ofRules) {
        this.ofRules = ofRules;
        findWays();
    }

    /** Takes them of rules whose expressions are at hand: every one of these is held against its types, which takes seconds. */
    static Examples of(List<Rule> rules) {
        Map<String, Example> shortest = new HashMap<>();
        Language language = new Language(new MeshTypes());
        rules.stream().sorted(Comparator.comparing(Rule::name))
                .forEach(r -> r.expressions().forEach(e -> collect(r, e, language, shortest)));
        return new Examples(shortest);
    }

    /** Those that the building of the tool took of the tool's own rules; empty in a tree of sources that no build has finished. */
    static Optional<Examples> built() {
        try (InputStream in = Examples.class.getResourceAsStream(FILE)) {
            return in == null ? Optional.empty() : Optional.of(read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what {@link #write} wrote. */
    static Examples read(InputStream in) throws IOException {
        return new Examples(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(l -> l.split("\t", 3))
                .collect(Collectors.toMap(l -> l[0], l -> new Example(l[2], l[1]))));
    }

    /** Writes those of rules where {@link #built} reads them: into this folder of compiled classes. */
    void write(Path classes) throws IOException {
        Path folder = Files.createDirectories(classes.resolve(Examples.class.getPackageName().replace('.', '/')));
        Files.write(folder.resolve(FILE), ofRules.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(e -> String.join("\t", e.getKey(), e.getValue().rule, e.getValue().expression)).toList());
    }

    Example of(Class<?> type, Method field) {
        Example made = new Example(way(type).around(condition(way(type).thing + "." + field.getName(), field)), "");
        return ofRules.getOrDefault(type.getSimpleName() + "." + field.getName(), made);
    }

    private Way way(Class<?> type) {
        return Objects.requireNonNull(ways.get(type), () -> "nothing leads to " + type);
    }

    private static void collect(Rule rule, Expression expression, Language language, Map<String, Example> shortest) {
        CelAbstractSyntaxTree tree = language.check(expression, rule.subject());
        Example example = new Example(expression.text().replaceAll("\\s+", " "), rule.name());
        fields(tree.getExpr(), tree)
                .forEach(f -> shortest.merge(f, example, (a, b) -> b.expression.length() < a.expression.length() ? b : a));
    }

    private static Stream<String> fields(CelExpr e, CelAbstractSyntaxTree tree) {
        return switch (e.getKind()) {
            case SELECT -> Stream.concat(fields(e.select().operand(), tree), tree.getType(e.select().operand().id()).map(CelType::name)
                    .filter(Vocabulary.types()::containsKey).map(t -> t + "." + e.select().field()).stream());
            case CALL -> Stream.concat(e.call().target().stream(), e.call().args().stream()).flatMap(a -> fields(a, tree));
            case LIST -> e.list().elements().stream().flatMap(a -> fields(a, tree));
            case MAP -> e.map().entries().stream().flatMap(m -> fields(m.value(), tree));
            case COMPREHENSION -> Stream.of(e.comprehension().iterRange(), e.comprehension().loopStep(), e.comprehension().result())
                    .flatMap(a -> fields(a, tree));
            default -> Stream.empty();
        };
    }

    // Breadth first, so that ways are short.
    private void findWays() {
        Deque<Class<?>> open = new ArrayDeque<>();
        for (SubjectType s : SubjectType.values()) {
            ways.put(s.type(), new Way(s, s.variable(), "", ""));
            open.add(s.type());
        }
        while (!open.isEmpty()) {
            Class<?> type = open.poll();
            for (Method field : Vocabulary.fields(type)) {
                inner(field).filter(i -> !ways.containsKey(i)).ifPresent(i -> {
                    ways.put(i, further(way(type), field));
                    open.add(i);
                });
            }
        }
    }

    private static Optional<Class<?>> inner(Method field) {
        Class<?> result = field.getGenericReturnType() instanceof ParameterizedType generic && generic.getActualTypeArguments().length == 1
                && generic.getActualTypeArguments()[0] instanceof Class<?> c ? c : field.getReturnType();
        return Vocabulary.isType(result) ? Optional.of(result) : Optional.empty();
    }

    private static Way further(Way way, Method field) {
        String path = way.thing + "." + field.getName();
        if (field.getReturnType() == List.class) {
            String one = field.getName().substring(0, 1);
            return new Way(way.subject, one, way.before + path + ".exists(" + one + ", ", ")" + way.after);
        }
        return field.getReturnType() == Optional.class
                ? new Way(way.subject, path + ".value()", way.before + path + ".hasValue() && ", way.after)
                : new Way(way.subject, path, way.before, way.after);
    }

    private static String condition(String path, Method field) {
        Class<?> result = field.getReturnType();
        if (result == boolean.class) {
            return path;
        } else if (result == Certainty.class) {
            return path + " == certain";
        } else if (result.isEnum()) {
            return path + " == '" + Reference.words(field).getFirst() + "'";
        } else if (result == String.class) {
            return path + " != ''";
        } else if (result == List.class) {
            return path + ".size() > 0";
        } else if (result == Map.class) {
            return "'app' in " + path;
        } else if (result == Optional.class) {
            return path + ".hasValue()";
        } else if (result == Instant.class) {
            return path + ".getFullYear() > 2030";
        }
        return Vocabulary.isType(result)
                ? condition(path + "." + Vocabulary.fields(result).getFirst().getName(), Vocabulary.fields(result).getFirst())
                : path + " > 0";
    }
}
