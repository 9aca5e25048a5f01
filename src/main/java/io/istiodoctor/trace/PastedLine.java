package io.istiodoctor.trace;

import io.istiodoctor.trace.ResponseFlags.Meaning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line that somebody saw and pasted: an error of a client or a browser, the body of an answer, a line of a log, an event. */
final class PastedLine {
    /** Status and flags as Envoy's access log has them, in its text and its JSON form, a status line of HTTP, and a status as people and programs write it. */
    private static final List<Pattern> CODES = List.of(
            Pattern.compile("\"[^\"]* HTTP/[\\d.]+\" (\\d{3}) (\\S+)"), Pattern.compile("\"- - -\" (\\d+) (\\S+)"),
            Pattern.compile("\"response_code\":\\s*\"?(\\d{3})"), Pattern.compile("\"response_flags\":\\s*\"([A-Z,]+)\""),
            Pattern.compile("HTTP(?:/[\\d.]+)? (\\d{3})\\b"),
            Pattern.compile("(?i)(?:error|status|returned|code|server|success|got)[:=]? \\(?(\\d{3})\\b"),
            Pattern.compile("\\b([345]\\d{2}):? [A-Z][a-z]+"));

    private PastedLine() {}

    /** What it means: first what its words say, then its codes; empty when nothing of it is known. */
    static List<Meaning> explain(String line) {
        String lower = line.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        Map<String, Meaning> found = new LinkedHashMap<>();
        Set<String> said = new HashSet<>();
        List<String> codes = new ArrayList<>();
        for (Phrase phrase : Phrase.all()) {
            if (!phrase.isIn(lower) || phrase.unless().stream().anyMatch(said::contains)) {
                continue;
            }
            Optional<Meaning> meaning = phrase.meaning();
            if (meaning.isPresent() && phrase.alone()) {
                return List.of(meaning.get());
            }
            meaning.ifPresent(m -> found.put(m.name(), m));
            said.add(phrase.name());
            codes.addAll(phrase.codes());
        }
        for (Pattern pattern : CODES) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    codes.addAll(List.of(matcher.group(i).split(",")));
                }
            }
        }
        Map<String, Meaning> known = new LinkedHashMap<>();
        ResponseFlags.all().forEach(m -> known.put(m.name(), m));
        codes.stream().filter(known::containsKey).forEach(c -> found.putIfAbsent(c, known.get(c)));
        return List.copyOf(found.values());
    }
}
