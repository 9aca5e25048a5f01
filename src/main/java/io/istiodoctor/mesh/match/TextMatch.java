package io.istiodoctor.mesh.match;

import io.istiodoctor.model.RegularExpression;
import io.istiodoctor.model.Node;
import java.util.Locale;
import java.util.Optional;

/**
 * A condition on a text.
 *
 * @param ignoreCase whether letter case counts not
 */
public record TextMatch(Manner manner, String value, boolean ignoreCase) {
    /** Every text satisfies it, and so does none. */
    public static final TextMatch ANY = new TextMatch(Manner.ANY, "", false);

    /** How the text is compared; a regular expression must match the whole of it. */
    public enum Manner {
        ANY, EXACT, PREFIX, SEGMENTS, REGEX, PRESENT
    }

    /** A StringMatch of Istio: exact, prefix or regex; anything else is satisfied by every text. */
    public static TextMatch of(Node match, boolean ignoreCase) {
        for (Manner manner : new Manner[] {Manner.EXACT, Manner.PREFIX, Manner.REGEX}) {
            Optional<String> value = match.get(manner.name().toLowerCase(Locale.ROOT)).text();
            if (value.isPresent()) {
                return new TextMatch(manner, value.get(), ignoreCase);
            }
        }
        return ANY;
    }

    /** Whether a text satisfies it; what is missing satisfies only ANY. */
    public boolean holds(Optional<String> given) {
        if (manner == Manner.ANY) {
            return true;
        }
        if (given.isEmpty()) {
            return false;
        }
        String text = ignoreCase ? given.get().toLowerCase(Locale.ROOT) : given.get();
        String wanted = ignoreCase ? value.toLowerCase(Locale.ROOT) : value;
        return switch (manner) {
            case ANY, PRESENT -> true;
            case EXACT -> text.equals(wanted);
            case PREFIX -> text.startsWith(wanted);
            case SEGMENTS -> segments(text, wanted);
            case REGEX -> matches(given.get());
        };
    }

    // Path elements of the Gateway API and of Ingress: /a covers /a and /a/b, not /ab.
    private static boolean segments(String text, String wanted) {
        String prefix = wanted.endsWith("/") ? wanted.substring(0, wanted.length() - 1) : wanted;
        return text.equals(prefix) || text.startsWith(prefix + "/") || prefix.isEmpty();
    }

    // Compiling costs more than all else; what does not even begin as the expression does needs none.
    private boolean matches(String text) {
        String prefix = literalPrefix();
        if (!text.regionMatches(ignoreCase, 0, prefix, 0, prefix.length())) {
            return false;
        }
        return RegularExpression.of(ignoreCase ? "(?i)" + value : value).matches(text);
    }

    /**
     * Whether every text that satisfies the other certainly satisfies this one. Regular expressions are compared by their text and by what
     * stands literally at their beginning, so that no may also mean that it was not recognised.
     */
    public boolean covers(TextMatch other) {
        if (manner == Manner.ANY || manner == Manner.PRESENT) {
            return manner == Manner.ANY || other.manner != Manner.ANY;
        }
        if (other.manner == Manner.ANY || other.manner == Manner.PRESENT) {
            return manner == Manner.PREFIX && value.isEmpty() && other.manner == Manner.PRESENT
                    || manner == Manner.REGEX && value.equals(".*") && other.manner == Manner.PRESENT;
        }
        if (other.ignoreCase && !ignoreCase) {
            return false;
        }
        return switch (manner) {
            case EXACT -> other.manner == Manner.EXACT && fold(other.value).equals(fold(value));
            case PREFIX -> fold(other.literalPrefix()).startsWith(fold(value));
            case SEGMENTS -> (other.manner == Manner.EXACT || other.manner == Manner.SEGMENTS) && segments(fold(other.value), fold(value));
            case REGEX -> value.equals(".*") || other.manner == Manner.EXACT && matches(other.value)
                    || other.manner == Manner.REGEX && other.value.equals(value);
            default -> false;
        };
    }

    private String fold(String text) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** What every text that satisfies it begins with; empty when that is not known. */
    String literalPrefix() {
        if (manner != Manner.REGEX) {
            return value;
        }
        String pattern = value.startsWith("^") ? value.substring(1) : value;
        if (pattern.contains("|")) {
            return "";
        }
        int end = 0;
        while (end < pattern.length() && ".[]()*+?{}^$\\".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        boolean optional = end > 0 && end < pattern.length() && "*?{".indexOf(pattern.charAt(end)) >= 0;
        return pattern.substring(0, optional ? end - 1 : end);
    }

    /** Whether every path satisfies it: prefix / or the expression .* (what istiod calls catch-all). */
    public boolean takesEveryPath() {
        return switch (manner) {
            case ANY -> true;
            case PREFIX, SEGMENTS -> value.equals("/") || value.isEmpty();
            case REGEX -> value.equals(".*") || value.equals("/.*");
            default -> false;
        };
    }

    /** In words: "exact /login", "prefix /api". */
    public String words() {
        return switch (manner) {
            case ANY -> "any";
            case PRESENT -> "present";
            case SEGMENTS -> "prefix " + value;
            default -> manner.name().toLowerCase(Locale.ROOT) + " " + value;
        };
    }

    /** A path that satisfies it, for a URL: of an expression only when it is a literal; / otherwise. */
    public String example() {
        return switch (manner) {
            case EXACT, PREFIX, SEGMENTS -> value.startsWith("/") ? value : "/";
            case REGEX -> value.startsWith("/") && value.matches("[A-Za-z0-9/_-]+") ? value : "/";
            default -> "/";
        };
    }
}
