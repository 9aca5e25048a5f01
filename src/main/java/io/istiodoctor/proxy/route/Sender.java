package io.istiodoctor.proxy.route;

import io.istiodoctor.mesh.match.Vantage;
import io.istiodoctor.proxy.cluster.Client;
import io.istiodoctor.proxy.registry.RegistryService;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * From where routes are made.
 *
 * @param client the proxy that gets them
 * @param lookup what a destination's host is, given the namespace of its rule
 * @param gateway "namespace/name" of the Gateway, or {@code mesh}
 * @param port that a match's port is compared with, and that a destination without one takes: the server's as written, or the Service port called
 * @param tls whether the routes stand behind TLS
 */
public record Sender(Client client, BiFunction<String, String, Optional<RegistryService>> lookup, String gateway, long port, boolean tls) {
    /** For destinations that are whatever the proxy takes them to be. */
    public Sender(Client client, String gateway, long port, boolean tls) {
        this(client, client::service, gateway, port, tls);
    }

    Vantage vantage() {
        return new Vantage(gateway, port, client.workload().labels(), client.workload().namespace());
    }

    Optional<RegistryService> service(String host, String owner) {
        return lookup.apply(host, owner);
    }
}
