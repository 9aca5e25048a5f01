package io.istiodoctor.schema.admission;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.BoundedMemo;
import io.istiodoctor.schema.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A rule of a definition (x-kubernetes-validations): a CEL expression over {@code self}, with those functions of Kubernetes' that definitions use. */
final class ObjectRule {
    private static final Map<String, ObjectRule> KNOWN = new ConcurrentHashMap<>();

    private final CelRuntime.Program program;
    private final Optional<Set<String>> seen;
    private final BoundedMemo<Object, Boolean> ofCommon = new BoundedMemo<>(this::evaluate);

    /** @param seen the fields of an object that it looks at; empty where it may look at all of them */
    private ObjectRule(CelRuntime.Program program, Optional<Set<String>> seen) {
        this.program = program;
        this.seen = seen;
    }

    private static final CelOptions OPTIONS = CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    // Each is built when it is first needed, which takes longer than to judge a thousand objects: the first two by an object that has a field with a rule.
    private static final class Syntax {
        private static final CelParser PARSER = CelParserFactory.standardCelParserBuilder().setOptions(OPTIONS)
                .addLibraries(CelExtensions.optional(), CelExtensions.strings()).setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .build();
    }

    private static final class Evaluation {
        private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS)
                .addLibraries(CelExtensions.optional(), CelExtensions.strings()).addFunctionBindings(
                        CelFunctionBinding.fromOverloads("isURL", CelFunctionBinding.from("is_url", String.class, t -> url(t).isPresent())))
                .addFunctionBindings(CelFunctionBinding.fromOverloads("url", CelFunctionBinding.from("url_of", String.class, t -> t)))
                .addFunctionBindings(CelFunctionBinding.fromOverloads("getScheme", CelFunctionBinding.from("scheme_of", String.class,
                        t -> url(t).map(URI::getScheme).orElse(""))))
                .addFunctionBindings(
                        CelFunctionBinding.fromOverloads("isIP", CelFunctionBinding.from("is_ip", String.class, Address::isIp)))
                .build();

        static Optional<URI> url(String text) {
            try {
                return Optional.of(new URI(text)).filter(u -> u.isAbsolute() || text.startsWith("/"));
            } catch (URISyntaxException none) {
                return Optional.empty();
            }
        }
    }

    private static final class Types {
        private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS)
                .addLibraries(CelExtensions.optional(), CelExtensions.strings()).setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("self", SimpleType.DYN)
                .addFunctionDeclarations(
                        CelFunctionDecl.newFunctionDeclaration("isURL",
                                CelOverloadDecl.newGlobalOverload("is_url", SimpleType.BOOL, SimpleType.STRING)),
                        CelFunctionDecl.newFunctionDeclaration("url",
                                CelOverloadDecl.newGlobalOverload("url_of", SimpleType.STRING, SimpleType.STRING)),
                        CelFunctionDecl.newFunctionDeclaration("getScheme",
                                CelOverloadDecl.newMemberOverload("scheme_of", SimpleType.STRING, SimpleType.STRING)),
                        CelFunctionDecl.newFunctionDeclaration("isIP",
                                CelOverloadDecl.newGlobalOverload("is_ip", SimpleType.BOOL, SimpleType.STRING)))
                .build();
    }

    static ObjectRule of(String text) {
        return KNOWN.computeIfAbsent(text, ObjectRule::compile);
    }

    /** The fields of an object that the rule looks at; empty where it may look at all of them. */
    Optional<Set<String>> seen() {
        return seen;
    }

    /** Whether a text is an expression in CEL, whatever it sees. */
    static boolean isExpression(String text) {
        return !Syntax.PARSER.parse(text).hasError();
    }

    /** Whether a rule asks for nothing that is not known here: every function, and no earlier state of the object. */
    static boolean isUnderstood(String text) {
        return !Types.COMPILER.compile(text).hasError();
    }

    private static ObjectRule compile(String text) {
        try {
            CelAbstractSyntaxTree tree = Syntax.PARSER.parse(text).getAst();
            return new ObjectRule(Evaluation.RUNTIME.createProgram(tree), SeenFields.of(tree.getExpr()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** Whether it holds of a node. One that has no value (a duration that is none) does not hold, as in the API server. */
    boolean holds(Schema schema, Node self) {
        return switch (self) {
            case Scalar scalar when scalar.type() == Scalar.Type.STRING -> ofCommon.of(scalar.value());
            case Mapping mapping when seen.isPresent() -> holds(ObjectValue.of(schema, mapping, seen.get()));
            default -> evaluate(ObjectValue.of(Optional.of(schema), self));
        };
    }

    // Few words and numbers are the same in many objects, while lists and maps are long to compare, and seldom equal.
    private boolean holds(Map<String, Object> fields) {
        return fields.values().stream().noneMatch(v -> v instanceof Collection || v instanceof Map) ? ofCommon.of(fields)
                : evaluate(fields);
    }

    private boolean evaluate(Object self) {
        try {
            return Boolean.TRUE.equals(program.eval(Map.of("self", self)));
        } catch (CelEvaluationException noValue) {
            return false;
        }
    }
}
