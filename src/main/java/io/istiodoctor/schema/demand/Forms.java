package io.istiodoctor.schema.demand;

import com.google.re2j.PatternSyntaxException;
import io.istiodoctor.model.KubernetesName;
import io.istiodoctor.model.NestedRepeats;
import io.istiodoctor.model.BoundedMemo;
import io.istiodoctor.model.WholeNumber;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of texts that Istio's webhook asks for (pkg/config/labels, pkg/config/validation/agent). */
final class Forms {
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_REGEX = 1024;
    private static final String LABEL = "[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?";
    private static final Pattern IS_FIRST = Pattern.compile("\\*|(\\*|\\*-)?" + LABEL);
    private static final Pattern KEY_PREFIX = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern ONLY_DIGITS = Pattern.compile("[-+]?\\d+");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~A-Za-z0-9-]+");

    private static final BoundedMemo<String, Boolean> REGULAR = new BoundedMemo<>(Forms::compiles);

    private Forms() {}

    /** Whether it is a DNS label; Istio lets capitals pass. */
    static boolean isLabel(String text) {
        return text.length() <= LONGEST_LABEL && KubernetesName.isWord(text, "-", true);
    }

    /** Whether it is a full host name, which may end in a dot. */
    static boolean isHost(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_HOST && areLabels(text);
    }

    /** Whether it is a host name, or one whose first label is or begins with an asterisk. */
    static boolean isWildcardHost(String text) {
        int dot = text.indexOf('.');
        String first = dot < 0 ? text : text.substring(0, dot);
        return !text.isEmpty() && text.length() <= LONGEST_HOST && first.length() <= LONGEST_LABEL && IS_FIRST.matcher(first).matches()
                && (dot < 0 || areLabels(text.substring(dot + 1)));
    }

    private static boolean areLabels(String text) {
        String[] labels = text.split("\\.", -1);
        String last = labels[labels.length - 1];
        if (ONLY_DIGITS.matcher(last).matches()) {
            return false;
        }
        for (int i = 0; i < labels.length; i++) {
            boolean end = i == labels.length - 1 && last.isEmpty();
            if (!end && !isLabel(labels[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a label of an object may be called so. */
    static boolean isLabelKey(String text) {
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        return (slash < 0 || slash <= 253 && KEY_PREFIX.matcher(text.substring(0, slash)).matches())
                && name.length() <= LONGEST_LABEL && isName(name);
    }

    /** Whether a label of an object may have this value. */
    static boolean isLabelValue(String text) {
        return text.isEmpty() || isName(text);
    }

    /** Whether it is what stands behind a prefix in the key of a label, or its value, but for how long it is. */
    static boolean isName(String text) {
        return KubernetesName.isWord(text, "-_.", true);
    }

    /** Whether a header may be called so. */
    static boolean isHeader(String text) {
        return HEADER.matcher(text).matches();
    }

    /** Whether Envoy's library can read it as a regular expression. */
    static boolean isRegex(String text) {
        return REGULAR.of(text);
    }

    private static boolean compiles(String text) {
        try {
            return !text.isEmpty() && text.length() <= LONGEST_REGEX && !NestedRepeats.excessive(text)
                    && com.google.re2j.Pattern.compile(text) != null;
        } catch (PatternSyntaxException none) {
            return false;
        }
    }

    /** Whether it is a port's number as a text; 0 is one. */
    static boolean isPortText(String text) {
        return !text.startsWith("-") && WholeNumber.of(text).filter(n -> n <= 65535).isPresent();
    }

    /** The scheme of a URL; empty when it is no URL. */
    static Optional<String> scheme(String text) {
        try {
            return Optional.ofNullable(new URI(text).getScheme());
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }
}
