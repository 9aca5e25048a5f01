package io.istiodoctor.mesh.match;

import java.util.ArrayList;
import java.util.List;
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

    /** Whether every request that satisfies the other certainly satisfies this one. */
    boolean covers(RouteMatching other) {
        return (path.takesEveryPath() || path.covers(other.path))
                && fields.stream().allMatch(f -> other.fields.stream().anyMatch(f::covers));
    }

    /** What the path is compared with. */
    public String pathValue() {
        return path.value();
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
