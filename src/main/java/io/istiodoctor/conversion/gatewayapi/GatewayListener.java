package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.Written;
import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A listener of a Gateway, or one that a ListenerSet adds to it.
 *
 * @param owner the Gateway or ListenerSet that it is written in
 * @param ownerKind which of the two
 * @param gateway the Gateway that serves it
 * @param field where it is written
 */
public record GatewayListener(Resource owner, Kind ownerKind, Resource gateway, Written field) implements Subject {
    /** The listeners of a Gateway. */
    static List<GatewayListener> of(Resource gateway) {
        return Written.spec(gateway).get("listeners").elements().stream()
                .map(l -> new GatewayListener(gateway, Kind.KUBERNETES_GATEWAY, gateway, l)).toList();
    }

    /** The listeners that a ListenerSet adds to a Gateway. */
    static List<GatewayListener> of(Resource listenerSet, Resource gateway) {
        return Written.spec(listenerSet).get("listeners").elements().stream()
                .map(l -> new GatewayListener(listenerSet, Kind.LISTENER_SET, gateway, l)).toList();
    }

    FieldRef at() {
        return field.at();
    }

    @Override
    public Resource resource() {
        return owner;
    }

    @Override
    public String path() {
        return at().path();
    }

    /** The listener's own name. */
    @Override
    @SeenByRules
    public String name() {
        return field.text("name");
    }

    /** Whether another says the same but for its name. */
    boolean sameAs(GatewayListener other) {
        return Stream.of(field, other.field).flatMap(f -> f.node().fields().keySet().stream()).filter(f -> !f.equals("name"))
                .allMatch(f -> field.node().get(f).same(other.field.node().get(f)));
    }

    String protocol() {
        return field.text("protocol");
    }

    /** The host; empty for every one. */
    String hostname() {
        return field.text("hostname");
    }

    Written tls() {
        return field.get("tls");
    }

    /** An option of its TLS. */
    String tlsOption(String name) {
        return tls().node().get("options").text(name);
    }

    /** The port; those of ListenerSets have that of their protocol where none is written. */
    Optional<Long> port() {
        long written = field.number("port", 0);
        if (written != 0 || ownerKind == Kind.KUBERNETES_GATEWAY) {
            return Optional.of(written);
        }
        return switch (protocol()) {
            case "HTTP" -> Optional.of(80L);
            case "HTTPS" -> Optional.of(443L);
            default -> Optional.empty();
        };
    }

    /** The name of the Gateway that istiod makes of it. */
    String gatewayName() {
        return owner.ref().name() + "~" + Names.GATEWAY + "~" + name();
    }

    /** That name with its namespace, as VirtualServices refer to it. */
    String qualifiedGatewayName() {
        return namespace() + "/" + gatewayName();
    }
}
