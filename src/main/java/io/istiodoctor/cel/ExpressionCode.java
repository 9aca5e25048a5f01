package io.istiodoctor.cel;

import static java.lang.constant.ConstantDescs.CD_List;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.istiodoctor.model.Certainty;
import io.istiodoctor.rule.Built;
import io.istiodoctor.vocabulary.SubjectType;
import io.istiodoctor.vocabulary.Vocabulary;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes the code of a checked expression: each part leaves its value on the stack. Of an expression that is proven to have a value
 * ({@link Safety}) it makes what the interpreter would find. Where there is none, code that ends in an exception.
 */
final class ExpressionCode {
    private static final ClassDesc ARRAY_LIST = Representation.desc(ArrayList.class);
    private static final ClassDesc HASH_MAP = Representation.desc(LinkedHashMap.class);
    private static final ClassDesc ITERATOR = Representation.desc(Iterator.class);
    private static final ClassDesc BUILT = Representation.desc(Built.class);

    private final CelAbstractSyntaxTree tree;
    private final CodeBuilder code;
    private final Variables variables;

    private ExpressionCode(CelAbstractSyntaxTree tree, Variables variables, CodeBuilder code) {
        this.tree = tree;
        this.variables = variables;
        this.code = code;
    }

    /** Writes what leaves the value, boxed, of an expression about the subject in the first variable. */
    static void write(CelAbstractSyntaxTree checked, SubjectType subject, CodeBuilder code) {
        ExpressionCode writer = new ExpressionCode(checked, new Variables(subject.variable()), code);
        writer.write(checked.getExpr());
        writer.representation(checked.getExpr()).box(code);
    }

    CodeBuilder code() {
        return code;
    }

    CelType type(CelExpr e) {
        return tree.getType(e.id()).orElseThrow(() -> new NotCompiled("a part without a type"));
    }

    Representation representation(CelExpr e) {
        return Representation.of(type(e));
    }

    void write(CelExpr e) {
        switch (e.getKind()) {
            case CONSTANT -> constant(e.constant());
            case IDENT -> variable(e);
            case SELECT -> select(e);
            case CALL -> new FunctionCode(this, e, overload(e)).write();
            case LIST -> list(e);
            case MAP -> map(e);
            case COMPREHENSION -> comprehension(e);
            default -> throw new NotCompiled(e.getKind().toString());
        }
    }

    /** Writes a value as containers hold it. */
    void writeBoxed(CelExpr e) {
        write(e);
        representation(e).box(code);
    }

    private String overload(CelExpr e) {
        List<String> overloads = tree.getReferenceOrThrow(e.id()).overloadIds();
        if (overloads.size() != 1) {
            throw new NotCompiled("a call that is only known at run time: " + e.call().function());
        }
        return overloads.getFirst();
    }

    private void constant(CelConstant constant) {
        switch (constant.getKind()) {
            case STRING_VALUE -> code.loadConstant(constant.stringValue());
            case INT64_VALUE -> code.loadConstant(constant.int64Value());
            case BOOLEAN_VALUE -> code.loadConstant(constant.booleanValue() ? 1 : 0);
            default -> throw new NotCompiled("constants of kind " + constant.getKind());
        }
    }

    private void variable(CelExpr e) {
        OptionalInt slot = variables.of(e.ident().name());
        if (slot.isPresent()) {
            code.loadLocal(TypeKind.from(representation(e).type()), slot.getAsInt());
        } else if (Language.CERTAINTIES.get(e.ident().name()) instanceof Certainty certainty) {
            ClassDesc type = Representation.desc(Certainty.class);
            code.getstatic(type, certainty.name(), type);
        } else {
            throw new NotCompiled("the name " + e.ident().name());
        }
    }

    private void select(CelExpr e) {
        if (e.select().testOnly()) {
            throw new NotCompiled("has()");
        }
        write(e.select().operand());
        field(Representation.struct(type(e.select().operand())), e.select().field());
    }

    /** Reads a field of the object on the stack. */
    void field(Class<?> owner, String name) {
        Method method = Vocabulary.field(owner, name).orElseThrow(() -> new NotCompiled("the field " + name));
        ClassDesc type = Representation.desc(owner);
        MethodTypeDesc signature = MethodTypeDesc.of(Representation.desc(method.getReturnType()));
        if (owner.isInterface()) {
            code.invokeinterface(type, name, signature);
        } else {
            code.invokevirtual(type, name, signature);
        }
        Class<?> result = method.getReturnType();
        if (hasWords(method.getGenericReturnType())) {
            code.invokestatic(BUILT, "words", MethodTypeDesc.of(CD_Object, CD_Object))
                    .checkcast(Representation.desc(result.isEnum() ? String.class : result));
        } else if (result == int.class) {
            code.i2l();
        } else if (result == Long.class) {
            Representation.INT.unbox(code);
        }
    }

