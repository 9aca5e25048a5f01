package io.istiodoctor.proxy.route;

import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.mesh.config.Audience;
import io.istiodoctor.mesh.match.DelegateMatch;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.route.HttpRule.HttpMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The http rules of a VirtualService, those that delegate replaced by what their delegates say (MergeHTTPRoutes of Istio). */
final class DelegateMerge {
    private static final List<String> INHERITED = List.of("rewrite", "directResponse", "timeout", "retries", "fault", "mirror",
            "mirrorPercent",
            "mirrorPercentage", "corsPolicy", "mirrors", "headers");

    private final Function<Resource, Audience> audience;
    private final Map<String, RoutingObject> delegates = new HashMap<>();

    DelegateMerge(List<RoutingObject> objects, Function<Resource, Audience> audience) {
        this.audience = audience;
        objects.stream().filter(o -> o.resource().spec().get("hosts").elements().isEmpty())
                .forEach(o -> delegates.put(o.resource().ref().qualifiedName(), o));
    }

    List<HttpRule> rules(RoutingObject object) {
        List<HttpRule> rules = new ArrayList<>();
        for (HttpRule rule : plain(object)) {
            Node delegate = rule.node().get("delegate");
            if (delegate.isPresent() && !object.made()) {
                rules.addAll(merged(rule, delegate));
            } else {
                rules.add(rule);
            }
        }
        return rules;
    }

    private static List<HttpRule> plain(RoutingObject object) {
        List<HttpRule> rules = new ArrayList<>();
        List<Node> nodes = object.resource().spec().get("http").elements();
        String namespace = object.resource().ref().namespace();
        for (int i = 0; i < nodes.size(); i++) {
            String path = "spec.http[" + i + "]";
            List<HttpMatch> matches = new ArrayList<>();
            List<Node> written = nodes.get(i).get("match").elements();
            for (int m = 0; m < written.size(); m++) {
                matches.add(new HttpMatch(written.get(m), namespace, object.origin(path + ".match[" + m + "]")));
            }
            List<FieldRef> destinations = IntStream.range(0, nodes.get(i).get("route").elements().size())
                    .mapToObj(r -> object.origin(path + ".route[" + r + "].destination")).toList();
            rules.add(new HttpRule(nodes.get(i), namespace, object.origin(path), destinations, List.copyOf(matches),
                    object.doubtAround(path)));
        }
        return rules;
    }

    private List<HttpRule> merged(HttpRule root, Node delegate) {
        String namespace = delegate.text("namespace").isEmpty() ? root.namespace() : delegate.text("namespace");
        RoutingObject found = delegates.get(namespace + "/" + delegate.text("name"));
        if (found == null) {
            return List.of();
        }
        if (!audience.apply(found.resource()).includes(root.namespace())) {
            return List.of();
        }
        return plain(found).stream().flatMap(rule -> merge(root, rule).stream()).toList();
    }

    private static List<HttpRule> merge(HttpRule root, HttpRule rule) {
        List<HttpMatch> matches = new ArrayList<>();
        if (root.matches().isEmpty() || rule.matches().isEmpty()) {
            matches.addAll(root.matches().isEmpty() ? rule.matches() : root.matches());
        } else {
            for (HttpMatch theirs : rule.matches()) {
                List<HttpMatch> together = root.matches().stream().filter(ours -> !DelegateMatch.conflict(ours.node(), theirs.node()))
                        .map(ours -> new HttpMatch(DelegateMatch.merge(ours.node(), theirs.node()), namespace(ours, theirs),
                                theirs.origin()))
                        .toList();
                if (together.isEmpty()) {
                    return List.of();
                }
                matches.addAll(together);
            }
        }
        return List.of(
                new HttpRule(inherit(root.node(), rule.node()), rule.namespace(), rule.origin(), rule.destinations(), List.copyOf(matches),
                        rule.doubt().or(root::doubt)));
    }

    private static String namespace(HttpMatch ours, HttpMatch theirs) {
        return theirs.node().get("gateways").elements().isEmpty() ? ours.namespace() : theirs.namespace();
    }

    private static Node inherit(Node root, Node rule) {
        Map<String, Node> fields = new LinkedHashMap<>(rule.fields());
        INHERITED.stream().filter(f -> !rule.get(f).isPresent() && root.get(f).isPresent()).forEach(f -> fields.put(f, root.get(f)));
        return new Mapping(fields, Map.of(), Mark.NONE);
    }
}
