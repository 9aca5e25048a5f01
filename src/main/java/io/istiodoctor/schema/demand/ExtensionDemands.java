package io.istiodoctor.schema.demand;

import io.istiodoctor.model.RegularExpression;
import io.istiodoctor.schema.Sort;
import java.util.HashSet;
import java.util.Set;

/** WasmPlugin and EnvoyFilter. */
final class ExtensionDemands {
    private static final Set<String> LISTENER = Set.of("LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER");
    private static final Set<String> ROUTE = Set.of("ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE");
    private static final Set<String> MANAGER = Set.of("envoy.filters.network.http_connection_manager", "envoy.http_connection_manager");

    private ExtensionDemands() {}

    static void wasm(Place spec) {
        TargetDemands.judge(spec);
        plugin(spec);
        ports(spec);
    }

    private static void plugin(Place plugin) {
        plugin.needs("url");
        if (!plugin.text("sha256").isEmpty()) {
            plugin.get("sha256").form(plugin.text("sha256").matches("[a-f0-9]{64}"), "sha-256");
        }
        Set<String> names = new HashSet<>();
        for (Place variable : plugin.get("vmConfig").get("env").each()) {
            variable.needs("name");
            if (!names.add(variable.text("name"))) {
                variable.get("name").tell(Sort.DUPLICATE, "");
            }
            if (variable.text("valueFrom").equals("HOST")) {
                variable.without("value", "valueFrom: HOST");
            }
        }
    }

    private static void ports(Place spec) {
        spec.get("match").each().forEach(m -> m.get("ports").each().forEach(p -> Demands.port(p.get("number"))));
    }

    static void filter(Place spec) {
        Demands.selector(spec.get("workloadSelector").get("labels"));
        for (Place change : spec.get("configPatches").each()) {
            if (!change.get("match").text("context").equals("WAYPOINT")) {
                change(change);
            }
        }
    }

    private static void change(Place change) {
        Place patch = change.get("patch");
        String operation = patch.text("operation");
        if (isInvalid(change.text("applyTo"))) {
            change.get("applyTo").tell(Sort.MISSING, "");
        } else if (!patch.isPresent()) {
            patch.tell(Sort.MISSING, "");
        } else if (isInvalid(operation)) {
            patch.get("operation").tell(Sort.MISSING, "");
        } else if (!operation.equals("REMOVE") && !patch.has("value")) {
            patch.get("value").tell(Sort.MISSING, "");
        } else {
            match(change.get("match"), change.text("applyTo"));
        }
    }

    private static boolean isInvalid(String constant) {
        return constant.isEmpty() || constant.equals("INVALID");
    }

    private static void match(Place match, String applyTo) {
        Place version = match.get("proxy").get("proxyVersion");
        if (version.text().length() <= 1024) {
            version.form(RegularExpression.of(version.text()).valid(), "regular-expression");
        }
        String wanted = LISTENER.contains(applyTo) ? "listener" : ROUTE.contains(applyTo) ? "routeConfiguration"
                : applyTo.equals("CLUSTER") ? "cluster" : "";
        for (String kind : new String[] {"listener", "routeConfiguration", "cluster"}) {
            if (!wanted.isEmpty() && !kind.equals(wanted) && match.has(kind)) {
                match.get(kind).tell(Sort.EXCLUDED, "applyTo: " + applyTo);
            }
        }
        Place filter = match.get("listener").get("filterChain").get("filter");
        if (wanted.equals("listener") && filter.isPresent()) {
            filter(filter, applyTo);
        }
    }

    private static void filter(Place filter, String applyTo) {
        filter.needs("name");
        Place inner = filter.get("subFilter");
        if (filter.text("name").isEmpty() || !inner.isPresent()) {
            return;
        }
        if (!applyTo.equals("HTTP_FILTER")) {
            inner.tell(Sort.EXCLUDED, "applyTo: " + applyTo);
        } else if (!MANAGER.contains(filter.text("name"))) {
            filter.get("name").oneOf("envoy.filters.network.http_connection_manager");
        } else {
            inner.needs("name");
        }
    }
}
