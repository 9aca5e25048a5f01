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
    Optional<String> apply(List<String> steps, PatchOperation operation) {
        Extent parent = document;
        for (String step : steps.subList(0, steps.size() - 1)) {
            Optional<Entry> next = parent.entry(step);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            parent = next.get().value();
        }
        String last = steps.getLast();
        Optional<Entry> there = parent.entry(last);
        return switch (operation.op()) {
            case "remove" -> there.isEmpty() ? Optional.empty() : removed(parent, there.get());
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
        int line = text.lastIndexOf('\n', entry.from() - 1) + 1;
        boolean alone = text.substring(line, entry.from()).isBlank()
                || parent.style() == Style.BLOCK_SEQUENCE && text.substring(line, entry.from()).strip().equals("-");
        int end = text.indexOf('\n', entry.value().to());
        return !alone || parent.entries().size() == 1 ? Optional.empty()
                : Optional.of(text.substring(0, line) + (end < 0 ? "" : text.substring(end + 1)));
    }
}
