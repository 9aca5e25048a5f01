package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.mesh.service.Protocol;
import io.istiodoctor.proxy.config.ChainMatch.Transport;
import io.istiodoctor.proxy.config.ChainMatch;
import io.istiodoctor.proxy.config.FilterChain.Content.Http;
import io.istiodoctor.proxy.config.FilterChain;
import io.istiodoctor.proxy.registry.RegistryPort;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.Resolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The listeners of one port by address, while hosts are added one after the other (buildSidecarOutboundListener of Istio). */
final class PortListeners {
    /** What the filter chains of a host and port are made with. */
    interface Chains {
        /**
         * Chains for connections.
         *
         * @param ranges to which the chains are limited; none where the listener's address does that
         * @param shared whether the listener takes connections to other hosts too
         */
        List<FilterChain> connections(RegistryService service, RegistryPort port, List<String> ranges, boolean shared);

        /** @param alone whether the route table is of this host alone */
        Http requests(RegistryService service, RegistryPort port, boolean alone);
    }

    private final String wildcard;
    private final ChainMatch plainHttp;
    private final Map<String, ListenerDraft> byAddress = new LinkedHashMap<>();
    private final ListenerConflicts conflicts = new ListenerConflicts();

    /** @param plainProtocols those by which plain HTTP is recognised */
    PortListeners(String wildcard, List<String> plainProtocols) {
        this.wildcard = wildcard;
        this.plainHttp = new ChainMatch(0, List.of(), List.of(), Transport.PLAIN, plainProtocols);
    }

    Map<String, ListenerDraft> byAddress() {
        return byAddress;
    }

    ListenerConflicts conflicts() {
        return conflicts;
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
        Optional<ListenerDraft> present = Optional.ofNullable(byAddress.get(address));
        if (present.filter(ListenerDraft::closed).isPresent()) {
            return;
        }
        List<String> ranges = range ? List.of(own) : List.of();
        boolean shared = ListenAddresses.range(own) || own.equals(wildcard) && address.equals(wildcard);
        if (httpProxy) {
            addHttpProxy(service, port, address, present, chains);
        } else if (http) {
            addHttp(service, port, address, present, chains);
        } else if (port.protocol() == Protocol.DETECTED) {
            addDetected(service, port, address, present, ranges, shared, chains);
        } else {
            addTcp(service, port, address, present, chains.connections(service, port, ranges, shared));
        }
    }

    private void put(String address, RegistryPort port, Protocol protocol, List<FilterChain> chains) {
        byAddress.put(address, new ListenerDraft(address, port.number(), protocol, chains));
    }

    private void addHttpProxy(RegistryService service, RegistryPort port, String address, Optional<ListenerDraft> present, Chains chains) {
        if (present.isEmpty()) {
            put(address, port, Protocol.HTTP, List.of(requests(service, port, false, chains, ChainMatch.ANY)));
        }
    }

    // HTTP of all hosts shares one listener; beside connections it is told apart by the first bytes.
    private void addHttp(RegistryService service, RegistryPort port, String address, Optional<ListenerDraft> present, Chains chains) {
        boolean everywhere = address.equals(wildcard);
        FilterChain chain = requests(service, port, false, chains, everywhere ? plainHttp : ChainMatch.ANY);
        if (present.isEmpty()) {
            put(address, port, everywhere ? Protocol.DETECTED : port.protocol(), List.of(chain));
        } else if (present.get().tcp() && conflicts.together(service, port, present.get())) {
            conflicts.merge(service, port, present.get(), List.of(chain));
            present.get().mixed();
        }
    }

    private void addTcp(RegistryService service, RegistryPort port, String address, Optional<ListenerDraft> present,
            List<FilterChain> chains) {
        if (present.isEmpty()) {
            put(address, port, port.protocol(), chains);
        } else if (conflicts.together(service, port, present.get())) {
            conflicts.merge(service, port, present.get(), chains);
            if (present.get().protocol().http()) {
                present.get().mixed();
            }
        }
    }

    private void addDetected(RegistryService service, RegistryPort port, String address, Optional<ListenerDraft> present,
            List<String> ranges,
            boolean shared, Chains chains) {
        if (present.filter(p -> p.protocol() == Protocol.DETECTED).isPresent()) {
            conflicts.lose(service, port, present.get());
            return;
        }
        List<FilterChain> all = new ArrayList<>(chains.connections(service, port, ranges, shared));
        all.add(requests(service, port, !address.equals(wildcard), chains, plainHttp));
        if (present.isEmpty() || present.get().protocol().http()) {
            put(address, port, Protocol.DETECTED, all);
        } else if (conflicts.together(service, port, present.get())) {
            conflicts.merge(service, port, present.get(), all);
            present.get().mixed();
        }
    }

    private static FilterChain requests(RegistryService service, RegistryPort port, boolean alone, Chains chains, ChainMatch match) {
        return new FilterChain(match, Optional.empty(), chains.requests(service, port, alone), "", port.origin());
    }
}
