package io.istiodoctor.vocabulary;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The documentation of the types and fields that rules see, read from the sources. */
final class FieldDocumentation extends TreePathScanner<Void, DocTrees> {
    private final Map<String, String> meanings = new TreeMap<>();

    private FieldDocumentation() {}

    /** By {@code Type} and {@code Type.field}, what its comment says, as one line. */
    static Map<String, String> read(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> java = new ArrayList<>();
        for (Path folder : sources) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(f -> f.toString().endsWith(".java")).forEach(java::add);
            }
        }
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null,
                    manager.getJavaFileObjectsFromPaths(java));
            FieldDocumentation documentation = new FieldDocumentation();
            for (CompilationUnitTree unit : task.parse()) {
                documentation.scan(new TreePath(unit), DocTrees.instance(task));
            }
            return documentation.meanings;
        }
    }

    @Override
    public Void visitClass(ClassTree type, DocTrees trees) {
        String name = type.getSimpleName().toString();
        DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
        if (comment != null && (seen(type) || !meanings.containsKey(name))) {
            meanings.put(name, text(comment.getFullBody()));
        }
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method && marked(method.getModifiers())) {
                DocCommentTree own = trees.getDocCommentTree(new TreePath(getCurrentPath(), member));
                meanings.put(name + "." + method.getName(), own == null ? "" : text(own.getFullBody()));
            } else if (member instanceof VariableTree component && marked(component.getModifiers())) {
                meanings.put(name + "." + component.getName(), comment == null ? "" : parameter(comment, component.getName().toString()));
            }
        }
        return super.visitClass(type, trees);
    }

    // Of classes with one name in several packages, rules see one.
    private static boolean seen(ClassTree type) {
        return type.getMembers().stream().anyMatch(m -> m instanceof MethodTree method && marked(method.getModifiers())
                || m instanceof VariableTree component && marked(component.getModifiers()));
    }

    private static boolean marked(ModifiersTree modifiers) {
        return modifiers.getAnnotations().stream().anyMatch(a -> a.getAnnotationType().toString().equals("SeenByRules"));
    }

    private static String parameter(DocCommentTree comment, String name) {
        return comment.getBlockTags().stream().filter(ParamTree.class::isInstance).map(ParamTree.class::cast)
                .filter(p -> p.getName().toString().equals(name)).map(p -> text(p.getDescription())).findFirst().orElse("");
    }

    private static String text(List<? extends DocTree> parts) {
        String text = parts.stream().map(FieldDocumentation::text).collect(Collectors.joining()).replaceAll("\\s+", " ").strip();
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private static String text(DocTree part) {
        return switch (part) {
            case LiteralTree literal -> literal.getBody().getBody();
            case LinkTree link ->
                    link.getLabel().isEmpty() ? link.getReference().getSignature().replaceFirst("^#", "") : text(link.getLabel());
            default -> part.getKind() == DocTree.Kind.START_ELEMENT || part.getKind() == DocTree.Kind.END_ELEMENT ? " " : part.toString();
        };
    }
}
