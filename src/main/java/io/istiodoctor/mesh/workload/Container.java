package io.istiodoctor.mesh.workload;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
public record Container(@SeenByRules String name, @SeenByRules String image, @SeenByRules List<String> args,
        @SeenByRules List<ContainerPort> ports,
        @SeenByRules Map<String, String> env, @SeenByRules boolean init) {
    /** Whether this is Istio's proxy: beside an application, of a gateway or waypoint, and not a node's ztunnel. */
    @SeenByRules
    public boolean proxy() {
        return name.equals("istio-proxy") && !args.contains("ztunnel");
    }

    static List<Container> of(Node podSpec) {
        List<Container> containers = new ArrayList<>();
        podSpec.get("containers").elements().forEach(c -> containers.add(of(c, false)));
        podSpec.get("initContainers").elements().forEach(c -> containers.add(of(c, !c.text("restartPolicy").equals("Always"))));
        return List.copyOf(containers);
    }

    private static Container of(Node c, boolean init) {
        Map<String, String> env = new HashMap<>();
        c.get("env").elements().forEach(e -> e.get("value").text().ifPresent(v -> env.put(e.text("name"), v)));
        List<String> args = new ArrayList<>();
        c.get("args").elements().forEach(a -> a.text().ifPresent(args::add));
        List<ContainerPort> ports = new ArrayList<>();
        c.get("ports").elements().forEach(p -> ports.add(ContainerPort.of(p)));
        return new Container(c.text("name"), c.text("image"), List.copyOf(args), List.copyOf(ports), Map.copyOf(env), init);
    }

    /**
     * A port that a container declares; only information, what it listens on may differ.
     *
     * @param name empty when it has none
     * @param number of the port of the pod
     * @param transport TCP, UDP or SCTP
     * @param hostPort the port of the node that leads to it; 0 for none
     */
    public record ContainerPort(@SeenByRules String name, @SeenByRules long number, @SeenByRules String transport,
            @SeenByRules long hostPort) {
        static ContainerPort of(Node port) {
            String transport = port.text("protocol");
            return new ContainerPort(port.text("name"), port.get("containerPort").number().orElse(0L),
                    transport.isEmpty() ? "TCP" : transport, port.get("hostPort").number().orElse(0L));
        }
    }
}
