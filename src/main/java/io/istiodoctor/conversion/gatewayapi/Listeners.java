package io.istiodoctor.conversion.gatewayapi;

import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.Part;
import io.istiodoctor.conversion.Written;
import io.istiodoctor.model.FieldRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The server that istiod makes of a listener (conversion.go, buildListener). */
final class Listeners {
    private static final Set<String> PROTOCOLS = Set.of("HTTP", "HTTPS", "TLS", "TCP");

    /**
     * What comes of a listener.
     *
     * @param server empty where it is not even a parent for routes
     * @param served whether pods get it
     */
    record Made(Optional<Part> server, NamespaceChoice namespaces, boolean served, List<LeftOut> leftOut) {}

    private final ListenerTls tls;
    private final Namespaces namespaces;

    Listeners(ListenerTls tls, Namespaces namespaces) {
        this.tls = tls;
        this.namespaces = namespaces;
    }

    Made make(GatewayListener listener, Controller controller) {
        NamespaceChoice from = namespaces.forRoutes(listener.field().get("allowedRoutes").get("namespaces"), listener.namespace());
        List<LeftOut> fatal = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        Optional<ListenerTls.Result> settings = listener.tls().isPresent() ? Optional.of(tls.of(listener)) : Optional.empty();
        settings.ifPresent(s -> {
            fatal.addAll(s.fatal());
            leftOut.addAll(s.leftOut());
        });
        if (listener.port().isEmpty()) {
            fatal.add(LeftOut.of(Reason.PORT_MISSING, listener.at(), listener.protocol()));
        }
        if (!PROTOCOLS.contains(listener.protocol()) && !(listener.protocol().equals("HBONE") && controller == Controller.EAST_WEST)) {
            fatal.add(LeftOut.of(Reason.PROTOCOL_UNSUPPORTED, listener.at(), listener.protocol()).because(listener.at().child("protocol")));
        }
        boolean untold = settings.isEmpty() && (listener.protocol().equals("HTTPS") || listener.protocol().equals("TLS"));
        if (untold) {
            fatal.add(LeftOut.of(Reason.TLS_MISSING, listener.at(), listener.protocol()).because(listener.at().child("tls")));
        }
        leftOut.addAll(fatal);
        return new Made(untold ? Optional.empty() : Optional.of(server(listener, from, settings.map(ListenerTls.Result::settings))), from,
                fatal.isEmpty(), leftOut);
    }

    private static Part server(GatewayListener listener, NamespaceChoice from, Optional<Part> settings) {
        Written field = listener.field();
        Part port = Part.mapping(field.at().child("port")).with("name", "default", field.at())
                .with("number", Part.of(listener.port().orElse(0L), field.at().child("port")))
                .with("protocol", Part.of(field.get("protocol")));
        Part server = Part.mapping(field.at()).with("port", port).with("hosts", hosts(listener, from));
        return settings.map(s -> server.with("tls", s)).orElse(server);
    }

    // Namespaces whose routes are taken stand before the host; ~ takes none, where hosts must not be empty.
    private static Part hosts(GatewayListener listener, NamespaceChoice from) {
        Written field = listener.field();
        FieldRef origin = field.get("hostname").isPresent() ? field.at().child("hostname") : field.at();
        String host = field.text("hostname", "*");
        List<String> names = from.names().isEmpty() ? List.of("~") : from.names();
        Part hosts = Part.list(names.stream().map(n -> {
            Part made = Part.of(n + "/" + host, origin);
            return from.doubt(n).map(made::doubted).orElse(made);
        }).toList(), origin);
        return from.doubts().values().stream().findFirst().map(hosts::doubted).orElse(hosts);
    }
}
