import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Gives each class one class for all of its lambdas, in place of one for each, which the JDK would make up while the program runs: they are two
 * fifths of all classes that a start sets up, since an archive of classes sets up all that it holds. The one knows by a number which lambda it is, and holds what that captures.
 */
final class MergeLambdas {
    private static final ClassDesc METAFACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");

    /** The one method of an interface, with its erased type. */
    private record Shape(ClassDesc type, String name, MethodTypeDesc erased) {}

    /** What an invokedynamic of the factory says: what it captures and gives, the types that are meant, and the method that is called in the end. */
    private record Lambda(Shape shape, MethodTypeDesc captured, MethodTypeDesc meant, DirectMethodHandleDesc body) {}

    private final ClassModel model;
    private final ClassDesc merged;
    private final ClassDesc host;
    private final List<Lambda> lambdas = new ArrayList<>();

    private MergeLambdas(ClassModel model) {
        this.model = model;
        this.merged = ClassDesc.ofDescriptor(model.thisClass().asSymbol().descriptorString().replace(";", "$$Lambdas;"));
        this.host = model.findAttribute(Attributes.nestHost()).map(h -> h.nestHost().asSymbol()).orElse(model.thisClass().asSymbol());
    }

    /** Rewrites the classes below a folder. What they refer to must be on the class path. */
    static void all(Path folder) throws IOException {
        ClassLoader known = ClassLoader.getSystemClassLoader();
        ClassFile format = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL, ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(known).orElse(ClassHierarchyResolver.ofClassLoading(known))));
        Map<String, Set<ClassDesc>> members = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                MergeLambdas merge = new MergeLambdas(format.parse(file));
                byte[] rewritten = merge.rewritten(format);
                if (!merge.lambdas.isEmpty()) {
                    Files.write(file, rewritten);
                    Files.write(folder.resolve(path(merge.merged)), merge.merged(format));
                    members.computeIfAbsent(path(merge.host), h -> new LinkedHashSet<>()).add(merge.merged);
                }
            }
        }
        for (var nest : members.entrySet()) {
            Path file = folder.resolve(nest.getKey());
            Files.write(file, withMembers(format, format.parse(file), nest.getValue()));
        }
    }

    private static String path(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1) + ".class";
    }

    private static byte[] withMembers(ClassFile format, ClassModel host, Set<ClassDesc> added) {
        List<ClassDesc> members = new ArrayList<>(
                host.findAttribute(Attributes.nestMembers()).stream().flatMap(n -> n.nestMembers().stream())
                        .map(m -> m.asSymbol()).toList());
        members.addAll(added);
        return format.transformClass(host, ClassTransform.dropping(e -> e instanceof NestMembersAttribute)
                .andThen(ClassTransform.endHandler(builder -> builder.with(NestMembersAttribute.ofSymbols(members)))));
    }

    // What can be serialized, or has methods beside the one, is made by another method of the factory.
    private static boolean isLambda(CodeElement element) {
        return element instanceof InvokeDynamicInstruction call && call.bootstrapMethod().owner().equals(METAFACTORY)
                && call.bootstrapMethod().methodName().equals("metafactory")
                && isCallable((DirectMethodHandleDesc) call.bootstrapArgs().get(1));
    }

    // A protected method of another package, as clone() of arrays, is open to the class itself only.
    private static boolean isCallable(DirectMethodHandleDesc body) {
        return !body.owner().isArray() && body.kind() != DirectMethodHandleDesc.Kind.SPECIAL
                && body.kind() != DirectMethodHandleDesc.Kind.INTERFACE_SPECIAL;
    }

    private byte[] rewritten(ClassFile format) {
        return format.transformClass(model, ClassTransform.transformingMethodBodies(m -> has(m), (builder, element) -> {
            if (isLambda(element)) {
                InvokeDynamicInstruction call = (InvokeDynamicInstruction) element;
                Shape shape = new Shape(call.typeSymbol().returnType(), call.name().stringValue(),
                        (MethodTypeDesc) call.bootstrapArgs().get(0));
                Lambda lambda = new Lambda(shape, call.typeSymbol(), (MethodTypeDesc) call.bootstrapArgs().get(2),
                        (DirectMethodHandleDesc) call.bootstrapArgs().get(1));
                int number = lambdas.contains(lambda) ? lambdas.indexOf(lambda) : lambdas.size();
                if (number == lambdas.size()) {
                    lambdas.add(lambda);
                }
                builder.loadConstant(number).invokestatic(merged, "of", factory(lambda));
            } else {
                builder.with(element);
            }
        }));
    }

    private static boolean has(MethodModel method) {
        return method.code().stream().flatMap(c -> c.elementStream()).anyMatch(MergeLambdas::isLambda);
    }

    private static MethodTypeDesc factory(Lambda lambda) {
        return erased(lambda.captured).insertParameterTypes(lambda.captured.parameterCount(), CD_int)
                .changeReturnType(lambda.captured.returnType());
    }

    // Primitive types as they are, others as objects.
    private static MethodTypeDesc erased(MethodTypeDesc type) {
        return MethodTypeDesc.of(CD_void, type.parameterList().stream().map(t -> t.isPrimitive() ? t : CD_Object).toList());
    }

    private byte[] merged(ClassFile format) {
        Set<MethodTypeDesc> captured = new LinkedHashSet<>();
        Map<MethodTypeDesc, MethodTypeDesc> factories = new LinkedHashMap<>();
        Map<String, ClassDesc> fields = new TreeMap<>();
        Map<Shape, List<Integer>> shapes = new LinkedHashMap<>();
        for (int i = 0; i < lambdas.size(); i++) {
            Lambda lambda = lambdas.get(i);
            captured.add(erased(lambda.captured));
            factories.put(factory(lambda), erased(lambda.captured));
            for (int k = 0; k < lambda.captured.parameterCount(); k++) {
                ClassDesc type = erased(lambda.captured).parameterType(k);
                fields.put(field(type, k), type);
            }
            shapes.computeIfAbsent(new Shape(CD_Object, lambda.shape.name, lambda.shape.erased), s -> new ArrayList<>()).add(i);
        }
        requireApart(shapes.keySet());
        return format.build(merged, builder -> {
            builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
            builder.withInterfaceSymbols(lambdas.stream().map(l -> l.shape.type).distinct().toList());
            builder.with(NestHostAttribute.of(host));
            builder.withField("lambda", CD_int, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
            fields.forEach((name, type) -> builder.withField(name, type, ClassFile.ACC_PRIVATE));
            for (MethodTypeDesc types : captured) {
                MethodTypeDesc constructor = types.insertParameterTypes(types.parameterCount(), CD_int);
                builder.withMethodBody(INIT_NAME, constructor, ClassFile.ACC_PRIVATE, code -> {
                    code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void);
                    for (int k = 0; k < types.parameterCount(); k++) {
                        code.aload(0).loadLocal(TypeKind.from(types.parameterType(k)), code.parameterSlot(k)).putfield(merged,
                                field(types.parameterType(k), k), types.parameterType(k));
                    }
                    code.aload(0).iload(code.parameterSlot(types.parameterCount())).putfield(merged, "lambda", CD_int).return_();
                });
            }
            factories.forEach((factory, types) -> builder.withMethodBody("of", factory, ClassFile.ACC_STATIC, code -> {
                code.new_(merged).dup();
                for (int k = 0; k < factory.parameterCount(); k++) {
                    code.loadLocal(TypeKind.from(factory.parameterType(k)), code.parameterSlot(k));
                }
                code.invokespecial(merged, INIT_NAME, types.insertParameterTypes(types.parameterCount(), CD_int)).areturn();
            }));
            shapes.forEach((shape, numbers) -> builder.withMethodBody(shape.name, shape.erased, ClassFile.ACC_PUBLIC,
                    code -> dispatch(code, numbers)));
        });
    }

    // A method that an interface brings would be hidden by another's of the same name and type, or be ambiguous.
    private void requireApart(Set<Shape> shapes) {
        Map<String, Method> brought = new TreeMap<>();
        lambdas.stream().map(l -> l.shape.type).distinct().map(MergeLambdas::loaded).flatMap(i -> Arrays.stream(i.getMethods()))
                .filter(Method::isDefault).forEach(m -> {
                    MethodTypeDesc type = MethodTypeDesc
                            .ofDescriptor(MethodType.methodType(m.getReturnType(), m.getParameterTypes()).descriptorString());
                    Method other = brought.put(m.getName() + type.descriptorString(), m);
                    if (shapes.contains(new Shape(CD_Object, m.getName(), type)) || other != null && !other.equals(m)) {
                        throw new IllegalStateException("the lambdas of " + merged.displayName() + " cannot be one class: " + m);
                    }
                });
    }

    private static Class<?> loaded(ClassDesc type) {
        try {
            return Class.forName(type.packageName() + "." + type.displayName(), false, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String field(ClassDesc type, int number) {
        return (type.equals(CD_Object) ? "L" : type.descriptorString()) + number;
    }

    private void dispatch(CodeBuilder code, List<Integer> numbers) {
        if (numbers.size() > 1) {
            List<SwitchCase> cases = numbers.stream().skip(1).map(n -> SwitchCase.of(n, code.newLabel())).toList();
            var first = code.newLabel();
            code.aload(0).getfield(merged, "lambda", CD_int).lookupswitch(first, cases);
            code.labelBinding(first);
            call(code, lambdas.get(numbers.getFirst()));
            cases.forEach(c -> {
                code.labelBinding(c.target());
                call(code, lambdas.get(c.caseValue()));
            });
        } else {
            call(code, lambdas.get(numbers.getFirst()));
        }
    }

    private void call(CodeBuilder code, Lambda lambda) {
        DirectMethodHandleDesc body = lambda.body;
        List<ClassDesc> wanted = body.invocationType().parameterList();
        boolean isNew = body.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
        if (isNew) {
            code.new_(body.owner()).dup();
        }
        int at = 0;
        for (int k = 0; k < lambda.captured.parameterCount(); k++, at++) {
            ClassDesc type = erased(lambda.captured).parameterType(k);
            code.aload(0).getfield(merged, field(type, k), type);
            adapt(code, type, lambda.captured.parameterType(k), wanted.get(at));
        }
        for (int k = 0; k < lambda.shape.erased.parameterCount(); k++, at++) {
            ClassDesc type = lambda.shape.erased.parameterType(k);
            code.loadLocal(TypeKind.from(type), code.parameterSlot(k));
            adapt(code, type, lambda.meant.parameterType(k), wanted.get(at));
        }
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(body.lookupDescriptor());
        switch (body.kind()) {
            case STATIC -> code.invokestatic(body.owner(), body.methodName(), type, false);
            case INTERFACE_STATIC -> code.invokestatic(body.owner(), body.methodName(), type, true);
            case VIRTUAL -> code.invokevirtual(body.owner(), body.methodName(), type);
            case INTERFACE_VIRTUAL -> code.invokeinterface(body.owner(), body.methodName(), type);
            case CONSTRUCTOR -> code.invokespecial(body.owner(), INIT_NAME, type);
            default -> throw new IllegalStateException("no lambda is a " + body.kind());
        }
        ClassDesc given = isNew ? body.owner() : type.returnType();
        ClassDesc asked = lambda.shape.erased.returnType();
        if (asked.equals(CD_void)) {
            if (!given.equals(CD_void)) {
                if (TypeKind.from(given).slotSize() == 2) {
                    code.pop2();
                } else {
                    code.pop();
                }
            }
            code.return_();
        } else {
            adapt(code, given, given.isPrimitive() && !asked.isPrimitive() ? boxed(given) : given, asked);
            code.return_(TypeKind.from(asked));
        }
    }

    // From what lies on the stack, by way of what is meant, to what is wanted.
    private static void adapt(CodeBuilder code, ClassDesc given, ClassDesc meant, ClassDesc wanted) {
        if (given.isPrimitive() && wanted.isPrimitive()) {
            code.conversion(TypeKind.from(given), TypeKind.from(wanted));
        } else if (given.isPrimitive()) {
            code.invokestatic(boxed(given), "valueOf", MethodTypeDesc.of(boxed(given), given));
        } else if (wanted.isPrimitive()) {
            // The number that is meant may be narrower than what is wanted.
            ClassDesc box = meant.isPrimitive() ? boxed(meant) : unboxed(meant) == null ? boxed(wanted) : meant;
            ClassDesc primitive = unboxed(box);
            if (!given.equals(box)) {
                code.checkcast(box);
            }
            code.invokevirtual(box, primitive.displayName() + "Value", MethodTypeDesc.of(primitive)).conversion(TypeKind.from(primitive),
                    TypeKind.from(wanted));
        } else if (!given.equals(wanted) && !wanted.equals(CD_Object)) {
            code.checkcast(wanted);
        }
    }

    private static final Map<String, String> BOXES = Map.of("I", "Integer", "J", "Long", "Z", "Boolean", "C", "Character", "B", "Byte", "S",
            "Short", "F", "Float", "D", "Double");

    private static ClassDesc boxed(ClassDesc primitive) {
        return ClassDesc.of("java.lang." + BOXES.get(primitive.descriptorString()));
    }

    private static ClassDesc unboxed(ClassDesc box) {
        return BOXES.entrySet().stream().filter(b -> box.descriptorString().equals("Ljava/lang/" + b.getValue() + ";")).findFirst()
                .map(b -> ClassDesc.ofDescriptor(b.getKey())).orElse(null);
    }
}
