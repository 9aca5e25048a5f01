package io.istiodoctor.mesh.match;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A condition on a part of a request other than its path.
 *
 * @param part header, query parameter, method, authority or scheme
 * @param name of a header or query parameter; empty for the others
 * @param absent whether the condition must not hold
 */
public record FieldMatch(Part part, String name, TextMatch match, boolean absent) {
    /** What is looked at. */
    public enum Part { HEADER, QUERY, METHOD, AUTHORITY, SCHEME }

    private static final String CLAIMS = "@request.auth.claims";
    private static final Map<String, Part> PSEUDO_HEADERS = Map.of(":method", Part.METHOD, ":authority", Part.AUTHORITY, ":scheme",
            Part.SCHEME);

    /** Headers that HTTP/2 has for other parts of the request are those parts. */
    public FieldMatch {
        if (part == Part.HEADER && PSEUDO_HEADERS.containsKey(name.toLowerCase(Locale.ROOT))) {
            part = PSEUDO_HEADERS.get(name.toLowerCase(Locale.ROOT));
            name = "";
        }
    }

    /** Whether it looks at a claim of a verified token, where a header is written. */
    public boolean claim() {
        return part == Part.HEADER && name.startsWith(CLAIMS);
    }

    /** Whether a request satisfies it. */
    public boolean holds(Request request) {
        if (claim()) {
            return absent != request.claims(claimPath()).stream().anyMatch(c -> match.holds(Optional.of(c)));
        }
        Optional<String> value = switch (part) {
            case HEADER -> name.equalsIgnoreCase("host") ? Optional.of(request.authority())
                    : Optional.ofNullable(request.headers().get(name.toLowerCase(Locale.ROOT)));
            case QUERY -> Optional.ofNullable(request.query().get(name));
            case METHOD -> Optional.of(request.method());
            case AUTHORITY -> Optional.of(request.authority());
            case SCHEME -> Optional.of(request.scheme());
        };
        // Of a header that must not be so, what is missing counts as empty (treat_missing_header_as_empty of Envoy).
        boolean empty = absent && value.isEmpty() && match.manner() != TextMatch.Manner.PRESENT;
        return absent != match.holds(empty ? Optional.of("") : value);
    }

    // Claims within claims: a.b, or [a][b] (IsHeaderMatchOnClaim and GenerateMetadataListMatcher of Istio).
    private List<String> claimPath() {
        String path = name.substring(CLAIMS.length());
        return path.startsWith("[") ? List.of(path.substring(1, path.length() - (path.endsWith("]") ? 1 : 0)).split("\\]\\["))
                : List.of(path.replaceFirst("^\\.", "").split("\\."));
    }

    /** Whether every request that satisfies the other certainly satisfies this one. */
    boolean covers(FieldMatch other) {
        boolean same = part == other.part && (part == Part.HEADER ? name.equalsIgnoreCase(other.name) : name.equals(other.name))
                && absent == other.absent;
        return same && (absent ? other.match.covers(match) : match.covers(other.match));
    }

    /** In words: "header x exact 1". */
    public String words() {
        String what = switch (part) {
            case HEADER -> "header " + name;
            case QUERY -> "query parameter " + name;
            case METHOD -> "method";
            case AUTHORITY -> "authority";
            case SCHEME -> "scheme";
        };
        return what + (absent ? " not " : " ") + match.words();
    }
}
