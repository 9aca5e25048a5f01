package io.istiodoctor.proxy.dump;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.proxy.config.Cluster.Discovery;
import io.istiodoctor.proxy.config.Cluster;
import io.istiodoctor.proxy.config.ClusterEndpoint;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterTls;
import io.istiodoctor.proxy.registry.EndpointRegistry;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The clusters of an Envoy (envoy.config.cluster.v3.Cluster), with the endpoints that it sends to. */
final class DumpedClusters {
    private final ConfigDump dump;
    private final Origins origins;
    private final ServiceRegistry registry;
    private final EndpointRegistry endpoints;

    DumpedClusters(ConfigDump dump, Origins origins, ServiceRegistry registry, EndpointRegistry endpoints) {
        this.dump = dump;
        this.origins = origins;
        this.registry = registry;
        this.endpoints = endpoints;
    }

    Optional<Cluster> find(ClusterName name) {
        return Optional.ofNullable(dump.clusters().get(name.toString())).map(c -> read(name, c));
    }

    private Cluster read(ClusterName name, Node cluster) {
        Optional<RegistryPort> port = registry.find(name.host()).stream().flatMap(s -> s.port(name.port()).stream()).findFirst();
        Discovery discovery = switch (cluster.text("type")) {
            case "ORIGINAL_DST" -> Discovery.ORIGINAL_DESTINATION;
            case "STRICT_DNS", "LOGICAL_DNS" -> Discovery.DNS;
            default -> Discovery.EDS;
        };
        Node options = EnvoyJson.get(cluster, "typed_extension_protocol_options")
                .get("envoy.extensions.upstreams.http.v3.HttpProtocolOptions");
        boolean http2 = EnvoyJson.get(options, "explicit_http_config", "http2_protocol_options").isPresent()
                || EnvoyJson.get(cluster, "http2_protocol_options").isPresent();
        boolean either = !name.direction().equals("inbound") || EnvoyJson.get(options, "use_downstream_protocol_config").isPresent();
        Protocol spoken = either ? Protocol.DETECTED : http2 ? Protocol.HTTP2 : Protocol.HTTP;
        return new Cluster(name, discovery, port.map(RegistryPort::protocol).orElse(spoken), http2, tls(cluster),
                endpoints(cluster),
                port.map(RegistryPort::origin).orElseGet(origins::unnamed), origins.of(cluster).map(FieldRef::of), "");
    }

    private List<ClusterEndpoint> endpoints(Node cluster) {
        Node assigned = Optional.ofNullable(dump.endpoints().get(cluster.text("name")))
                .orElseGet(() -> EnvoyJson.get(cluster, "load_assignment"));
        List<ClusterEndpoint> found = new ArrayList<>();
        for (Node locality : assigned.get("endpoints").elements()) {
            for (Node endpoint : EnvoyJson.get(locality, "lb_endpoints").elements()) {
                Node socket = EnvoyJson.get(endpoint, "endpoint", "address", "socket_address");
                String address = socket.text("address");
                String health = EnvoyJson.text(endpoint, "health_status");
                boolean mutual = EnvoyJson.get(endpoint, "metadata", "filter_metadata").get("envoy.transport_socket_match").text("tlsMode")
                        .equals("istio");
                if (!address.isEmpty() && (health.isEmpty() || health.equals("HEALTHY") || health.equals("UNKNOWN"))) {
                    found.add(new ClusterEndpoint(address, EnvoyJson.get(socket, "port_value").number().orElse(0L),
                            endpoints.pods().at(address), mutual));
                }
            }
        }
        return found;
    }

    private static ClusterTls tls(Node cluster) {
        boolean either = EnvoyJson.get(cluster, "transport_socket_matches").elements().stream()
                .anyMatch(m -> m.text("name").equals("tlsMode-istio"));
        Node context = EnvoyJson.get(cluster, "transport_socket", "typed_config");
        Node common = EnvoyJson.get(context, "common_tls_context");
        if (either || !common.isPresent()) {
            return either ? ClusterTls.auto() : ClusterTls.plain();
        }
        List<String> own = EnvoyJson.get(common, "tls_certificate_sds_secret_configs").elements().stream().map(s -> s.text("name"))
                .toList();
        Node validation = EnvoyJson.get(common, "combined_validation_context");
        List<String> names = EnvoyJson.get(validation, "default_validation_context", "match_subject_alt_names").elements().stream()
                .map(n -> n.text("exact")).toList();
        if (own.equals(List.of("default"))) {
            String asked = context.text("sni");
            return new ClusterTls.IstioMutual(asked.startsWith("outbound_.") ? "" : asked, names);
        }
        boolean verified = validation.isPresent() || EnvoyJson.get(common, "validation_context_sds_secret_config").isPresent();
        return new ClusterTls.Originated(!own.isEmpty(), context.text("sni"), names, verified);
    }
}
