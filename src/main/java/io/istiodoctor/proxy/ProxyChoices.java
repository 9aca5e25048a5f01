package io.istiodoctor.proxy;

import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Unread;
import io.istiodoctor.model.UserError;
import io.istiodoctor.proxy.config.FilterChain;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which proxies a user means. */
public final class ProxyChoices {
    private ProxyChoices() {}

    /**
     * The proxies.
     *
     * @param reported what is reported on where no name is given
     * @param unread pods and Gateways that could not be read, among which the named one may be
     * @throws UserError (bad input) when nothing has the name; (unreadable cluster) when that cannot be told
     */
    public static List<ProxyView> of(Proxies proxies, Predicate<ObjectRef> reported, Optional<ProxyName> name, Optional<Unread> unread) {
        List<Workload> gateways = proxies.gatewayPods();
        if (name.isEmpty()) {
            return gateways.stream().filter(w -> reported.test(w.resource().ref())).flatMap(w -> proxies.views(w).stream()).toList();
        }
        ProxyName wanted = name.get();
        List<Workload> named = Stream.concat(gateways.stream(), proxies.waypointPods().stream())
                .filter(w -> w.namespace().equals(wanted.namespace()))
                .filter(w -> named(w, wanted)).toList();
        List<Workload> configured = named.isEmpty() ? gateways.stream().filter(w -> configures(proxies, w, wanted)).toList() : named;
        List<Workload> applications = configured.isEmpty() ? proxies.endpoints().pods().in(wanted.namespace()).stream()
                .filter(w -> w.sidecar() && named(w, wanted)).toList() : configured;
        if (applications.isEmpty()) {
            unread.ifPresent(u -> {
                throw new UserError(UserError.UNREADABLE_CLUSTER,
                        "whether there is a proxy named " + wanted + " cannot be told: " + u.reason() + u.remedy());
            });
            String known = gateways.stream().map(w -> w.name() + "." + w.namespace()).limit(4).collect(Collectors.joining(", "));
            throw new UserError(UserError.BAD_INPUT, "no pod with a proxy and no Gateway with pods is named " + wanted
                    + (known.isEmpty() ? "" : "; there are the gateways " + known));
        }
        return applications.stream().flatMap(w -> proxies.views(w).stream()).toList();
    }

    private static boolean named(Workload pod, ProxyName wanted) {
        return pod.name().equals(wanted.name()) || pod.name().startsWith(wanted.name() + "-");
    }

    private static boolean configures(Proxies proxies, Workload pod, ProxyName gateway) {
        return proxies.gateway(pod).listeners().stream().flatMap(l -> l.chains().stream()).map(FilterChain::origin).map(o -> o.object())
                .anyMatch(o -> o.name().equals(gateway.name()) && o.namespace().equals(gateway.namespace()));
    }
}
