package io.istiodoctor.proxy.dump;

import io.istiodoctor.mesh.match.FieldMatch.Part;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a route of an Envoy asks of a request (envoy.config.route.v3.RouteMatch). */
final class DumpedMatch {
    private DumpedMatch() {}

    static RouteMatching read(Node match) {
        List<FieldMatch> fields = new ArrayList<>();
        match.get("headers").elements().forEach(h -> fields.add(header(h)));
        EnvoyJson.get(match, "query_parameters").elements()
                .forEach(q -> fields.add(new FieldMatch(Part.QUERY, q.text("name"), text(q), false)));
        EnvoyJson.get(match, "dynamic_metadata").elements().forEach(m -> fields.add(new FieldMatch(Part.HEADER, "@request.auth.claims",
                new TextMatch(Manner.PRESENT, "", false), m.get("invert").isTrue())));
        return new RouteMatching(path(match), fields);
    }

    private static TextMatch path(Node match) {
        boolean ignoreCase = EnvoyJson.text(match, "case_sensitive").equals("false");
        String regex = EnvoyJson.text(match, "safe_regex", "regex");
        String segments = EnvoyJson.text(match, "path_separated_prefix");
        return match.get("path").isPresent() ? new TextMatch(Manner.EXACT, match.text("path"), ignoreCase)
                : !regex.isEmpty() ? new TextMatch(Manner.REGEX, regex, ignoreCase)
                : !segments.isEmpty() ? new TextMatch(Manner.SEGMENTS, segments, ignoreCase)
                : new TextMatch(Manner.PREFIX, match.text("prefix"), ignoreCase);
    }

    private static FieldMatch header(Node header) {
        String name = header.text("name");
        Part part = switch (name) {
            case ":method" -> Part.METHOD;
            case ":authority" -> Part.AUTHORITY;
            case ":scheme" -> Part.SCHEME;
            default -> Part.HEADER;
        };
        boolean inverted = EnvoyJson.get(header, "invert_match").isTrue();
        boolean missing = EnvoyJson.text(header, "present_match").equals("false");
        return new FieldMatch(part, part == Part.HEADER ? name : "", text(header), inverted != missing);
    }

    private static TextMatch text(Node condition) {
        Node match = EnvoyJson.get(condition, "string_match");
        boolean ignoreCase = EnvoyJson.get(match, "ignore_case").isTrue();
        String regex = EnvoyJson.text(match, "safe_regex", "regex") + EnvoyJson.text(condition, "safe_regex_match", "regex");
        String exact = match.text("exact") + EnvoyJson.text(condition, "exact_match");
        String prefix = match.text("prefix") + EnvoyJson.text(condition, "prefix_match");
        if (match.get("exact").isPresent() || !exact.isEmpty()) {
            return new TextMatch(Manner.EXACT, exact, ignoreCase);
        }
        if (!prefix.isEmpty()) {
            return new TextMatch(Manner.PREFIX, prefix, ignoreCase);
        }
        String written = !regex.isEmpty() ? regex : match.get("suffix").isPresent() ? ".*" + Pattern.quote(match.text("suffix"))
                : match.get("contains").isPresent() ? ".*" + Pattern.quote(match.text("contains")) + ".*" : "";
        return written.isEmpty() ? new TextMatch(Manner.PRESENT, "", false) : new TextMatch(Manner.REGEX, written, ignoreCase);
    }
}
