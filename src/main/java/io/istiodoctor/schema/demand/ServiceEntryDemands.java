package io.istiodoctor.schema.demand;

import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Sort;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** ServiceEntry. */
final class ServiceEntryDemands {
    private static final Set<String> DYNAMIC = Set.of("http", "tls", "grpc", "http2");

    private final Place spec;
    private final String resolution;
    private final Set<String> portNames = new HashSet<>();

    private ServiceEntryDemands(Place spec) {
        this.spec = spec;
        this.resolution = spec.text("resolution").isEmpty() ? "NONE" : spec.text("resolution");
    }

    static void judge(Place object, Resource resource) {
        new ServiceEntryDemands(object.get("spec")).judge(resource);
    }

    private void judge(Resource resource) {
        Demands.selector(spec.get("workloadSelector").get("labels"));
        if (spec.has("workloadSelector") && spec.has("endpoints")) {
            spec.get("endpoints").tell(Sort.EXCLUDED, "workloadSelector");
        }
        spec.needs("hosts");
        spec.get("hosts").each().forEach(h -> h.form(!h.text().equals("*") && Forms.isWildcardHost(h.text()), "host-name"));
        spec.get("addresses").each().forEach(this::address);
        ports();
        byResolution(resource);
        Demands.exportTo(spec.get("exportTo"), resource.ref().namespace(), true);
    }

    private void address(Place address) {
        Demands.subnet(address);
        if (address.text().contains("/") && !Set.of("NONE", "STATIC").contains(resolution)) {
            address.tell(Sort.EXCLUDED, "resolution " + resolution);
        }
    }

    private void ports() {
        Set<Long> numbers = new HashSet<>();
        for (Place port : spec.get("ports").each()) {
            Place name = port.get("name");
            if (!portNames.add(name.text())) {
                name.tell(Sort.DUPLICATE, "");
            }
            if (!numbers.add(port.get("number").number())) {
                port.get("number").tell(Sort.DUPLICATE, "");
            }
            name.form(Forms.isLabel(name.text()), "port-name");
            Demands.optionalPort(port.get("targetPort"));
            Demands.protocol(port.get("protocol"));
            Demands.port(port.get("number"));
        }
        boolean alone = spec.get("hosts").texts().size() < 2 || resolution.equals("NONE");
        spec.get("ports").each().stream().filter(p -> !alone && !Demands.isHttp(p.text("protocol")) && !Demands.isTls(p.text("protocol")))
                .forEach(p -> p.get("protocol").tell(Sort.EXCLUDED, "several hosts"));
    }

    private void byResolution(Resource resource) {
        List<Place> endpoints = spec.get("endpoints").each();
        switch (resolution) {
            case "NONE" -> spec.without("endpoints", "resolution NONE");
            case "STATIC" -> endpoints.forEach(e -> endpoint(e, false));
            case "DYNAMIC_DNS" -> dynamic(resource);
            default -> {
                if (endpoints.isEmpty()) {
                    spec.get("hosts").each().forEach(h -> h.form(Forms.isHost(h.text()), "host-name-to-resolve"));
                } else if (resolution.equals("DNS_ROUND_ROBIN") && endpoints.size() > 1) {
                    spec.get("endpoints").tell(Sort.TOO_LONG, "1");
                }
                endpoints.forEach(e -> endpoint(e, true));
            }
        }
    }

    private void endpoint(Place endpoint, boolean named) {
        WorkloadEntryDemands.judge(endpoint, named, !named);
        endpoint.get("ports").entries().forEach((name, port) -> {
            if (!portNames.contains(name)) {
                port.tell(Sort.NO_CHOICE, name, portNames.toArray(String[]::new));
            }
        });
        if (!named && endpoint.text("address").startsWith(Demands.UNIX) && portNames.size() != 1) {
            endpoint.get("address").tell(Sort.EXCLUDED, "several ports");
        }
    }

    private void dynamic(Resource resource) {
        spec.get("hosts").each().forEach(h -> h.form(h.text().startsWith("*"), "wildcard-host"));
        spec.without("addresses", "resolution DYNAMIC_DNS");
        spec.without("endpoints", "resolution DYNAMIC_DNS");
        spec.get("ports").each().stream().filter(p -> !DYNAMIC.contains(p.text("protocol").toLowerCase(Locale.ROOT)))
                .forEach(p -> p.get("protocol").oneOf("HTTP", "TLS", "GRPC", "HTTP2"));
        String waypoint = resource.labels().getOrDefault("istio.io/use-waypoint", "");
        if (spec.text("location").equals("MESH_INTERNAL") && !waypoint.isEmpty() && !waypoint.equalsIgnoreCase("none")) {
            spec.get("location").tell(Sort.EXCLUDED, "istio.io/use-waypoint");
        }
    }
}
