package io.istiodoctor.yaml;

import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Scalar.Type;
import io.istiodoctor.model.Scalar;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * What a YAML scalar is to Kubernetes: sigs.k8s.io/yaml reads YAML 1.1 with the types of its goyaml.v2/resolve.go, so
 * {@code yes} is a boolean, {@code 010} is eight, and a date is a string.
 */
final class ScalarTypes {
    private static final String TAGS = "tag:yaml.org,2002:";
    /** Of the texts that are booleans or null. */
    private static final int LONGEST_WORD = 5;
    private static final Pattern OTHER_INTEGER = Pattern
            .compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+)|(0|[1-9][0-9]*))");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private ScalarTypes() {}

    /**
     * The typed scalar.
     *
     * @param plain whether it stands without quotes and is no block
     * @param tag its explicit tag, null when it has none
     */
    static Scalar resolve(String text, boolean plain, String tag, Mark mark) {
        if (tag == null) {
            return plain ? resolvePlain(text, mark) : new Scalar(text, Type.STRING, mark);
        }
        return switch (tag.startsWith(TAGS) ? tag.substring(TAGS.length()) : "") {
            case "int", "float", "bool", "null" -> resolvePlain(text, mark);
            default -> new Scalar(text, Type.STRING, mark);
        };
    }

    /** Whether a plain scalar is certainly a text: it begins with a letter, and is too long for a boolean or null. */
    static boolean isText(String plain) {
        return plain.length() > LONGEST_WORD && Character.isLetter(plain.charAt(0));
    }

    /** The same for a scalar without quotes and tag. */
    static Scalar resolvePlain(String text, Mark mark) {
        if (text.isEmpty()) {
            return new Scalar(text, Type.NULL, mark);
        }
        char first = text.charAt(0);
        if (first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.') {
            return resolveNumber(text, mark);
        }
        return switch (text) {
            case "~", "null", "Null", "NULL" -> new Scalar(text, Type.NULL, mark);
            case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> new Scalar("true", Type.BOOLEAN, mark);
            case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> new Scalar("false", Type.BOOLEAN, mark);
            default -> new Scalar(text, Type.STRING, mark);
        };
    }

    /** Whether it is a whole number as nearly all are written: without a plus, without zeros before it. */
    private static boolean isDecimal(String text) {
        int first = text.charAt(0) == '-' ? 1 : 0;
        for (int i = first; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > first && (text.charAt(first) != '0' || text.length() == first + 1);
    }

    /** Whether a closer look is worth while: addresses, times and versions have more dots and dashes than any number. */
    private static boolean looksLikeNumber(String text) {
        int dots = 0;
        char before = 'e';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c == '-' || c == '+') {
                if (before != 'e' && before != 'E') {
                    return false;
                }
            } else if (c != '_' && !Character.isLetterOrDigit(c)) {
                return false;
            }
            before = c == '_' ? before : c;
        }
        return dots < 2;
    }

    private static Scalar resolveNumber(String text, Mark mark) {
        if (isDecimal(text)) {
            return new Scalar(text, Type.NUMBER, mark);
        }
        if (!looksLikeNumber(text)) {
            return new Scalar(text, Type.STRING, mark);
        }
        String digits = text.charAt(0) == '.' ? text : text.replace("_", "");
        var integer = OTHER_INTEGER.matcher(digits);
        if (integer.matches()) {
            for (int group = 2; group <= 5; group++) {
                if (integer.group(group) != null) {
                    int radix = switch (group) {
                        case 2 -> 16;
                        case 3 -> 8;
                        case 4 -> 2;
                        default -> 10;
                    };
                    BigInteger value = new BigInteger(integer.group(group), radix);
                    return new Scalar((integer.group(1).equals("-") ? value.negate() : value).toString(), Type.NUMBER, mark);
                }
            }
        }
        boolean number = FLOAT.matcher(digits).matches() || NOT_FINITE.matcher(text).matches();
        return new Scalar(text, number ? Type.NUMBER : Type.STRING, mark);
    }
}
