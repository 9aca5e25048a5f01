package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.config.Visibility;
import io.istiodoctor.model.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Ports of ServiceEntries by what proxies see of them: a host, a number, and a namespace to which they are exported. */
final class EntryPortIndex {
    private static final String EVERYWHERE = "*";
    /** Stands for every namespace: what is exported everywhere meets all that is exported anywhere. */
    private static final String ANYWHERE = "";

    private record Key(String namespace, String host, long number) {}

    private final Visibility visibility;
    private final Map<Key, Map<String, EntryPort>> byTreatment = new HashMap<>();

    EntryPortIndex(List<EntryPort> ports, Visibility visibility) {
        this.visibility = visibility;
        for (EntryPort port : ports) {
            Stream.concat(namespaces(port).stream(), Stream.of(ANYWHERE)).flatMap(n -> keys(port, n)).forEach(
                    k -> byTreatment.computeIfAbsent(k, any -> new LinkedHashMap<>()).putIfAbsent(port.treatment(), port));
        }
    }

    /** The first port of another ServiceEntry that gives a host of this one the same number and a protocol that proxies treat otherwise. */
    Optional<EntryPort> contradicting(EntryPort port) {
        List<String> own = namespaces(port);
        Stream<String> seen = own.contains(EVERYWHERE) ? Stream.of(ANYWHERE) : own.isEmpty() ? Stream.of()
                : Stream.concat(own.stream(), Stream.of(EVERYWHERE));
        return seen.flatMap(n -> keys(port, n)).flatMap(k -> byTreatment.getOrDefault(k, Map.of()).values().stream())
                .filter(p -> p.entry() != port.entry() && !p.treatment().equals(port.treatment()) && !namespaces(p).isEmpty()).findFirst();
    }

    private static Stream<Key> keys(EntryPort port, String namespace) {
        return port.entry().hosts().stream().map(h -> new Key(namespace, h.toLowerCase(Locale.ROOT), port.number()));
    }

    private List<String> namespaces(EntryPort port) {
        return List.copyOf(visibility.audience(Kind.SERVICE_ENTRY, port.resource()));
    }
}
