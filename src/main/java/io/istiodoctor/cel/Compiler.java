package io.istiodoctor.cel;

import dev.cel.common.values.CelValueConverter;
import dev.cel.common.values.CelValueProvider;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.Program;
import io.istiodoctor.rule.RuleException;
import io.istiodoctor.vocabulary.SubjectType;
import java.util.Map;
import java.util.Optional;

/**
 * Turns expressions of rules into programs. Only their syntax is read: the tool's own rules have been held against the mesh by its tests, those of
 * users by {@link RuleCheck} when they are loaded. Several threads may use one.
 */
public final class Compiler {
    /** Steps of an expression that others wrote, for one subject: more than any look around it takes, and a part of a second. */
    private static final int MOST_ITERATIONS = 200_000;

    private final boolean limited;
    private Optional<Interpreter> interpreter = Optional.empty();

    /** @param limited whether an expression may take only so many steps: those that others wrote */
    public Compiler(boolean limited) {
        this.limited = limited;
    }

    // Built with the first expression: the tool's own rules need none.
    private synchronized Interpreter interpreter() {
        if (interpreter.isEmpty()) {
            MeshTypes types = new MeshTypes();
            interpreter = Optional.of(new Interpreter(new Language(types), CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(
                            limited ? Language.OPTIONS.toBuilder().comprehensionMaxIterations(MOST_ITERATIONS).build() : Language.OPTIONS)
                    .setTypeProvider(types).setValueProvider(new Values()).addLibraries(CelExtensions.optional(), CelExtensions.strings())
                    .build()));
        }
        return interpreter.get();
    }

    private record Interpreter(Language language, CelRuntime runtime) {
        CelRuntime.Program program(Expression expression) throws CelEvaluationException {
            return runtime.createProgram(language.parse(expression));
        }
    }

    private static final class Values implements CelValueProvider {
        @Override
        public Optional<Object> newValue(String type, Map<String, Object> fields) {
            return Optional.empty();
        }

        @Override
        public CelValueConverter celValueConverter() {
            return MeshValue.CONVERTER;
        }
    }

    /**
     * Compiles an expression that sees the subject.
     *
     * @throws RuleException with the place of the mistake
     */
    public Program compile(Expression expression, SubjectType subject) {
        try {
            return new Interpreted(expression, subject, interpreter().program(expression));
        } catch (CelEvaluationException e) {
            throw new RuleException(expression.file(), expression.mark(), String.valueOf(e.getMessage()));
        }
    }
}
