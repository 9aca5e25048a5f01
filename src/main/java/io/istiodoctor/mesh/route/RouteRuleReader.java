package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.FieldMatch.Part;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads the rules of a VirtualService. */
public final class RouteRuleReader {
    private RouteRuleReader() {}

    /** The rules of a section, in order: http, tls or tcp. */
    static List<RouteRule> section(Resource owner, String section) {
        return switch (section) {
            case "http" -> http(owner);
            case "tls" -> tls(owner);
            default -> tcp(owner);
        };
    }

    /** Its http rules, in order. */
    public static List<RouteRule> http(Resource owner) {
        return rules(owner, "http", (match, path) -> new Condition(path,
                TextMatch.of(match.get("uri"), match.get("ignoreUriCase").isTrue()), fields(match), List.of(),
                gateways(owner, match), match.get("port").number().orElse(0L), Optional.of(match)));
    }

    /** Its tls rules, in order. */
    public static List<RouteRule> tls(Resource owner) {
        return rules(owner, "tls", (match, path) -> connection(owner, match, path, match.get("sniHosts").elements().stream()
                .flatMap(h -> h.text().stream()).toList()));
    }

    /** Its tcp rules, in order. */
    public static List<RouteRule> tcp(Resource owner) {
        return rules(owner, "tcp", (match, path) -> connection(owner, match, path, List.of()));
    }

    private static Condition connection(Resource owner, Node match, String path, List<String> sniHosts) {
        return new Condition(path, TextMatch.ANY, List.of(), sniHosts, gateways(owner, match),
                match.get("port").number().orElse(0L), Optional.of(match));
    }

    private static List<RouteRule> rules(Resource owner, String section, BiFunction<Node, String, Condition> condition) {
        List<RouteRule> rules = new ArrayList<>();
        List<Node> nodes = owner.spec().get(section).elements();
        for (int i = 0; i < nodes.size(); i++) {
            String path = "spec." + section + "[" + i + "]";
            List<Node> matches = nodes.get(i).get("match").elements();
            List<Condition> any = new ArrayList<>();
            for (int m = 0; m < matches.size(); m++) {
                any.add(condition.apply(matches.get(m), path + ".match[" + m + "]"));
            }
            rules.add(new RouteRule(owner, path, any.isEmpty() ? List.of(Condition.ALWAYS) : any, nodes.get(i)));
        }
        return List.copyOf(rules);
    }

    private static List<String> gateways(Resource owner, Node match) {
        return match.get("gateways").elements().stream().flatMap(g -> g.text().stream())
                .map(g -> g.equals("mesh") ? g : GatewayReference.resolve(g, owner.ref().namespace())).toList();
    }

    private static List<FieldMatch> fields(Node match) {
        List<FieldMatch> fields = new ArrayList<>();
        single(fields, Part.METHOD, match.get("method"));
        single(fields, Part.AUTHORITY, match.get("authority"));
        single(fields, Part.SCHEME, match.get("scheme"));
        match.get("headers").fields()
                .forEach((name, value) -> fields.add(new FieldMatch(Part.HEADER, name.toLowerCase(Locale.ROOT), present(value), false)));
        match.get("withoutHeaders").fields()
                .forEach((name, value) -> fields.add(new FieldMatch(Part.HEADER, name.toLowerCase(Locale.ROOT), present(value), true)));
        match.get("queryParams").fields().forEach((name, value) -> fields.add(new FieldMatch(Part.QUERY, name, present(value), false)));
        return List.copyOf(fields);
    }

    private static void single(List<FieldMatch> fields, Part part, Node value) {
        if (value.isPresent()) {
            fields.add(new FieldMatch(part, "", TextMatch.of(value, false), false));
        }
    }

    // An empty StringMatch asks only that the header or parameter be there.
    private static TextMatch present(Node value) {
        TextMatch match = TextMatch.of(value, false);
        return match.manner() == TextMatch.Manner.ANY ? new TextMatch(TextMatch.Manner.PRESENT, "", false) : match;
    }
}
