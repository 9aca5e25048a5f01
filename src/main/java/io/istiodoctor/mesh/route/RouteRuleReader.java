package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.MatchReader;
import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.mesh.match.SourceMatch;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rules of a VirtualService that somebody wrote. */
final class RouteRuleReader {
    private RouteRuleReader() {}

    /** The rules of a section, in order: http, tls or tcp. */
    static List<RouteRule> section(Resource owner, String section) {
        List<RouteRule> rules = new ArrayList<>();
        List<Node> nodes = owner.spec().get(section).elements();
        for (int i = 0; i < nodes.size(); i++) {
            String path = "spec." + section + "[" + i + "]";
            List<Node> matches = nodes.get(i).get("match").elements();
            List<Condition> any = new ArrayList<>();
            for (int m = 0; m < matches.size(); m++) {
                any.add(condition(owner, section, matches.get(m), path + ".match[" + m + "]"));
            }
            rules.add(new RouteRule(owner, path, any.isEmpty() ? List.of(Condition.ALWAYS) : any, nodes.get(i)));
        }
        return List.copyOf(rules);
    }

    private static Condition condition(Resource owner, String section, Node match, String path) {
        String namespace = owner.ref().namespace();
        if (section.equals("http")) {
            return new Condition(path, MatchReader.read(match, Semantics.ISTIO), List.of(),
                    SourceMatch.ofRequests(match, Semantics.ISTIO, namespace), Optional.of(match));
        }
        List<String> names = section.equals("tls") ? match.get("sniHosts").elements().stream().flatMap(h -> h.text().stream()).toList()
                : List.of();
        return new Condition(path, RouteMatching.ALWAYS, names, SourceMatch.ofConnections(match, Semantics.ISTIO, namespace),
                Optional.of(match));
    }
}
