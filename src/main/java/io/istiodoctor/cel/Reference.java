package io.istiodoctor.cel;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.vocabulary.SubjectType;
import io.istiodoctor.vocabulary.Vocabulary;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The language of rules for those who write them: every type with its fields, their meanings, and an example for each. */
public final class Reference {
    private Reference() {}

    /**
     * All types by name, and before them the fields that all have of which a rule can be asked.
     *
     * @param rules of which examples are taken; their expressions must be as they are written, and not compiled
     */
    public static List<TypeEntry> of(List<Rule> rules) {
        return of(Examples.of(rules));
    }

    /** The same with examples of the tool's own rules, as the building of the tool found them; empty where no build has finished it. */
    public static Optional<List<TypeEntry>> built() {
        return Examples.built().map(Reference::of);
    }

    /** Writes what {@link #built} needs into a folder of compiled classes. */
    public static void write(List<Rule> rules, Path classes) throws IOException {
        Examples.of(rules).write(classes);
    }

    static List<TypeEntry> of(Examples examples) {
        TypeEntry common = new TypeEntry(Subject.class.getSimpleName(), "", "", Vocabulary.meaning(Subject.class),
                Vocabulary.fields(Subject.class).stream().map(f -> field(SubjectType.SERVICE.type(), f, examples)).toList());
        return Stream.concat(Stream.of(common), Vocabulary.types().values().stream().map(type -> {
            Optional<SubjectType> asked = Arrays.stream(SubjectType.values()).filter(s -> s.type() == type).findFirst();
            return new TypeEntry(type.getSimpleName(), asked.map(SubjectType::label).orElse(""),
                    asked.map(SubjectType::variable).orElse(""),
                    Vocabulary.meaning(type),
                    Vocabulary.fields(type).stream().filter(f -> !Vocabulary.common(f)).map(f -> field(type, f, examples)).toList());
        })).toList();
    }

    private static FieldEntry field(Class<?> type, Method field, Examples examples) {
        Examples.Example example = examples.of(type, field);
        String certainty = Optional.ofNullable(field.getAnnotation(SeenByRules.class)).map(SeenByRules::certainty).orElse("");
        return new FieldEntry(field.getName(), MeshTypes.typeOf(field.getGenericReturnType()).orElseThrow().name(), words(field),
                Vocabulary.meaning(type, field), certainty, example.expression(), example.rule());
    }

    /** The words of an enum, as expressions see them. */
    static List<String> words(Method field) {
        Class<?> result = field.getGenericReturnType() instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> inner ? inner : field.getReturnType();
        return result.isEnum()
                ? Arrays.stream(result.getEnumConstants()).map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList()
                : List.of();
    }
}
