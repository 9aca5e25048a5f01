package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.config.Audience;
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
    /** Stands for every namespace: what is exported everywhere meets all that is exported anywhere. */
    private static final String ANYWHERE = "";

    private record Key(String namespace, String host, long number) {}

    private final Visibility visibility;
    private final Map<Key, Map<String, EntryPort>> byTreatment = new HashMap<>();

    EntryPortIndex(List<EntryPort> ports, Visibility visibility) {
        this.visibility = visibility;
        for (EntryPort port : ports) {
            Stream.concat(audience(port).namespaces().stream(), Stream.of(ANYWHERE)).flatMap(n -> keys(port, n)).forEach(
                    k -> byTreatment.computeIfAbsent(k, any -> new LinkedHashMap<>()).putIfAbsent(port.treatment(), port));
        }
    }

    /** The first port of another ServiceEntry that gives a host of this one the same number and a protocol that proxies treat otherwise. */
    Optional<EntryPort> contradicting(EntryPort port) {
        Audience own = audience(port);
        Stream<String> seen = own.everywhere() ? Stream.of(ANYWHERE) : own.nobody() ? Stream.of()
                : Stream.concat(own.namespaces().stream(), Stream.of(Audience.EVERYWHERE));
        return seen.flatMap(n -> keys(port, n)).flatMap(k -> byTreatment.getOrDefault(k, Map.of()).values().stream())
                .filter(p -> p.entry() != port.entry() && !p.treatment().equals(port.treatment()) && !audience(p).nobody()).findFirst();
    }

    private static Stream<Key> keys(EntryPort port, String namespace) {
        return port.entry().hosts().stream().map(h -> new Key(namespace, h.toLowerCase(Locale.ROOT), port.number()));
    }

    private Audience audience(EntryPort port) {
        return visibility.audience(Kind.SERVICE_ENTRY, port.resource());
    }
}
