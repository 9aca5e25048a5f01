package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Conversion;
import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.RoutingObject;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.source.Secrets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What istiod makes of the Gateway API's objects. */
public final class GatewayApiConversion {
    private static final List<Kind> KINDS = List.of(Kind.KUBERNETES_GATEWAY, Kind.LISTENER_SET, Kind.HTTP_ROUTE, Kind.GRPC_ROUTE,
            Kind.TLS_ROUTE,
            Kind.TCP_ROUTE, Kind.BACKEND_TLS_POLICY);

    private GatewayApiConversion() {}

    /** Converts all of them. */
    public static Conversion of(ConversionInput input) {
        List<LeftOut> leftOut = new ArrayList<>();
        if (!input.enabled("PILOT_ENABLE_GATEWAY_API", true)) {
            KINDS.forEach(kind -> input.all(kind).forEach(r -> leftOut.add(LeftOut.of(Reason.GATEWAY_API_OFF, FieldRef.of(r.ref()), ""))));
            return new Conversion(List.of(), List.of(), List.of(), leftOut, List.of());
        }
        var classes = new GatewayClasses(input);
        announceCertificates(input, classes);
        var grants = new ReferenceGrants(input);
        var namespaces = new Namespaces(input);
        var listeners = new Listeners(new ListenerTls(new ListenerCertificates(input, grants), new ListenerAuthorities(input, grants)),
                namespaces);
        var gateways = new Gateways(input, classes, listeners, new ListenerSets(input, namespaces, leftOut), leftOut);
        var parents = new RouteParents(input, gateways, new Waypoints(input), leftOut);
        var definitions = new Definitions(input, leftOut);
        var backends = new Backends(input, grants);
        List<RoutingObject> virtualServices = new ArrayList<>(new HttpRoutes(parents, backends, leftOut).convert(definitions));
        virtualServices.addAll(new TransportRoutes(parents, backends, leftOut).convert(definitions));
        List<RoutingObject> destinationRules = new BackendTlsPolicies(input, leftOut).convert(definitions);
        return new Conversion(gateways.made(), virtualServices, destinationRules, List.copyOf(new LinkedHashSet<>(leftOut)),
                parents.attachments());
    }

    // Secrets are read together, and only those that Istio's own Gateways name.
    private static void announceCertificates(ConversionInput input, GatewayClasses classes) {
        Set<Secrets.Name> names = new HashSet<>();
        Stream<GatewayListener> own = input.all(Kind.KUBERNETES_GATEWAY).stream()
                .filter(g -> classes.of(g) instanceof GatewayClasses.Owner.Istio)
                .flatMap(g -> GatewayListener.of(g).stream());
        Stream<GatewayListener> added = input.all(Kind.LISTENER_SET).stream().flatMap(s -> GatewayListener.of(s, s).stream());
        Stream.concat(own, added).forEach(l -> l.tls().get("certificateRefs").elements()
                .forEach(r -> names.add(new Secrets.Name(r.text("namespace", l.namespace()), r.text("name")))));
        input.credentials().prefetch(names);
    }
}
