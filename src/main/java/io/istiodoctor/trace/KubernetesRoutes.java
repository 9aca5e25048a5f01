package io.istiodoctor.trace;

import io.istiodoctor.mesh.match.Condition;
import io.istiodoctor.mesh.match.FieldMatch.Part;
import io.istiodoctor.mesh.match.FieldMatch;
import io.istiodoctor.mesh.match.TextMatch.Manner;
import io.istiodoctor.mesh.match.TextMatch;
import io.istiodoctor.mesh.route.RouteRule;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.trace.RouteSet.Host;
import io.istiodoctor.trace.RouteSet.Parent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the routes of the Gateway API and of Ingresses. */
final class KubernetesRoutes {
    private KubernetesRoutes() {}

    /** An HTTPRoute, GRPCRoute, TLSRoute or TCPRoute. */
    static RouteSet of(Kind kind, Resource route) {
        List<Host> hosts = new ArrayList<>();
        List<Node> names = route.spec().get("hostnames").elements();
        for (int i = 0; i < names.size(); i++) {
            hosts.add(new Host(names.get(i).text().orElse("").toLowerCase(Locale.ROOT), "spec.hostnames[" + i + "]"));
        }
        if (hosts.isEmpty()) {
            hosts.add(new Host("*", "spec"));
        }
        List<RouteRule> rules = new ArrayList<>();
        List<Node> nodes = route.spec().get("rules").elements();
        for (int i = 0; i < nodes.size(); i++) {
            String path = "spec.rules[" + i + "]";
            rules.add(new RouteRule(route, path, conditions(kind, nodes.get(i), path, hosts), nodes.get(i)));
        }
        boolean http = kind == Kind.HTTP_ROUTE || kind == Kind.GRPC_ROUTE;
        return new RouteSet(route, kind, List.copyOf(hosts), parents(route), http ? rules : List.of(),
                kind == Kind.TLS_ROUTE ? rules : List.of(), kind == Kind.TLS_ROUTE || http ? List.of() : rules, Optional.empty());
    }

    private static List<Parent> parents(Resource route) {
        List<Parent> parents = new ArrayList<>();
        List<Node> references = route.spec().get("parentRefs").elements();
        for (int i = 0; i < references.size(); i++) {
            Node r = references.get(i);
            String namespace = r.text("namespace").isEmpty() ? route.ref().namespace() : r.text("namespace");
            if (r.text("kind").isEmpty() || r.text("kind").equals("Gateway")) {
                parents.add(new Parent(namespace + "/" + r.text("name"), Kind.KUBERNETES_GATEWAY, r.text("sectionName"),
                        r.get("port").number().orElse(0L), "spec.parentRefs[" + i + "]"));
            }
        }
        return parents;
    }

    private static List<Condition> conditions(Kind kind, Node rule, String path, List<Host> hosts) {
        if (kind == Kind.TLS_ROUTE) {
            return List.of(new Condition("", TextMatch.ANY, List.of(), hosts.stream().map(Host::name).toList(), List.of(), 0,
                    Optional.empty()));
        }
        List<Condition> any = new ArrayList<>();
        List<Node> matches = rule.get("matches").elements();
        for (int i = 0; i < matches.size(); i++) {
            Node match = matches.get(i);
            List<FieldMatch> fields = new ArrayList<>();
            TextMatch uri = kind == Kind.GRPC_ROUTE ? grpc(match.get("method")) : uri(match.get("path"));
            if (kind == Kind.HTTP_ROUTE && match.get("method").isPresent()) {
                fields.add(new FieldMatch(Part.METHOD, "", new TextMatch(Manner.EXACT, match.text("method"), false), false));
            }
            match.get("headers").elements().forEach(h -> fields.add(field(Part.HEADER, h)));
            match.get("queryParams").elements().forEach(q -> fields.add(field(Part.QUERY, q)));
            any.add(new Condition(path + ".matches[" + i + "]", uri, List.copyOf(fields), List.of(), List.of(), 0, Optional.empty()));
        }
        return any.isEmpty() ? List.of(Condition.ALWAYS) : any;
    }

    private static FieldMatch field(Part part, Node match) {
        String name = part == Part.HEADER ? match.text("name").toLowerCase(Locale.ROOT) : match.text("name");
        Manner manner = match.text("type").equals("RegularExpression") ? Manner.REGEX : Manner.EXACT;
        return new FieldMatch(part, name, new TextMatch(manner, match.text("value"), false), false);
    }

    private static TextMatch uri(Node path) {
        String value = path.text("value").isEmpty() ? "/" : path.text("value");
        return switch (path.text("type")) {
            case "Exact" -> new TextMatch(Manner.EXACT, value, false);
            case "RegularExpression" -> new TextMatch(Manner.REGEX, value, false);
            default -> new TextMatch(Manner.SEGMENTS, value, false);
        };
    }

    private static TextMatch grpc(Node method) {
        String service = method.text("service");
        String name = method.text("method");
        return service.isEmpty() ? TextMatch.ANY : name.isEmpty() ? new TextMatch(Manner.SEGMENTS, "/" + service, false)
                : new TextMatch(Manner.EXACT, "/" + service + "/" + name, false);
    }

    /** One set of rules for each host of an Ingress. */
    static List<RouteSet> ofIngress(Resource ingress) {
        List<RouteSet> sets = new ArrayList<>();
        Parent itself = new Parent(ingress.ref().qualifiedName(), Kind.INGRESS, "", 0, "spec");
        List<Node> hostRules = ingress.spec().get("rules").elements();
        for (int h = 0; h < hostRules.size(); h++) {
            String host = hostRules.get(h).text("host");
            List<RouteRule> rules = new ArrayList<>();
            List<Node> paths = hostRules.get(h).get("http").get("paths").elements();
            for (int i = 0; i < paths.size(); i++) {
                String path = "spec.rules[" + h + "].http.paths[" + i + "]";
                rules.add(new RouteRule(ingress, path, List.of(new Condition("", ingressPath(paths.get(i)), List.of(), List.of(),
                        List.of(), 0, Optional.empty())), paths.get(i)));
            }
            sets.add(set(ingress, host, "spec.rules[" + h + "].host", itself, rules));
        }
        Node fallback = ingress.spec().get("defaultBackend").isPresent() ? ingress.spec().get("defaultBackend")
                : ingress.spec().get("backend");
        if (fallback.isPresent()) {
            sets.add(set(ingress, "", "spec.defaultBackend", itself,
                    List.of(new RouteRule(ingress, "spec.defaultBackend", List.of(Condition.ALWAYS), fallback))));
        }
        return sets;
    }

    private static RouteSet set(Resource ingress, String host, String path, Parent itself, List<RouteRule> rules) {
        return new RouteSet(ingress, Kind.INGRESS, List.of(new Host(host.isEmpty() ? "*" : host.toLowerCase(Locale.ROOT), path)),
                List.of(itself), rules, List.of(), List.of(), Optional.empty());
    }

    private static TextMatch ingressPath(Node path) {
        String value = path.text("path").isEmpty() ? "/" : path.text("path");
        return new TextMatch(path.text("pathType").equals("Exact") ? Manner.EXACT : Manner.SEGMENTS, value, false);
    }
}
