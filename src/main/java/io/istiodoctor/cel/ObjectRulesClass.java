package io.istiodoctor.cel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.cel.common.ast.CelExpr;
import io.istiodoctor.rule.Operators;
import io.istiodoctor.schema.admission.BuiltObjectRules;
import io.istiodoctor.schema.admission.ObjectLanguage;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Makes the class of the rules that definitions of releases have when the tool is built: a method for each, found by the rule's text. */
public final class ObjectRulesClass {
    private static final ClassDesc PARENT = Representation.desc(BuiltObjectRules.class);
    private static final ClassDesc SELF = ClassDesc.of(BuiltObjectRules.CLASS);
    private static final MethodTypeDesc OF_VALUE = MethodTypeDesc.of(CD_Object, CD_Object);

    /** Those that are compiled, in the order of their numbers. */
    private final Map<String, CelExpr> rules = new LinkedHashMap<>();

    private ObjectRulesClass() {}

    /**
     * The class file.
     *
     * @param left is told of each rule that is left to the interpreter, a line each
     * @throws IllegalArgumentException when all of them are
     */
    public static byte[] of(Collection<String> texts, Consumer<String> left) {
        ObjectRulesClass made = new ObjectRulesClass();
        for (String text : texts) {
            CelExpr rule = ObjectLanguage.syntax(text).getExpr();
            try {
                ClassFile.of().build(SELF, type -> method(type, 0, rule));
                made.rules.put(text, rule);
            } catch (NotCompiled e) {
                left.accept(text + ": left to the interpreter for " + e.getMessage());
            }
        }
        if (made.rules.isEmpty()) {
            throw new IllegalArgumentException("no rules to make a class of");
        }
        return ClassFile.of().build(SELF, made::write);
    }

    private void write(ClassBuilder type) {
        type.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL).withSuperclass(PARENT);
        type.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC,
                code -> code.aload(0).invokespecial(PARENT, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
        type.withMethodBody("number", MethodTypeDesc.of(CD_int, CD_String), ClassFile.ACC_PROTECTED, this::find);
        type.withMethodBody("value", MethodTypeDesc.of(CD_Object, CD_int, CD_Object), ClassFile.ACC_PROTECTED, this::choose);
        int number = 0;
        for (CelExpr rule : rules.values()) {
            method(type, number++, rule);
        }
    }

    private static void method(ClassBuilder type, int number, CelExpr rule) {
        type.withMethodBody(name(number), OF_VALUE, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, code -> {
            DynamicCode.write(rule, ObjectLanguage.SELF, code);
            code.areturn();
        });
    }

    private static String name(int number) {
        return "rule" + number;
    }

    // As Java does for a switch over texts.
    private void find(CodeBuilder code) {
        Map<Integer, Map<String, Integer>> byHash = new TreeMap<>();
        int number = 0;
        for (String text : rules.keySet()) {
            byHash.computeIfAbsent(text.hashCode(), h -> new LinkedHashMap<>()).put(text, number++);
        }
        List<SwitchCase> cases = byHash.keySet().stream().map(hash -> SwitchCase.of(hash, code.newLabel())).toList();
        Label none = code.newLabel();
        code.aload(1).invokevirtual(CD_String, "hashCode", MethodTypeDesc.of(CD_int)).lookupswitch(none, cases);
        for (SwitchCase chosen : cases) {
            code.labelBinding(chosen.target());
            byHash.getOrDefault(chosen.caseValue(), Map.of()).forEach((text, found) -> {
                Label other = code.newLabel();
                code.aload(1).loadConstant(text).invokevirtual(CD_String, "equals", MethodTypeDesc.of(CD_boolean, CD_Object)).ifeq(other)
                        .loadConstant(found).ireturn().labelBinding(other);
            });
            code.goto_(none);
        }
        code.labelBinding(none).loadConstant(-1).ireturn();
    }

    private void choose(CodeBuilder code) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            cases.add(SwitchCase.of(i, code.newLabel()));
        }
        Label none = code.newLabel();
        code.aload(2).iload(1).tableswitch(none, cases);
        for (SwitchCase chosen : cases) {
            code.labelBinding(chosen.target()).invokestatic(SELF, name(chosen.caseValue()), OF_VALUE).areturn();
        }
        code.labelBinding(none).pop().getstatic(Representation.desc(Operators.class), "NONE", CD_Object).areturn();
    }
}
