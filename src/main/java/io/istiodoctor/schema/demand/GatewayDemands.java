package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.Sort;
import java.util.HashSet;
import java.util.Set;

/** Istio's Gateway. */
final class GatewayDemands {
    private GatewayDemands() {}

    static void judge(Place object) {
        Place name = object.get("metadata").get("name");
        name.form(Forms.isLabel(name.text()), "dns-label");
        object.get("spec").needs("servers");
        Set<String> names = new HashSet<>();
        for (Place server : object.get("spec").get("servers").each()) {
            server(server);
            Place port = server.get("port");
            if (port.isPresent() && !names.add(port.text("name"))) {
                port.get("name").tell(Sort.SERVER_PROTOCOL, "");
            }
        }
    }

    private static void server(Place server) {
        server.needs("hosts");
        server.get("hosts").each().forEach(GatewayDemands::host);
        port(server.get("port"), server.get("bind"));
        Place tls = server.get("tls");
        if (tls.isPresent()) {
            ServerTlsDemands.judge(tls);
        }
        String protocol = server.get("port").text("protocol");
        if (Demands.isTls(protocol) && !tls.isPresent()) {
            tls.tell(Sort.SERVER_PROTOCOL, "");
        } else if (!Demands.isTls(protocol) && tls.isPresent()) {
            plain(tls, protocol);
        }
    }

    // A server of HTTP may redirect to HTTPS, and has no certificate.
    private static void plain(Place tls, String protocol) {
        String mode = tls.text("mode");
        boolean redirects = Demands.isHttp(protocol) && Set.of("", "PASSTHROUGH", "AUTO_PASSTHROUGH").contains(mode)
                && tls.text("caCertificates").isEmpty() && tls.text("privateKey").isEmpty() && tls.text("serverCertificate").isEmpty();
        if (!redirects) {
            tls.tell(Sort.SERVER_PROTOCOL, protocol);
        }
    }

    private static void port(Place port, Place bind) {
        if (!port.isPresent()) {
            port.tell(Sort.MISSING, "");
            return;
        }
        boolean socket = bind.text().startsWith(Demands.UNIX);
        if (!Demands.isProtocol(port.text("protocol"))) {
            port.get("protocol").tell(Sort.SERVER_PROTOCOL, "");
        }
        if (socket) {
            Demands.socket(bind);
            port.without("number", "a Unix domain socket");
        } else {
            Demands.port(port.get("number"));
            Demands.bind(bind);
        }
        if (port.get("targetPort").number() > 0) {
            port.without("targetPort", "a Gateway's port");
        }
        if (port.text("name").isEmpty()) {
            port.get("name").tell(Sort.SERVER_PROTOCOL, "");
        }
    }

    private static void host(Place host) {
        String text = host.text();
        int slash = text.indexOf('/');
        if (slash >= 0) {
            String namespace = text.substring(0, slash);
            boolean known = namespace.equals("*") || namespace.equals(".") || Forms.isLabel(namespace);
            host.form(known, "host-of-a-namespace");
            if (!known) {
                return;
            }
        }
        part(host, text.substring(slash + 1), true);
    }

    /** The host itself in a Gateway's or Sidecar's hosts: full, with an asterisk at most as its first label. */
    static void part(Place host, String name, boolean addresses) {
        boolean partial = name.contains("*") && !name.equals("*") && !name.startsWith("*.");
        if (!name.equals("*") && !name.contains(".")) {
            host.tell(Sort.MALFORMED, "full-host-name");
        } else if (partial || !(Forms.isWildcardHost(name) || addresses && Address.isIp(name))) {
            host.tell(addresses && name.indexOf('*', 1) > 0 ? Sort.WILDCARD_INSIDE : Sort.MALFORMED, "host-name");
        }
    }
}
