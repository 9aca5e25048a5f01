package io.istiodoctor.proxy.dump;

import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.DownstreamTls.ClientCertificate;
import io.istiodoctor.proxy.config.DownstreamTls;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain.Content.Tcp;
import io.istiodoctor.proxy.config.FilterChain.Content;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.VirtualHost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The listeners of an Envoy (envoy.config.listener.v3.Listener), with the route tables that they use. */
final class DumpedListeners {
    private static final String MANAGER = "http_connection_manager";
    private static final String CONNECTIONS = "tcp_proxy";

    private final ConfigDump dump;
    private final Origins origins;
    private final Map<String, RouteConfiguration> tables = new HashMap<>();

    DumpedListeners(ConfigDump dump, Origins origins) {
        this.dump = dump;
        this.origins = origins;
    }

    /** @param own the pod's address, which binds for every address of the pod */
    EnvoyListener read(Node listener, String own) {
        Node socket = EnvoyJson.get(listener, "address", "socket_address");
        String address = socket.text("address");
        boolean every = List.of("0.0.0.0", "::", own).contains(address);
        Node otherwise = EnvoyJson.get(listener, "default_filter_chain");
        return new EnvoyListener(every ? "" : address, EnvoyJson.get(socket, "port_value").number().orElse(0L),
                EnvoyJson.get(listener, "filter_chains").elements().stream().flatMap(c -> chain(c).stream()).toList(),
                otherwise.isPresent() ? chain(otherwise) : Optional.empty());
    }

    private Optional<FilterChain> chain(Node chain) {
        for (Node filter : chain.get("filters").elements()) {
            Node config = EnvoyJson.get(filter, "typed_config");
            Optional<Content> content = filter.text("name").endsWith(MANAGER) ? Optional.of(new Http(table(config)))
                    : filter.text("name").endsWith(CONNECTIONS) ? Optional.of(connections(config)) : Optional.empty();
            if (content.isPresent()) {
                return content.map(c -> new FilterChain(match(EnvoyJson.get(chain, "filter_chain_match")), tls(chain), c, "",
                        origins.of(chain).map(FieldRef::of).orElseGet(origins::unnamed)));
            }
        }
        return Optional.empty();
    }

    private Content connections(Node config) {
        FieldRef origin = origins.of(config).map(FieldRef::of).orElseGet(origins::unnamed);
        return new Tcp(DumpedAction.shares(config, origin), origin);
    }

    private static ChainMatch match(Node match) {
        List<String> ranges = EnvoyJson.get(match, "prefix_ranges").elements().stream()
                .map(r -> EnvoyJson.text(r, "address_prefix") + "/" + EnvoyJson.get(r, "prefix_len").number().orElse(0L)).toList();
        Transport transport = switch (EnvoyJson.text(match, "transport_protocol")) {
            case "raw_buffer" -> Transport.PLAIN;
            case "tls" -> Transport.TLS;
            default -> Transport.ANY;
        };
        return new ChainMatch(EnvoyJson.get(match, "destination_port").number().orElse(0L), ranges,
                texts(EnvoyJson.get(match, "server_names")), transport,
                texts(EnvoyJson.get(match, "application_protocols")));
    }

    private static Optional<DownstreamTls> tls(Node chain) {
        Node context = EnvoyJson.get(chain, "transport_socket", "typed_config");
        if (!context.isPresent()) {
            return Optional.empty();
        }
        Node common = EnvoyJson.get(context, "common_tls_context");
        String authority = EnvoyJson.text(common, "combined_validation_context", "validation_context_sds_secret_config", "name")
                + EnvoyJson.text(common, "validation_context_sds_secret_config", "name");
        ClientCertificate client = EnvoyJson.get(context, "require_client_certificate").isTrue() ? ClientCertificate.REQUIRED
                : authority.isEmpty() ? ClientCertificate.NONE : ClientCertificate.OPTIONAL;
        return Optional.of(new DownstreamTls(client, EnvoyJson.get(common, "tls_certificate_sds_secret_configs").elements().stream()
                .map(s -> s.text("name")).toList(), authority));
    }

    private RouteConfiguration table(Node manager) {
        String name = EnvoyJson.text(manager, "rds", "route_config_name");
        Node own = EnvoyJson.get(manager, "route_config");
        return own.isPresent() ? read(own.text("name"), own) : tables.computeIfAbsent(name,
                n -> Optional.ofNullable(dump.routes().get(n)).map(t -> read(n, t)).orElseGet(() -> new RouteConfiguration(n, List.of())));
    }

    private RouteConfiguration read(String name, Node table) {
        return new RouteConfiguration(name,
                EnvoyJson.get(table, "virtual_hosts").elements().stream().map(h -> new VirtualHost(texts(h.get("domains")),
                        EnvoyJson.text(h, "require_tls").equals("ALL"), h.get("routes").elements().stream().map(this::route).toList()))
                        .toList());
    }

    private HttpRoute route(Node route) {
        Optional<ObjectRef> owner = origins.of(route);
        FieldRef origin = owner.map(FieldRef::of).orElseGet(origins::unnamed);
        return new HttpRoute(DumpedMatch.read(route.get("match")), DumpedAction.read(route, origin), owner, origin,
                DumpedAction.abort(route));
    }

    private static List<String> texts(Node list) {
        return list.elements().stream().flatMap(n -> n.text().stream()).toList();
    }
}
