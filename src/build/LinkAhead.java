import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import io.istiodoctor.model.Comparators;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes into compiled classes what the JDK would otherwise make up while the program runs, each time anew, because no archive of classes
 * holds it: the tests of pattern switches, equals and hashCode of records, and what {@code Comparator.comparing} and its like make. That is a
 * fifth of the time which a check of a small mesh takes. What the methods answer stays the same, hash codes too.
 */
final class LinkAhead {
    private static final ClassDesc PATTERNS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final ClassDesc COMPARATOR = ClassDesc.of("java.util.Comparator");
    private static final ClassDesc ENTRY = ClassDesc.of("java.util.Map$Entry");
    private static final ClassDesc COMPARATORS = Comparators.class.describeConstable().orElseThrow();
    private static final Set<String> COMPARED = Arrays.stream(Comparators.class.getDeclaredMethods())
            .map(m -> m.getName() + MethodType.methodType(m.getReturnType(), m.getParameterTypes()).descriptorString())
            .collect(Collectors.toUnmodifiableSet());

    private final ClassModel model;
    private final ClassDesc self;
    private final List<Consumer<ClassBuilder>> added = new ArrayList<>();

    private LinkAhead(ClassModel model) {
        this.model = model;
        this.self = model.thisClass().asSymbol();
    }

    /** Rewrites those classes below a folder that need it. What they refer to must be on the class path. */
    static void all(Path folder) throws IOException {
        ClassLoader known = ClassLoader.getSystemClassLoader();
        ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(known).orElse(ClassHierarchyResolver.ofClassLoading(known))));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                ClassModel model = format.parse(file);
                if (model.methods().stream().anyMatch(LinkAhead::isLinkedLate)) {
                    Files.write(file, new LinkAhead(model).linked(format));
                }
            }
        }
    }

    private static boolean isLinkedLate(MethodModel method) {
        return method.code().stream().flatMap(c -> c.elementStream()).anyMatch(e -> switch (e) {
            case InvokeDynamicInstruction i -> isSwitch(i) || isOfRecord(i);
            case InvokeInstruction i -> isComparator(i);
            default -> false;
        });
    }

    // Of other labels (constants of enums, texts) there are too few to be worth it.
    private static boolean isSwitch(InvokeDynamicInstruction call) {
        return call.bootstrapMethod().owner().equals(PATTERNS) && call.bootstrapMethod().methodName().equals("typeSwitch")
                && call.bootstrapArgs().stream().allMatch(a -> a instanceof ClassDesc);
    }

    private static boolean isOfRecord(InvokeDynamicInstruction call) {
        return call.bootstrapMethod().owner().equals(RECORDS) && !call.name().equalsString("toString");
    }

    // Java's own can be serialized, and no archive holds what can be.
    private static boolean isComparator(InvokeInstruction call) {
        ClassDesc owner = call.owner().asSymbol();
        return (owner.equals(COMPARATOR) || owner.equals(ENTRY))
                && COMPARED.contains(call.name().stringValue() + comparator(call).descriptorString());
    }

    // A method of a comparator becomes a static one, whose first parameter it is.
    private static MethodTypeDesc comparator(InvokeInstruction call) {
        return call.opcode() == Opcode.INVOKESTATIC ? call.typeSymbol()
                : call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol());
    }

    private byte[] linked(ClassFile format) {
        CodeTransform code = (builder, element) -> {
            switch (element) {
                case InvokeDynamicInstruction call when isSwitch(call) -> typeSwitch(builder, call);
                case InvokeDynamicInstruction call when isOfRecord(call) -> ofRecord(builder, call);
                case InvokeInstruction call when isComparator(call) ->
                        builder.invokestatic(COMPARATORS, call.name().stringValue(), comparator(call));
                default -> builder.with(element);
            }
        };
        return format.transformClass(model, ClassTransform.transformingMethodBodies(LinkAhead::isLinkedLate, code)
                .andThen(ClassTransform.endHandler(builder -> added.forEach(a -> a.accept(builder)))));
    }

    // A method of the class: (value, first label to look at) -> the label of the first type that the value is of; -1 for null.
    private void typeSwitch(CodeBuilder caller, InvokeDynamicInstruction call) {
        String name = "typeSwitch$" + added.size();
        MethodTypeDesc type = call.typeSymbol();
        List<ClassDesc> labels = call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList();
        added.add(builder -> builder.withMethodBody(name, type, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                code -> {
                    code.aload(0).ifThen(Opcode.IFNULL, absent -> absent.iconst_m1().ireturn());
                    for (int label = 0; label < labels.size(); label++) {
                        Label next = code.newLabel();
                        code.iload(1).loadConstant(label).if_icmpgt(next).aload(0).instanceOf(labels.get(label)).ifeq(next)
                                .loadConstant(label).ireturn()
                                .labelBinding(next);
                    }
                    code.loadConstant(labels.size()).ireturn();
                }));
        caller.invokestatic(self, name, type, model.flags().has(AccessFlag.INTERFACE));
    }

    private void ofRecord(CodeBuilder code, InvokeDynamicInstruction call) {
        List<DirectMethodHandleDesc> components = call.bootstrapArgs().stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
        if (call.name().equalsString("hashCode")) {
            hashCode(code, components);
        } else {
            equals(code, components);
        }
    }

    // The record is on the stack; as java.lang.runtime.ObjectMethods does it, since the order of hash maps follows from it.
    private void hashCode(CodeBuilder code, List<DirectMethodHandleDesc> components) {
        int record = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(record).iconst_0();
        for (DirectMethodHandleDesc component : components) {
            ClassDesc type = type(component);
            code.bipush(31).imul().aload(record).getfield(self, component.methodName(), type);
            if (type.isPrimitive()) {
                code.invokestatic(boxed(type), "hashCode", MethodTypeDesc.of(CD_int, type));
            } else {
                code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
            }
            code.iadd();
        }
    }

    // The record and the other object are on the stack.
    private void equals(CodeBuilder code, List<DirectMethodHandleDesc> components) {
        int other = code.allocateLocal(TypeKind.REFERENCE);
        int record = code.allocateLocal(TypeKind.REFERENCE);
        Label unequal = code.newLabel();
        Label equal = code.newLabel();
        Label end = code.newLabel();
        code.astore(other).astore(record).aload(record).aload(other).if_acmpeq(equal).aload(other).instanceOf(self).ifeq(unequal);
        for (DirectMethodHandleDesc component : components) {
            ClassDesc type = type(component);
            code.aload(record).getfield(self, component.methodName(), type).aload(other).checkcast(self).getfield(self,
                    component.methodName(), type);
            if (type.isPrimitive()) {
                code.invokestatic(boxed(type), "compare", MethodTypeDesc.of(CD_int, type, type)).ifne(unequal);
            } else {
                code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object)).ifeq(unequal);
            }
        }
        code.labelBinding(equal).iconst_1().goto_(end).labelBinding(unequal).iconst_0().labelBinding(end);
    }

    private static ClassDesc type(DirectMethodHandleDesc component) {
        return component.invocationType().returnType();
    }

    private static ClassDesc boxed(ClassDesc primitive) {
        return ClassDesc.of("java.lang." + switch (primitive.descriptorString()) {
            case "I" -> "Integer";
            case "J" -> "Long";
            case "Z" -> "Boolean";
            case "C" -> "Character";
            case "B" -> "Byte";
            case "S" -> "Short";
            case "F" -> "Float";
            default -> "Double";
        });
    }
}
