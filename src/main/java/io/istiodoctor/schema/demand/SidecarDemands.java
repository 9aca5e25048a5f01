package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Sort;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Sidecar. */
final class SidecarDemands {
    private static final Set<String> LOOPBACK = Set.of("", "127.0.0.1", "0.0.0.0", "::1", "::");
    private static final String[] PARTS = {"egress", "ingress", "outboundTrafficPolicy", "inboundConnectionPool"};

    private SidecarDemands() {}

    static void judge(Place object) {
        Place spec = object.get("spec");
        Demands.selector(spec.get("workloadSelector").get("labels"));
        if (Stream.of(PARTS).allMatch(f -> f.endsWith("gress") ? spec.get(f).isEmpty() : !spec.has(f))) {
            spec.tell(Sort.NONE_OF, "", PARTS);
            return;
        }
        Set<Long> numbers = new HashSet<>();
        spec.get("ingress").each().forEach(i -> ingress(i, numbers));
        ConnectionPoolDemands.judge(spec.get("inboundConnectionPool"));
        egress(spec.get("egress").each());
        outbound(spec.get("outboundTrafficPolicy"));
    }

    private static void ingress(Place listener, Set<Long> numbers) {
        Place port = listener.get("port");
        if (!port.isPresent()) {
            port.tell(Sort.MISSING, "");
            return;
        }
        named(port);
        Demands.port(port.get("number"));
        Demands.bind(listener.get("bind"));
        if (!numbers.add(port.get("number").number())) {
            port.get("number").tell(Sort.DUPLICATE, "");
        }
        endpoint(listener.get("defaultEndpoint"));
        if (listener.has("tls")) {
            tls(listener.get("tls"), port.text("protocol"));
        }
        ConnectionPoolDemands.judge(listener.get("connectionPool"));
    }

    private static void named(Place port) {
        if (port.get("targetPort").number() > 0) {
            port.without("targetPort", "a Sidecar's port");
        }
        if (!port.text("name").isEmpty()) {
            port.get("name").form(Forms.isLabel(port.text("name")), "port-name");
        }
        Demands.protocol(port.get("protocol"));
    }

    private static void endpoint(Place endpoint) {
        String text = endpoint.text();
        if (text.startsWith(Demands.UNIX)) {
            Demands.socket(endpoint);
        } else if (!text.isEmpty()) {
            int colon = text.lastIndexOf(':');
            String host = text.substring(0, Math.max(colon, 0));
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            String address = bracketed ? host.substring(1, host.length() - 1) : host;
            endpoint.form(colon >= 0 && (bracketed || !host.contains(":")) && LOOPBACK.contains(address)
                    && Forms.isPortText(text.substring(colon + 1))
                    && !text.substring(colon + 1).matches("0+"), "local-address-with-port");
        }
    }

    private static void tls(Place tls, String protocol) {
        Stream.of("subjectAltNames", "credentialName", "credentialNames", "tlsCertificates")
                .forEach(f -> tls.without(f, "a Sidecar's ingress"));
        if (tls.isTrue("httpsRedirect")) {
            tls.get("httpsRedirect").tell(Sort.EXCLUDED, "a Sidecar's ingress");
        }
        if (Set.of("ISTIO_MUTUAL", "AUTO_PASSTHROUGH").contains(tls.text("mode"))) {
            tls.get("mode").oneOf("SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL", "PASSTHROUGH");
        }
        if (!Demands.isTls(protocol)) {
            tls.tell(Sort.EXCLUDED, "protocol " + protocol);
        }
        ServerTlsDemands.judge(tls);
    }

    private static void egress(List<Place> listeners) {
        Set<Long> numbers = new HashSet<>();
        Set<String> sockets = new HashSet<>();
        for (Place listener : listeners) {
            Place port = listener.get("port");
            if (port.isPresent()) {
                named(port);
                listened(listener, port, numbers, sockets);
            } else if (listener != listeners.getLast()) {
                listener.tell(Sort.NOT_LAST, "");
            }
            listener.needs("hosts");
            listener.get("hosts").each().forEach(SidecarDemands::host);
        }
    }

    private static void listened(Place listener, Place port, Set<Long> numbers, Set<String> sockets) {
        Place bind = listener.get("bind");
        long number = port.get("number").number();
        if (number != 0) {
            Demands.port(port.get("number"));
            Demands.bind(bind);
            if (!numbers.add(number)) {
                port.get("number").tell(Sort.DUPLICATE, "");
            }
            return;
        }
        if (!bind.text().startsWith(Demands.UNIX)) {
            port.get("number").tell(Sort.TOO_SMALL, "1");
        } else {
            Demands.socket(bind);
            if (!sockets.add(bind.text())) {
                bind.tell(Sort.DUPLICATE, "");
            }
        }
        if (!listener.text("captureMode").isEmpty()) {
            listener.get("captureMode").oneOf("DEFAULT", "NONE");
        }
    }

    private static void host(Place host) {
        int slash = host.text().indexOf('/');
        if (slash < 0) {
            host.tell(Sort.MALFORMED, "host-of-a-namespace");
            return;
        }
        String written = host.text().substring(0, slash);
        String namespace = written.startsWith("~") ? written.substring(1) : written;
        boolean sound = namespace.isEmpty() ? !written.isEmpty()
                : namespace.equals("*") || namespace.equals(".") || Forms.isLabel(namespace);
        if (!sound) {
            host.tell(Sort.MALFORMED, "host-of-a-namespace");
        } else {
            GatewayDemands.part(host, host.text().substring(slash + 1), false);
        }
    }

    private static void outbound(Place policy) {
        Place proxy = policy.get("egressProxy");
        if (policy.text("mode").equals("ALLOW_ANY_DYNAMIC_DNS")) {
            policy.get("mode").oneOf("ALLOW_ANY", "REGISTRY_ONLY");
        } else if (proxy.isPresent()) {
            if (!policy.text("mode").equals("ALLOW_ANY")) {
                proxy.tell(Sort.EXCLUDED,
                        policy.text("mode").isEmpty() ? "mode REGISTRY_ONLY, the default," : "mode " + policy.text("mode"));
            } else if (!proxy.has("port")) {
                proxy.get("port").tell(Sort.MISSING, "");
            } else {
                VirtualServiceDemands.destination(proxy);
                proxy.get("host").form(Forms.isHost(proxy.text("host")), "host-name");
            }
        }
    }
}
