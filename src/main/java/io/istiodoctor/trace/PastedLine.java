package io.istiodoctor.trace;

import io.istiodoctor.model.Node;
import io.istiodoctor.trace.ResponseFlags.Meaning;
import io.istiodoctor.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line that somebody saw and pasted: an error of curl or a browser, the body of an answer, a line of an access log. The data of phrases.yaml. */
final class PastedLine {
    /** Status and flags as Envoy's access log has them, in its text and its JSON form, and a status line of HTTP. */
    private static final List<Pattern> CODES = List.of(
            Pattern.compile("\"[^\"]* HTTP/[\\d.]+\" (\\d{3}) (\\S+)"), Pattern.compile("\"- - -\" (\\d+) (\\S+)"),
            Pattern.compile("\"response_code\":\\s*\"?(\\d{3})"), Pattern.compile("\"response_flags\":\\s*\"([A-Z,]+)\""),
            Pattern.compile("HTTP/[\\d.]+ (\\d{3})\\b"), Pattern.compile("(?i)(?:error|status|returned|code)[:=]? (\\d{3})\\b"));

    private PastedLine() {}

    /** What it means: first what its words say, then its codes; empty when nothing of it is known. */
    static List<Meaning> explain(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        Map<String, Meaning> found = new LinkedHashMap<>();
        List<String> codes = new ArrayList<>();
        phrases().forEach((name, phrase) -> {
            if (phrase.get("says").elements().stream().flatMap(s -> s.text().stream()).anyMatch(lower::contains)) {
                if (phrase.get("meaning").isPresent()) {
                    found.put(name,
                            new Meaning(name, phrase.text("title"), phrase.text("meaning"), ResponseFlags.texts(phrase.get("rules"))));
                }
                codes.addAll(List.of(phrase.text("codes").split("[ ,]")));
            }
        });
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

    private static Map<String, Node> phrases() {
        try (InputStream in = PastedLine.class.getResourceAsStream("phrases.yaml")) {
            return YamlReader.read("phrases.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8)).getFirst().root().fields();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
