package io.istiodoctor.cel;

import static java.lang.constant.ConstantDescs.CD_Boolean;
import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.istiodoctor.rule.Operators;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes the code of an expression whose types nobody checked: each part leaves an object on the stack, {@link Operators#NONE} where there is
 * no value. What calls mean is in {@link Operators}; that two of them do not look at all of their parts, and macros, is here.
 */
final class DynamicCode {
    private static final ClassDesc OPERATORS = Representation.desc(Operators.class);
    private static final ClassDesc ITERABLE = Representation.desc(Iterable.class);
    private static final ClassDesc ITERATOR = Representation.desc(Iterator.class);
    /** Those of CEL's functions that Java has no such name for. */
    private static final Map<String, String> NAMES = Map.of("_==_", "equal", "_!=_", "different", "_<_", "less", "_<=_", "atMost", "_+_",
            "sum",
            "!_", "not", "@in", "within", "_[_]", "element", "int", "wholeNumber");

    private final CodeBuilder code;
    private final Variables variables;

    private DynamicCode(Variables variables, CodeBuilder code) {
        this.variables = variables;
        this.code = code;
    }

    /**
     * Writes what leaves the value of an expression.
     *
     * @param name of what it sees, which is in the first variable
     */
    static void write(CelExpr e, String name, CodeBuilder code) {
        new DynamicCode(new Variables(name), code).write(e);
    }

    private void write(CelExpr e) {
        switch (e.getKind()) {
            case CONSTANT -> constant(e.constant());
            case IDENT -> variable(e.ident().name());
            case SELECT -> {
                write(e.select().operand());
                code.loadConstant(e.select().field()).invokestatic(OPERATORS, e.select().testOnly() ? "has" : "field",
                        MethodTypeDesc.of(CD_Object, CD_Object, CD_String));
            }
            case CALL -> call(e.call());
            case LIST -> list(e.list());
            case MAP -> map(e.map());
            case COMPREHENSION -> comprehension(e.comprehension());
            default -> throw new NotCompiled(e.getKind().toString());
        }
    }

    private void constant(CelConstant constant) {
        switch (constant.getKind()) {
            case STRING_VALUE -> code.loadConstant(constant.stringValue());
            case INT64_VALUE ->
                    code.loadConstant(constant.int64Value()).invokestatic(CD_Long, "valueOf", MethodTypeDesc.of(CD_Long, CD_long));
            case DOUBLE_VALUE ->
                    code.loadConstant(constant.doubleValue()).invokestatic(CD_Double, "valueOf", MethodTypeDesc.of(CD_Double, CD_double));
            case BOOLEAN_VALUE -> truth(constant.booleanValue());
            default -> throw new NotCompiled("constants of kind " + constant.getKind());
        }
    }

    private void truth(boolean value) {
        code.getstatic(CD_Boolean, value ? "TRUE" : "FALSE", CD_Boolean);
    }

    private void none() {
        code.getstatic(OPERATORS, "NONE", CD_Object);
    }

    private void variable(String name) {
        code.aload(variables.of(name).orElseThrow(() -> new NotCompiled("the name " + name)));
    }

    private void call(CelExpr.CelCall call) {
        List<CelExpr> args = Stream.concat(call.target().stream(), call.args().stream()).toList();
        switch (call.function()) {
            case "_&&_" -> shortened("and", false, args);
            case "_||_" -> shortened("or", true, args);
            case "_?_:_" -> conditional(args);
            // Whether a loop goes on is asked where its condition is.
            case "@not_strictly_false" -> write(args.getFirst());
            case "_>_" -> operator("less", args.reversed());
            case "_>=_" -> operator("atMost", args.reversed());
            default -> operator(NAMES.getOrDefault(call.function(), call.function()), args);
        }
    }

    private void operator(String name, List<CelExpr> args) {
        if (Arrays.stream(Operators.class.getMethods()).noneMatch(m -> m.getName().equals(name)
                && Arrays.asList(m.getParameterTypes()).equals(Collections.nCopies(args.size(), Object.class)))) {
            throw new NotCompiled("the function " + name);
        }
        args.forEach(this::write);
        code.invokestatic(OPERATORS, name, MethodTypeDesc.of(CD_Object, Collections.nCopies(args.size(), CD_Object)));
    }

    private void shortened(String name, boolean outcome, List<CelExpr> args) {
        Label end = code.newLabel();
        write(args.getFirst());
        code.dup();
        truth(outcome);
        code.if_acmpeq(end);
        write(args.getLast());
        code.invokestatic(OPERATORS, name, MethodTypeDesc.of(CD_Object, CD_Object, CD_Object)).labelBinding(end);
    }

    private void conditional(List<CelExpr> args) {
        Label otherwise = code.newLabel();
        Label neither = code.newLabel();
        Label end = code.newLabel();
        write(args.getFirst());
        branch(true, otherwise, args.get(1), end);
        code.labelBinding(otherwise);
        branch(false, neither, args.get(2), end);
        code.labelBinding(neither).pop();
        none();
        code.labelBinding(end);
    }

    private void branch(boolean when, Label otherwise, CelExpr value, Label end) {
        code.dup();
        truth(when);
        code.if_acmpne(otherwise).pop();
        write(value);
        code.goto_(end);
    }

    private void list(CelExpr.CelList list) {
        if (!list.optionalIndices().isEmpty()) {
            throw new NotCompiled("lists with optional elements");
        }
        code.loadConstant(list.elements().size()).anewarray(CD_Object);
        for (int i = 0; i < list.elements().size(); i++) {
            code.dup().loadConstant(i);
            write(list.elements().get(i));
            code.aastore();
        }
        code.invokestatic(OPERATORS, "list", MethodTypeDesc.of(CD_Object, CD_Object.arrayType()));
    }

    private void map(CelExpr.CelMap map) {
        if (!map.entries().isEmpty()) {
            throw new NotCompiled("maps with entries");
        }
        code.invokestatic(OPERATORS, "map", MethodTypeDesc.of(CD_Object));
    }

    private void comprehension(CelExpr.CelComprehension c) {
        if (!c.iterVar2().isEmpty()) {
            throw new NotCompiled("macros with two variables");
        }
        Label next = code.newLabel();
        Label done = code.newLabel();
        Label nothing = code.newLabel();
        Label end = code.newLabel();
        int accumulator = stored(c.accuInit());
        write(c.iterRange());
        code.invokestatic(OPERATORS, "elements", MethodTypeDesc.of(ITERABLE, CD_Object)).dup().ifnull(nothing)
                .invokeinterface(ITERABLE, "iterator", MethodTypeDesc.of(ITERATOR));
        int iterator = code.allocateLocal(TypeKind.REFERENCE);
        int variable = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(iterator).labelBinding(next);
        variables.within(c.accuVar(), accumulator, () -> {
            code.aload(iterator).invokeinterface(ITERATOR, "hasNext", MethodTypeDesc.of(CD_boolean)).ifeq(done);
            write(c.loopCondition());
            code.invokestatic(OPERATORS, "goesOn", MethodTypeDesc.of(CD_boolean, CD_Object)).ifeq(done).aload(iterator)
                    .invokeinterface(ITERATOR, "next", MethodTypeDesc.of(CD_Object)).astore(variable);
            variables.within(c.iterVar(), variable, () -> write(c.loopStep()));
            code.astore(accumulator).goto_(next).labelBinding(done);
            write(c.result());
        });
        code.goto_(end).labelBinding(nothing).pop();
        none();
        code.labelBinding(end);
    }

    private int stored(CelExpr e) {
        write(e);
        int slot = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(slot);
        return slot;
    }
}
