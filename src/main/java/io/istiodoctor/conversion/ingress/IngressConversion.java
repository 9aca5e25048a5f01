package io.istiodoctor.conversion.ingress;

import io.istiodoctor.conversion.Conversion;
import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Doubt;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.match.Semantics;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What istiod makes of Kubernetes' Ingresses. */
public final class IngressConversion {
    /** The longest path first, of two with one length the exact one (virtualservices.go, sortHTTPRoutes). */
    private static final Comparator<Part> LONGEST_PATH_FIRST = Comparator
            .comparingInt((Part rule) -> -path(rule).getBytes(StandardCharsets.UTF_8).length)
            .thenComparing(rule -> !uri(rule).get("exact").isPresent());

    /** A rule of an Ingress that istiod takes. */
    private record Rule(Resource ingress, Written rule, Optional<Doubt> doubt) {}

    private final IngressPaths paths;
    private final IngressGateway gateway;
    private final List<LeftOut> leftOut;

    private IngressConversion(ConversionInput input, List<LeftOut> leftOut) {
        this.paths = new IngressPaths(input, leftOut);
        this.gateway = new IngressGateway(input, leftOut);
        this.leftOut = leftOut;
    }

    /** Converts all of them. */
    public static Conversion of(ConversionInput input) {
        List<LeftOut> leftOut = new ArrayList<>();
        return new IngressConversion(input, leftOut).convert(input, new IngressSelection(input));
    }

    private Conversion convert(ConversionInput input, IngressSelection selection) {
        List<RoutingObject> gateways = new ArrayList<>();
        Map<String, List<Rule>> byHost = new LinkedHashMap<>();
        for (Resource ingress : input.all(Kind.INGRESS).stream().sorted(Age.OLDEST_FIRST).toList()) {
            switch (selection.of(ingress)) {
                case IngressSelection.Choice.Left(LeftOut left) -> leftOut.add(left);
                case IngressSelection.Choice.Taken(Optional<Doubt> doubt) -> {
                    Part spec = gateway.convert(ingress);
                    gateways.add(gateway.made(ingress, doubt.map(spec::doubted).orElse(spec)));
                    rules(ingress, doubt, byHost);
                }
            }
        }
        List<RoutingObject> virtualServices = new ArrayList<>();
        byHost.forEach((host, rules) -> virtualServices.add(virtualService(host, rules)));
        return new Conversion(gateways, virtualServices, List.of(), leftOut, List.of());
    }

    private void rules(Resource ingress, Optional<Doubt> doubt, Map<String, List<Rule>> byHost) {
        Written spec = Written.spec(ingress);
        Written unserved = spec.get("defaultBackend").isPresent() ? spec.get("defaultBackend") : spec.get("backend");
        if (unserved.isPresent()) {
            LeftOut left = LeftOut.of(Reason.DEFAULT_BACKEND, unserved.at(), "");
            leftOut.add(doubt.map(d -> left.sure(d.certainty())).orElse(left));
        }
        for (Written rule : spec.get("rules").elements()) {
            if (rule.get("http").isPresent()) {
                String host = rule.text("host");
                byHost.computeIfAbsent(host.isEmpty() ? "*" : host, any -> new ArrayList<>()).add(new Rule(ingress, rule, doubt));
            } else {
                leftOut.add(LeftOut.of(Reason.PATHS_MISSING, rule.at(), rule.text("host")));
            }
        }
    }

    // Requests for a host come by the Gateway of the Ingress that named it first, whoever else does.
    private RoutingObject virtualService(String host, List<Rule> rules) {
        Rule first = rules.getFirst();
        ObjectRef ingress = first.ingress.ref();
        List<Part> http = new ArrayList<>();
        rules.forEach(r -> paths.convert(r.rule, r.ingress.ref().namespace()).forEach(p -> http.add(r.doubt.map(p::doubted).orElse(p))));
        http.sort(LONGEST_PATH_FIRST);
        FieldRef at = first.rule.at();
        FieldRef hostAt = first.rule.get("host").isPresent() ? first.rule.get("host").at() : at;
        Part spec = Part.mapping(FieldRef.of(ingress)).with("hosts", Part.list(List.of(Part.of(host, hostAt)), hostAt))
                .with("gateways", Part.list(List.of(Part.of(gateway.name(first.ingress), at)), at));
        spec = http.isEmpty() ? spec : spec.with("http", Part.list(http, FieldRef.of(ingress)));
        String name = host.replace('.', '-') + "-" + ingress.name() + "-" + IngressGateway.GENERATED;
        return RoutingObject.ageless(new ObjectRef("networking.istio.io/v1", "VirtualService", ingress.namespace(), name), first.ingress,
                Map.of(Semantics.ANNOTATION, Semantics.INGRESS.annotation()), first.doubt.map(spec::doubted).orElse(spec));
    }

    private static Node uri(Part rule) {
        return rule.node().get("match").elements().stream().findFirst().map(m -> m.get("uri")).orElse(rule.node().get("match"));
    }

    private static String path(Part rule) {
        return uri(rule).text("exact") + uri(rule).text("prefix");
    }
}
