package io.istiodoctor.vocabulary;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words in which rules speak of the mesh and its proxies: the types that are reached from what rules are asked of, each with the methods that are marked as
 * {@link SeenByRules}. Types are called by their simple names. Read by reflection.
 */
public final class Vocabulary {
    private static final List<String> SEEN = List.of("io.istiodoctor.mesh.", "io.istiodoctor.conversion.", "io.istiodoctor.proxy.");

    private Vocabulary() {}

    /** All types by name, in alphabetical order. */
    public static Map<String, Class<?>> types() {
        return Types.BY_NAME;
    }

    // Found when they are first asked for: a run with the tool's own rules never asks.
    private static final class Types {
        private static final Map<String, Class<?>> BY_NAME = find();

        private static Map<String, Class<?>> find() {
            Map<String, Class<?>> found = new TreeMap<>();
            Deque<Class<?>> open = new ArrayDeque<>();
            Arrays.stream(SubjectType.values()).map(SubjectType::type).forEach(open::add);
            while (!open.isEmpty()) {
                Class<?> type = open.poll();
                Class<?> known = found.putIfAbsent(type.getSimpleName(), type);
                if (known == null) {
                    fields(type).forEach(f -> mentioned(f.getGenericReturnType()).forEach(open::add));
                } else if (known != type) {
                    throw new IllegalStateException(known + " and " + type + " have one name for rules");
                }
            }
            return found;
        }

        private static Stream<Class<?>> mentioned(Type type) {
            return switch (type) {
                case ParameterizedType generic -> Arrays.stream(generic.getActualTypeArguments()).flatMap(Types::mentioned);
                case Class<?> c when isType(c) -> Stream.of(c);
                default -> Stream.of();
            };
        }
    }

    /** Whether rules may see objects of a class as such, with their fields; enums are texts for them. */
    public static boolean isType(Class<?> type) {
        return SEEN.stream().anyMatch(type.getName()::startsWith) && !type.isEnum();
    }

    /** The fields of a type, in alphabetical order. */
    public static List<Method> fields(Class<?> type) {
        return Arrays.stream(type.getMethods()).filter(m -> !m.isBridge() && marked(m)).sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** The field of this name; empty when the type has none. */
    public static Optional<Method> field(Class<?> type, String name) {
        try {
            return Optional.of(type.getMethod(name)).filter(Vocabulary::marked);
        } catch (NoSuchMethodException none) {
            return Optional.empty();
        }
    }

    private static boolean marked(Method method) {
        return marking(method).isPresent();
    }

    // The method itself, or the one that it implements.
    private static Optional<Method> marking(Method method) {
        return method.isAnnotationPresent(SeenByRules.class) ? Optional.of(method) : method.getParameterCount() > 0 ? Optional.empty()
                : above(method.getDeclaringClass(), method.getName());
    }

    private static Optional<Method> above(Class<?> type, String name) {
        return Arrays.stream(type.getInterfaces()).flatMap(i -> Stream.concat(Arrays.stream(i.getDeclaredMethods())
                .filter(m -> m.getName().equals(name) && m.isAnnotationPresent(SeenByRules.class)), above(i, name).stream())).findFirst();
    }

    /** The type that declares a field: the one that is marked, and documented. */
    static Class<?> owner(Method field) {
        return marking(field).orElse(field).getDeclaringClass();
    }

    /** Whether it is a field of everything that a rule can be asked of. */
    public static boolean common(Method field) {
        return owner(field) == Subject.class;
    }

    /** What a type is, in a sentence or two. */
    public static String meaning(Class<?> type) {
        return Meanings.BY_NAME.getOrDefault(type.getSimpleName(), "");
    }

    /** What a field of a type says, in a sentence or two. */
    public static String meaning(Class<?> type, Method field) {
        String owner = common(field) ? Subject.class.getSimpleName() : type.getSimpleName();
        return Meanings.BY_NAME.getOrDefault(owner + "." + field.getName(), "");
    }

    // Taken from the comments in the sources; a test keeps the two alike.
    private static final class Meanings {
        private static final Map<String, String> BY_NAME = read();

        private static Map<String, String> read() {
            try (InputStream in = Vocabulary.class.getResourceAsStream("vocabulary.tsv")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(l -> l.split("\t", 2))
                        .collect(Collectors.toUnmodifiableMap(l -> l[0], l -> l[1]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
