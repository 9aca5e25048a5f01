package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What istiod makes of BackendTLSPolicies (backend_policies.go): a DestinationRule for each host that is a target. */
final class BackendTlsPolicies {
    private static final String IGNORED = "istio.io/ignore-policy-attachment";

    /** What a policy is for: all ports of a Service or ServiceEntry, or the one of a name. */
    private record Target(Kind kind, String namespace, String name, String port) {}

    /** A host of a Service or ServiceEntry. */
    private record HostOf(ObjectRef target, Kind kind, String host) {}

    /** What a policy asks of a host, or of one port of it. */
    private record Demand(Resource policy, Written targetRef, Optional<Long> port, Part tls) {}

    private final ConversionInput input;
    private final BackendTlsSettings settings;
    private final List<LeftOut> leftOut;
    private final Map<Target, Resource> oldest = new HashMap<>();
    private final Map<HostOf, List<Demand>> demands = new LinkedHashMap<>();

    BackendTlsPolicies(ConversionInput input, List<LeftOut> leftOut) {
        this.input = input;
        this.settings = new BackendTlsSettings(input, leftOut);
        this.leftOut = leftOut;
    }

    /** The DestinationRules of all of them. */
    List<RoutingObject> convert(Definitions definitions) {
        Map<Boolean, List<Resource>> ignored = definitions.all(Kind.BACKEND_TLS_POLICY).stream().sorted(RouteAge.OLDEST_FIRST)
                .collect(Collectors.partitioningBy(p -> p.annotations().getOrDefault(IGNORED, "").equalsIgnoreCase("true")));
        List<Resource> counting = ignored.getOrDefault(false, List.of());
        ignored.getOrDefault(true, List.of()).forEach(p -> leftOut.add(LeftOut.of(Reason.POLICY_IGNORED, FieldRef.of(p.ref()), "")
                .because(new FieldRef(p.ref(), "metadata.annotations.\"" + IGNORED + "\""))));
        counting.forEach(p -> targets(p).forEach(t -> kind(t).ifPresent(k -> oldest.putIfAbsent(target(p, t, k), p))));
        counting.forEach(this::read);
        List<RoutingObject> made = new ArrayList<>();
        demands.forEach((host, all) -> made.add(destinationRule(host, all)));
        return made;
    }

    private static List<Written> targets(Resource policy) {
        return Written.spec(policy).get("targetRefs").elements();
    }

    private static Optional<Kind> kind(Written target) {
        return switch (target.text("group") + "/" + target.text("kind")) {
            case "/Service" -> Optional.of(Kind.SERVICE);
            case "networking.istio.io/ServiceEntry" -> Optional.of(Kind.SERVICE_ENTRY);
            default -> Optional.empty();
        };
    }

    private static Target target(Resource policy, Written target, Kind kind) {
        return new Target(kind, policy.ref().namespace(), target.text("name"), target.text("sectionName"));
    }

    private void read(Resource policy) {
        Part tls = settings.of(policy);
        for (Written reference : targets(policy)) {
            Optional<Kind> kind = kind(reference);
            if (kind.isEmpty()) {
                leftOut.add(LeftOut.of(Reason.TARGET_KIND, reference.at(), reference.text("kind")));
            } else {
                read(policy, reference, kind.get(), tls);
            }
        }
    }

    private void read(Resource policy, Written reference, Kind kind, Part tls) {
        String namespace = policy.ref().namespace();
        String name = reference.text("name");
        String port = reference.text("sectionName");
        switch (input.find(kind, namespace, name)) {
            case Presence.Absent absent -> leftOut.add(LeftOut.of(Reason.TARGET_MISSING, reference.at(), namespace + "/" + name)
                    .by(FieldRef.of(new ObjectRef(kind == Kind.SERVICE ? "v1" : "networking.istio.io/v1", kind.kind(), namespace, name)))
                    .sure(absent.certainty()));
            case Presence.Present(Resource found) -> {
                Resource first = oldest.get(target(policy, reference, kind));
                if (!port.isEmpty() && number(found, port).isEmpty()) {
                    leftOut.add(LeftOut.of(Reason.TARGET_PORT_MISSING, reference.at(), port).because(reference.get("sectionName").at())
                            .by(new FieldRef(found.ref(), "spec.ports")));
                } else if (first != policy) {
                    leftOut.add(LeftOut.of(Reason.TARGET_TAKEN, reference.at(), first.ref().name()).by(FieldRef.of(first.ref())));
                } else {
                    hosts(found, kind).forEach(h -> demands.computeIfAbsent(h, any -> new ArrayList<>())
                            .add(new Demand(policy, reference, port.isEmpty() ? Optional.empty() : number(found, port), tls)));
                }
            }
        }
    }

    private static Optional<Long> number(Resource target, String port) {
        return target.spec().get("ports").elements().stream().filter(p -> p.text("name").equals(port)).findFirst()
                .flatMap(p -> p.get(target.ref().kind().equals("Service") ? "port" : "number").number());
    }

    private List<HostOf> hosts(Resource target, Kind kind) {
        return kind == Kind.SERVICE ? List.of(new HostOf(target.ref(), kind, input.service(target.ref().name(), target.ref().namespace())))
                : target.spec().get("hosts").elements().stream().flatMap(h -> h.text().stream()).map(h -> new HostOf(target.ref(), kind, h))
                        .toList();
    }

    private static RoutingObject destinationRule(HostOf host, List<Demand> all) {
        ObjectRef target = host.target;
        Part policy = Part.mapping(all.getFirst().targetRef.at());
        List<Part> ports = new ArrayList<>();
        for (Demand demand : all) {
            FieldRef at = demand.targetRef.at();
            if (demand.port.isEmpty()) {
                policy = policy.node().get("tls").isPresent() ? policy : policy.with("tls", demand.tls);
            } else {
                FieldRef section = demand.targetRef.get("sectionName").at();
                Part port = Part.mapping(section).with("number", Part.of(demand.port.get(), section));
                ports.add(Part.mapping(at).with("port", port).with("tls", demand.tls));
            }
        }
        FieldRef at = all.getFirst().targetRef.at();
        policy = ports.isEmpty() ? policy : policy.with("portLevelSettings", Part.list(ports, at));
        Part spec = Part.mapping(FieldRef.of(all.getFirst().policy.ref())).with("host", host.host, at).with("trafficPolicy", policy);
        String name = target.name() + (host.kind == Kind.SERVICE ? "~" : "~" + host.host.replace('.', '-') + "~") + Names.GATEWAY;
        String parents = String.join(",",
                all.stream().map(d -> "BackendTLSPolicy/" + d.policy.ref().namespace() + "." + d.policy.ref().name())
                        .distinct().toList());
        return RoutingObject.ageless(Names.destinationRule(target.namespace(), name), all.getFirst().policy,
                Map.of(RoutingObject.PARENTS, parents),
                spec);
    }
}
