package io.istiodoctor.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A regular expression as RE2 reads it, which is what Envoy uses and, as Go's library, istiod. Whatever a manifest may hold, reading it ends. Envoy 1.40 was
 * asked about 314 expressions ({@code regex/played.tsv} of the tests).
 */
public final class RegularExpression {
    /** No field takes longer ones, and the library's time grows with the square of their length. */
    private static final int LONGEST = 16_384;
    private static final BoundedMemo<String, RegularExpression> KNOWN = new BoundedMemo<>(RegularExpression::read);

    private final String text;
    private final Optional<Pattern> pattern;
    private final String problem;

    private RegularExpression(String text, Optional<Pattern> pattern, String problem) {
        this.text = text;
        this.pattern = pattern;
        this.problem = problem;
    }

    /** What a text is as a regular expression; it may be none. */
    public static RegularExpression of(String text) {
        return KNOWN.of(text);
    }

    private static RegularExpression read(String text) {
        if (text.length() > LONGEST) {
            return refused(text, "it is longer than " + LONGEST + " characters");
        }
        ExpressionScan.Scanned scanned = ExpressionScan.of(text);
        if (!scanned.problem().isEmpty()) {
            return refused(text, scanned.problem());
        }
        try {
            return new RegularExpression(text, Optional.of(Pattern.compile(scanned.translated())), "");
        } catch (PatternSyntaxException e) {
            return refused(text, e.getDescription() + (e.getPattern() == null || e.getPattern().isEmpty() ? "" : ": " + e.getPattern()));
        }
    }

    private static RegularExpression refused(String text, String problem) {
        return new RegularExpression(text, Optional.empty(), problem);
    }

    /** An expression that takes this text alone, whatever stands in it. */
    public static String quote(String text) {
        return Pattern.quote(text);
    }

    /** The expression as written. */
    public String text() {
        return text;
    }

    /** Whether RE2 takes it for one. */
    public boolean valid() {
        return pattern.isPresent();
    }

    /** What is wrong with it, in RE2's words; empty when nothing is. */
    public String problem() {
        return problem;
    }

    /** Whether it takes the whole text; what is none takes nothing. */
    public boolean matches(String text) {
        return pattern.isPresent() && pattern.get().matches(text);
    }

    /** Whether it takes a part of the text; what is none takes nothing. */
    public boolean finds(String text) {
        return pattern.isPresent() && pattern.get().matcher(text).find();
    }

    /**
     * The text with every part that it takes replaced, as Envoy does it; the text itself where Envoy refuses the expression or the substitution.
     *
     * @param substitution {@code \1} stands in it for what the first group took
     */
    public String replaceAll(String text, String substitution) {
        if (pattern.isEmpty()) {
            return text;
        }
        try {
            return pattern.get().matcher(text).replaceAll(substitution.replace("$", "\\$").replaceAll("\\\\(\\d)", "\\$$1"));
        } catch (IndexOutOfBoundsException noSuchGroup) {
            return text;
        }
    }
}
