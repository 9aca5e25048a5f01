package io.istiodoctor.rule;

import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.Mark;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the tool's own, of which the building of the tool made a class: its description needs no file to be read, and its expressions are
 * methods that no interpreter runs.
 */
public abstract class Built {
    /**
     * The rule.
     *
     * @param folder where the rules' files are
     */
    public abstract Rule rule(Path folder);

    /**
     * What the rule says of a mistake.
     *
     * @param file the rule's file
     */
    protected abstract Telling telling(String file);

    /** The same, made when it is first asked for. */
    protected final Supplier<Telling> later(String file) {
        return new Later(this, file);
    }

    private static final class Later implements Supplier<Telling> {
        private final Built rule;
        private final String file;
        private volatile @Nullable Telling made;

        Later(Built rule, String file) {
            this.rule = rule;
            this.file = file;
        }

        @Override
        public Telling get() {
            Telling known = made;
            if (known == null) {
                known = rule.telling(file);
                made = known;
            }
            return known;
        }
    }

    /** The value of one of the rule's expressions, by its number. Throws whatever the mesh throws, and for what is not there. */
    protected abstract Object value(int expression, Subject subject);

    /** An expression of the rule, in which it is this that is told of. */
    protected final Expression expression(String subjectMatter, String file, int line, int column, int number) {
        return new Expression(subjectMatter, file, new Mark(line, column), Optional.of(new Method(this, number, file, line)));
    }

    /** An expression that is no part of a text. */
    protected final Expression expression(String file, int line, int column, int number) {
        return expression("", file, line, column, number);
    }

    private record Method(Built rule, int number, String file, int line) implements Program {
        @Override
        public Object value(Subject subject) {
            try {
                return rule.value(number, subject);
            } catch (RuntimeException | StackOverflowError e) {
                throw new EvaluationException(file, line, e);
            }
        }
    }

    /** A constant of an enum as expressions see it. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the mesh gives, with words in place of enums. */
    protected static Object words(Object value) {
        return switch (value) {
            case Enum<?> constant -> word(constant);
            case List<?> list -> list.stream().map(Built::words).toList();
            case Optional<?> optional -> optional.map(Built::words);
            case Map<?, ?> map -> map.entrySet().stream().collect(Collectors.toMap(e -> words(e.getKey()), e -> words(e.getValue())));
            default -> value;
        };
    }
}
