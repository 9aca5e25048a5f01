package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.model.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A listener as routes see it (conversion.go, parentInfo). It takes routes even where pods do not get it.
 *
 * @param kinds the kinds of routes that it takes
 */
record RouteParent(GatewayListener listener, NamespaceChoice namespaces, Set<Kind> kinds) {
    private static final String GROUP = Kind.KUBERNETES_GATEWAY.group();

    static RouteParent of(GatewayListener listener, NamespaceChoice namespaces) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        switch (listener.protocol()) {
            case "HTTP", "HTTPS" -> kinds.addAll(List.of(Kind.HTTP_ROUTE, Kind.GRPC_ROUTE));
            case "TCP" -> kinds.add(Kind.TCP_ROUTE);
            case "TLS" -> {
                kinds.add(Kind.TLS_ROUTE);
                if (listener.tls().isPresent() && listener.tls().text("mode", "Terminate").equals("Terminate")) {
                    kinds.add(Kind.TCP_ROUTE);
                }
            }
            default -> {
            }
        }
        var asked = listener.field().get("allowedRoutes").get("kinds").elements();
        if (!asked.isEmpty()) {
            kinds.retainAll(asked.stream().filter(k -> k.text("group", GROUP).equals(GROUP))
                    .flatMap(k -> Kind.of(GROUP + "/v1", k.text("kind")).stream()).toList());
        }
        return new RouteParent(listener, namespaces, kinds);
    }

    String hostname() {
        return listener.hostname();
    }

    /** Whether requests come to both by the same port and protocol. */
    boolean besides(RouteParent other) {
        return this != other && listener.port().equals(other.listener.port()) && listener.protocol().equals(other.listener.protocol());
    }

    /** Whether a parentRef with this port, 0 for none, can mean it. */
    boolean hasPort(long port) {
        return port == 0 || listener.port().equals(Optional.of(port));
    }

    /** Whether a parentRef with this section, empty for none, can mean it. */
    boolean hasSection(String section) {
        return section.isEmpty() || section.equals(listener.name());
    }
}
