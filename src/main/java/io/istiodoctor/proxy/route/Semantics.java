package io.istiodoctor.proxy.route;

import io.istiodoctor.model.Resource;

/** Of which API a VirtualService comes; some fields mean something else for each (internal.istio.io/route-semantics). */
public enum Semantics {
    ISTIO, GATEWAY_API, INGRESS;

    /** The annotation by which istiod marks what it made itself. */
    public static final String ANNOTATION = "internal.istio.io/route-semantics";

    static Semantics of(Resource virtualService) {
        return switch (virtualService.annotations().getOrDefault(ANNOTATION, "")) {
            case "gateway" -> GATEWAY_API;
            case "ingress" -> INGRESS;
            default -> ISTIO;
        };
    }
}
