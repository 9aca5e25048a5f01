import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of the libraries a program can come to. A class is reached when something reached names it: in code, in a declaration, in an annotation,
 * in a text that is its name (a class asked for by name), or as the provider of a service that is named; and the class around a reached one. A
 * method of a reached class is, if reached code calls one of that name and type on the class or on one whose objects may have it from there
 * ({@link Relatives}), if its name stands in a text, or if somebody else may call it ({@link OutsideCallers}). So nothing is guessed about who calls
 * whom through which interface. What this does not see is a name that is put together while the program runs.
 */
final class Reached {
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$-]+)[;<]");

    private final Map<String, ClassModel> models = new HashMap<>();
    private final Map<String, List<String>> services;
    private final Set<String> classes = new TreeSet<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> packages = new HashSet<>();
    /** Methods that are called by class, name and type, and names that stand in texts. */
    private final Set<String> called = new HashSet<>();
    private final Set<String> texts = new HashSet<>();
    private final Set<String> calls = new HashSet<>();
    private final Relatives relatives;
    private final Map<String, ClassModel> program = new HashMap<>();
    private final Map<String, Set<MethodModel>> waiting = new HashMap<>();
    private final Deque<MethodModel> open = new ArrayDeque<>();
    private final Deque<String> opened = new ArrayDeque<>();
    /** Whether a text may be a method's name. */
    private boolean namesMethods = true;
    private final OutsideCallers outside;

    /**
     * What a program comes to: everything in its own classes, and of libraries what they lead to. The program asks for no method of a library by its name.
     *
     * @param all the libraries' classes by name
     */
    Reached(Map<String, byte[]> all, List<byte[]> program, Map<String, List<String>> services) {
        all.forEach((name, bytes) -> models.put(name, ClassFile.of().parse(bytes)));
        this.services = services;
        program.stream().map(ClassFile.of()::parse).forEach(m -> this.program.put(m.thisClass().asInternalName(), m));
        Map<String, ClassModel> both = new HashMap<>(models);
        both.putAll(this.program);
        relatives = new Relatives(both);
        outside = new OutsideCallers(both, relatives);
        namesMethods = false;
        for (ClassModel own : this.program.values()) {
            declaration(own);
            own.methods().forEach(this::method);
        }
        namesMethods = true;
        follow();
    }

    private void follow() {
        while (!opened.isEmpty() || !open.isEmpty()) {
            while (!open.isEmpty()) {
                method(open.poll());
            }
            if (!opened.isEmpty()) {
                enter(models.get(opened.poll()));
            }
        }
    }

    Set<String> classes() {
        return classes;
    }

    boolean has(String name) {
        return classes.contains(name);
    }

    /**
     * Whether a file of data beside classes may be opened: one of its package is reached, and a text in reached code has the first word of its name,
     * to which languages and endings are added.
     */
    boolean mayOpen(String file) {
        int name = file.lastIndexOf('/') + 1;
        String word = file.substring(name).replaceFirst("[._].*", "");
        return name > 0 && packages.contains(file.substring(0, name - 1)) && texts.stream().anyMatch(t -> t.contains(word));
    }

    /** Whether something reached names this service. */
    boolean isAsked(String service) {
        return asked.contains(service);
    }

    /** Whether a method of a reached class is reached. */
    boolean has(ClassModel owner, MethodModel method) {
        return called.contains(key(owner, method)) || called.contains(method.methodName().stringValue()) || outside.mayCall(owner, method);
    }

    private static String key(ClassModel owner, MethodModel method) {
        return key(owner.thisClass().asInternalName(), method.methodName().stringValue(), method.methodType().stringValue());
    }

    private static String key(String owner, String name, String type) {
        return owner + "." + name + type;
    }

    private void enter(ClassModel model) {
        declaration(model);
        for (MethodModel method : model.methods()) {
            if (has(model, method)) {
                open.add(method);
            } else {
                waiting.computeIfAbsent(key(model, method), k -> new HashSet<>()).add(method);
                waiting.computeIfAbsent(method.methodName().stringValue(), k -> new HashSet<>()).add(method);
            }
        }
    }

    private void call(String owner, String name, String type) {
        if (calls.add(key(owner, name, type))) {
            // Methods are inherited, constructors are not.
            (name.equals("<init>") ? List.of(owner) : relatives.of(owner)).forEach(relative -> called(key(relative, name, type)));
        }
    }

    private void called(String key) {
        if (called.add(key)) {
            open.addAll(Optional.ofNullable(waiting.remove(key)).orElse(Set.of()));
        }
    }

    private void reach(String name) {
        if (models.containsKey(name) && classes.add(name)) {
            packages.add(name.substring(0, Math.max(name.lastIndexOf('/'), 0)));
            opened.add(name);
            // Access to what is private is checked against the class around it.
            for (int at = name.indexOf('$'); at > 0; at = name.indexOf('$', at + 1)) {
                reach(name.substring(0, at));
            }
        }
        List<String> providers = services.getOrDefault(name.replace('/', '.'), List.of());
        if (!providers.isEmpty() && asked.add(name.replace('/', '.'))) {
            providers.forEach(p -> reach(p.replace('.', '/')));
        }
    }

    private void declaration(ClassModel model) {
        model.superclass().ifPresent(c -> reach(c.asInternalName()));
        model.interfaces().forEach(i -> reach(i.asInternalName()));
        model.fields().forEach(f -> {
            descriptor(f.fieldType().stringValue());
            f.findAttribute(Attributes.signature()).ifPresent(this::signature);
            f.findAttribute(Attributes.runtimeVisibleAnnotations()).ifPresent(this::annotations);
        });
        model.findAttribute(Attributes.signature()).ifPresent(this::signature);
        model.findAttribute(Attributes.runtimeVisibleAnnotations()).ifPresent(this::annotations);
        model.findAttribute(Attributes.enclosingMethod()).ifPresent(e -> reach(e.enclosingClass().asInternalName()));
    }

    private void method(MethodModel method) {
        descriptor(method.methodType().stringValue());
        method.findAttribute(Attributes.signature()).ifPresent(this::signature);
        method.findAttribute(Attributes.exceptions()).ifPresent(e -> e.exceptions().forEach(x -> reach(x.asInternalName())));
        method.findAttribute(Attributes.runtimeVisibleAnnotations()).ifPresent(this::annotations);
        method.code().ifPresent(this::code);
    }

    private void code(CodeModel code) {
        for (CodeElement element : code) {
            switch (element) {
                case InvokeInstruction i -> {
                    type(i.owner().asSymbol());
                    call(i.owner().asInternalName(), i.name().stringValue(), i.type().stringValue());
                    descriptor(i.type().stringValue());
                }
                case FieldInstruction f -> {
                    type(f.owner().asSymbol());
                    descriptor(f.type().stringValue());
                }
                case InvokeDynamicInstruction d -> {
                    descriptor(d.type().stringValue());
                    constant(d.bootstrapMethod());
                    d.bootstrapArgs().forEach(this::constant);
                }
                case ConstantInstruction c -> constant(c.constantValue());
                case NewObjectInstruction n -> type(n.className().asSymbol());
                case NewReferenceArrayInstruction n -> type(n.componentType().asSymbol());
                case NewMultiArrayInstruction n -> type(n.arrayType().asSymbol());
                case TypeCheckInstruction t -> type(t.type().asSymbol());
                case ExceptionCatch e -> e.catchType().ifPresent(t -> type(t.asSymbol()));
                default -> {
                }
            }
        }
        // The verifier looks at the types of what lies on the stack.
        code.findAttribute(Attributes.stackMapTable())
                .ifPresent(s -> s.entries().forEach(frame -> Stream.concat(frame.locals().stream(), frame.stack().stream()).forEach(v -> {
                    if (v instanceof ObjectVerificationTypeInfo o) {
                        type(o.classSymbol());
                    }
                })));
    }

    private void constant(ConstantDesc constant) {
        switch (constant) {
            case ClassDesc type -> type(type);
            case MethodTypeDesc type -> descriptor(type.descriptorString());
            case DirectMethodHandleDesc handle -> {
                type(handle.owner());
                String owner = handle.owner().descriptorString();
                call(owner.substring(1, owner.length() - 1), handle.methodName(), handle.lookupDescriptor());
                descriptor(handle.lookupDescriptor());
            }
            case DynamicConstantDesc<?> dynamic -> {
                type(dynamic.constantType());
                constant(dynamic.bootstrapMethod());
                dynamic.bootstrapArgsList().forEach(this::constant);
            }
            case String text -> text(text);
            case null, default -> {
            }
        }
    }

    private void text(String text) {
        if (text.length() < 200) {
            texts.add(text);
            reach(text.replace('.', '/'));
            if (namesMethods) {
                called(text);
            }
        }
    }

    private void type(ClassDesc type) {
        descriptor(type.descriptorString());
    }

    private void signature(SignatureAttribute signature) {
        descriptor(signature.signature().stringValue());
    }

    private void descriptor(String descriptor) {
        Matcher names = IN_DESCRIPTOR.matcher(descriptor);
        while (names.find()) {
            reach(names.group(1));
        }
    }

    private void annotations(RuntimeVisibleAnnotationsAttribute annotations) {
        annotations.annotations().forEach(this::annotation);
    }

    // An annotation whose own class is not there is none for Java; what asks for it names it.
    private void annotation(Annotation annotation) {
        annotation.elements().forEach(e -> value(e.value()));
    }

    private void value(AnnotationValue value) {
        switch (value) {
            case AnnotationValue.OfClass c -> type(c.classSymbol());
            case AnnotationValue.OfEnum e -> type(e.classSymbol());
            case AnnotationValue.OfArray a -> a.values().forEach(this::value);
            case AnnotationValue.OfAnnotation a -> annotation(a.annotation());
            default -> {
            }
        }
    }
}
