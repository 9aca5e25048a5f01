package io.istiodoctor.cel;

import static java.lang.constant.ConstantDescs.CD_Collection;
import static java.lang.constant.ConstantDescs.CD_List;
import static java.lang.constant.ConstantDescs.CD_Map;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import io.istiodoctor.rule.Functions;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.stream.Stream;

/** Writes the code of one call, by the overload that the types of its arguments chose. */
final class FunctionCode {
    private static final ClassDesc FUNCTIONS = Representation.desc(Functions.class);
    private static final ClassDesc MATH = Representation.desc(Math.class);
    private static final ClassDesc OPTIONAL = Representation.OPTIONAL.type();
    private static final MethodTypeDesc TEXT_TEST = MethodTypeDesc.of(CD_boolean, CD_String);

    private final ExpressionCode around;
    private final CodeBuilder code;
    private final CelExpr call;
    private final String overload;
    /** What a method is called on comes first. */
    private final List<CelExpr> args;

    FunctionCode(ExpressionCode around, CelExpr call, String overload) {
        this.around = around;
        this.code = around.code();
        this.call = call;
        this.overload = overload;
        this.args = Stream.concat(call.call().target().stream(), call.call().args().stream()).toList();
    }

    void write() {
        switch (overload) {
            case "logical_and" -> shortened(false);
            case "logical_or" -> shortened(true);
            case "conditional" -> conditional();
            case "select_optional_field" -> optionalField();
            case "equals" -> equality(true);
            case "not_equals" -> equality(false);
            case "optional_of" -> boxedFirst().invokestatic(OPTIONAL, "of", MethodTypeDesc.of(OPTIONAL, CD_Object));
            case "optional_orValue_value" -> orValue();
            case "to_dyn" -> boxedFirst();
            case "in_list" -> membership(CD_List, "contains");
            case "in_map" -> membership(CD_Map, "containsKey");
            case "map_optindex_optional_value" -> membership(FUNCTIONS, "entry");
            default -> {
                for (CelExpr arg : args) {
                    around.write(arg);
                }
                plain();
            }
        }
    }

    // All arguments are on the stack.
    private void plain() {
        switch (overload) {
            case "not_strictly_false" -> {
            }
            case "logical_not" -> truth(Opcode.IFEQ);
            case "add_int64" -> code.invokestatic(MATH, "addExact", MethodTypeDesc.of(CD_long, CD_long, CD_long));
            case "subtract_int64" -> code.invokestatic(MATH, "subtractExact", MethodTypeDesc.of(CD_long, CD_long, CD_long));
            case "less_int64" -> compared(Opcode.IFLT);
            case "less_equals_int64" -> compared(Opcode.IFLE);
            case "greater_int64" -> compared(Opcode.IFGT);
            case "greater_equals_int64" -> compared(Opcode.IFGE);
            case "add_string" -> code.invokevirtual(CD_String, "concat", MethodTypeDesc.of(CD_String, CD_String));
            case "add_list" -> function("joined", CD_List, CD_List, CD_List);
            case "contains_string" ->
                    code.invokevirtual(CD_String, "contains", MethodTypeDesc.of(CD_boolean, Representation.desc(CharSequence.class)));
            case "starts_with_string" -> code.invokevirtual(CD_String, "startsWith", TEXT_TEST);
            case "ends_with_string" -> code.invokevirtual(CD_String, "endsWith", TEXT_TEST);
            case "int64_to_string" -> code.invokestatic(Representation.INT.boxed(), "toString", MethodTypeDesc.of(CD_String, CD_long));
            case "string_lower_ascii" -> function("lowerAscii", CD_String, CD_String);
            case "string_replace_string_string" -> function("replace", CD_String, CD_String, CD_String, CD_String);
            case "string_split_string" -> function("split", CD_List, CD_String, CD_String);
            case "list_join_string" -> function("join", CD_String, CD_List, CD_String);
            case "string_size", "size_string" -> function("size", CD_long, CD_String);
            case "list_size", "size_list" -> code.invokeinterface(CD_List, "size", MethodTypeDesc.of(CD_int)).i2l();
            case "map_size", "size_map" -> code.invokeinterface(CD_Map, "size", MethodTypeDesc.of(CD_int)).i2l();
            case "index_list" -> unboxed(() -> code.l2i().invokeinterface(CD_List, "get", MethodTypeDesc.of(CD_Object, CD_int)));
            case "list_optindex_optional_int" -> function("element", OPTIONAL, CD_List, CD_long);
            case "optional_none" -> code.invokestatic(OPTIONAL, "empty", MethodTypeDesc.of(OPTIONAL));
            case "optional_hasValue" -> code.invokevirtual(OPTIONAL, "isPresent", MethodTypeDesc.of(CD_boolean));
            case "optional_value" -> unboxed(() -> code.invokevirtual(OPTIONAL, "orElseThrow", MethodTypeDesc.of(CD_Object)));
            default -> throw new NotCompiled("the function " + overload);
        }
    }

