package io.istiodoctor.proxy;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.config.FilterChain;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which proxies a user means. */
public final class ProxyChoices {
    private ProxyChoices() {}

    /**
     * The proxies.
     *
     * @param reported what is reported on where no name is given
     * @throws UserError (bad input) when nothing has the name
     */
    public static List<ProxyView> of(Proxies proxies, Predicate<ObjectRef> reported, Optional<ProxyName> name) {
        List<Workload> gateways = proxies.gatewayPods();
        if (name.isEmpty()) {
            return gateways.stream().filter(w -> reported.test(w.resource().ref())).map(proxies::view).toList();
        }
        ProxyName wanted = name.get();
        List<Workload> named = gateways.stream().filter(w -> w.namespace().equals(wanted.namespace()))
                .filter(w -> w.name().equals(wanted.name()) || w.name().startsWith(wanted.name() + "-")).toList();
        List<Workload> configured = named.isEmpty() ? gateways.stream().filter(w -> configures(proxies, w, wanted)).toList() : named;
        if (configured.isEmpty()) {
            String known = gateways.stream().map(w -> w.name() + "." + w.namespace()).limit(4).collect(Collectors.joining(", "));
            throw new UserError(UserError.BAD_INPUT, "no proxy and no Gateway with pods is named " + wanted
                    + (known.isEmpty() ? "" : "; there are the gateways " + known));
        }
        return configured.stream().map(proxies::view).toList();
    }

    private static boolean configures(Proxies proxies, Workload pod, ProxyName gateway) {
        return proxies.gateway(pod).listeners().stream().flatMap(l -> l.chains().stream()).map(FilterChain::origin).map(o -> o.object())
                .anyMatch(o -> o.name().equals(gateway.name()) && o.namespace().equals(gateway.namespace()));
    }
}
