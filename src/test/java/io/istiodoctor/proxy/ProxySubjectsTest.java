package io.istiodoctor.proxy;

import io.istiodoctor.Tables;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.vocabulary.SubjectType;
import io.istiodoctor.vocabulary.Vocabulary;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What rules see of proxies, and of what is made for them: each subject with its fields; what is false, empty or 0 is not told. */
class ProxySubjectsTest {
    static Stream<String> meshes() throws IOException {
        return Tables.meshes();
    }

    @ParameterizedTest
    @MethodSource("meshes")
    void rules_see_what_the_table_says(String name) throws IOException {
        Proxies proxies = Proxies.of(Tables.mesh(name));
        StringBuilder table = new StringBuilder();
        for (SubjectType type : Stream.of(SubjectType.values()).filter(t -> !t.ofMesh()).toList()) {
            for (Subject subject : type.of(proxies)) {
                String fields = fields(subject, true).entrySet().stream().map(f -> "  " + f.getKey() + ": " + f.getValue() + "\n")
                        .collect(Collectors.joining());
                table.append(fields.isEmpty() ? "" : type.label() + " " + called(subject) + "\n" + fields);
            }
        }
        Tables.check(name, "subjects", table.toString());
    }

    private static Map<String, String> fields(Object of, boolean parts) {
        Map<String, String> fields = new TreeMap<>();
        for (Method field : Vocabulary.fields(of.getClass()).stream().filter(f -> !Vocabulary.common(f)).toList()) {
            String value = shown(valueOf(field, of), parts);
            if (!List.of("", "false", "0", "[]").contains(value)) {
                fields.put(field.getName(), value);
            }
        }
        return fields;
    }

    private static Object valueOf(Method field, Object of) {
        try {
            return field.invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(field + " of " + of, e);
        }
    }

    private static String shown(Object value, boolean parts) {
        return switch (value) {
            case Optional<?> optional -> optional.map(v -> shown(v, parts)).orElse("");
            case Collection<?> all -> "[" + all.stream().map(v -> shown(v, parts)).collect(Collectors.joining(", ")) + "]";
            case Map<?, ?> map -> map.isEmpty() ? "" : new TreeMap<>(map).toString();
            case Subject subject -> called(subject);
            case Object part when Vocabulary.isType(part.getClass()) -> parts ? fields(part, false).toString() : "";
            default -> value.toString();
        };
    }

    private static String called(Subject subject) {
        return subject.resource().ref() + (subject.path().isEmpty() ? "" : " " + subject.path());
    }
}
