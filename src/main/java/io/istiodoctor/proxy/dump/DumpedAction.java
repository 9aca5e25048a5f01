package io.istiodoctor.proxy.dump;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.GrpcStatus;
import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.config.Abort;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.PathRewrite;
import io.istiodoctor.proxy.config.RouteAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a route of an Envoy does (envoy.config.route.v3.Route). */
final class DumpedAction {
    private static final Map<String, Integer> REDIRECTS = Map.of("FOUND", 302, "SEE_OTHER", 303, "TEMPORARY_REDIRECT", 307,
            "PERMANENT_REDIRECT", 308);
    private static final Map<String, Integer> MISSING = Map.of("INTERNAL_SERVER_ERROR", 500, "NOT_FOUND", 404);

    private DumpedAction() {}

    static RouteAction read(Node route, FieldRef origin) {
        if (route.get("redirect").isPresent()) {
            return redirect(route.get("redirect"));
        }
        Node direct = EnvoyJson.get(route, "direct_response");
        if (direct.isPresent()) {
            return new RouteAction.DirectResponse(direct.get("status").number().orElse(0L).intValue());
        }
        Node forward = route.get("route");
        if (!forward.isPresent()) {
            return new RouteAction.Nothing("neither sends on nor answers");
        }
        return new RouteAction.Forward(shares(forward, origin),
                MISSING.getOrDefault(EnvoyJson.text(forward, "cluster_not_found_response_code"), 503),
                EnvoyJson.text(forward, "host_rewrite_literal"), path(forward));
    }

    /** The clusters that a route or a proxy of connections names. */
    static List<ClusterShare> shares(Node action, FieldRef origin) {
        String only = action.text("cluster");
        if (!only.isEmpty()) {
            return List.of(new ClusterShare(name(only), 0, origin));
        }
        return EnvoyJson.get(action, "weighted_clusters", "clusters").elements().stream()
                .map(c -> new ClusterShare(name(c.text("name")), c.get("weight").number().orElse(0L), origin)).toList();
    }

    /** A cluster's name in its parts; what stands behind a semicolon is a cluster of the laboratory's beside that of the name. */
    static ClusterName name(String written) {
        String name = written.replaceFirst(";.*$", "");
        String[] parts = name.split("\\|", -1);
        if (parts.length == 4 && parts[1].matches("\\d{1,9}")) {
            return new ClusterName(parts[0], Long.parseLong(parts[1]), parts[2], parts[3]);
        }
        String[] srv = name.split("_\\.", 4);
        return srv.length == 4 && srv[1].matches("\\d{1,9}") ? new ClusterName(srv[0] + "_", Long.parseLong(srv[1]), srv[2], srv[3])
                : new ClusterName("", 0, "", name);
    }

    private static Optional<PathRewrite> path(Node action) {
        Node regex = EnvoyJson.get(action, "regex_rewrite");
        String prefix = EnvoyJson.text(action, "prefix_rewrite");
        return regex.isPresent() ? Optional.of(new PathRewrite.Regex(EnvoyJson.text(regex, "pattern", "regex"), regex.text("substitution")))
                : prefix.isEmpty() ? Optional.empty() : Optional.of(new PathRewrite.Matched(prefix));
    }

    private static RouteAction redirect(Node redirect) {
        String scheme = EnvoyJson.get(redirect, "https_redirect").isTrue() ? "https" : EnvoyJson.text(redirect, "scheme_redirect");
        String path = EnvoyJson.text(redirect, "path_redirect");
        Optional<PathRewrite> whole = path.isEmpty() ? Optional.empty() : Optional.of(new PathRewrite.Whole(path));
        return new RouteAction.Redirect(REDIRECTS.getOrDefault(EnvoyJson.text(redirect, "response_code"), 301), scheme,
                EnvoyJson.text(redirect, "host_redirect"), EnvoyJson.get(redirect, "port_redirect").number().orElse(0L),
                whole.or(() -> path(redirect)));
    }

    /** The answer that fault injection gives to every request. */
    static Optional<Abort> abort(Node route) {
        Node fault = EnvoyJson.get(route, "typed_per_filter_config").get("envoy.filters.http.fault").get("abort");
        long whole = switch (fault.get("percentage").text("denominator")) {
            case "MILLION" -> 1_000_000;
            case "TEN_THOUSAND" -> 10_000;
            default -> 100;
        };
        boolean every = fault.get("percentage").get("numerator").number().filter(n -> n >= whole).isPresent();
        return !every ? Optional.empty()
                : EnvoyJson.get(fault, "grpc_status").number().flatMap(GrpcStatus::of).map(Abort::grpc)
                        .or(() -> EnvoyJson.get(fault, "http_status").number().map(Abort::http));
    }
}
