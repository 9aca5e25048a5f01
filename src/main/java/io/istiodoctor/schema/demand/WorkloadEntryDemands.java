package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Address;
import io.istiodoctor.schema.Sort;

/** WorkloadEntry, an endpoint of a ServiceEntry, and WorkloadGroup. */
final class WorkloadEntryDemands {
    private WorkloadEntryDemands() {}

    /**
     * An endpoint.
     *
     * @param named whether its address may be a host name
     * @param sockets whether it may be a Unix domain socket, and nothing at all where it has a network
     */
    static void judge(Place entry, boolean named, boolean sockets) {
        Place address = entry.get("address");
        if (sockets && address.text().isEmpty()) {
            if (entry.text("network").isEmpty()) {
                address.tell(Sort.MISSING, "");
                return;
            }
        } else if (sockets && address.text().startsWith(Demands.UNIX)) {
            Demands.socket(address);
            entry.without("ports", "a Unix domain socket");
        } else if (!Address.isIp(address.text()) && !(named && Forms.isHost(address.text()))) {
            address.tell(Sort.MALFORMED, named ? "ip-address-or-host-name" : "ip-address");
        }
        entry.get("ports").entries().forEach((name, port) -> {
            port.keyForm(Forms.isLabel(name), "port-name");
            Demands.port(port);
        });
        Demands.labels(entry.get("labels"));
    }

    /** A WorkloadGroup. */
    static void group(Place spec) {
        if (!spec.has("template")) {
            spec.get("template").tell(Sort.MISSING, "");
            return;
        }
        Demands.labels(spec.get("metadata").get("labels"));
        Place probe = spec.get("probe");
        if (!probe.isPresent()) {
            return;
        }
        Demands.notNegative(probe, "periodSeconds", "initialDelaySeconds", "timeoutSeconds", "successThreshold", "failureThreshold");
        if (probe.has("httpGet")) {
            Place get = probe.get("httpGet");
            Demands.port(get.get("port"));
            if (!get.text("scheme").isEmpty()) {
                get.get("scheme").oneOf("HTTP", "HTTPS");
            }
            get.get("httpHeaders").each().forEach(h -> h.get("name").form(h.text("name").matches("[-A-Za-z0-9]+"), "header-name"));
        } else if (probe.has("tcpSocket")) {
            Demands.port(probe.get("tcpSocket").get("port"));
        } else if (probe.has("exec")) {
            probe.get("exec").needs("command");
        } else if (probe.has("grpc")) {
            probe.get("grpc").tell(Sort.UNSUPPORTED, "");
        } else {
            probe.tell(Sort.NONE_OF, "", "httpGet", "tcpSocket", "exec");
        }
    }
}
