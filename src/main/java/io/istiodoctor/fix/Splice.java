package io.istiodoctor.fix;

import io.istiodoctor.model.PatchOperation;
import io.istiodoctor.yaml.Extent;
import io.istiodoctor.yaml.Extent.Entry;
import io.istiodoctor.yaml.Extent.Style;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One operation as a change of a few characters, in the manner in which the place is written. */
final class Splice {
    private final String text;
    private final Extent document;
    private final boolean json;

    Splice(String text, Extent document) {
        this.text = text;
        this.document = document;
        this.json = text.startsWith("[", document.from())
                || document.style().flow() && document.entries().stream().allMatch(e -> text.startsWith("\"", e.from()));
    }

    /** The text after it; empty where the place is not simple. */
    Optional<String> apply(PatchOperation operation) {
        List<String> steps = NodePatch.steps(operation.path());
        Optional<Extent> owner = owner(steps);
        return owner.flatMap(o -> apply(o, steps, operation));
    }

    private Optional<Extent> owner(List<String> steps) {
        Optional<Extent> owner = Optional.of(document);
        for (String step : steps.subList(0, steps.size() - 1)) {
            owner = owner.flatMap(o -> o.entry(step)).map(Entry::value);
        }
        return owner;
    }

    private Optional<String> apply(Extent parent, List<String> steps, PatchOperation operation) {
        String last = steps.getLast();
        Optional<Entry> there = parent.entry(last);
        return switch (operation.op()) {
            case "remove" -> there.isEmpty() ? Optional.empty() : removed(parent, there.get());
            case "move" -> {
                List<String> from = NodePatch.steps(String.valueOf(operation.value()));
                yield owner(from).filter(parent::equals).flatMap(p -> p.entry(from.getLast()))
                        .flatMap(e -> there.flatMap(t -> forward(parent, e, t)));
            }
            case "replace" -> there.flatMap(e -> replaced(e, ManifestEdit.value(operation)));
            default -> added(parent, last, ManifestEdit.value(operation), there.isPresent());
        };
    }

    private Optional<String> added(Extent parent, String name, Object value, boolean known) {
        if (known) {
            return Optional.empty();
        }
        return switch (parent.style()) {
            case FLOW_MAPPING -> Optional
                    .of(insideFlow(parent, (json ? PlainYaml.quoted(name) : PlainYaml.text(name)) + ": " + PlainYaml.flow(value, json)));
            case FLOW_SEQUENCE -> Optional.of(insideFlow(parent, PlainYaml.flow(value, json)));
            case BLOCK_MAPPING -> Optional.of(below(parent, " ".repeat(parent.column()) + PlainYaml.text(name) + ":"
                    + PlainYaml.block(value, parent.column() + (value instanceof List ? 0 : 2))));
            case BLOCK_SEQUENCE -> Optional.of(below(parent, like(parent, value)));
            default -> Optional.empty();
        };
    }

    // Elements in braces are followed by others in braces.
    private static String like(Extent sequence, Object value) {
        boolean flow = sequence.entries().stream().allMatch(e -> e.value().style().flow());
        return flow ? " ".repeat(sequence.column()) + "- " + PlainYaml.flow(value, false) : PlainYaml.element(value, sequence.column());
    }

    private String insideFlow(Extent parent, String entry) {
        int end = parent.entries().isEmpty() ? parent.from() + 1 : parent.entries().getLast().value().to();
        return text.substring(0, end) + (parent.entries().isEmpty() ? "" : ", ") + entry + text.substring(end);
    }

    // On the line behind the last one of the parent.
    private String below(Extent parent, String lines) {
        int end = text.indexOf('\n', parent.to());
        return end < 0 ? text + "\n" + lines + "\n" : text.substring(0, end) + "\n" + lines + text.substring(end);
    }

