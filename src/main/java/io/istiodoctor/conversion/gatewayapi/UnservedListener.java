package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.ConversionInput;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Unserved;
import io.istiodoctor.conversion.UnservedSubject;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.mesh.base.Nearest;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.workload.ManagedGateway;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A listener of a Gateway or ListenerSet of which nothing comes, and what would let something come of it.
 *
 * @param unserved what is left out, and why
 * @param written the listener as it is written
 */
public record UnservedListener(@SeenByRules Unserved unserved, @SeenByRules GatewayListener written, GatewayListeners all,
        ListenerSecrets secrets, ConversionInput input) implements UnservedSubject {
    private static final List<String> PROTOCOLS = List.of("HTTP", "HTTPS", "TLS", "TCP");
    private static final List<Kind> ROUTES = List.of(Kind.HTTP_ROUTE, Kind.GRPC_ROUTE, Kind.TLS_ROUTE, Kind.TCP_ROUTE);

    /** Those among all that is left out. */
    public static List<UnservedListener> of(Mesh mesh, List<Unserved> unserved) {
        ConversionInput input = ConversionInput.of(mesh);
        GatewayListeners all = new GatewayListeners(input);
        return unserved.stream().flatMap(u -> all.at(u.leftOut().at()).stream()
                .map(l -> new UnservedListener(u, l, all, new ListenerSecrets(l, all.beside(l), input), input))).toList();
    }

    /** The protocol of Istio's that was most likely meant, where the listener could be served with it; gRPC and HTTP/2 are HTTP. */
    @SeenByRules
    public Optional<String> meantProtocol() {
        String protocol = written.protocol().toUpperCase(Locale.ROOT);
        Optional<String> meant = switch (protocol) {
            case "HTTP", "GRPC", "GRPC-WEB", "HTTP2", "HTTP/2", "H2C", "H2", "HTTP1", "HTTP/1.1", "WS", "WEBSOCKET" ->
                    Optional.of(written.tls().isPresent() ? "HTTPS" : "HTTP");
            case "GRPCS", "WSS" -> Optional.of("HTTPS");
            default -> Nearest.name(protocol, PROTOCOLS);
        };
        return meant.filter(p -> written.tls().isPresent() == GatewayListeners.begunByTls(p))
                .filter(p -> all.stands(written, with("protocol", Part.of(p, written.at()))));
    }

    /** The port that is the protocol's own, 80 or 443, where the listener could be served on it, and istiod makes the Service that has to carry it. */
    @SeenByRules
    public Optional<Long> ownPort() {
        long own = GatewayListeners.begunByTls(written.protocol()) ? 443 : 80;
        return Optional.of(own).filter(p -> PROTOCOLS.contains(written.protocol()) && !written.protocol().equals("TCP"))
                .filter(p -> ManagedGateway.deployed(written.gateway()))
                .filter(p -> !written.port().equals(Optional.of(p)) && all.stands(written, with("port", Part.of(p, written.at()))));
    }

    private GatewayListener with(String field, Part value) {
        Node changed = Part.of(written.field()).with(field, value).node();
        return new GatewayListener(written.owner(), written.ownerKind(), written.gateway(), new Written(changed, written.at()));
    }

    /** Whether the listener that has its place says the same but for the name, and no route asks for this one, so that nothing is lost without it. */
    @SeenByRules
    public boolean repeats() {
        return unserved.leftOut().by().flatMap(all::at).filter(written::sameAs).isPresent()
                && Written.spec(resource()).get("listeners").elements().size() > 1
                && ROUTES.stream().flatMap(k -> input.all(k).stream()).noneMatch(this::asked);
    }

    private boolean asked(Resource route) {
        return route.spec().get("parentRefs").elements().stream().anyMatch(p -> p.text("sectionName").equals(written.name())
                && p.text("name").equals(name()) && p.get("namespace").text().orElse(route.ref().namespace()).equals(namespace()));
    }

    /**
     * The Secret beside the listener with a certificate that it could present: the one that is called much as the one that it names, or the only one that is for
     * its host. Of a cluster those are looked at that the Gateway names already.
     */
    @SeenByRules
    public Optional<String> fittingSecret() {
        return secrets.fitting(reference().text("name"));
    }

    /** The namespace of the only Secret of the name that it asks for, where that is in another one and could be presented; of manifests only. */
    @SeenByRules
    public Optional<String> secretElsewhere() {
        return secrets.elsewhere(reference().text("name"));
    }

    /** The ConfigMap beside the listener with an authority, of the name that it asks for, or of one much like it. */
    @SeenByRules
    public Optional<String> fittingAuthority() {
        return CertificateAuthority.named(input, written.namespace(), reference().text("name"));
    }

    private Node reference() {
        return FieldPath.parse(path()).in(resource().root());
    }
}
