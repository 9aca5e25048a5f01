import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which methods of libraries somebody may call who is not in any library: the Java machine, its own classes, code that is no Java, reflection. */
final class OutsideCallers {
    /** By names that it puts together while it runs, protobuf asks messages for the methods of their fields. */
    private static final String MESSAGE = "com/google/protobuf/GeneratedMessage";
    private static final Set<String> OF_SERIALIZATION = Set.of("readObject", "writeObject", "readObjectNoData", "readResolve",
            "writeReplace");

    private final Map<String, ClassModel> models;
    private final Relatives relatives;
    /** Names and types of the methods that a class has from above the libraries; empty where that is not known. */
    private final Map<String, Optional<Set<String>>> inherited = new HashMap<>();
    private final Map<String, Optional<Set<String>>> callable = new HashMap<>();

    /** @param models the classes of libraries and program */
    OutsideCallers(Map<String, ClassModel> models, Relatives relatives) {
        this.models = models;
        this.relatives = relatives;
    }

    boolean mayCall(ClassModel owner, MethodModel method) {
        String name = method.methodName().stringValue();
        if (method.flags().has(AccessFlag.STATIC)) {
            // The JDK asks enums for these.
            return name.equals("<clinit>") || method.flags().has(AccessFlag.NATIVE)
                    || owner.flags().has(AccessFlag.ENUM) && name.matches("values|valueOf");
        }
        return name.equals("<init>") && method.methodType().equalsString("()V")
                || OF_SERIALIZATION.contains(name)
                || method.findAttribute(Attributes.runtimeVisibleAnnotations()).stream().flatMap(a -> a.annotations().stream())
                        .anyMatch(a -> !a.className().equalsString("Ljava/lang/Deprecated;"))
                || !name.equals("<init>") && isLookedAt(owner)
                || callable(owner.thisClass().asInternalName()).map(m -> m.contains(name + method.methodType().stringValue()))
                        .orElse(true);
    }

    // Annotations, records and messages are read by reflection, and code that is no Java may call back.
    private boolean isLookedAt(ClassModel owner) {
        return owner.flags().has(AccessFlag.ANNOTATION) || owner.methods().stream().anyMatch(m -> m.flags().has(AccessFlag.NATIVE))
                || Stream
                        .iterate(Optional.of(owner), Optional::isPresent,
                                c -> c.get().superclass().map(s -> models.get(s.asInternalName())))
                        .flatMap(c -> c.get().superclass().stream())
                        .anyMatch(s -> s.asInternalName().equals("java/lang/Record") || s.asInternalName().startsWith(MESSAGE));
    }

    // A class below may bring an interface of Java's together with a method that it inherits.
    private Optional<Set<String>> callable(String name) {
        Optional<Set<String>> known = callable.get(name);
        if (known == null) {
            known = relatives.below(name).stream().map(this::inherited).reduce(ofJava("java/lang/Object"), OutsideCallers::both);
            callable.put(name, known);
        }
        return known;
    }

    private Optional<Set<String>> inherited(String name) {
        Optional<Set<String>> known = inherited.get(name);
        if (known == null) {
            ClassModel model = models.get(name);
            known = model == null ? ofJava(name)
                    : Stream.concat(model.superclass().stream(), model.interfaces().stream()).map(s -> inherited(s.asInternalName()))
                            .reduce(ofJava("java/lang/Object"), OutsideCallers::both);
            inherited.put(name, known);
        }
        return known;
    }

    private static Optional<Set<String>> both(Optional<Set<String>> one, Optional<Set<String>> other) {
        return one.flatMap(a -> other.map(b -> {
            Set<String> all = new HashSet<>(a);
            all.addAll(b);
            return all;
        }));
    }

    private static Optional<Set<String>> ofJava(String name) {
        try {
            Set<String> methods = new HashSet<>();
            addAll(Class.forName(name.replace('/', '.'), false, ClassLoader.getPlatformClassLoader()), methods);
            return Optional.of(methods);
        } catch (ClassNotFoundException noneOfJava) {
            return Optional.empty();
        }
    }

    private static void addAll(Class<?> type, Set<String> methods) {
        for (Method method : type.getDeclaredMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers())) {
                methods.add(method.getName() + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                        .toMethodDescriptorString());
            }
        }
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces())).forEach(t -> addAll(t, methods));
    }
}
