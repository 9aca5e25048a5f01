package io.istiodoctor.proxy.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * What a proxy makes of a request's path before routes and policies look at it (meshConfig.pathNormalization of Istio, normalize_path of Envoy).
 *
 * @param paths whether dots are resolved, backslashes turned and escaped letters, digits, {@code -._~} written plainly
 * @param slashes whether several slashes become one
 * @param escapedSlashes whether {@code %2F} and {@code %5C} become slashes, before all else
 */
public record PathNormalization(boolean paths, boolean slashes, boolean escapedSlashes) {
    /** @param written the mode in the mesh's configuration; empty for Istio's default */
    public static PathNormalization of(String written) {
        return switch (written.toUpperCase(Locale.ROOT)) {
            case "NONE" -> new PathNormalization(false, false, false);
            case "MERGE_SLASHES" -> new PathNormalization(true, true, false);
            case "DECODE_AND_MERGE_SLASHES" -> new PathNormalization(true, true, true);
            default -> new PathNormalization(true, false, false);
        };
    }

    /**
     * The path that routes and policies see.
     *
     * @param path without query
     * @return empty when the proxy answers 400 instead
     */
    public Optional<String> normalized(String path) {
        String result = path;
        if (escapedSlashes) {
            result = result.replaceAll("(?i)%2f", "/").replaceAll("(?i)%5c", "\\\\");
        }
        if (paths) {
            if (result.toLowerCase(Locale.ROOT).contains("%00")) {
                return Optional.empty();
            }
            result = withoutDots(unescaped(result.replace('\\', '/')));
        }
        return Optional.of(slashes ? result.replaceAll("/{2,}", "/") : result);
    }

    private static String unescaped(String path) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            int code = path.charAt(i) == '%' && i + 2 < path.length() ? hex(path.substring(i + 1, i + 3)) : -1;
            boolean unreserved = code > 0 && code < 128 && (Character.isLetterOrDigit(code) || "-._~".indexOf(code) >= 0);
            plain.append(unreserved ? (char) code : path.charAt(i));
            i += unreserved ? 2 : 0;
        }
        return plain.toString();
    }

    private static int hex(String digits) {
        return digits.matches("[0-9A-Fa-f]{2}") ? Integer.parseInt(digits, 16) : -1;
    }

    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            switch (segments[i]) {
                case "." -> {
                    if (last) {
                        kept.addLast("");
                    }
                }
                case ".." -> {
                    kept.pollLast();
                    if (last) {
                        kept.addLast("");
                    }
                }
                default -> kept.addLast(segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }
}
