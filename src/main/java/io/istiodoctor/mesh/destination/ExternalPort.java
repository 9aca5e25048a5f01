package io.istiodoctor.mesh.destination;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.EntryPort;
import io.istiodoctor.model.Resource;
import java.util.List;
import java.util.Set;

/** A port of a ServiceEntry for hosts outside of the mesh, with the TLS that DestinationRules make clients begin there. */
public final class ExternalPort implements Subject {
    private static final Set<String> WRAPPING = Set.of("SIMPLE", "MUTUAL");
    private static final long PLAIN = 80;
    private static final long TLS = 443;

    private final EntryPort port;
    private final DestinationRules rules;

    private ExternalPort(EntryPort port, DestinationRules rules) {
        this.port = port;
        this.rules = rules;
    }

    /** Those among some ports whose hosts are outside of the mesh. */
    public static List<ExternalPort> of(List<EntryPort> ports, DestinationRules rules) {
        return ports.stream().filter(p -> p.entry().outside() && !p.entry().hasEndpoints()).map(p -> new ExternalPort(p, rules)).toList();
    }

    @Override
    public Resource resource() {
        return port.resource();
    }

    @Override
    public String path() {
        return port.path();
    }

    /** The port itself. */
    @SeenByRules
    public EntryPort port() {
        return port;
    }

    /** Whether requests come in plain HTTP to the port that is customary for HTTPS: it is declared so, and no DestinationRule makes anyone begin TLS there. */
    @SeenByRules
    public boolean plainToTls() {
        return port.http() && port.target() == TLS
                && port.entry().hosts().stream().noneMatch(h -> rules.wraps(h, port.number(), WRAPPING));
    }

    /** Whether a DestinationRule begins TLS for requests that go on to the port that is customary for plain HTTP. */
    @SeenByRules
    public boolean tlsToPlain() {
        String namespace = resource().ref().namespace();
        return port.http() && port.target() == PLAIN && port.entry().hosts().stream()
                .anyMatch(h -> WRAPPING.contains(rules.choose(h, namespace, namespace).tlsMode(port.number(), "")));
    }
}
