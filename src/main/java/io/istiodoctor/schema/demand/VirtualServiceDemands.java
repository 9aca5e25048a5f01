package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.Sort;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** VirtualService. */
final class VirtualServiceDemands {
    private static final String CLAIM = "@request.auth.claims";
    private static final Pattern OUTBOUND = Pattern.compile("outbound_\\.[^.]*\\d[^.]*_?\\..*");

    private final Place spec;
    private final boolean atGateway;
    private final List<String> hosts;

    private VirtualServiceDemands(Place spec) {
        this.spec = spec;
        this.hosts = spec.get("hosts").texts();
        List<String> gateways = spec.get("gateways").texts();
        this.atGateway = !gateways.isEmpty() && !gateways.contains("mesh");
    }

    static void judge(Place object, String namespace) {
        new VirtualServiceDemands(object.get("spec")).judge(namespace);
    }

    private void judge(String namespace) {
        if (hosts.isEmpty()) {
            List.of("gateways", "tls", "tcp").forEach(f -> spec.without(f, "no hosts, as in a delegate"));
        }
        gateways(spec.get("gateways"));
        hosts();
        if (spec.get("http").isEmpty() && spec.get("tls").isEmpty() && spec.get("tcp").isEmpty()) {
            spec.tell(Sort.NONE_OF, "", "http", "tls", "tcp");
        }
        for (Place route : spec.get("http").each()) {
            HttpRouteDemands.judge(route, hosts.isEmpty());
            if (!atGateway) {
                route.get("match").each().forEach(VirtualServiceDemands::noClaims);
            }
        }
        spec.get("tls").each().forEach(this::tls);
        spec.get("tcp").each().forEach(VirtualServiceDemands::tcp);
        Demands.exportTo(spec.get("exportTo"), namespace, false);
    }

    private static void noClaims(Place match) {
        for (String field : List.of("headers", "withoutHeaders")) {
            match.get(field).entries().forEach((name, value) -> {
                if (isClaim(name)) {
                    value.tell(Sort.EXCLUDED, "mesh as a gateway");
                }
            });
        }
    }

    /** Whether a header's name stands for a claim of a token. */
    static boolean isClaim(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(CLAIM)) {
            return false;
        }
        String rest = header.substring(CLAIM.length());
        return rest.startsWith(".") && rest.length() > 1 || rest.startsWith("[") && rest.endsWith("]") && rest.length() > 2;
    }

    /** References to Gateways: a name, or a namespace and a name. */
    static void gateways(Place gateways) {
        for (Place gateway : gateways.each()) {
            int slash = gateway.text().indexOf('/');
            if (slash < 0) {
                gateway.form(Forms.isHost(gateway.text()), "gateway-reference");
                // Istio looks no further than the first that has no namespace.
                return;
            }
            gateway.form(Forms.isLabel(gateway.text().substring(0, slash)) && Forms.isLabel(gateway.text().substring(slash + 1)),
                    "gateway-reference");
        }
    }

    private void hosts() {
        boolean sound = true;
        boolean sni = spec.get("tls").each().stream().flatMap(t -> t.get("match").each().stream())
                .anyMatch(m -> !m.get("sniHosts").isEmpty());
        for (Place host : spec.get("hosts").each()) {
            if (!isHost(host.text(), atGateway && sni) && !Address.isIp(host.text())) {
                host.tell(host.text().lastIndexOf('*') > 0 ? Sort.WILDCARD_INSIDE : Sort.MALFORMED, "host-name");
                sound = false;
            } else if (!atGateway && host.text().equals("*")) {
                host.tell(Sort.EXCLUDED, "mesh as a gateway");
                sound = false;
            }
        }
        if (sound) {
            overlaps();
        }
    }

    private static boolean isHost(String text, boolean generated) {
        return Forms.isWildcardHost(text) || generated && OUTBOUND.matcher(text).matches();
    }

    // Of every host the parents are looked up, so that nothing is compared with everything.
    private void overlaps() {
        HostSet seen = new HostSet();
        for (Place host : spec.get("hosts").each()) {
            if (seen.overlaps(host.text())) {
                host.tell(Sort.DUPLICATE, "host");
            }
            seen.add(host.text());
        }
    }

    private void tls(Place route) {
        route.needs("match");
        for (Place match : route.get("match").each()) {
            match.needs("sniHosts");
            match.get("sniHosts").each().forEach(this::sni);
            connection(match);
        }
        destinations(route);
    }

    private void sni(Place host) {
        if (!isHost(host.text(), atGateway)) {
            host.form(Address.isIp(host.text()), "host-name");
        } else if (hosts.stream().noneMatch(h -> HostSet.covers(h, host.text()))) {
            host.tell(Sort.UNCOVERED, "", hosts.toArray(String[]::new));
        }
    }

    private static void tcp(Place route) {
        route.get("match").each().forEach(VirtualServiceDemands::connection);
        destinations(route);
    }

    private static void connection(Place match) {
        match.get("destinationSubnets").each().forEach(Demands::subnet);
        Demands.optionalPort(match.get("port"));
        Demands.labels(match.get("sourceLabels"));
        gateways(match.get("gateways"));
    }

    private static void destinations(Place route) {
        route.needs("route");
        weighted(route.get("route"));
    }

    /** Destinations with weights, of which not all are 0. */
    static void weighted(Place destinations) {
        List<Place> all = destinations.each();
        for (Place weighted : all) {
            if (!weighted.has("destination")) {
                weighted.get("destination").tell(Sort.MISSING, "");
            } else {
                destination(weighted.get("destination"));
            }
            Demands.notNegative(weighted, "weight");
        }
        if (all.size() > 1 && all.stream().mapToLong(d -> d.get("weight").number()).sum() == 0) {
            destinations.tell(Sort.WEIGHTLESS, "");
        }
    }

    /** Where a request is sent to. */
    static void destination(Place destination) {
        Place host = destination.get("host");
        if (host.text().isEmpty()) {
            host.tell(Sort.MISSING, "");
        } else {
            host.form(!host.text().equals("*") && Forms.isWildcardHost(host.text()), "host-name");
        }
        if (!destination.text("subset").isEmpty()) {
            destination.get("subset").form(Forms.isLabel(destination.text("subset")), "dns-label");
        }
        if (destination.has("port")) {
            Demands.port(destination.get("port").get("number"));
        }
    }
}
