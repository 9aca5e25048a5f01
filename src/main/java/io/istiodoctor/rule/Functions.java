package io.istiodoctor.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions of CEL for which Java has no method that does the same; the classes of built rules call them. */
public final class Functions {
    private Functions() {}

    /** {@code a + b}. */
    public static List<Object> joined(List<?> a, List<?> b) {
        List<Object> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    /** {@code list[?index]}. */
    public static Optional<Object> element(List<?> list, long index) {
        return index >= 0 && index < list.size() ? Optional.of(list.get((int) index)) : Optional.empty();
    }

    /** {@code map[?key]}. */
    public static Optional<Object> entry(Map<?, ?> map, Object key) {
        return Optional.ofNullable(map.get(key));
    }

    /** The characters of a text, counted as code points. */
    public static long size(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The text with A to Z in lower case, and all else as it is. */
    public static String lowerAscii(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + 'a' - 'A'));
            }
        }
        return lower.toString();
    }

    /** Every occurrence replaced; the searched text must not be empty. */
    public static String replace(String text, String searched, String replacement) {
        return text.replace(searched, replacement);
    }

    /** The parts between separators; as many as there are, empty ones too. An empty separator parts every character. */
    public static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            text.codePoints().forEach(c -> parts.add(Character.toString(c)));
            return parts;
        }
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The texts one behind the other, with a separator between them. */
    public static String join(List<?> texts, String separator) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            joined.append(i == 0 ? "" : separator).append(texts.get(i));
        }
        return joined.toString();
    }
}
