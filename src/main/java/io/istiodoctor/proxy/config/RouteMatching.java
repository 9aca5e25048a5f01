package io.istiodoctor.proxy.config;

import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.Request;
import io.istiodoctor.mesh.match.TextMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a route asks of a request: its path, and conditions on its other parts that must all hold. */
public record RouteMatching(TextMatch path, List<FieldMatch> fields) {
    /** What a rule without a match asks for: any path. */
    public static final RouteMatching ALWAYS = new RouteMatching(new TextMatch(TextMatch.Manner.PREFIX, "/", false), List.of());

    public RouteMatching {
        fields = List.copyOf(fields);
    }

    /** Why a request does not satisfy it, as a clause; empty when it does. */
    public Optional<String> mismatch(Request request) {
        if (!path.holds(Optional.of(request.path()))) {
            return Optional.of(path.words());
        }
        return fields.stream().filter(f -> !f.holds(request)).findFirst().map(FieldMatch::words);
    }

    /** Whether every path satisfies it, and nothing else is asked for (IsCatchAllRoute of Istio). */
    public boolean catchAll() {
        boolean every = switch (path.manner()) {
            case ANY -> true;
            case PREFIX, SEGMENTS -> path.value().equals("/");
            case REGEX -> path.value().equals(".*");
            default -> false;
        };
        return every && fields.isEmpty();
    }

    /** How the path is compared, in the laboratory's words: prefix, exact, pathPrefix (whole segments) or regex. */
    public String pathManner() {
        return path.manner() == TextMatch.Manner.SEGMENTS ? "pathPrefix" : path.manner().name().toLowerCase(Locale.ROOT);
    }

    /** What the path is compared with. */
    public String pathValue() {
        return path.value();
    }

    /** Whether letter case does not count in the path. */
    public boolean ignoreCase() {
        return path.ignoreCase();
    }

    /** The headers that are looked at, {@code :method} and the like among them, sorted; claims of tokens are none. */
    public List<String> headers() {
        return fields.stream().filter(f -> f.part() != FieldMatch.Part.QUERY && !f.name().startsWith("@request.auth.claims"))
                .map(f -> f.part() == FieldMatch.Part.HEADER ? f.name() : ":" + f.part().name().toLowerCase(Locale.ROOT)).sorted().toList();
    }

    /** The query parameters that are looked at, sorted. */
    public List<String> queryParameters() {
        return fields.stream().filter(f -> f.part() == FieldMatch.Part.QUERY).map(FieldMatch::name).sorted().toList();
    }

    /** In words: "prefix /api, header x exact 1". */
    public String words() {
        List<String> parts = new ArrayList<>();
        if (!catchAll()) {
            parts.add(path.words());
        }
        fields.forEach(f -> parts.add(f.words()));
        return parts.isEmpty() || catchAll() ? "everything" : String.join(", ", parts);
    }
}
