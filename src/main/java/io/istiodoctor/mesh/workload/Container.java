package io.istiodoctor.mesh.workload;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A container of a pod or pod template.
 *
 * @param name as the pod gives it
 * @param image as written, with its tag or digest
 * @param args what is given to the image's entry point
 * @param ports those that it declares; it may listen on others
 * @param init whether it is an init container that ends before the others start; native sidecars are not
 * @param env the variables that are given literally
 */
public record Container(@SeenByRules String name, @SeenByRules String image, @SeenByRules List<String> args, @SeenByRules List<ContainerPort> ports,
        @SeenByRules Map<String, String> env, @SeenByRules boolean init) {
    /** Whether this is Istio's proxy: beside an application, of a gateway or waypoint, and not a node's ztunnel. */
    @SeenByRules
    public boolean proxy() {
        return name.equals("istio-proxy") && !args.contains("ztunnel");
    }

    static List<Container> of(Node podSpec) {
        var regular = podSpec.get("containers").elements().stream().map(c -> of(c, false));
        var initial = podSpec.get("initContainers").elements().stream()
                .map(c -> of(c, !c.text("restartPolicy").equals("Always")));
        return Stream.concat(regular, initial).toList();
    }

    private static Container of(Node c, boolean init) {
        Map<String, String> env = new TreeMap<>();
        c.get("env").elements().forEach(e -> e.get("value").text().ifPresent(v -> env.put(e.text("name"), v)));
        return new Container(c.text("name"), c.text("image"),
                c.get("args").elements().stream().flatMap(a -> a.text().stream()).toList(),
                c.get("ports").elements().stream().map(ContainerPort::of).toList(), Map.copyOf(env), init);
    }

    /**
     * A port that a container declares; only information, what it listens on may differ.
     *
     * @param name empty when it has none
     * @param number of the port of the pod
     * @param transport TCP, UDP or SCTP
     * @param hostPort the port of the node that leads to it; 0 for none
     */
    public record ContainerPort(@SeenByRules String name, @SeenByRules long number, @SeenByRules String transport, @SeenByRules long hostPort) {
        static ContainerPort of(Node port) {
            String transport = port.text("protocol");
            return new ContainerPort(port.text("name"), port.get("containerPort").number().orElse(0L),
                    transport.isEmpty() ? "TCP" : transport, port.get("hostPort").number().orElse(0L));
        }
    }
}
