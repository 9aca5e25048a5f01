package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The listeners of one port, by address, and who shares or loses them (buildSidecarOutboundListener of Istio). */
final class PortListeners {
    /** What the filter chains of a host and port are made with. */
    interface Chains {
        /** @param ranges to which the chains are limited; none where the listener's address does that */
        List<FilterChain> connections(RegistryService service, RegistryPort port, List<String> ranges, boolean shared);

        /** @param alone whether the route table is of this host alone */
        Http requests(RegistryService service, RegistryPort port, boolean alone);
    }

    private final String wildcard;
    private final List<String> plainProtocols;
    private final Map<String, ListenerDraft> byAddress = new LinkedHashMap<>();
    private final Map<String, List<LeftOut>> lost = new LinkedHashMap<>();

    /** @param plainProtocols those by which plain HTTP is recognised */
    PortListeners(String wildcard, List<String> plainProtocols) {
        this.wildcard = wildcard;
        this.plainProtocols = plainProtocols;
    }

    Map<String, ListenerDraft> byAddress() {
        return byAddress;
    }

    /** What of a host did not get its way on this port. */
    List<LeftOut> lost(String host) {
        return lost.getOrDefault(host, List.of());
    }

    /** What is there already is left to itself from now on. */
    void close() {
        byAddress.values().forEach(ListenerDraft::close);
    }

    /**
     * Adds a host.
     *
     * @param bind the address that the Sidecar names, or a pod's; empty where the host's own address counts
     * @param own the host's own address, or range; the wildcard where it has none
     */
    void add(RegistryService service, RegistryPort port, String bind, String own, boolean httpProxy, Chains chains) {
        if (service.resolution() == Resolution.ALIAS || port.protocol() == Protocol.UDP) {
            return;
        }
        boolean http = port.protocol().http();
        boolean range = bind.isEmpty() && !http && ListenAddresses.range(own);
        String address = !bind.isEmpty() ? bind : http || range ? wildcard : own;
        ListenerDraft current = byAddress.get(address);
        if (current != null && current.closed()) {
            leave(service, port, current);
            return;
        }
        if (httpProxy) {
            byAddress.putIfAbsent(address, new ListenerDraft(address, port.number(), Protocol.HTTP, List.of(requests(service, port, false, chains, ChainMatch.ANY))));
            return;
        }
        List<String> ranges = range ? List.of(own) : List.of();
        boolean shared = ListenAddresses.range(own) || own.equals(wildcard) && address.equals(wildcard);
        if (http) {
            addHttp(service, port, address, current, chains);
        } else if (port.protocol() == Protocol.DETECTED) {
            addDetected(service, port, address, current, ranges, shared, chains);
        } else {
            addTcp(service, port, address, current, chains.connections(service, port, ranges, shared));
        }
    }

    private void addHttp(RegistryService service, RegistryPort port, String address, ListenerDraft current, Chains chains) {
        if (current != null && !current.tcp()) {
            return;
        }
        boolean everywhere = address.equals(wildcard);
        FilterChain chain = requests(service, port, false, chains, everywhere ? plain() : ChainMatch.ANY);
        if (current == null) {
            byAddress.put(address, new ListenerDraft(address, port.number(), everywhere ? Protocol.DETECTED : port.protocol(), List.of(chain)));
        } else if (together(service, port, current)) {
            merge(service, port, current, List.of(chain));
            current.mixed();
        }
    }

    private void addTcp(RegistryService service, RegistryPort port, String address, ListenerDraft current, List<FilterChain> chains) {
        if (current == null) {
            byAddress.put(address, new ListenerDraft(address, port.number(), port.protocol(), chains));
        } else if (together(service, port, current)) {
            merge(service, port, current, chains);
            if (current.protocol().http()) {
                current.mixed();
            }
        }
    }

    private void addDetected(RegistryService service, RegistryPort port, String address, ListenerDraft current, List<String> ranges, boolean shared,
            Chains chains) {
        if (current != null && current.protocol() == Protocol.DETECTED) {
            leave(service, port, current);
            return;
        }
        List<FilterChain> all = new ArrayList<>(chains.connections(service, port, ranges, shared));
        all.add(requests(service, port, !address.equals(wildcard), chains, plain()));
        if (current == null || current.protocol().http()) {
            Optional.ofNullable(current).ifPresent(c -> leave(service, port, c));
            byAddress.put(address, new ListenerDraft(address, port.number(), Protocol.DETECTED, all));
        } else if (together(service, port, current)) {
            merge(service, port, current, all);
            current.mixed();
        }
    }

    private ChainMatch plain() {
        return new ChainMatch(0, List.of(), List.of(), Transport.PLAIN, plainProtocols);
    }

    private static FilterChain requests(RegistryService service, RegistryPort port, boolean alone, Chains chains, ChainMatch match) {
        return new FilterChain(match, Optional.empty(), chains.requests(service, port, alone), "", port.origin());
    }

    // isConflictWithWellKnownPort: servers that speak first do not bear that the first bytes are waited for.
    private boolean together(RegistryService service, RegistryPort port, ListenerDraft current) {
        boolean first = speaksFirst(port.protocol()) || speaksFirst(current.protocol());
        if (first && port.protocol() != current.protocol()) {
            leave(service, port, current);
            return false;
        }
        return true;
    }

    private static boolean speaksFirst(Protocol protocol) {
        return protocol == Protocol.MONGO || protocol == Protocol.MYSQL;
    }

    private void merge(RegistryService service, RegistryPort port, ListenerDraft current, List<FilterChain> chains) {
        chains.forEach(c -> current.add(c).ifPresent(winner -> lose(service, port, winner)));
    }

    private void leave(RegistryService service, RegistryPort port, ListenerDraft winner) {
        lose(service, port, winner.first());
    }

    private void lose(RegistryService service, RegistryPort port, FilterChain winner) {
        lost.computeIfAbsent(service.host(), h -> new ArrayList<>()).add(new LeftOut(Reason.LISTENER_CONFLICT, port.origin(),
                Optional.of(winner.origin().object()), service.host() + ":" + port.number()));
    }
}
