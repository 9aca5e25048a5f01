package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import java.util.Optional;

/** Matches of HTTPRoutes and GRPCRoutes as those of VirtualServices (conversion.go, createURIMatch and others). */
final class HttpMatches {
    private HttpMatches() {}

    /** A match of an HTTPRoute. */
    static Part ofHttp(Written match) throws RouteRefused {
        Part made = Part.mapping(match.at()).with("uri", path(match.get("path")));
        Part headers = texts(match.get("headers"));
        Part parameters = texts(match.get("queryParams"));
        made = headers.node().fields().isEmpty() ? made : made.with("headers", headers);
        made = parameters.node().fields().isEmpty() ? made : made.with("queryParams", parameters);
        Written method = match.get("method");
        return method.isPresent() ? made.with("method", Part.mapping(method.at()).with("exact", Part.of(method))) : made;
    }

    /** A match of a GRPCRoute. */
    static Part ofGrpc(Written match) throws RouteRefused {
        Part made = Part.mapping(match.at());
        Optional<Part> uri = match.get("method").isPresent() ? Optional.of(method(match.get("method"))) : Optional.empty();
        made = uri.isPresent() ? made.with("uri", uri.get()) : made;
        Part headers = texts(match.get("headers"));
        return headers.node().fields().isEmpty() ? made : made.with("headers", headers);
    }

    private static Part path(Written path) throws RouteRefused {
        Written value = path.get("value");
        String text = path.text("value", "/");
        return switch (path.text("type", "PathPrefix")) {
            case "PathPrefix" -> {
                boolean slash = text.length() > 1 && text.endsWith("/");
                yield Part.mapping(path.at()).with("prefix", slash || !value.isPresent()
                        ? Part.of(slash ? text.substring(0, text.length() - 1) : text, value.at()) : Part.of(value));
            }
            case "Exact" -> Part.mapping(path.at()).with("exact", text, value.at());
            case "RegularExpression" -> Part.mapping(path.at()).with("regex", text, value.at());
            default -> throw unknown(path);
        };
    }

    // Of several with one name the last counts.
    private static Part texts(Written matches) throws RouteRefused {
        Part made = Part.mapping(matches.at());
        for (Written match : matches.elements()) {
            String type = switch (match.text("type", "Exact")) {
                case "Exact" -> "exact";
                case "RegularExpression" -> "regex";
                default -> throw unknown(match);
            };
            made = made.with(match.text("name"), Part.mapping(match.at()).with(type, match.text("value"), match.get("value").at()));
        }
        return made;
    }

    // The path of a call is /service/method.
    private static Part method(Written method) throws RouteRefused {
        String service = method.text("service");
        String name = method.text("method");
        boolean anyService = !method.get("service").isPresent();
        boolean anyMethod = !method.get("method").isPresent();
        boolean exact = switch (method.text("type", "Exact")) {
            case "Exact" -> true;
            case "RegularExpression" -> false;
            default -> throw unknown(method);
        };
        if (anyService && anyMethod) {
            throw new RouteRefused(Reason.MATCH_EMPTY, method, "");
        }
        Part made = Part.mapping(method.at());
        return anyService ? made.with("regex", "/[^/]+/" + name, method.at())
                : anyMethod ? exact ? made.with("prefix", "/" + service + "/", method.at())
                        : made.with("regex", "/" + service + "/.+", method.at())
                : made.with(exact ? "exact" : "regex", "/" + service + "/" + name, method.at());
    }

    private static RouteRefused unknown(Written match) {
        return new RouteRefused(Reason.MATCH_TYPE, match.get("type"), match.text("type"));
    }
}
