package io.istiodoctor.mesh.service;

import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.WholeNumber;
import java.util.Map;
import java.util.Optional;

/**
 * Who names one pod of an InferencePool for each request: a gateway asks it by Envoy's ext_proc.
 *
 * @param name a Service in the pool's namespace
 * @param port one of its ports; 0 when none is given
 * @param failOpen whether a request goes on where the picker does not answer; it is refused with 500 else
 */
public record EndpointPicker(String name, long port, boolean failOpen) {
    private static final String SERVICE = "istio.io/inferencepool-extension-service";
    private static final String PORT = "istio.io/inferencepool-extension-port";
    private static final String MODE = "istio.io/inferencepool-extension-failure-mode";
    private static final String OPEN = "FailOpen";

    /** That of a pool, as it is written. */
    static EndpointPicker of(Resource pool) {
        Node reference = pool.spec().get("endpointPickerRef");
        return new EndpointPicker(reference.text("name"), reference.get("port").get("number").number().orElse(0L),
                reference.text("failureMode").equals(OPEN));
    }

    /** That of the Service which istiod makes of a pool; empty for every other Service. */
    static Optional<EndpointPicker> ofService(Resource service) {
        if (!PoolService.isOne(service)) {
            return Optional.empty();
        }
        Map<String, String> labels = service.labels();
        return Optional.of(new EndpointPicker(labels.getOrDefault(SERVICE, ""), WholeNumber.of(labels.getOrDefault(PORT, "")).orElse(0L),
                labels.getOrDefault(MODE, "").equals(OPEN)));
    }

    /** The labels by which istiod writes it on the Service that it makes. */
    Map<String, Object> labels() {
        return Map.of(SERVICE, name, PORT, String.valueOf(port), MODE, failOpen ? OPEN : "FailClose");
    }
}
