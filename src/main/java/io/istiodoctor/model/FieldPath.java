package io.istiodoctor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A place inside an object: {@code spec.servers[0].port.number}; field names with dots stand in double quotes.
 *
 * @param steps field names (String) and positions in lists (Integer)
 */
public record FieldPath(List<Object> steps) {
    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** Reads a path; an empty text is the object itself. A bracket without a number and a quote without an end belong to a name. */
    public static FieldPath parse(String text) {
        List<Object> steps = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '.') {
                i++;
                continue;
            }
            int close = text.indexOf(c == '[' ? ']' : '"', i + 1);
            Optional<Long> position = c == '[' && close > 0 ? WholeNumber.of(text.substring(i + 1, close))
                    .filter(n -> n >= 0 && n <= Integer.MAX_VALUE) : Optional.empty();
            if (position.isPresent()) {
                steps.add(position.get().intValue());
                i = close + 1;
            } else if (c == '"' && close > 0) {
                steps.add(text.substring(i + 1, close));
                i = close + 1;
            } else {
                int end = endOfName(text, i + 1);
                steps.add(text.substring(i, end));
                i = end;
            }
        }
        return new FieldPath(steps);
    }

    /** The place that a JSON Pointer (RFC 6901) names in a node; {@code -} is the place behind a list's last element. */
    public static FieldPath ofPointer(String pointer, Node root) {
        List<Object> steps = new ArrayList<>();
        Node node = root;
        for (String written : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            String name = written.replace("~1", "/").replace("~0", "~");
            Object step = !(node instanceof Sequence) ? name : name.equals("-") ? Integer.valueOf(node.elements().size())
                    : Integer.valueOf(name);
            steps.add(step);
            node = child(node, step);
        }
        return new FieldPath(steps);
    }

    private static int endOfName(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    /** This path and, from there, another. */
    public FieldPath then(FieldPath rest) {
        List<Object> all = new ArrayList<>(steps);
        all.addAll(rest.steps);
        return new FieldPath(all);
    }

    /** The field of another name beside this one. */
    public FieldPath sibling(String name) {
        List<Object> all = new ArrayList<>(steps);
        all.set(all.size() - 1, name);
        return new FieldPath(all);
    }

    /** What stands there; {@link Absent} when nothing does. */
    public Node in(Node root) {
        Node node = root;
        for (Object step : steps) {
            node = child(node, step);
        }
        return node;
    }

    private static Node child(Node node, Object step) {
        return switch (step) {
            case Integer index when index < node.elements().size() -> node.elements().get(index);
            case String name -> node.get(name);
            default -> Absent.ABSENT;
        };
    }

    /**
     * Where to point for this place: at a scalar's value, at the name of a field whose value is a mapping or list, and
     * when there is nothing, at the nearest of its parents that exists.
     */
    public Mark markIn(Mapping root) {
        Node node = root;
        Mark mark = root.mark();
        for (Object step : steps) {
            Node next = child(node, step);
            if (next instanceof Absent) {
                return mark;
            }
            boolean atKey = node instanceof Mapping && !(next instanceof Scalar);
            mark = atKey ? ((Mapping) node).key((String) step) : next.mark();
            node = next;
        }
        return mark;
    }

    /** The path as a JSON Pointer (RFC 6901). */
    public String pointer() {
        return steps.stream().map(s -> "/" + s.toString().replace("~", "~0").replace("/", "~1")).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Object step : steps) {
            switch (step) {
                case Integer index -> text.append('[').append(index).append(']');
                case String name when name.contains(".") -> text.append(text.isEmpty() ? "" : ".").append('"').append(name).append('"');
                default -> text.append(text.isEmpty() ? "" : ".").append(step);
            }
        }
        return text.toString();
    }
}
