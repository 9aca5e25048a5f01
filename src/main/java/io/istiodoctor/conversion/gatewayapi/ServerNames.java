package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Part;
import io.istiodoctor.mesh.base.HostPattern;
import io.istiodoctor.model.FieldRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Which server names the rules of a TLSRoute match (conversion.go, constrainTLSRoutesToListenerHost and others). */
final class ServerNames {
    private ServerNames() {}

    /** The names that are among a host's. */
    static List<Part> meeting(List<Part> names, String host) {
        List<Part> met = new ArrayList<>();
        for (Part name : names) {
            HostPattern.intersection(host, text(name)).filter(n -> met.stream().noneMatch(m -> text(m).equals(n)))
                    .ifPresent(n -> met.add(n.equals(text(name)) ? name : Part.of(n, name.origins().get(""))));
        }
        return met;
    }

    /** The rules for a listener's host; those that match none of its names are left out. */
    static List<Part> within(List<Part> rules, String host) {
        return rules.stream().map(r -> change(r, names -> Part.list(meeting(names.elements(), host), names.origins().get(""))))
                .filter(r -> r.node().get("match").elements().isEmpty()
                        || r.node().get("match").elements().stream().anyMatch(m -> !m.get("sniHosts").elements().isEmpty()))
                .toList();
    }

    /** The rules for a Service; those that match every name match its own. */
    static List<Part> ofService(List<Part> rules, List<String> hosts, FieldRef at) {
        Part own = Part.list(hosts.stream().map(h -> Part.of(h, at)).toList(), at);
        return rules.stream()
                .map(r -> change(r, names -> names.elements().stream().map(ServerNames::text).toList().equals(List.of("*")) ? own : names))
                .toList();
    }

    /** The rules for one host of a Service: of several names those that have to do with it. */
    static List<Part> compatible(List<Part> rules, String host) {
        return rules.stream().map(r -> change(r, names -> names.elements().size() < 2 ? names
                : Part.list(names.elements().stream().filter(n -> HostPattern.overlap(host, text(n))).toList(), names.origins().get(""))))
                .toList();
    }

    private static Part change(Part rule, UnaryOperator<Part> names) {
        return rule.field("match").map(matches -> rule.with("match", Part.list(matches.elements().stream()
                .map(m -> m.field("sniHosts").map(n -> m.with("sniHosts", names.apply(n))).orElse(m)).toList(), matches.origins().get(""))))
                .orElse(rule);
    }

    private static String text(Part name) {
        return name.node().text().orElse("");
    }
}
