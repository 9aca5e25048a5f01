package io.istiodoctor.mesh.policy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.service.ServicePort;
import io.istiodoctor.mesh.service.Services;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a PeerAuthentication says of one port (portLevelMtls): its keys are ports of pods, and count with a selector only. */
public final class PortMode implements Subject {
    private final PolicyScope scope;
    private final String key;
    private final String mode;
    private final List<ServicePort> named;
    private final boolean ofPods;

    private PortMode(PolicyScope scope, String key, String mode, List<ServicePort> named, boolean ofPods) {
        this.scope = scope;
        this.key = key;
        this.mode = mode;
        this.named = List.copyOf(named);
        this.ofPods = ofPods;
    }

    static List<PortMode> of(PolicyScope scope, Services services) {
        List<PortMode> found = new ArrayList<>();
        scope.resource().spec().get("portLevelMtls").fields().forEach((key, node) -> {
            OptionalLong number = key.matches("\\d{1,5}") ? OptionalLong.of(Long.parseLong(key)) : OptionalLong.empty();
            List<ServicePort> ports = scope.selected().stream().flatMap(w -> services.of(w).stream()).distinct()
                    .flatMap(s -> s.ports().stream()).toList();
            List<ServicePort> named = ports.stream().filter(p -> number.isPresent() && p.number() == number.getAsLong()).toList();
            boolean target = scope.selected().stream()
                    .anyMatch(w -> w.ports().stream().anyMatch(p -> number.isPresent() && p.number() == number.getAsLong())
                            || ports.stream()
                                    .anyMatch(p -> number.isPresent() && p.targetOn(w).filter(t -> t == number.getAsLong()).isPresent()));
            found.add(new PortMode(scope, key, node.text("mode"), named, target));
        });
        return found;
    }

    @Override
    public Resource resource() {
        return scope.resource();
    }

    @Override
    public String path() {
        return "spec.portLevelMtls";
    }

    /** For which workloads the PeerAuthentication is. */
    @SeenByRules
    public PolicyScope scope() {
        return scope;
    }

    /** The port as written. */
    @SeenByRules
    public String port() {
        return key;
    }

    /** What is asked for there: STRICT, PERMISSIVE or DISABLE. */
    @SeenByRules
    public String mode() {
        return mode;
    }

    /** The Service port of this number, where no pod has such a port and the Service sends to another one. */
    @SeenByRules
    public Optional<ServicePort> servicePort() {
        return ofPods ? Optional.empty() : named.stream().findFirst();
    }

    /** The port of the pods that the Service port leads to; empty when it is none. */
    @SeenByRules
    public Optional<Long> target() {
        return servicePort().flatMap(p -> scope.selected().stream().flatMap(w -> p.targetOn(w).stream()).findFirst());
    }
}
