package io.istiodoctor.trace;

import io.istiodoctor.mesh.Mesh;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Resource;
import java.util.stream.Stream;

/** What kind of cluster it is, as far as its nodes' addresses go: those of clusters on one's own machine are found in ways of their own. */
enum LocalCluster {
    MINIKUBE("$(minikube ip)"),
    KIND("$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' \"$(kubectl get nodes -o jsonpath='{.items[0].metadata.name}')\")"),
    DOCKER_DESKTOP("localhost"),
    OTHER("$(kubectl get nodes -o jsonpath='{.items[0].status.addresses[?(@.type==\"InternalIP\")].address}')");

    private final String nodeAddress;

    LocalCluster(String nodeAddress) {
        this.nodeAddress = nodeAddress;
    }

    /** What a shell puts in the place of a node's address. */
    String nodeAddress() {
        return nodeAddress;
    }

    /** The one that the names and labels of its nodes, or of those that pods name, tell. */
    static LocalCluster of(Mesh mesh) {
        Stream<LocalCluster> nodes = mesh.directory().all(Kind.NODE).stream().map(LocalCluster::ofNode);
        Stream<LocalCluster> pods = mesh.workloads().stream().map(w -> ofName(w.nodeName()));
        return Stream.concat(nodes, pods).filter(c -> c != OTHER).findFirst().orElse(OTHER);
    }

    private static LocalCluster ofNode(Resource node) {
        return node.labels().containsKey("minikube.k8s.io/name") ? MINIKUBE
                : node.spec().text("providerID").startsWith("kind:") ? KIND : ofName(node.ref().name());
    }

    private static LocalCluster ofName(String node) {
        return node.equals("minikube") ? MINIKUBE : node.equals("docker-desktop") ? DOCKER_DESKTOP
                : node.endsWith("-control-plane") && node.startsWith("kind") ? KIND : OTHER;
    }
}
