package io.istiodoctor.mesh.injection;

import io.istiodoctor.mesh.base.Inventory;
import io.istiodoctor.mesh.workload.Workload;
import io.istiodoctor.model.Absent;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Node;
import io.istiodoctor.yaml.Document;
import io.istiodoctor.yaml.SyntaxError;
import io.istiodoctor.yaml.YamlReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The image of the proxy that each revision injects, from its ConfigMap istio-sidecar-injector. */
public final class ProxyImages {
    private static final String NAME = "istio-sidecar-injector";

    private final Map<String, String> byConfigMap = new HashMap<>();

    /** The images that a snapshot's injectors bring. */
    public ProxyImages(Inventory inventory) {
        inventory.all(Kind.CONFIG_MAP).stream().filter(c -> c.ref().name().startsWith(NAME)).forEach(
                c -> image(c.root().get("data").text("values")).ifPresent(i -> byConfigMap.put(c.ref().name(), i)));
    }

    private static Optional<String> image(String values) {
        Node global = parse(values).get("global");
        String image = global.get("proxy").text("image");
        if (image.contains("/")) {
            return Optional.of(image);
        }
        String whole = global.text("hub") + "/" + image + ":" + global.text("tag");
        return image.isEmpty() || global.text("hub").isEmpty() || global.text("tag").isEmpty() ? Optional.empty() : Optional.of(whole);
    }

    private static Node parse(String values) {
        try {
            return YamlReader.read("ConfigMap " + NAME, values).stream().map(Document::root).findFirst().orElse(Absent.ABSENT);
        } catch (SyntaxError unreadable) {
            return Absent.ABSENT;
        }
    }

    /** The image of a revision; that of the default one where it is empty. */
    Optional<String> of(String revision) {
        return Optional.ofNullable(byConfigMap.get(revision.isEmpty() || revision.equals("default") ? NAME : NAME + "-" + revision));
    }

    /** Whether a pod's proxy is of another image; variants of one release (distroless) and images that the pod itself asks for are not. */
    boolean outdated(Workload pod, String revision) {
        Optional<String> now = of(revision);
        return now.isPresent() && !pod.annotations().containsKey("sidecar.istio.io/proxyImage") && !pod.gateway()
                && pod.proxy().filter(p -> !variantOf(p.image(), now.get())).isPresent();
    }

    private static boolean variantOf(String image, String now) {
        return image.equals(now) || image.equals(now + "-distroless") || image.equals(now + "-debug") || image.equals("auto");
    }
}
