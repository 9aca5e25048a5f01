package io.istiodoctor.schema.admission;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
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
import io.istiodoctor.model.Node;
import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.UrlText;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * CEL as definitions write their rules (x-kubernetes-validations): {@code self}, the standard's functions, and those of Kubernetes' that definitions
 * use. The library is set up by what asks for it first, which takes longer than to judge a thousand objects; rules that releases bring do
 * not ({@link BuiltObjectRules}).
 */
public final class ObjectLanguage {
    /** The value that a rule judges. */
    public static final String SELF = "self";

    private static final CelOptions OPTIONS = CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    private ObjectLanguage() {}

    private static final class Syntax {
        private static final CelParser PARSER = CelParserFactory.standardCelParserBuilder().setOptions(OPTIONS)
                .addLibraries(CelExtensions.optional(), CelExtensions.strings()).setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .build();
    }

    private static final class Evaluation {
        private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS)
                .addLibraries(CelExtensions.optional(), CelExtensions.strings())
                .addFunctionBindings(bindings("isURL", "is_url", UrlText::isUrl))
                .addFunctionBindings(bindings("url", "url_of", t -> t))
                .addFunctionBindings(bindings("getScheme", "scheme_of", UrlText::scheme))
                .addFunctionBindings(bindings("isIP", "is_ip", Address::isIp))
                .build();

        private static Set<CelFunctionBinding> bindings(String name, String overload, Function<String, Object> function) {
            return CelFunctionBinding.fromOverloads(name, CelFunctionBinding.from(overload, String.class, function::apply));
        }
    }

    private static final class Types {
        private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS)
                .addLibraries(CelExtensions.optional(), CelExtensions.strings()).setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar(SELF, SimpleType.DYN)
                .addFunctionDeclarations(function("isURL", "is_url", SimpleType.BOOL), function("url", "url_of", SimpleType.STRING),
                        CelFunctionDecl.newFunctionDeclaration("getScheme",
                                CelOverloadDecl.newMemberOverload("scheme_of", SimpleType.STRING, SimpleType.STRING)),
                        function("isIP", "is_ip", SimpleType.BOOL))
                .build();

        private static CelFunctionDecl function(String name, String overload, CelType result) {
            return CelFunctionDecl.newFunctionDeclaration(name, CelOverloadDecl.newGlobalOverload(overload, result, SimpleType.STRING));
        }
    }

    /** Whether a text is an expression, whatever it sees. */
    static boolean isExpression(String text) {
        return !Syntax.PARSER.parse(text).hasError();
    }

    /** Whether a rule asks for nothing that is not known here: every function, and no earlier state of the object. */
    static boolean isUnderstood(String text) {
        return !Types.COMPILER.compile(text).hasError();
    }

    /**
     * The parts of a rule, with macros written out.
     *
     * @throws IllegalArgumentException when it is no expression
     */
    public static CelAbstractSyntaxTree syntax(String rule) {
        try {
            return Syntax.PARSER.parse(rule).getAst();
        } catch (CelValidationException e) {
            throw new IllegalArgumentException(rule, e);
        }
    }

    /** What evaluates a rule of a value; one that has no value (a duration that is none) does not hold, as in the API server. */
    public static Predicate<Object> interpreter(String rule) {
        CelRuntime.Program program = program(rule);
        return self -> {
            try {
                return Boolean.TRUE.equals(program.eval(Map.of(SELF, self)));
            } catch (CelEvaluationException noValue) {
                return false;
            }
        };
    }

    private static CelRuntime.Program program(String rule) {
        try {
            return Evaluation.RUNTIME.createProgram(syntax(rule));
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException(rule, e);
        }
    }

    /** The rules of all kinds that releases define, as they are written. */
    public static Set<String> rulesOfReleases() {
        Set<String> rules = new TreeSet<>();
        BuiltInDefinitions definitions = BuiltInDefinitions.load();
        definitions.kinds().stream().flatMap(k -> definitions.of(k).stream()).forEach(definition -> {
            definition.versions().forEach(version -> definition.schema(version).ifPresent(s -> collect(s, rules)));
            IntStream.range(0, definition.parts()).forEach(part -> collect(definition.part(part), rules));
        });
        return rules;
    }

    private static void collect(Node schema, Set<String> rules) {
        schema.get("x-kubernetes-validations").elements().forEach(v -> rules.add(v.text("rule")));
        schema.fields().values().forEach(v -> collect(v, rules));
        schema.elements().forEach(v -> collect(v, rules));
    }
}
