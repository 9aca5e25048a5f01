package io.istiodoctor.fix;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A change of one field of a manifest as a unified diff without context, which {@code patch -p0} takes. Offered where it
 * is certain to be right: for scalars on one line, and for mappings of texts; other changes of an object have context.
 */
public final class ManifestDiff {
    private static final String SPECIAL = "[]{}>|*&!%#`@,?:-'\"";

    private static final Set<String> SPLICED = Set.of("add", "replace", "remove");
    /** Characters of a document in which more than one line is changed; in larger ones, that would take too long for each finding. */
    static final int LARGEST = 50_000;

    private ManifestDiff() {}

    /** What a diff calls a file. */
    static String name(SourceText text) {
        return text.name().equals("-") ? "stdin" : text.name();
    }

    /** The diff that replaces what stands at the path; empty when the object is live or the place is not simple. */
    public static Optional<String> replace(Resource resource, FieldPath path, Object value) {
        Node node = path.in(resource.root());
        if (!(resource.origin() instanceof Origin.File(SourceText text)) || !node.mark().isPresent()) {
            return Optional.empty();
        }
        return switch (node) {
            case Scalar scalar when !(value instanceof Map) -> scalar(text, scalar, value);
            case Mapping mapping when value instanceof Map<?, ?> map -> mapping(text, mapping, map);
            default -> Optional.empty();
        };
    }

    /** The diff for any changes of an object; empty when it is live, and where they speak of what is not there. */
    public static Optional<String> of(Resource resource, List<PatchOperation> operations) {
        if (!(resource.origin() instanceof Origin.File(SourceText text)) || !operations.stream().allMatch(ManifestDiff::spliced)
                || !resource.root().mark().isPresent()) {
            return Optional.empty();
        }
        int line = resource.root().mark().line();
        return text.line(line).isEmpty() ? Optional.empty()
                : text.document(line, LARGEST).flatMap(part -> of(text, part, resource, operations));
    }

    // A field that is moved is one that gets another name.
    private static boolean spliced(PatchOperation operation) {
        return SPLICED.contains(operation.op()) || operation.op().equals("move") && operation.path().matches(".*/\\d+");
    }

    private static Optional<String> of(SourceText text, SourceText.Part part, Resource resource, List<PatchOperation> operations) {
        try {
            return ManifestPlace.of(part.text(), part.first(), resource.root())
                    .map(place -> ManifestEdit.apply(part.text(), place, operations))
                    .filter(after -> !after.equals(part.text()))
                    .flatMap(after -> UnifiedDiff.ofPart(name(text), part.first(), part.text(), after));
        } catch (IllegalArgumentException nothingThere) {
            return Optional.empty();
        }
    }

    /** The diff that gives a field another name; empty when the object is live or the name is not written as it is. */
    public static Optional<String> rename(Resource resource, FieldPath path, String name) {
        if (!(resource.origin() instanceof Origin.File(SourceText text)) || path.steps().isEmpty()
                || !(path.steps().getLast() instanceof String old)
                || !(new FieldPath(path.steps().subList(0, path.steps().size() - 1)).in(resource.root()) instanceof Mapping owner)) {
            return Optional.empty();
        }
        Mark key = owner.key(old);
        if (!key.isPresent()) {
            return Optional.empty();
        }
        String line = text.line(key.line());
        int from = offset(line, key);
        return token(line, from, old).map(token -> hunk(text, key.line(), line,
                line.substring(0, from) + token.replace(old, name) + line.substring(from + token.length())));
    }

    private static Optional<String> scalar(SourceText text, Scalar scalar, Object value) {
        String line = text.line(scalar.mark().line());
        int from = offset(line, scalar.mark());
        return token(line, from, scalar.value()).map(old -> hunk(text, scalar.mark().line(), line,
                line.substring(0, from) + written(value, old) + line.substring(from + old.length())));
    }

    /** The scalar as it stands in the line, quotes included; empty when it does not end on this line. */
    private static Optional<String> token(String line, int from, String value) {
        for (String quote : new String[] {"", "\"", "'"}) {
            String candidate = quote + value + quote;
            if (!value.isEmpty() && line.startsWith(candidate, from)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static String written(Object value, String old) {
        String text = value.toString();
        boolean quoted = value instanceof String && (old.startsWith("\"") || old.startsWith("'") || needsQuotes(text));
        return quoted ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" : text;
    }

    private static boolean needsQuotes(String text) {
        return text.isEmpty() || SPECIAL.indexOf(text.charAt(0)) >= 0 || text.contains(": ") || text.contains(" #")
                || text.matches("(?i)[-+.\\d].*|true|false|yes|no|on|off|y|n|null|~") || text.matches(".*[\\[\\]{},].*")
                || !text.strip().equals(text);
    }

    private static Optional<String> mapping(SourceText text, Mapping mapping, Map<?, ?> value) {
        int first = mapping.mark().line();
        String line = text.line(first);
        int from = offset(line, mapping.mark());
        if (line.startsWith("{", from)) {
            int end = line.indexOf('}', from);
            boolean plain = end > 0 && line.substring(from + 1, end).indexOf('{') < 0;
            String flow = value.entrySet().stream().map(e -> e.getKey() + ": " + written(e.getValue(), ""))
                    .collect(Collectors.joining(", ", "{", "}"));
            return plain ? Optional.of(hunk(text, first, line, line.substring(0, from) + flow + line.substring(end + 1)))
                    : Optional.empty();
        }
        return block(text, mapping, value, first, line.substring(0, from));
    }

    private static Optional<String> block(SourceText text, Mapping mapping, Map<?, ?> value, int first, String indent) {
        int last = mapping.fields().values().stream().mapToInt(n -> n.mark().line()).max().orElse(first);
        if (text.line(first).isEmpty() || !indent.isBlank() || last - first + 1 != mapping.fields().size()) {
            return Optional.empty();
        }
        StringBuilder hunk = new StringBuilder(head(text, first, last - first + 1, value.size()));
        for (int i = first; i <= last; i++) {
            hunk.append('-').append(text.line(i)).append('\n');
        }
        value.forEach((k, v) -> hunk.append('+').append(indent).append(k).append(": ").append(written(v, "")).append('\n'));
        return Optional.of(hunk.toString());
    }

    private static int offset(String line, Mark mark) {
        return line.offsetByCodePoints(0, Math.min(mark.column() - 1, line.codePointCount(0, line.length())));
    }

    private static String hunk(SourceText text, int number, String before, String after) {
        return head(text, number, 1, 1) + "-" + before + "\n+" + after + "\n";
    }

    private static String head(SourceText text, int line, int before, int after) {
        String name = name(text);
        return "--- " + name + "\n+++ " + name + "\n@@ -" + line + "," + before + " +" + line + "," + after + " @@\n";
    }
}
