package io.istiodoctor.proxy.cluster;

import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Traffic policies of which one fills in what the other leaves out (mergeBackendPolicyTrafficPolicy of Istio). */
final class BackendPolicies {
    private static final String PORTS = "portLevelSettings";

    private BackendPolicies() {}

    /**
     * What holds of both.
     *
     * @param written what someone wrote in a DestinationRule
     * @param backend what istiod made of policies for backends
     */
    static Optional<Node> merge(Optional<Node> written, Optional<Node> backend) {
        if (written.isEmpty() || backend.isEmpty()) {
            return written.or(() -> backend);
        }
        Map<String, Node> fields = new LinkedHashMap<>(filled(written.get(), backend.get()).fields());
        List<Node> ports = ports(written.get().get(PORTS).elements(), backend.get().get(PORTS).elements());
        if (!ports.isEmpty()) {
            fields.put(PORTS, new Sequence(ports, Mark.NONE));
        }
        return Optional.of(mapping(fields));
    }

    private static List<Node> ports(List<Node> written, List<Node> backend) {
        Map<Long, Node> byNumber = new LinkedHashMap<>();
        written.forEach(p -> byNumber.put(number(p), p));
        backend.forEach(p -> byNumber.merge(number(p), p, BackendPolicies::filled));
        return new ArrayList<>(byNumber.values());
    }

    private static long number(Node settings) {
        return settings.get("port").get("number").number().orElse(0L);
    }

    private static Node filled(Node written, Node backend) {
        Map<String, Node> fields = new LinkedHashMap<>(backend.fields());
        fields.putAll(written.fields());
        return mapping(fields);
    }

    private static Mapping mapping(Map<String, Node> fields) {
        return new Mapping(Collections.unmodifiableMap(fields), Map.of(), Mark.NONE);
    }
}
