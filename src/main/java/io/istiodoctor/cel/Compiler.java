package io.istiodoctor.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.CelValueConverter;
import dev.cel.common.values.CelValueProvider;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.istiodoctor.mesh.SubjectType;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.RuleException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns expressions of rules into programs. Checked expressions are held against the mesh's types first; the tool's own
 * rules have been checked by its tests, so that only their syntax is read again. Several threads may use one.
 */
public final class Compiler {
    /** Steps of an expression that others wrote, for one subject: more than any look around it takes, and a part of a second. */
    private static final int MOST_ITERATIONS = 200_000;
    private static final CelOptions OPTIONS = CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    private final MeshTypes types = new MeshTypes();
    private final CelRuntime runtime;
    private final Map<SubjectType, CelCompiler> compilers = new ConcurrentHashMap<>();
    private final boolean check;

    /** @param check whether expressions are held against the types of the mesh */
    public Compiler(boolean check) {
        this.check = check;
        this.runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(check ? OPTIONS.toBuilder().comprehensionMaxIterations(MOST_ITERATIONS).build() : OPTIONS)
                .setTypeProvider(types).setValueProvider(new Values())
                .addLibraries(CelExtensions.optional(), CelExtensions.strings()).build();
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

    /** What an expression must give. */
    public enum Result { BOOLEAN, TEXT, ANY }

    /**
     * Compiles an expression that sees the subject.
     *
     * @throws RuleException with the place of the mistake
     */
    public Program compile(Expression expression, SubjectType subject, Result result) {
        // Syntax does not depend on what an expression sees, and each compiler costs some milliseconds to build.
        CelCompiler compiler = compilers.computeIfAbsent(check ? subject : SubjectType.values()[0], this::compiler);
        try {
            CelAbstractSyntaxTree tree = compiler.parse(expression.text()).getAst();
            if (check) {
                tree = compiler.check(tree).getAst();
                verify(expression, result, tree.getResultType());
            }
            return new Program(expression, subject.variable(), runtime.createProgram(tree));
        } catch (CelValidationException e) {
            CelIssue issue = e.getErrors().getFirst();
            throw new RuleException(expression.file(), expression.at(issue.getSourceLocation().getLine(),
                    issue.getSourceLocation().getColumn()), issue.getMessage() + " in `" + expression.shown() + "`");
        } catch (CelEvaluationException e) {
            throw new RuleException(expression.file(), expression.mark(), e.getMessage());
        }
    }

    private CelCompiler compiler(SubjectType subject) {
        return CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS).setTypeProvider(types)
                .addLibraries(CelExtensions.optional(), CelExtensions.strings())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar(subject.variable(), StructTypeReference.create(MeshTypes.nameOf(subject.type()))).build();
    }

    private static void verify(Expression expression, Result wanted, CelType type) {
        boolean right = switch (wanted) {
            case BOOLEAN -> type.equals(SimpleType.BOOL);
            case TEXT -> type.equals(SimpleType.STRING);
            case ANY -> true;
        };
        if (!right) {
            throw new RuleException(expression.file(), expression.mark(), "`" + expression.shown() + "` gives "
                    + type.name() + ", but " + (wanted == Result.BOOLEAN ? "a bool" : "a string") + " is needed here");
        }
    }
}
