package io.istiodoctor.proxy.config;

import java.util.List;

/**
 * For which connections a filter chain is chosen. Envoy narrows down in this order: port, addresses, names, TLS or not, application protocols; at each
 * step the most specific chains that fit are left (filter_chain_match of Envoy).
 *
 * @param port the destination port that the client meant; 0 for every port
 * @param addresses ranges in which the destination address lies ({@code 10.96.0.20/32}); none for every address
 * @param sni names that the client asks for in its TLS greeting; none for every connection
 * @param transport whether the connection begins with TLS
 * @param protocols application protocols, of TLS or as the first bytes show them (http/1.1, http/1.0, h2c; istio, istio-http/1.1 ...); none for all
 */
public record ChainMatch(long port, List<String> addresses, List<String> sni, Transport transport, List<String> protocols) {
    /** Every connection. */
    public static final ChainMatch ANY = new ChainMatch(0, List.of(), List.of(), Transport.ANY, List.of());

    /** The application protocols by which the mesh's proxies say that they speak Istio's mutual TLS (allIstioMtlsALPNs of Istio). */
    public static final List<String> MUTUAL_TLS = List.of("istio", "istio-peer-exchange", "istio-http/1.0", "istio-http/1.1", "istio-h2");

    /** How a connection begins. */
    public enum Transport { ANY, PLAIN, TLS }

    public ChainMatch {
        addresses = List.copyOf(addresses);
        sni = List.copyOf(sni);
        protocols = List.copyOf(protocols);
    }

    /** Istio's mutual TLS for one name. */
    public static ChainMatch mutualTls(String sni) {
        return new ChainMatch(0, List.of(), List.of(sni), Transport.ANY, MUTUAL_TLS);
    }

    /** Whether only proxies of a mesh are let in, by their mutual TLS. */
    public boolean meshOnly() {
        return protocols.equals(MUTUAL_TLS);
    }

    /** Connections whose TLS greeting asks for one of these names; every connection when there are none. */
    public static ChainMatch named(List<String> sni) {
        return sni.isEmpty() ? ANY : new ChainMatch(0, List.of(), sni, Transport.ANY, List.of());
    }
}