    private void function(String name, ClassDesc result, ClassDesc... parameters) {
        code.invokestatic(FUNCTIONS, name, MethodTypeDesc.of(result, parameters));
    }

    private CodeBuilder boxedFirst() {
        around.writeBoxed(args.getFirst());
        return code;
    }

    private void unboxed(Runnable reading) {
        reading.run();
        around.representation(call).unbox(code);
    }

    private void truth(Opcode jump) {
        code.ifThenElse(jump, yes -> yes.iconst_1(), no -> no.iconst_0());
    }

    private void compared(Opcode jump) {
        code.lcmp();
        truth(jump);
    }

    private void shortened(boolean outcome) {
        Label end = code.newLabel();
        around.write(args.getFirst());
        code.dup();
        if (outcome) {
            code.ifne(end);
        } else {
            code.ifeq(end);
        }
        code.pop();
        around.write(args.getLast());
        code.labelBinding(end);
    }

    private void conditional() {
        Label otherwise = code.newLabel();
        Label end = code.newLabel();
        around.write(args.getFirst());
        code.ifeq(otherwise);
        around.write(args.get(1));
        code.goto_(end).labelBinding(otherwise);
        around.write(args.get(2));
        code.labelBinding(end);
    }

    private void equality(boolean wanted) {
        CelType type = around.type(args.getFirst());
        CelType inner = type.kind() == CelKind.LIST ? type.parameters().getFirst() : type;
        if (!type.equals(around.type(args.getLast())) || !ExpressionCode.isPlain(inner)) {
            throw new NotCompiled("whether values of type " + type.name() + " are equal");
        }
        around.writeBoxed(args.getFirst());
        around.writeBoxed(args.getLast());
        code.invokevirtual(CD_Object, "equals", MethodTypeDesc.of(CD_boolean, CD_Object));
        if (!wanted) {
            truth(Opcode.IFEQ);
        }
    }

    // x in container, and container[?x]: the container is asked.
    private void membership(ClassDesc asked, String method) {
        boolean in = !asked.equals(FUNCTIONS);
        CelExpr container = in ? args.getLast() : args.getFirst();
        CelExpr key = in ? args.getFirst() : args.getLast();
        if (!ExpressionCode.isPlain(around.type(key))) {
            throw new NotCompiled("whether an object is in a list");
        }
        around.write(container);
        around.writeBoxed(key);
        if (in) {
            code.invokeinterface(asked, method, MethodTypeDesc.of(CD_boolean, CD_Object));
        } else {
            function(method, OPTIONAL, CD_Map, CD_Object);
        }
    }

    private void orValue() {
        around.write(args.getFirst());
        around.writeBoxed(args.getLast());
        code.invokevirtual(OPTIONAL, "orElse", MethodTypeDesc.of(CD_Object, CD_Object));
        around.representation(call).unbox(code);
    }

    // optional.?field, of an optional object
    private void optionalField() {
        CelType of = around.type(args.getFirst());
        CelType result = around.type(call);
        if (of.parameters().size() != 1 || result.parameters().size() != 1
                || args.getLast().constantOrDefault().getKind() != CelConstant.Kind.STRING_VALUE) {
            throw new NotCompiled("a field that is asked of what is no optional object");
        }
        Class<?> owner = Representation.struct(of.parameters().getFirst());
        Label empty = code.newLabel();
        Label end = code.newLabel();
        around.write(args.getFirst());
        code.dup().invokevirtual(OPTIONAL, "isPresent", MethodTypeDesc.of(CD_boolean)).ifeq(empty)
                .invokevirtual(OPTIONAL, "orElseThrow", MethodTypeDesc.of(CD_Object)).checkcast(Representation.desc(owner));
        around.field(owner, args.getLast().constant().stringValue());
        Representation.of(result.parameters().getFirst()).box(code);
        code.invokestatic(OPTIONAL, "of", MethodTypeDesc.of(OPTIONAL, CD_Object)).goto_(end).labelBinding(empty).pop()
                .invokestatic(OPTIONAL, "empty", MethodTypeDesc.of(OPTIONAL)).labelBinding(end);
    }
}
