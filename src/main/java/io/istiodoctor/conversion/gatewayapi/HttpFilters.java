package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Scalar;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Filters of routes as parts of a VirtualService's rule (conversion.go, createHeadersFilter and others). */
final class HttpFilters {
    private HttpFilters() {}

    /**
     * Adds what a modifier does to headers.
     *
     * @param direction {@code request} or {@code response}
     */
    static Part headers(Part headers, Written filter, String direction) throws RouteRefused {
        if (!filter.isPresent()) {
            return headers;
        }
        for (String list : List.of("set", "add")) {
            for (Written header : filter.get(list).elements()) {
                if (header.text("value").chars().anyMatch(c -> c != '\t' && (c < ' ' || c == 0x7f))) {
                    throw new RouteRefused(Reason.HEADER_VALUE, header.get("value"), header.text("name"));
                }
            }
        }
        Part made = Part.mapping(filter.at());
        Part add = values(filter.get("add"));
        Part set = values(filter.get("set"));
        made = add.node().fields().isEmpty() ? made : made.with("add", add);
        made = filter.get("remove").elements().isEmpty() ? made : made.with("remove", Part.of(filter.get("remove")));
        made = set.node().fields().isEmpty() ? made : made.with("set", set);
        return headers.with(direction, made);
    }

    // Names in lower case; of several with one name the first counts.
    private static Part values(Written headers) {
        Part made = Part.mapping(headers.at());
        Set<String> seen = new HashSet<>();
        for (Written header : headers.elements()) {
            String name = header.text("name").toLowerCase(Locale.ROOT);
            made = seen.add(name) ? made.with(name, header.text("value"), header.at()) : made;
        }
        return made;
    }

    /** A redirect. Without a scheme the port stays that of the request, with one it is the scheme's. */
    static Part redirect(Written filter) {
        Part made = Part.mapping(filter.at())
                .with("redirectCode", Part.of(filter.number("statusCode", 302), filter.get("statusCode").at()));
        made = copied(made, "authority", filter.get("hostname"));
        made = copied(made, "scheme", filter.get("scheme"));
        made = filter.get("port").isPresent() ? copied(made, "port", filter.get("port"))
                : made.with("derivePort", filter.get("scheme").isPresent() ? "FROM_PROTOCOL_DEFAULT" : "FROM_REQUEST_PORT", filter.at());
        Written path = filter.get("path");
        return switch (path.text("type")) {
            case "ReplaceFullPath" -> copied(made, "uri", path.get("replaceFullPath"));
            case "ReplacePrefixMatch" -> copied(made, "prefixRewrite", path.get("replacePrefixMatch"));
            default -> made;
        };
    }

    private static Part copied(Part target, String field, Written value) {
        return value.isPresent() && !value.text().orElse("").isEmpty() ? target.with(field, Part.of(value)) : target;
    }

    /** A rewrite; empty when nothing is rewritten. */
    static Optional<Part> rewrite(Written filter) {
        Part made = Part.mapping(filter.at());
        Written path = filter.get("path");
        switch (path.text("type")) {
            case "ReplacePrefixMatch" -> {
                String prefix = path.text("replacePrefixMatch");
                String trimmed = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
                made = made.with("uri", trimmed.isEmpty() ? "/" : trimmed, path.get("replacePrefixMatch").at());
            }
            case "ReplaceFullPath" -> made = made.with("uriRegexRewrite", Part.mapping(path.at()).with("match", "/.*", path.at())
                    .with("rewrite", path.text("replaceFullPath"), path.get("replaceFullPath").at()));
            default -> {
            }
        }
        made = copied(made, "authority", filter.get("hostname"));
        return made.node().fields().isEmpty() ? Optional.empty() : Optional.of(made);
    }

    /** How much of the requests a mirror gets, as a percentage; empty for all. */
    static Optional<Part> mirrored(Written filter) {
        Written fraction = filter.get("fraction");
        if (fraction.isPresent()) {
            double value = 100.0 * fraction.number("numerator", 0) / fraction.number("denominator", 100);
            return Optional.of(percentage(fraction, value));
        }
        return filter.get("percent").isPresent() ? Optional.of(percentage(filter.get("percent"), filter.number("percent", 0)))
                : Optional.empty();
    }

    private static Part percentage(Written origin, double value) {
        String text = value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        return Part.mapping(origin.at()).with("value", Part.of(new Scalar(text, Scalar.Type.NUMBER, Mark.NONE), origin.at()));
    }
}
