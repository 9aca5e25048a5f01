package io.istiodoctor.mesh.match;

import io.istiodoctor.mesh.gateway.GatewayName;
import io.istiodoctor.model.Resource;
import java.util.Arrays;

/** Of which API a VirtualService comes; some fields mean something else for each (internal.istio.io/route-semantics). */
public enum Semantics {
    ISTIO("istio"), GATEWAY_API("gateway"), INGRESS("ingress");

    /** The annotation by which istiod marks what it made itself. */
    public static final String ANNOTATION = "internal.istio.io/route-semantics";

    private final String annotation;

    Semantics(String annotation) {
        this.annotation = annotation;
    }

    /** What the fields of a VirtualService mean. */
    public static Semantics of(Resource virtualService) {
        String marked = virtualService.annotations().getOrDefault(ANNOTATION, "");
        return Arrays.stream(values()).filter(s -> s.annotation.equals(marked)).findFirst().orElse(ISTIO);
    }

    /** The annotation's value. */
    public String annotation() {
        return annotation;
    }

    /** Whether hosts and Gateways are named in full already. */
    public boolean literal() {
        return this == GATEWAY_API;
    }

    /** "namespace/name" of the Gateway that a name in an object of this namespace means; {@code mesh} stands for itself. */
    public String gateway(String written, String namespace) {
        return literal() ? written : GatewayName.resolve(written, namespace);
    }
}