    private Optional<String> replaced(Entry entry, Object value) {
        Extent old = entry.value();
        boolean simple = !(value instanceof Map || value instanceof List);
        if (old.style() == Style.SCALAR && simple) {
            String before = text.substring(old.from(), old.to());
            boolean quoted = value instanceof String && (before.startsWith("\"") || before.startsWith("'"));
            return Optional.of(replaced(old, quoted ? PlainYaml.quoted((String) value) : PlainYaml.flow(value, json)));
        }
        if (old.style().flow() || old.style() == Style.SCALAR) {
            return Optional.of(replaced(old, PlainYaml.flow(value, json)));
        }
        int indent = old.column();
        String lines = simple ? " " + PlainYaml.flow(value, false) : PlainYaml.block(value, indent);
        int colon = text.indexOf(':', entry.from());
        return entry.key().isEmpty() || colon < 0 || colon > old.from() ? Optional.empty()
                : Optional.of(text.substring(0, colon + 1) + lines + text.substring(old.to()));
    }

    private String replaced(Extent old, String by) {
        return text.substring(0, old.from()) + by + text.substring(old.to());
    }

    private Optional<String> removed(Extent parent, Entry entry) {
        int position = parent.entries().indexOf(entry);
        if (parent.style().flow()) {
            boolean first = position == 0;
            int from = first ? entry.from() : parent.entries().get(position - 1).value().to();
            int to = first && parent.entries().size() > 1 ? parent.entries().get(1).from() : entry.value().to();
            return Optional.of(text.substring(0, from) + text.substring(to));
        }
        if (parent.entries().size() == 1) {
            return emptied(parent);
        }
        return alone(parent, entry) ? Optional.of(text.substring(0, line(entry)) + text.substring(next(entry))) : Optional.empty();
    }

    /** Without the only thing in it, what is in block style is written as braces behind its name. */
    private Optional<String> emptied(Extent parent) {
        int before = parent.from() - 1;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        boolean named = before >= 0 && text.charAt(before) == ':' && text.substring(before, parent.from()).contains("\n");
        return named
                ? Optional.of(text.substring(0, before + 1) + (parent.style() == Style.BLOCK_MAPPING ? " {}" : " []")
                        + text.substring(parent.to()))
                : Optional.empty();
    }

    /** An element in front of an earlier one, with the comments above it. */
    private Optional<String> forward(Extent sequence, Entry entry, Entry earlier) {
        if (entry.from() <= earlier.from()) {
            return Optional.empty();
        }
        if (sequence.style() == Style.FLOW_SEQUENCE) {
            return removed(sequence, entry).map(rest -> rest.substring(0, earlier.from())
                    + text.substring(entry.from(), entry.value().to()) + ", " + rest.substring(earlier.from()));
        }
        if (sequence.style() != Style.BLOCK_SEQUENCE || !alone(sequence, entry) || !alone(sequence, earlier)) {
            return Optional.empty();
        }
        int from = top(entry);
        int to = top(earlier);
        String lines = text.substring(from, next(entry));
        return Optional.of(text.substring(0, to) + lines + (lines.endsWith("\n") ? "" : "\n") + text.substring(to, from)
                + text.substring(next(entry)));
    }

    /** Whether nothing else stands on its lines. */
    private boolean alone(Extent parent, Entry entry) {
        String before = text.substring(line(entry), entry.from());
        return before.isBlank() || parent.style() == Style.BLOCK_SEQUENCE && before.strip().equals("-");
    }

    private int line(Entry entry) {
        return text.lastIndexOf('\n', entry.from() - 1) + 1;
    }

    /** Where the line behind it begins. */
    private int next(Entry entry) {
        int end = text.indexOf('\n', entry.value().to());
        return end < 0 ? text.length() : end + 1;
    }

    /** Where the comments above it begin. */
    private int top(Entry entry) {
        int top = line(entry);
        while (top > 0) {
            int above = text.lastIndexOf('\n', top - 2) + 1;
            if (!text.substring(above, top).strip().startsWith("#")) {
                break;
            }
            top = above;
        }
        return top;
    }
}
