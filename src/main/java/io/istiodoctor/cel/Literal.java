package io.istiodoctor.cel;

import static java.lang.constant.ConstantDescs.CD_List;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;

import io.istiodoctor.model.Mark;
import io.istiodoctor.rule.Built;
import io.istiodoctor.rule.Expression;
import io.istiodoctor.rule.FixTemplate;
import io.istiodoctor.rule.Rule;
import io.istiodoctor.rule.Telling;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes the code that makes a rule as it was read: records, lists, optionals, texts and constants, one inside of the other. */
final class Literal {
    private static final ClassDesc PATH = Representation.desc(Path.class);
    private static final ClassDesc BUILT = Representation.desc(Built.class);
    private static final ClassDesc OPTIONAL = Representation.OPTIONAL.type();
    private static final ClassDesc EXPRESSION = Representation.desc(Expression.class);

    private final CodeBuilder code;
    private final Rule rule;
    private final Map<Expression, Integer> numbers;
    /** The variable that holds the name of the rule's file. */
    private final int file;
    /** Whether what is written is outlined to people who look the rule up, as of all templates only the titles of fixes are. */
    private boolean outlined;

    private Literal(CodeBuilder code, Rule rule, Map<Expression, Integer> numbers, int file) {
        this.code = code;
        this.rule = rule;
        this.numbers = numbers;
        this.file = file;
    }

    /**
     * Writes the method that makes the rule, whose parameter is the folder of the rules.
     *
     * @param numbers of the expressions that are compiled
     */
    static void writeRule(CodeBuilder code, Rule rule, Path folder, Map<Expression, Integer> numbers) {
        int file = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(1).loadConstant(folder.relativize(Path.of(rule.file())).toString().replace('\\', '/'))
                .invokeinterface(PATH, "resolve", MethodTypeDesc.of(PATH, CD_String))
                .invokevirtual(CD_Object, "toString", MethodTypeDesc.of(CD_String)).astore(file);
        new Literal(code, rule, numbers, file).value(rule);
        code.areturn();
    }

    /** Writes the method that makes what the rule says, whose parameter is the name of the rule's file. */
    static void writeTelling(CodeBuilder code, Rule rule, Map<Expression, Integer> numbers) {
        new Literal(code, rule, numbers, 1).value(rule.telling().get());
        code.areturn();
    }

    private void value(Object value) {
        switch (value) {
            case String text -> text(text);
            case Enum<?> constant -> {
                ClassDesc type = Representation.desc(constant.getDeclaringClass());
                code.getstatic(type, constant.name(), type);
            }
            case Optional<?> optional when optional.isPresent() -> {
                value(optional.get());
                code.invokestatic(OPTIONAL, "of", MethodTypeDesc.of(OPTIONAL, CD_Object));
            }
            case Optional<?> _ -> code.invokestatic(OPTIONAL, "empty", MethodTypeDesc.of(OPTIONAL));
            case List<?> list -> list(list);
            case Expression expression -> expression(expression);
            case Record components -> made(components);
            case Supplier<?> _ -> code.aload(0).aload(file).invokevirtual(BUILT, "later",
                    MethodTypeDesc.of(Representation.desc(Supplier.class), CD_String));
            default -> throw new IllegalStateException("no literal for " + value.getClass());
        }
    }

    private void text(String text) {
        if (text.equals(rule.file())) {
            code.aload(file);
        } else {
            code.loadConstant(text);
        }
    }

    private void list(List<?> list) {
        code.loadConstant(list.size()).anewarray(CD_Object);
        for (int i = 0; i < list.size(); i++) {
            code.dup().loadConstant(i);
            value(list.get(i));
            code.aastore();
        }
        code.invokestatic(CD_List, "of", MethodTypeDesc.of(CD_List, CD_Object.arrayType()), true);
    }

    private void expression(Expression expression) {
        Mark mark = expression.mark();
        Integer number = numbers.get(expression);
        if (number == null) {
            code.new_(EXPRESSION).dup().loadConstant(expression.text()).aload(file);
            made(mark);
            code.invokestatic(OPTIONAL, "empty", MethodTypeDesc.of(OPTIONAL)).invokespecial(EXPRESSION, ConstantDescs.INIT_NAME,
                    MethodTypeDesc.of(ConstantDescs.CD_void, CD_String, CD_String, Representation.desc(Mark.class), OPTIONAL));
        } else {
            code.aload(0);
            List<ClassDesc> types = new ArrayList<>(List.of(CD_String, CD_int, CD_int, CD_int));
            if (outlined) {
                code.loadConstant(expression.subjectMatter());
                types.addFirst(CD_String);
            }
            code.aload(file).loadConstant(mark.line()).loadConstant(mark.column()).loadConstant(number)
                    .invokevirtual(BUILT, "expression", MethodTypeDesc.of(EXPRESSION, types));
        }
    }

    private void made(Record made) {
        ClassDesc type = Representation.desc(made.getClass());
        RecordComponent[] components = made.getClass().getRecordComponents();
        code.new_(type).dup();
        for (RecordComponent component : components) {
            Object value = isTold(component, made) ? read(component, made) : "";
            if (component.getType() == int.class) {
                code.loadConstant((int) value);
            } else {
                boolean inside = outlined;
                outlined = inside || made instanceof FixTemplate && component.getName().equals("title");
                value(value);
                outlined = inside;
            }
        }
        code.invokespecial(type, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void,
                Arrays.stream(components).map(c -> Representation.desc(c.getType())).toList()));
    }

    // Pages about rules, which are made of their files, tell the limits of rules; no command does.
    private static boolean isTold(RecordComponent component, Record record) {
        return !(record instanceof Telling && component.getName().equals("limits"));
    }

    private static Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