    // Enums are texts for rules, all but one.
    private static boolean hasWords(Type type) {
        return type instanceof ParameterizedType generic
                ? Arrays.stream(generic.getActualTypeArguments()).anyMatch(ExpressionCode::hasWords)
                : type instanceof Class<?> c && c.isEnum() && c != Certainty.class;
    }

    private void list(CelExpr e) {
        if (!e.list().optionalIndices().isEmpty()) {
            throw new NotCompiled("lists with optional elements");
        }
        code.new_(ARRAY_LIST).dup().invokespecial(ARRAY_LIST, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
        addAll(e.list().elements());
    }

    private void addAll(List<CelExpr> elements) {
        for (CelExpr element : elements) {
            code.dup();
            writeBoxed(element);
            code.invokevirtual(ARRAY_LIST, "add", MethodTypeDesc.of(CD_boolean, CD_Object)).pop();
        }
    }

    private void map(CelExpr e) {
        code.new_(HASH_MAP).dup().invokespecial(HASH_MAP, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
        for (CelExpr.CelMap.Entry entry : e.map().entries()) {
            if (entry.optionalEntry()) {
                throw new NotCompiled("maps with optional entries");
            }
            code.dup();
            writeBoxed(entry.key());
            writeBoxed(entry.value());
            code.invokevirtual(HASH_MAP, "put", MethodTypeDesc.of(CD_Object, CD_Object, CD_Object)).pop();
        }
    }

    private void comprehension(CelExpr e) {
        CelExpr.CelComprehension c = e.comprehension();
        if (!c.iterVar2().isEmpty()) {
            throw new NotCompiled("macros with two variables");
        }
        Representation result = representation(c.accuInit());
        write(c.accuInit());
        int accumulator = code.allocateLocal(TypeKind.from(result.type()));
        code.storeLocal(TypeKind.from(result.type()), accumulator);
        // What stands over an empty list is a name for a value: optMap.
        if (c.iterRange().listOrDefault().elements().isEmpty() && c.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST) {
            variables.within(c.accuVar(), accumulator, () -> write(c.result()));
            return;
        }
        CelType range = type(c.iterRange());
        if (range.parameters().size() != 1) {
            throw new NotCompiled("macros over maps");
        }
        Representation element = Representation.of(range.parameters().getFirst());
        write(c.iterRange());
        int iterator = code.allocateLocal(TypeKind.REFERENCE);
        int variable = code.allocateLocal(TypeKind.from(element.type()));
        Label next = code.newLabel();
        Label end = code.newLabel();
        code.invokeinterface(CD_List, "iterator", MethodTypeDesc.of(ITERATOR)).astore(iterator).labelBinding(next);
        variables.within(c.accuVar(), accumulator, () -> {
            write(c.loopCondition());
            code.ifeq(end).aload(iterator).invokeinterface(ITERATOR, "hasNext", MethodTypeDesc.of(CD_boolean)).ifeq(end)
                    .aload(iterator).invokeinterface(ITERATOR, "next", MethodTypeDesc.of(CD_Object));
            element.unbox(code);
            code.storeLocal(TypeKind.from(element.type()), variable);
            variables.within(c.iterVar(), variable, () -> step(c, accumulator, result));
            code.goto_(next).labelBinding(end);
            write(c.result());
        });
    }

    // A list that is being gathered is this expression's own: it grows in place.
    private void step(CelExpr.CelComprehension c, int accumulator, Representation result) {
        if (c.accuInit().getKind() == CelExpr.ExprKind.Kind.LIST) {
            gather(c.loopStep(), c.accuVar(), accumulator);
        } else {
            write(c.loopStep());
            code.storeLocal(TypeKind.from(result.type()), accumulator);
        }
    }

    private void gather(CelExpr step, String accumulatorName, int accumulator) {
        List<CelExpr> args = step.callOrDefault().args();
        boolean same = step.identOrDefault().name().equals(accumulatorName);
        if (same) {
            return;
        }
        switch (step.callOrDefault().function()) {
            case "_+_" -> {
                if (!args.getFirst().identOrDefault().name().equals(accumulatorName)
                        || args.getLast().getKind() != CelExpr.ExprKind.Kind.LIST) {
                    throw new NotCompiled("a macro that gathers otherwise");
                }
                code.aload(accumulator).checkcast(ARRAY_LIST);
                addAll(args.getLast().list().elements());
                code.pop();
            }
            case "_?_:_" -> {
                Label otherwise = code.newLabel();
                Label end = code.newLabel();
                write(args.getFirst());
                code.ifeq(otherwise);
                gather(args.get(1), accumulatorName, accumulator);
                code.goto_(end).labelBinding(otherwise);
                gather(args.get(2), accumulatorName, accumulator);
                code.labelBinding(end);
            }
            default -> throw new NotCompiled("a macro that gathers otherwise");
        }
    }

    /** Whether values of a type are texts, numbers, truths or certainties: of these, two that are equal are so to Java, too. */
    static boolean isPlain(CelType type) {
        return List.of(SimpleType.STRING, SimpleType.INT, SimpleType.BOOL, MeshTypes.CERTAINTY).contains(type);
    }
}
