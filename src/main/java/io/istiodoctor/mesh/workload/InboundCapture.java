package io.istiodoctor.mesh.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which ports of a pod are led through its proxy: those that the pod's init container was told when it was injected, else those that annotations
 * name, all as a rule (injection-template.yaml and handleInboundPortsInclude of Istio).
 */
public final class InboundCapture {
    private static final String INCLUDE = "traffic.sidecar.istio.io/includeInboundPorts";
    private static final String EXCLUDE = "traffic.sidecar.istio.io/excludeInboundPorts";
    private static final String STATUS = "status.sidecar.istio.io/port";
    private static final String INTERCEPTION = "sidecar.istio.io/interceptionMode";

    private final boolean any;
    private final String included;
    private final Set<String> excluded;
    private final Set<String> own;

    private InboundCapture(boolean any, String included, Set<String> excluded, Set<String> own) {
        this.any = any;
        this.included = included;
        this.excluded = excluded;
        this.own = own;
    }

    /** What is led through the proxy of a pod, or of the pods that are made of a template. */
    public static InboundCapture of(Workload pod) {
        boolean any = pod.sidecar() && !pod.annotations().getOrDefault(INTERCEPTION, "").equals("NONE");
        Optional<Container> init = pod.containers().stream().filter(c -> c.name().equals("istio-init") && !c.args().isEmpty()).findFirst();
        String included = init.flatMap(c -> argument(c, "-b")).orElseGet(() -> pod.annotations().getOrDefault(INCLUDE, "*"));
        Set<String> excluded = new TreeSet<>(ports(init.flatMap(c -> argument(c, "-d"))
                .orElseGet(() -> pod.annotations().getOrDefault(EXCLUDE, ""))));
        return new InboundCapture(any, included.strip(), excluded,
                Set.of("15021", "15090", pod.annotations().getOrDefault(STATUS, "15020")));
    }

    private static Optional<String> argument(Container init, String name) {
        int at = init.args().indexOf(name);
        return at < 0 || at + 1 >= init.args().size() ? Optional.empty() : Optional.of(init.args().get(at + 1));
    }

    private static List<String> ports(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList();
    }

    /** Whether no annotation leads any port past the proxy. */
    public boolean complete() {
        return included.equals("*") && excluded.isEmpty();
    }

    /** Whether connections to a port of the pod come to its proxy first. */
    public boolean captures(long port) {
        return any && excludedBy(port).isEmpty() && !(included.equals("*") && own.contains(Long.toString(port)));
    }

    /** The annotation that leads a port past the proxy; empty where none does, and for the ports that are the proxy's own. */
    public Optional<String> excludedBy(long port) {
        String number = Long.toString(port);
        if (included.equals("*")) {
            return excluded.contains(number) ? Optional.of(EXCLUDE) : Optional.empty();
        }
        return ports(included).contains(number) ? Optional.empty() : Optional.of(INCLUDE);
    }
}
