package io.istiodoctor.cel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.cel.common.CelAbstractSyntaxTree;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.rule.Built;
import io.istiodoctor.rule.BuiltRules;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.Telling;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The class of one rule: its description, what it says of a mistake, and a method for each of its expressions. */
final class RuleClass {
    private static final ClassDesc BUILT = Representation.desc(Built.class);
    private static final ClassDesc SUBJECT = Representation.desc(Subject.class);

    private final Rule rule;
    private final Path folder;
    private final ClassDesc self;
    private final MethodTypeDesc signature;
    /** Those that are compiled, by number. */
    private final List<CelAbstractSyntaxTree> trees = new ArrayList<>();
    private final Map<Expression, Integer> numbers = new LinkedHashMap<>();

    RuleClass(Rule rule, Path folder, Language language, Consumer<String> left) {
        this.rule = rule;
        this.folder = folder;
        this.self = desc(rule);
        this.signature = MethodTypeDesc.of(CD_Object, Representation.desc(rule.subject().type()));
        for (Expression expression : rule.expressions().distinct().toList()) {
            CelAbstractSyntaxTree tree = language.check(expression, rule.subject());
            try {
                rehearse(tree);
                numbers.put(expression, trees.size());
                trees.add(tree);
            } catch (NotCompiled e) {
                left.accept(expression.file() + ":" + expression.mark().line() + ": left to the interpreter for " + e.getMessage());
            }
        }
    }

    /** The simple name of a rule's class. */
    static String name(Rule rule) {
        StringBuilder name = new StringBuilder();
        for (String word : rule.name().split("-")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return name.toString();
    }

    static ClassDesc desc(Rule rule) {
        return ClassDesc.of(BuiltRules.PACKAGE, name(rule));
    }

    byte[] bytes() {
        return ClassFile.of().build(self, this::write);
    }

    private void write(ClassBuilder type) {
        type.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL).withSuperclass(BUILT);
        type.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC,
                code -> code.aload(0).invokespecial(BUILT, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
        type.withMethodBody("rule", MethodTypeDesc.of(Representation.desc(Rule.class), Representation.desc(Path.class)),
                ClassFile.ACC_PUBLIC,
                code -> Literal.writeRule(code, rule, folder, numbers));
        type.withMethodBody("telling", MethodTypeDesc.of(Representation.desc(Telling.class), ConstantDescs.CD_String),
                ClassFile.ACC_PROTECTED,
                code -> Literal.writeTelling(code, rule, numbers));
        type.withMethodBody("value", MethodTypeDesc.of(CD_Object, CD_int, SUBJECT), ClassFile.ACC_PROTECTED, this::choose);
        for (int i = 0; i < trees.size(); i++) {
            CelAbstractSyntaxTree tree = trees.get(i);
            type.withMethodBody(method(i), signature, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, code -> evaluate(tree, code));
        }
    }

    private static String method(int number) {
        return "expression" + number;
    }

    // value(number, subject): the method of that number.
    private void choose(CodeBuilder code) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            cases.add(SwitchCase.of(i, code.newLabel()));
        }
        Label none = code.newLabel();
        code.aload(2).checkcast(signature.parameterType(0)).iload(1).tableswitch(none, cases);
        for (SwitchCase chosen : cases) {
            code.labelBinding(chosen.target()).invokestatic(self, method(chosen.caseValue()), signature).areturn();
        }
        ClassDesc failure = Representation.desc(IllegalArgumentException.class);
        code.labelBinding(none).new_(failure).dup().invokespecial(failure, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).athrow();
    }

    private void evaluate(CelAbstractSyntaxTree tree, CodeBuilder code) {
        ExpressionCode.write(tree, rule.subject(), code);
        code.areturn();
    }

    // A method that is begun must be ended: whether an expression can be compiled is found out in a class that nobody keeps.
    private void rehearse(CelAbstractSyntaxTree tree) {
        ClassFile.of().build(ClassDesc.of(BuiltRules.PACKAGE, "Rehearsal"),
                type -> type.withMethodBody(method(0), signature, ClassFile.ACC_STATIC, code -> evaluate(tree, code)));
    }
}
