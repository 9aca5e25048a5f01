package io.istiodoctor.proxy.sidecar;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.conversion.LeftOut.Reason;
import io.istiodoctor.model.FieldRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.proxy.registry.RegistryService;
import io.istiodoctor.proxy.registry.ServiceRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why a proxy is not told of something that was written about a host. */
final class OutboundAbsences {
    private final ServiceRegistry registry;
    private final EgressScope scope;

    OutboundAbsences(ServiceRegistry registry, EgressScope scope) {
        this.registry = registry;
        this.scope = scope;
    }

    List<LeftOut> of(String written, long port, List<LeftOut> conflicts) {
        String host = written.toLowerCase(Locale.ROOT);
        List<LeftOut> found = new ArrayList<>();
        Optional<RegistryService> chosen = Optional.ofNullable(scope.services().get(host));
        for (RegistryService s : registry.find(host)) {
            if (!registry.visible(s, scope.namespace())) {
                found.add(new LeftOut(Reason.NOT_EXPORTED, at(s), Optional.empty(), host));
            } else if (chosen.isEmpty()) {
                found.add(new LeftOut(Reason.NOT_IMPORTED, at(s), scope.sidecar(), host));
            } else if (!same(chosen.get().resource(), s.resource())) {
                found.add(new LeftOut(Reason.HOST_SUPERSEDED, at(s), chosen.map(c -> c.resource().ref()), host));
            } else if (s.port(port).isPresent() && chosen.get().port(port).isEmpty()) {
                found.add(new LeftOut(Reason.NOT_IMPORTED, s.port(port).get().origin(), scope.sidecar(), host + ":" + port));
            }
        }
        found.addAll(conflicts);
        return List.copyOf(found);
    }

    private static boolean same(Resource a, Resource b) {
        return a.ref().equals(b.ref());
    }

    private static FieldRef at(RegistryService service) {
        return FieldRef.of(service.resource().ref());
    }
}
