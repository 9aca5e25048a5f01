package io.istiodoctor.cel;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.RuleException;
import io.istiodoctor.vocabulary.SubjectType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** CEL as rules write it: its libraries, the subject of a rule as a variable, and the certainties by their names. Several threads may use one. */
final class Language {
    static final CelOptions OPTIONS = CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    /** What every expression sees beside its subject: {@code certain}, {@code inferred} and {@code unknown}. */
    static final Map<String, Object> CERTAINTIES = Arrays.stream(Certainty.values())
            .collect(Collectors.toUnmodifiableMap(c -> c.name().toLowerCase(Locale.ROOT), c -> c));

    private final MeshTypes types;
    private final Map<SubjectType, CelCompiler> compilers = new ConcurrentHashMap<>();

    Language(MeshTypes types) {
        this.types = types;
    }

    /**
     * Reads an expression's syntax.
     *
     * @throws RuleException with the place of the mistake
     */
    CelAbstractSyntaxTree parse(Expression expression) {
        // Syntax does not depend on what an expression sees, and each compiler costs some milliseconds to build.
        return told(expression, () -> compiler(SubjectType.values()[0]).parse(expression.text()).getAst());
    }

    /**
     * Reads an expression, and holds it against the types of what it sees.
     *
     * @throws RuleException with the place of the mistake
     */
    CelAbstractSyntaxTree check(Expression expression, SubjectType subject) {
        return told(expression, () -> compiler(subject).check(compiler(subject).parse(expression.text()).getAst()).getAst());
    }

    private interface Reading {
        CelAbstractSyntaxTree read() throws CelValidationException;
    }

    private static CelAbstractSyntaxTree told(Expression expression, Reading reading) {
        try {
            return reading.read();
        } catch (CelValidationException e) {
            CelIssue issue = e.getErrors().getFirst();
            throw new RuleException(expression.file(), expression.at(issue.getSourceLocation().getLine(),
                    issue.getSourceLocation().getColumn()), issue.getMessage() + " in `" + expression.text() + "`");
        }
    }

    private CelCompiler compiler(SubjectType subject) {
        return compilers.computeIfAbsent(subject, s -> {
            CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS).setTypeProvider(types)
                    .addLibraries(CelExtensions.optional(), CelExtensions.strings()).setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addVar(s.variable(), StructTypeReference.create(MeshTypes.nameOf(s.type())));
            CERTAINTIES.keySet().forEach(name -> builder.addVar(name, MeshTypes.CERTAINTY));
            return builder.build();
        });
    }

    /** The variables of an expression that looks at a subject. */
    static Map<String, Object> variables(SubjectType type, Object subject) {
        return ImmutableMap.<String, Object>builder().putAll(CERTAINTIES).put(type.variable(), subject).buildOrThrow();
    }
}
