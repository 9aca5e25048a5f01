package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import java.util.List;

/** Rules that hold for one port of a Service only (conversion.go, augmentPortMatch). */
final class PortMatches {
    private PortMatches() {}

    /** The rules, each of whose matches asks for the port of the reference. */
    static List<Part> add(List<Part> rules, long port, Written parentRef) {
        FieldRef at = parentRef.get("port").at();
        return rules.stream().map(rule -> {
            List<Part> matches = rule.field("match").map(Part::elements).orElse(List.of(Part.mapping(at)));
            return rule.with("match", Part.list(matches.stream().map(m -> m.with("port", Part.of(port, at))).toList(), at));
        }).toList();
    }
}
