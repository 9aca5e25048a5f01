package io.istiodoctor.proxy.config;

import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.model.RegularExpression;

/** Another path in place of a request's own. */
public sealed interface PathRewrite {
    /** All of the path. */
    record Whole(String value) implements PathRewrite {}

    /** The part that matched, which for an exact path or a regular expression is the whole (Envoy's prefix_rewrite). */
    record Matched(String value) implements PathRewrite {}

    /** Every part that a regular expression finds; the substitution refers to its groups as \1. */
    record Regex(String pattern, String substitution) implements PathRewrite {
        @Override
        public String value() {
            return substitution;
        }
    }

    /** What stands in place of the old. */
    String value();

    /**
     * The new path.
     *
     * @param path without the query
     * @param match how the route's match took it
     */
    default String apply(String path, RouteMatching match) {
        return switch (this) {
            case Whole(String value) -> value;
            case Matched(String value) -> {
                boolean part = match.path().manner() == Manner.PREFIX || match.path().manner() == Manner.SEGMENTS;
                String joined = value + (part ? path.substring(Math.min(match.pathValue().length(), path.length())) : "");
                yield joined.startsWith("/") ? joined : "/" + joined;
            }
            case Regex(String pattern, String substitution) -> RegularExpression.of(pattern).replaceAll(path, substitution);
        };
    }
}
