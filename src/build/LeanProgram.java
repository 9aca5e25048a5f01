import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.FieldTransform;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;

/**
 * Writes the program's own jar anew without what only its compiler reads. Lines stay, for reports of its mistakes, and so do type arguments of what
 * rules may ask for: they are methods without parameters.
 */
final class LeanProgram {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final ClassFile format = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(type -> Stream
                    .ofNullable(entries().get(type.descriptorString().substring(1, type.descriptorString().length() - 1) + ".class"))
                    .<InputStream>map(ByteArrayInputStream::new).findFirst().orElse(null))
                    .orElse(ClassHierarchyResolver.defaultResolver())));

    private LeanProgram() {}

    /**
     * Does so.
     *
     * @param beside the entry that is not to stay in the jar
     * @param packed the file that it becomes, for gunzip: where all classes come from an archive, it would be the only thing for which the jar is opened
     */
    static void rewrite(Path jar, String beside, Path packed) throws IOException {
        LeanProgram program = new LeanProgram();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().filter(e -> !e.isDirectory() && !e.getName().endsWith("/pom.xml")).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    program.entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(program.entries.remove(beside));
        }
        try (TightJar out = new TightJar(jar)) {
            for (Map.Entry<String, byte[]> entry : program.entries.entrySet()) {
                out.put(entry.getKey(), entry.getKey().endsWith(".class") ? program.lean(entry.getValue()) : entry.getValue());
            }
        }
    }

    private Map<String, byte[]> entries() {
        return entries;
    }

    private byte[] lean(byte[] bytes) {
        ClassModel model = format.parse(bytes);
        try {
            return format.transformClass(model, (builder, element) -> {
                switch (element) {
                    case RuntimeInvisibleAnnotationsAttribute _ -> {
                    }
                    case FieldModel field -> builder.transformField(field,
                            FieldTransform
                                    .dropping(e -> e instanceof SignatureAttribute || e instanceof RuntimeInvisibleAnnotationsAttribute));
                    case RecordAttribute components ->
                            builder.with(RecordAttribute.of(components.components().stream().map(LeanProgram::lean).toList()));
                    case MethodModel method -> builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL)
                            .andThen(MethodTransform.dropping(e -> isUnread(method, e))));
                    default -> builder.with(element);
                }
            });
        } catch (IllegalArgumentException unknown) {
            // Its frames bring types of libraries together.
            return bytes;
        }
    }

    private static RecordComponentInfo lean(RecordComponentInfo component) {
        return RecordComponentInfo.of(component.name(), component.descriptor(),
                component.attributes().stream().filter(a -> !(a instanceof SignatureAttribute)).toList());
    }

    private static boolean isUnread(MethodModel method, MethodElement part) {
        return UnreadAttributes.holds(method, part)
                || part instanceof SignatureAttribute && method.methodTypeSymbol().parameterCount() > 0
                        && !method.flags().has(AccessFlag.ABSTRACT);
    }
}
