package io.istiodoctor.mesh.service;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.config.MeshConfig;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.AllCores;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A container that is told to listen on its own loopback address, at a port that a Service sends to. */
public final class LocalhostBinding implements Subject {
    private final ServicePort port;
    private final Workload workload;
    private final String container;
    private final String path;
    private final String place;
    private final LoopbackAddress address;

    private LocalhostBinding(ServicePort port, Workload workload, String container, String path, String place, LoopbackAddress address) {
        this.port = port;
        this.workload = workload;
        this.container = container;
        this.path = path;
        this.place = place;
        this.address = address;
    }

    /** Every container that does so, each once. */
    public static List<LocalhostBinding> of(MeshConfig config, List<Service> services) {
        // Without the passthrough of arriving traffic, istiod has the proxy send it to the loopback address, as releases before 1.10 did.
        if (config.environment("PILOT_ENABLE_INBOUND_PASSTHROUGH").orElse("true").equals("false")) {
            return List.of();
        }
        Set<String> told = new HashSet<>();
        List<LocalhostBinding> found = new ArrayList<>();
        AllCores.list(services, some -> some.flatMap(s -> s.ports().stream().flatMap(p -> in(p).stream())))
                .forEach(f -> {
                    if (told.add(f.resource().ref() + f.path + "." + f.place)) {
                        found.add(f);
                    }
                });
        return List.copyOf(found);
    }

    // Pods repeat their template, so that one of all workloads is told, a template rather than a pod. A Sidecar with listeners of its own can send to
    // the loopback address.
    private static Optional<LocalhostBinding> in(ServicePort port) {
        return port.service().workloads().stream().sorted(Comparator.comparing((Workload w) -> !w.template()))
                .filter(w -> !w.gateway())
                .flatMap(w -> port.targetOn(w).flatMap(t -> in(port, w, t)).stream())
                .filter(b -> port.service().sidecars().listeners(b.workload).isEmpty()
                        && b.workload.proxyVersion().filter(v -> !v.atLeast(1, 10)).isEmpty())
                .findFirst();
    }

    private static Optional<LocalhostBinding> in(ServicePort port, Workload workload, long target) {
        List<Node> containers = workload.pod().get("spec").get("containers").elements();
        for (int i = 0; i < containers.size(); i++) {
            Node c = containers.get(i);
            if (!mayNameLoopback(c)) {
                continue;
            }
            List<Node> ports = c.get("ports").elements();
            boolean declares = ports.stream().anyMatch(p -> p.get("containerPort").number().filter(n -> n == target).isPresent());
            Optional<LoopbackAddress> address = declares && port.transport().equals("TCP")
                    ? LoopbackAddress.of(texts(c.get("command")), texts(c.get("args")), env(c), target, ports.size() == 1)
                    : Optional.empty();
            if (address.isPresent()) {
                String root = (workload.template() ? workload.templatePath() + "." : "") + "spec.containers[" + i + "]";
                return Optional
                        .of(new LocalhostBinding(port, workload, c.text("name"), root, place(c, address.get().path()), address.get()));
            }
        }
        return Optional.empty();
    }

    // Asked of each container of a mesh.
    private static boolean mayNameLoopback(Node container) {
        for (String field : List.of("command", "args", "env")) {
            for (Node element : container.get(field).elements()) {
                Node text = element instanceof Mapping variable ? variable.get("value") : element;
                if (text.text().filter(LoopbackAddress::mayStandIn).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Map<String, String> env(Node container) {
        Map<String, String> env = new HashMap<>();
        container.get("env").elements().forEach(e -> e.get("value").text().ifPresent(v -> env.put(e.text("name"), v)));
        return env;
    }

    private static List<String> texts(Node list) {
        return list.elements().stream().map(n -> n.text().orElse("")).toList();
    }

    private static String place(Node container, String path) {
        List<Node> env = container.get("env").elements();
        for (int i = 0; path.startsWith("env.") && i < env.size(); i++) {
            if (env.get(i).text("name").equals(path.substring(4))) {
                return "env[" + i + "].value";
            }
        }
        return path;
    }

    @Override
    public Resource resource() {
        return workload.resource();
    }

    @Override
    public String path() {
        return path;
    }

    /** Where in the container it is told so. */
    @SeenByRules
    public String place() {
        return place;
    }

    /** The container's name. */
    @SeenByRules
    public String container() {
        return container;
    }

    /** The Service port that sends there. */
    @SeenByRules
    public ServicePort port() {
        return port;
    }

    /** The Service that sends there. */
    @SeenByRules
    public Service service() {
        return port.service();
    }

    /** What tells the container so, as written: {@code --bind=127.0.0.1}. */
    @SeenByRules
    public String written() {
        return address.written();
    }

    /** The port of the pods that nothing from outside reaches. */
    @SeenByRules
    public long podPort() {
        return port.targetOn(workload).orElse(0L);
    }

    /** The text with an address that takes connections from everywhere. */
    @SeenByRules
    public String mended() {
        return address.mended();
    }
}
