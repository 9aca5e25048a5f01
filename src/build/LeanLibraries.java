import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SourceDebugExtensionAttribute;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Makes one jar of what the program reaches of its libraries ({@link Reached}), without what only debuggers read. */
final class LeanLibraries {
    private static final String SERVICES = "META-INF/services/";
    private final Map<String, byte[]> classes = new LinkedHashMap<>();
    private final Map<String, byte[]> others = new TreeMap<>();
    private final Reached reached;
    private final ClassFile format = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL, ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
            ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(
                    type -> Stream.ofNullable(classes().get(type.descriptorString().substring(1, type.descriptorString().length() - 1)))
                            .<InputStream>map(ByteArrayInputStream::new).findFirst().orElse(null))
                    .orElse(ClassHierarchyResolver.defaultResolver())));

    private LeanLibraries(Path program, List<Path> libraries) throws IOException {
        for (Path library : libraries) {
            read(library);
        }
        List<byte[]> own = new ArrayList<>();
        try (JarFile jar = new JarFile(program.toFile())) {
            for (ZipEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                own.add(bytes(jar, entry));
            }
        }
        reached = new Reached(classes, own, services());
    }

    /** Writes the jar of what the program's jar reaches of these libraries. */
    static void write(Path program, List<Path> libraries, Path target) throws IOException {
        LeanLibraries lean = new LeanLibraries(program, libraries);
        try (TightJar jar = new TightJar(target)) {
            for (String name : lean.reached.classes()) {
                jar.put(name + ".class", lean.lean(name));
            }
            for (Map.Entry<String, byte[]> other : lean.others.entrySet()) {
                if (lean.isKept(other.getKey())) {
                    jar.put(other.getKey(), other.getValue());
                }
            }
        }
    }

    private Map<String, byte[]> classes() {
        return classes;
    }

    // As Java itself reads the jar: of several versions of a class the newest that this Java can run; of several jars' the first.
    private void read(Path library) throws IOException {
        try (JarFile jar = new JarFile(library.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            for (ZipEntry entry : jar.versionedStream().filter(e -> !e.isDirectory()).toList()) {
                String name = entry.getName();
                if (name.endsWith(".class")) {
                    classes.putIfAbsent(name.substring(0, name.length() - ".class".length()), bytes(jar, entry));
                } else if (name.startsWith(SERVICES)) {
                    others.merge(name, bytes(jar, entry),
                            (a, b) -> (new String(a, StandardCharsets.UTF_8) + "\n" + new String(b, StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.UTF_8));
                } else if (name.matches("META-INF/(NOTICE|LICENSE).*")
                        // The folder itself has that one.
                        && !new String(bytes(jar, entry), StandardCharsets.UTF_8)
                                .contains("Apache License\n                           Version 2.0, January 2004")) {
                    others.put(name.replaceFirst("META-INF/", "META-INF/" + library.getFileName() + "/"), bytes(jar, entry));
                } else {
                    others.putIfAbsent(name, bytes(jar, entry));
                }
            }
        }
    }

    private static byte[] bytes(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private Map<String, List<String>> services() {
        Map<String, List<String>> services = new TreeMap<>();
        others.forEach((name, text) -> {
            if (name.startsWith(SERVICES)) {
                services.put(name.substring(SERVICES.length()),
                        new String(text, StandardCharsets.UTF_8).lines().map(l -> l.replaceFirst("#.*", "").strip())
                                .filter(l -> !l.isEmpty()).toList());
            }
        });
        return services;
    }

    // What licences ask to be handed on, by which a scanner knows the libraries, and the data that reached code names; the list of the Internet's domains is
    // for cookies, of which the client takes none.
    private boolean isKept(String name) {
        if (name.startsWith("META-INF/")) {
            return name.startsWith(SERVICES) && reached.isAsked(name.substring(SERVICES.length()))
                    || name.matches("META-INF/[^/]+\\.jar/.*|META-INF/maven/.*/pom\\.properties");
        }
        return !name.matches(".*\\.(proto|kotlin_builtins|kotlin_module)|.*/PublicSuffixDatabase\\.list") && reached.mayOpen(name);
    }

    private byte[] lean(String name) {
        try {
            return lean(name, format, CodeTransform.ACCEPT_ALL);
        } catch (IllegalArgumentException unknown) {
            // A method brings types together that no library here has, so that its frames cannot be written anew: all code is copied as it is.
            return lean(name, ClassFile.of(), null);
        }
    }

    private byte[] lean(String name, ClassFile format, CodeTransform code) {
        ClassModel model = format.parse(classes.get(name));
        return format.transformClass(model, (builder, element) -> {
            switch (element) {
                case RuntimeInvisibleAnnotationsAttribute _,SourceDebugExtensionAttribute _ -> {
                }
                case RuntimeVisibleAnnotationsAttribute annotations -> builder.with(RuntimeVisibleAnnotationsAttribute.of(
                        annotations.annotations().stream().filter(a -> !a.className().equalsString("Lkotlin/Metadata;")).toList()));
                // Asked for its inner classes, Java would fail for one that is not there.
                case InnerClassesAttribute inner -> builder.with(InnerClassesAttribute.of(inner.classes().stream()
                        .filter(i -> !classes.containsKey(i.innerClass().asInternalName()) || reached.has(i.innerClass().asInternalName()))
                        .toList()));
                case MethodModel method when !reached.has(model, method) -> {
                }
                case MethodModel method when code != null -> builder.transformMethod(method, MethodTransform.transformingCode(code)
                        .andThen(MethodTransform.dropping(e -> UnreadAttributes.holds(method, e))));
                default -> builder.with(element);
            }
        });
    }
}
