package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.Age;
import io.istiodoctor.mesh.config.Audience;
import io.istiodoctor.mesh.match.Semantics;
import java.util.Comparator;

/**
 * In which order the proxies of a namespace take VirtualServices for the same hosts (VirtualServicesForGateway of Istio): first what is kept to some
 * namespaces, the proxies' own before others', then what is for everybody, and there what the Gateway API has in the proxies' own namespace first;
 * all of these by age.
 */
public final class Precedence {
    private Precedence() {}

    /**
     * The lower, the earlier.
     *
     * @param owner the VirtualService's namespace
     */
    public static int rank(Audience audience, Semantics semantics, String owner, String proxyNamespace) {
        boolean own = owner.equals(proxyNamespace);
        return audience.everywhere() ? semantics == Semantics.GATEWAY_API && own ? 2 : 3 : own ? 0 : 1;
    }

    static Comparator<VirtualService> in(String proxyNamespace) {
        return Comparator.comparingInt((VirtualService v) -> rank(v.audience(), Semantics.ISTIO, v.namespace(), proxyNamespace))
                .thenComparing(VirtualService::resource, Age.OLDEST_FIRST);
    }
}
