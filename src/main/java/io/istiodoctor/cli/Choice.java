package io.istiodoctor.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** An option that takes one of a few words. */
final class Choice<T> {
    private final String option;
    private final Map<String, T> meanings = new LinkedHashMap<>();

    Choice(String option) {
        this.option = option;
    }

    /** A further word and what it means; the first is what an absent option means. */
    Choice<T> or(String word, T meaning) {
        meanings.put(word, meaning);
        return this;
    }

    /** The option, under a further short name if that is not empty. */
    OptionSpec spec(String shortName, String description) {
        List<String> words = List.copyOf(meanings.keySet());
        ITypeConverter<String> converter = value -> {
            String word = value.toLowerCase(Locale.ROOT);
            if (!meanings.containsKey(word)) {
                throw new TypeConversionException("'" + value + "' is none of " + String.join(", ", words));
            }
            return word;
        };
        String[] names = shortName.isEmpty() ? new String[] {option} : new String[] {shortName, option};
        return OptionSpec.builder(names).type(String.class).paramLabel(String.join("|", words)).converters(converter)
                .completionCandidates(words).description(description).build();
    }

    /** What the user chose. */
    T of(ParseResult arguments) {
        String word = arguments.matchedOptionValue(option, meanings.keySet().iterator().next());
        return Objects.requireNonNull(meanings.get(word));
    }
}
