package io.istiodoctor.fix;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plain values as they are written into a manifest: in a line of their own, or below the key that they belong to. */
final class PlainYaml {
    private static final String SPECIAL = "[]{}>|*&!%#`@,?:-'\"";

    private PlainYaml() {}

    /** On one line; in JSON every text is quoted. */
    static String flow(Object value, boolean json) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(e -> (json ? quoted(e.getKey().toString()) : text(e.getKey().toString())) + ": " + flow(e.getValue(), json))
                    .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(e -> flow(e, json)).collect(Collectors.joining(", ", "[", "]"));
            case String text -> json ? quoted(text) : text(text);
            default -> value.toString();
        };
    }

    /** Behind "key:", with the lines below it indented. */
    static String block(Object value, int indent) {
        return switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> "\n" + fields(map, indent);
            case List<?> list when !list.isEmpty() -> list.stream().map(e -> "\n" + element(e, indent)).collect(Collectors.joining());
            default -> " " + flow(value, false);
        };
    }

    /** Behind an indentation and a dash, which come with it. */
    static String element(Object value, int indent) {
        String dash = " ".repeat(indent) + "- ";
        return value instanceof Map<?, ?> map && !map.isEmpty() ? dash + fields(map, indent + 2).stripLeading()
                : value instanceof List<?> list && !list.isEmpty() ? dash + flow(list, false) : dash + flow(value, false);
    }

    private static String fields(Map<?, ?> map, int indent) {
        return map.entrySet().stream()
                .map(e -> " ".repeat(indent) + text(e.getKey().toString()) + ":"
                        + block(e.getValue(), indent + (e.getValue() instanceof List ? 0 : 2)))
                .collect(Collectors.joining("\n"));
    }

    /** A text, in quotes where it needs them. */
    static String text(String text) {
        boolean quotes = text.isEmpty() || SPECIAL.indexOf(text.charAt(0)) >= 0 || text.contains(": ") || text.contains(" #")
                || text.endsWith(":")
                || text.matches("(?i)[-+.\\d].*|true|false|yes|no|on|off|y|n|null|~") || text.matches("(?s).*[\\[\\]{},\\n].*")
                || !text.strip().equals(text);
        return quotes ? quoted(text) : text;
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t") + "\"";
    }
}
