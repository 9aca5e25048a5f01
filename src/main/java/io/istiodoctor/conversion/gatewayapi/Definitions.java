package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Presence;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which kinds of the Gateway API istiod passes over, because what the cluster has of them is too old (gatewayapi/minimumversions.go). Where no
 * definition was read, it is taken to be new enough.
 */
final class Definitions {
    private static final String VERSION = "gateway.networking.k8s.io/bundle-version";
    private static final Pattern NUMBERS = Pattern.compile("v?(\\d+)\\.(\\d+)\\..*");

    /** The oldest bundle of version 1 that istiod takes, and a minor release of istiod 1 that is known to ask for that. */
    private record Oldest(int bundle, int istio) {}

    private static final Map<Kind, Oldest> OLDEST = Map.of(Kind.GRPC_ROUTE, new Oldest(1, 22), Kind.BACKEND_TLS_POLICY, new Oldest(4, 32),
            Kind.TLS_ROUTE, new Oldest(5, 32), Kind.TCP_ROUTE, new Oldest(6, 32));

    private final ConversionInput input;
    private final List<LeftOut> leftOut;

    Definitions(ConversionInput input, List<LeftOut> leftOut) {
        this.input = input;
        this.leftOut = leftOut;
    }

    /** The objects of a kind that istiod looks at; the others are left out. */
    List<Resource> all(Kind kind) {
        Optional<Resource> tooOld = definition(kind).filter(d -> tooOld(kind, d));
        tooOld.ifPresent(d -> input.all(kind).forEach(r -> leftOut.add(LeftOut.of(Reason.DEFINITION_TOO_OLD, FieldRef.of(r.ref()),
                d.annotations().getOrDefault(VERSION, "")).by(FieldRef.of(d.ref())))));
        return tooOld.isPresent() ? List.of() : input.all(kind);
    }

    private Optional<Resource> definition(Kind kind) {
        return input.find(Kind.CUSTOM_RESOURCE_DEFINITION, "", kind.resourceName()) instanceof Presence.Present(Resource found)
                ? Optional.of(found) : Optional.empty();
    }

    /** The definitions for which istiod passes over all objects of their kind. */
    List<OldDefinition> old() {
        return OLDEST.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .flatMap(e -> definition(e.getKey()).filter(d -> tooOld(e.getKey(), d)).stream()
                        .map(d -> new OldDefinition(d, e.getKey(), d.annotations().getOrDefault(VERSION, ""),
                                "v1." + e.getValue().bundle + ".0",
                                input.all(e.getKey()).size())))
                .toList();
    }

    private boolean tooOld(Kind kind, Resource definition) {
        Oldest oldest = OLDEST.get(kind);
        if (oldest == null || !input.config().controlPlaneVersion().map(v -> v.atLeast(1, oldest.istio)).orElse(true)) {
            return false;
        }
        Matcher version = NUMBERS.matcher(definition.annotations().getOrDefault(VERSION, ""));
        return !version.matches() || Integer.parseInt(version.group(1)) < 1
                || Integer.parseInt(version.group(1)) == 1 && Integer.parseInt(version.group(2)) < oldest.bundle;
    }
}
