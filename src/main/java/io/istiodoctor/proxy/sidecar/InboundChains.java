package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.match.RouteMatching;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.ClusterShare;
import io.istiodoctor.proxy.config.DownstreamTls.ClientCertificate;
import io.istiodoctor.proxy.config.DownstreamTls;
import io.istiodoctor.proxy.config.FilterChain.Content;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.HttpRoute;
import io.istiodoctor.proxy.config.RouteAction;
import io.istiodoctor.proxy.config.RouteConfiguration;
import io.istiodoctor.proxy.config.VirtualHost;
import java.util.List;
import java.util.Optional;

/**
 * The filter chains of one port: what is expected on it, by what is asked of mutual TLS (getFilterChainMatchOptions of Istio). Clients' proxies tell
 * by their application protocols that they speak Istio's mutual TLS, and whether HTTP is inside.
 *
 * @param port 0 for every port that has no chains of its own
 * @param http10 whether HTTP/1.0 in plain text counts as HTTP (PILOT_HTTP10)
 */
record InboundChains(long port, ClusterName cluster, FieldRef origin, boolean http10) {
    private static final List<String> MESH_HTTP = List.of("istio-http/1.0", "istio-http/1.1", "istio-h2");
    private static final List<String> MESH_TCP = List.of("istio-peer-exchange", "istio");
    private static final List<String> MESH = ChainMatch.MUTUAL_TLS;
    private static final List<String> EVERY = List.of();
    private static final Optional<DownstreamTls> MUTUAL = Optional
            .of(new DownstreamTls(ClientCertificate.REQUIRED, List.of("default"), "ROOTCA"));
    private static final Optional<DownstreamTls> NOT_ENDED = Optional.empty();

    List<FilterChain> of(Protocol protocol, String mode) {
        if (protocol == Protocol.DETECTED) {
            return detected(mode);
        }
        Content content = protocol.http() ? http() : tcp();
        return switch (mode) {
            case "STRICT" -> List.of(chain(Transport.TLS, EVERY, MUTUAL, content));
            case "PERMISSIVE" -> protocol.http()
                    ? List.of(chain(Transport.TLS, MESH, MUTUAL, content), chain(Transport.PLAIN, EVERY, NOT_ENDED, content))
                    : List.of(chain(Transport.TLS, MESH, MUTUAL, content), chain(Transport.TLS, EVERY, NOT_ENDED, content),
                            chain(Transport.PLAIN, EVERY, NOT_ENDED, content));
            default -> List.of(chain(Transport.ANY, EVERY, NOT_ENDED, content));
        };
    }

    private List<FilterChain> detected(String mode) {
        return switch (mode) {
            case "STRICT" -> List.of(chain(Transport.TLS, MESH_HTTP, MUTUAL, http()), chain(Transport.TLS, EVERY, MUTUAL, tcp()));
            case "PERMISSIVE" ->
                    List.of(chain(Transport.TLS, MESH_HTTP, MUTUAL, http()), chain(Transport.PLAIN, plainHttp(), NOT_ENDED, http()),
                            chain(Transport.TLS, MESH_TCP, MUTUAL, tcp()), chain(Transport.PLAIN, EVERY, NOT_ENDED, tcp()),
                            chain(Transport.TLS, EVERY, NOT_ENDED, tcp()));
            default -> List.of(chain(Transport.ANY, plainHttp(), NOT_ENDED, http()), chain(Transport.ANY, EVERY, NOT_ENDED, tcp()));
        };
    }

    /** The chain for TLS that the Sidecar's own listener ends. */
    List<FilterChain> ended(Protocol protocol, DownstreamTls tls) {
        return List.of(chain(Transport.TLS, EVERY, Optional.of(tls), protocol.http() ? http() : tcp()));
    }

    // Where no chain of a port ends TLS, the proxy does not look for it, and transport ANY stands for that (buildTLSInspector).
    private FilterChain chain(Transport transport, List<String> protocols, Optional<DownstreamTls> tls, Content content) {
        return new FilterChain(new ChainMatch(port, List.of(), List.of(), transport, protocols), tls, content, "", origin);
    }

    private List<String> plainHttp() {
        return http10 ? List.of("http/1.0", "http/1.1", "h2c") : List.of("http/1.1", "h2c");
    }

    private Content http() {
        RouteAction forward = new RouteAction.Forward(new ClusterShare(cluster, 0, origin));
        HttpRoute route = new HttpRoute(RouteMatching.ALWAYS, forward, Optional.empty(), origin, Optional.empty());
        return new Content.Http(new RouteConfiguration(cluster.toString(), List.of(new VirtualHost(List.of("*"), false, List.of(route)))));
    }

    private Content tcp() {
        return new Content.Tcp(List.of(new ClusterShare(cluster, 0, origin)), origin);
    }
}
